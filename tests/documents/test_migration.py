"""A catalogue of an older make opens, loses nothing, and gains what it lacks."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from documents.catalog import Catalogue
from documents.ingest import ensure_library
from documents.parsing import parse_document
from documents.settings import DocumentSettings

TEXT = (
    "关于机场建设的意见\n\n一、加快建设。（责任单位：市财*局、市水务局）\n"
    "二、本意见自2015年1月1日起施行，有效期5年。到年，建成。\n"
)
FIRST_MAKE = """
CREATE TABLE documents (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR NOT NULL UNIQUE, title TEXT NOT NULL,
    source TEXT NOT NULL, text TEXT NOT NULL, issuer TEXT NOT NULL, number TEXT NOT NULL, date TEXT NOT NULL,
    content_hash VARCHAR NOT NULL, pages TEXT NOT NULL, parser VARCHAR NOT NULL);
CREATE TABLE clauses (document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, locator TEXT NOT NULL, label TEXT NOT NULL, level INTEGER NOT NULL, title TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, part VARCHAR NOT NULL, PRIMARY KEY (document_id, position));
CREATE TABLE responsibilities (document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, clause_position INTEGER NOT NULL, unit TEXT NOT NULL, role VARCHAR NOT NULL,
    basis VARCHAR NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (document_id, position));
CREATE INDEX ix_responsibilities_unit ON responsibilities (unit);
CREATE TABLE repairs (document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, start INTEGER NOT NULL, before VARCHAR NOT NULL, after VARCHAR NOT NULL,
    rule VARCHAR NOT NULL, confidence FLOAT NOT NULL, PRIMARY KEY (document_id, position));
CREATE TABLE gaps (document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE, position INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, kind VARCHAR NOT NULL, context TEXT NOT NULL,
    PRIMARY KEY (document_id, position));
CREATE TABLE noise (document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE, position INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, kind VARCHAR NOT NULL, PRIMARY KEY (document_id, position));
"""
"""The tables as they were before versions, standings and counts."""


@pytest.fixture
def settings(tmp_path: Path) -> DocumentSettings:
    """Of a home whose catalogue is of the first make and holds one document."""
    current = Catalogue(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    current.put(parse_document("意见", TEXT, "ab" * 32))
    current.close()
    home = tmp_path / "home"
    home.mkdir()
    with sqlite3.connect(home / "catalogue.sqlite3") as old:
        old.executescript(FIRST_MAKE)
        old.execute("ATTACH ? AS new", (str(tmp_path / "new.sqlite3"),))
        for table in ("documents", "clauses", "responsibilities", "repairs", "gaps", "noise"):
            columns = ", ".join(f'"{row[1]}"' for row in old.execute(f"PRAGMA main.table_info({table})"))
            old.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
        old.execute("UPDATE main.documents SET parser = 'older'")
    old.close()
    return DocumentSettings(home=home)


def test_it_opens_with_all_it_holds(settings: DocumentSettings) -> None:
    opened = Catalogue.open(settings)
    assert opened.document("意见") == parse_document("意见", TEXT, "ab" * 32)
    assert [(version.number, version.current) for version in opened.versions("意见")] == [(1, True)]
    (held,) = opened.holdings(date(2026, 1, 1))
    assert (held.clauses, held.units, held.repairs, held.gaps, held.versions) == (2, 2, 1, 1, 1)
    assert held.standing.basis == "assumed"
    opened.close()


def test_what_a_text_says_of_itself_is_read_when_it_is_brought_level(settings: DocumentSettings) -> None:
    opened = Catalogue.open(settings)
    assert ensure_library(opened, settings) == ["意见"]
    assert opened.standings(date(2026, 1, 1))["意见"].status == "expired"
    assert len(opened.versions("意见")) == 1
    opened.close()


def test_it_gains_the_index_and_opens_again(settings: DocumentSettings) -> None:
    Catalogue.open(settings).close()
    with sqlite3.connect(settings.home / "catalogue.sqlite3") as connection:
        indexes = {row[1] for row in connection.execute("PRAGMA index_list(responsibilities)")}
    connection.close()
    assert "ix_responsibilities_clause" in indexes
    opened = Catalogue.open(settings)
    revision = opened.revision()
    opened.put(parse_document("意见", TEXT + "三、丙。\n", "cd" * 32))
    assert opened.revision() != revision
    assert len(opened.versions("意见")) == 2
    opened.close()


def test_a_missing_index_alone_is_made_good(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'catalogue.sqlite3'}"
    Catalogue(url).close()
    for _ in range(2):
        with sqlite3.connect(tmp_path / "catalogue.sqlite3") as connection:
            held = {row[1] for row in connection.execute("PRAGMA index_list(responsibilities)")}
            connection.execute("DROP INDEX ix_responsibilities_clause")
        connection.close()
        assert "ix_responsibilities_clause" in held
        Catalogue(url).close()
