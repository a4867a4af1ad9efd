"""The library that gold and answers are held against: the environment's, or one of its own for a while."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from documents.adding import add_files, find_files
from documents.catalog import Catalogue
from documents.ingest import ensure_library
from documents.settings import DocumentSettings
from evals.errors import RunFailed

HOME, URL = "POLICY_HOME", "POLICY_CATALOGUE_URL"


def open_library() -> Catalogue:
    """The catalogue, the shipped corpus put in where it was empty. Raises PolicyError."""
    settings = DocumentSettings.from_environment()
    catalogue = Catalogue.open(settings)
    ensure_library(catalogue, settings)
    return catalogue


class ReadOnce:
    """A library whose documents are read when they are first asked for, and kept: for one run over one state of it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.document = cache(catalogue.document)
        """Name → the document. Raises UnknownDocument."""


@contextmanager
def temporary_home() -> Iterator[Path]:
    """An empty library that the environment names while the block runs, whatever catalogue it named before."""
    before = {name: os.environ.pop(name, None) for name in (HOME, URL)}
    with tempfile.TemporaryDirectory(prefix="policy-evals-") as folder:
        os.environ[HOME] = folder
        try:
            yield Path(folder)
        finally:
            os.environ.pop(HOME)
            os.environ.update({name: value for name, value in before.items() if value is not None})


@contextmanager
def library_of(folder: Path | None) -> Iterator[None]:
    """While the block runs the library is the documents of `folder`; the environment's where that is None.

    Raises RunFailed where the folder holds none or one of them is refused.
    """
    if folder is None:
        yield
        return
    with temporary_home():
        settings = DocumentSettings.from_environment()
        found = find_files([folder])
        if not found.files or found.empty:
            raise RunFailed(f"{folder}: holds no document: name a folder of policy documents")
        catalogue = Catalogue.open(settings)
        for added in add_files(found.files, catalogue, settings, workers=1, report=lambda _done, _of: None):
            if added.outcome == "refused":
                raise RunFailed(added.message)
        catalogue.close()
        yield
