"""Assistants over a real catalogue and a real index with the embedded model, built once for each worker."""

from collections.abc import Callable, Iterator

import pytest

from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.settings import AssistantSettings
from documents.catalog import Catalogue
from documents.model import Document
from documents.settings import DocumentSettings
from index.build import open_index
from index.settings import IndexSettings
from tests.assistant.fakes import policy_document, seed_document

Build = Callable[..., Assistant]


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    """Makes an assistant over these documents: each put into a catalogue, read back from it, indexed."""
    opened: list[Catalogue] = []

    def built(*documents: Document) -> Assistant:
        home = tmp_path_factory.mktemp("home")
        catalogue = Catalogue.open(DocumentSettings(home=home))
        opened.append(catalogue)
        for document in documents:
            catalogue.put(document)
        return Assistant(
            Library.of(catalogue), open_index(catalogue, IndexSettings(home=home)), AssistantSettings()
        )

    yield built
    for catalogue in opened:
        catalogue.close()


@pytest.fixture(scope="session")
def seed(build: Build) -> Assistant:
    """Over the corpus that the project ships: a damaged copy that marks no lead."""
    return build(seed_document())


@pytest.fixture(scope="session")
def plan(build: Build) -> Assistant:
    """Over the made-up city's plan: marked leads, articles, years."""
    return build(policy_document())


@pytest.fixture(scope="session")
def both(build: Build) -> Assistant:
    """Over both, so that a question must find its document."""
    return build(seed_document(), policy_document())
