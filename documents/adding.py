"""Many files into the library: read side by side, stored one transaction a document, unchanged ones not read at all."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from documents.catalog import Catalogue
from documents.errors import PolicyError, UnreadableFile
from documents.exclusive import Waiting, exclusive
from documents.in_order import in_order
from documents.ingest import read_document
from documents.model import Document
from documents.printable import counted
from documents.read import READABLE_SUFFIXES, SAVE_AS, content_hash, document_name
from documents.settings import DocumentSettings
from documents.version import parser_version

Outcome = Literal["added", "replaced", "unchanged", "refused"]
Report = Callable[[int, int], None]
"""Hears (files done, of)."""
Reader = Callable[[Iterable[tuple[Any, Path | None]]], Generator[tuple[Any, Document | PolicyError | None], None, None]]
"""Reads files that come with something to tell them by, in order: (it, path) → (it, document or why not).

Where there is no path there is nothing to read, and None.
"""
_KEPT = (*READABLE_SUFFIXES, *SAVE_AS)
"""Formats that documents come in; those that are not read are refused with the format to save them as."""
_TWINS_TOLD = 3
"""Of other documents with the same text."""


@dataclass(frozen=True)
class Added:
    """How adding one file ended."""

    path: Path
    name: str
    """Of the document, whether or not the library took it."""
    outcome: Outcome
    message: str
    """What was found in the document, or the sentence that says why it was refused; empty where unchanged."""


@dataclass(frozen=True)
class Found:
    """The files that paths lead to, in the order of the paths, each file once."""

    files: tuple[Path, ...]
    left_out: int
    """Files in folders whose format is none that a document is kept in."""
    empty: tuple[Path, ...]
    """Folders that hold no document."""


@dataclass(frozen=True)
class _Planned:
    """A file, and how it ended where that is known without parsing it."""

    path: Path
    name: str
    held: bool
    ended: Added | None = None


def find_files(paths: Iterable[Path]) -> Found:
    """Files as named; of a folder every document below it, sorted, without hidden ones and without following links."""
    files: dict[Path, None] = {}
    left_out, empty = 0, []
    for path in paths:
        if path.is_symlink() or not path.is_dir():
            files[path] = None
            continue
        below = list(_below(path))
        kept = [file for file in below if file.suffix.lower() in _KEPT]
        files.update(dict.fromkeys(kept))
        left_out += len(below) - len(kept)
        if not kept:
            empty.append(path)
    return Found(tuple(files), left_out, tuple(empty))


def add_files(
    paths: Iterable[Path],
    catalogue: Catalogue,
    settings: DocumentSettings,
    *,
    workers: int,
    report: Report | None = None,
    waiting: Waiting | None = None,
    reader: Reader | None = None,
) -> Generator[Added, None, None]:
    """Adds the files one after the other and tells how each ended, once it is stored for good.

    A file whose bytes are held already, read by this parser, is not parsed again. Two files of one name: the second is
    refused. More than a few files are read in `workers` processes; `reader` reads in their place. `waiting` hears a
    sentence when another process is adding to the same library. Closing the iterator stops after the last document
    that it told of.

    Raises: LibraryBusy, CatalogueUnavailable; what was told before is kept.
    """
    files = list(dict.fromkeys(paths))
    with exclusive(settings, waiting):
        if report:
            report(0, len(files))
        jobs = ((plan, None if plan.ended else plan.path) for plan in _plans(files, catalogue, settings))
        here = partial(in_order, partial(read_document, settings=settings))
        read = reader(jobs) if reader else here(jobs, workers, lambda plan: plan.path.name)
        with closing(read):
            for done, (plan, result) in enumerate(read, start=1):
                added = plan.ended or _stored(plan, result, catalogue)
                if report:
                    report(done, len(files))
                yield added


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(files) if not name.startswith("."))


def _plans(files: Iterable[Path], catalogue: Catalogue, settings: DocumentSettings) -> Iterator[_Planned]:
    held = catalogue.hashes()
    claimed: dict[str, Path] = {}
    for path in files:
        name, ended = document_name(path), None
        try:
            if held.get(name) == f"{content_hash(path, settings)}-{parser_version()}":
                ended = Added(path, name, "unchanged", "")
            if name in claimed:
                ended = Added(path, name, "refused", _same_name(name, claimed[name], path))
            claimed.setdefault(name, path)
        except UnreadableFile as error:
            ended = Added(path, name, "refused", str(error))
        yield _Planned(path, name, name in held, ended)


def _same_name(name: str, first: Path, second: Path) -> str:
    return (
        f"{second}: is called {name!r} as {first} is, and the library holds one document of a name; "
        "rename one of the two files"
    )


def _stored(plan: _Planned, result: Document | PolicyError | None, catalogue: Catalogue) -> Added:
    if isinstance(result, Document):
        catalogue.put(result)
        told = [summary(result), *(f"same text as {name}" for name in catalogue.same_text(plan.name)[:_TWINS_TOLD])]
        return Added(plan.path, plan.name, "replaced" if plan.held else "added", "; ".join(told))
    return Added(plan.path, plan.name, "refused", str(result))


def summary(document: Document) -> str:
    """What was found in a document, in one line."""
    numbered = sum(1 for clause in document.clauses if clause.part == "numbered")
    counts = (numbered, "clause"), (len(document.repairs), "repair"), (len(document.gaps), "gap")
    return ", ".join(counted(count, what) for count, what in counts)
