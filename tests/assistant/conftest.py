"""Assistants over a real catalogue and a real index with the embedded model, built once for each worker."""

from datetime import date
from pathlib import Path

import pytest

from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.settings import AssistantSettings
from documents.catalog import Catalogue
from documents.ingest import read_document
from documents.model import Document
from documents.settings import DocumentSettings
from index.build import open_index
from index.settings import IndexSettings
from tests.assistant.fakes import policy_document, seed_document

TODAY = date(2024, 6, 1)


def _filled(home: Path, *documents: Document) -> Assistant:
    """An assistant over these documents: each put into a catalogue, read back from it, indexed. It follows nothing."""
    catalogue = Catalogue.open(DocumentSettings(home=home))
    for document in documents:
        catalogue.put(document)
    searcher = open_index(catalogue, IndexSettings(home=home))
    assistant = Assistant(Library.of(catalogue, TODAY), searcher, AssistantSettings())
    catalogue.close()
    return assistant


@pytest.fixture(scope="session")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Over the ten documents of `library`, on a day when one is repealed and one has expired."""
    paths = sorted(Path(__file__).with_name("library").glob("*.txt"))
    return _filled(tmp_path_factory.mktemp("policies"), *(read_document(path, DocumentSettings()) for path in paths))


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Over the corpus that the project ships: a damaged copy that marks no lead."""
    return _filled(tmp_path_factory.mktemp("seed"), seed_document())


@pytest.fixture(scope="session")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Over the made-up city's plan: marked leads, articles, years."""
    return _filled(tmp_path_factory.mktemp("plan"), policy_document())


@pytest.fixture(scope="session")
def home_of_both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of catalogue and index of `both`."""
    return tmp_path_factory.mktemp("both")


@pytest.fixture(scope="session")
def both(home_of_both: Path) -> Assistant:
    """Over both, so that a question must find its document."""
    return _filled(home_of_both, seed_document(), policy_document())
