"""The catalogue's two databases, for every test of its contract."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.catalog import Catalogue
from documents.settings import DocumentSettings
from tests import postgres

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.database)]


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL server of this test process's own."""
    with postgres.running() as started:
        yield started


@pytest.fixture(params=DATABASES)
def catalogue_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'catalogue.sqlite3'}"
    started: postgres.Server = request.getfixturevalue("server")
    return started.new_database()


@pytest.fixture
def settings(catalogue_url: str, tmp_path: Path) -> DocumentSettings:
    """Of a library in that database."""
    return DocumentSettings(home=tmp_path / "home", catalogue_url=catalogue_url, add_wait_seconds=1)


@pytest.fixture
def catalogue(settings: DocumentSettings) -> Iterator[Catalogue]:
    """An empty library."""
    opened = Catalogue.open(settings)
    yield opened
    opened.close()
