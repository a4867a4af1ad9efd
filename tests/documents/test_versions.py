"""A version is kept whole."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from documents import catalog
from documents.catalog import Catalogue
from documents.model import Document
from documents.parsing import parse_document
from documents.versions import pack, unpack
from tests.documents.texts import copies

TEXT = "关于机场建设的意见\n\n一、加快建设。（责任单位：市财*局）\n"


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite3'}")
    yield opened
    opened.close()


@given(copies())
def test_packing_loses_nothing(text: str) -> None:
    document = parse_document("文", text, "ab" * 32, (0, 3))
    assert unpack(pack(document)) == document


def test_a_surrogate_is_kept() -> None:
    document = Document("文", "\ud800", "\ud800", "\ud800", ())
    assert unpack(pack(document)) == document


def test_an_old_version_is_read_anew_by_a_newer_parser(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    read = parse_document("意见", TEXT, "ab" * 32, (0,))
    with monkeypatch.context() as older:
        older.setattr(catalog, "parser_version", lambda: "older")
        catalogue.put(replace(read, clauses=(), title="旧题"))
        catalogue.put(replace(read, clauses=(), title="旧题", content_hash="cd" * 32))
        assert catalogue.document("意见", 1).title == "旧题"
    assert catalogue.document("意见", 1) == read


def test_the_time_it_came_may_be_given(catalogue: Catalogue) -> None:
    catalogue.put(parse_document("意见", TEXT, "ab" * 32), added="2020-01-01T00:00:00+00:00")
    catalogue.put(parse_document("意见", TEXT, "ab" * 32), added="2021-01-01T00:00:00+00:00")
    assert [version.added for version in catalogue.versions("意见")] == ["2020-01-01T00:00:00+00:00"]
    catalogue.put(parse_document("意见", TEXT + "二、乙。\n", "cd" * 32))
    assert catalogue.versions("意见")[-1].added.endswith("+00:00")
