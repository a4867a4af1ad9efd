"""The catalogue's contract, over each kind of store that needs no server; then what SQLite files can suffer."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from documents import catalog, stored
from documents.catalog import Catalogue
from documents.errors import CatalogueUnavailable, UnknownDocument
from documents.ingest import parse_document
from documents.model import Clause, Document, Gap, Noise, Repair, Responsibility
from documents.settings import DocumentSettings
from tests.documents.texts import copies

WHOLE = Document(
    name="意见",
    title="关于机场建设的意见",
    source="甲*乙广告丙",
    text="甲黄乙广告丙",
    clauses=(
        Clause("前言", "", 0, "", "甲", 0, 1, part="front"),
        Clause(
            "一/(一)",
            "(一)",
            2,
            "题",
            "黄乙丙",
            1,
            6,
            (Responsibility("市财政局", "lead", "marked", 1, 2), Responsibility("乙", "support", "marked", 2, 3)),
        ),
        Clause("附件1", "附件1", 1, "", "丙", 5, 6, (Responsibility("丙", "joint", "joint", 5, 6),)),
        Clause("落款", "", 0, "", "丙", 5, 6, part="closing"),
    ),
    repairs=(Repair(1, "*", "黄", "lexicon_2_1", 0.98765), Repair(2, "*", "*", "none", 0.0)),
    gaps=(Gap(2, 3, "year", "…年…"), Gap(5, 6, "name", "")),
    noise=(Noise(3, 5, "advertisement"),),
    issuer="东海市人民政府",
    number="东政发〔2023〕1号",
    date="2023年5月6日",
    content_hash="ab" * 32,
)
BARE = Document("空", "空", "一", "一", ())
MANY = parse_document("多", "\n".join(f"{number}.做事。（责任单位：市财政局、市科技局）" for number in range(1, 40)))


def url_of_file(folder: Path) -> str:
    return f"sqlite:///{folder / 'catalogue.sqlite3'}"


STORES: dict[str, Callable[[Path], str]] = {
    "file": url_of_file,
    "file, driver and Chinese path named": lambda folder: f"sqlite+pysqlite:///{folder}/政策 库.db",
    "memory": lambda folder: "sqlite://",
}


@pytest.fixture(params=list(STORES.values()), ids=list(STORES))
def catalogue(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue(request.param(tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def file_catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue(url_of_file(tmp_path))
    yield opened
    opened.close()


def test_an_empty_library(catalogue: Catalogue) -> None:
    assert catalogue.names() == []
    assert catalogue.hashes() == {}
    assert list(catalogue.documents()) == []


@pytest.mark.parametrize("document", [WHOLE, BARE, MANY], ids=lambda document: document.name)
def test_a_document_comes_back_as_it_was_put(catalogue: Catalogue, document: Document) -> None:
    catalogue.put(document)
    assert catalogue.document(document.name) == document


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60)
@given(text=copies())
def test_any_text_comes_back_as_it_was_parsed(file_catalogue: Catalogue, text: str) -> None:
    document = parse_document("文件", text, "cd" * 32)
    file_catalogue.put(document)
    assert file_catalogue.document("文件") == document


def test_documents_are_listed_by_name(catalogue: Catalogue) -> None:
    for document in (WHOLE, BARE, MANY):
        catalogue.put(document)
    assert catalogue.names() == ["多", "意见", "空"]
    assert list(catalogue.documents()) == [MANY, WHOLE, BARE]


def test_hashes_follow_the_file(catalogue: Catalogue) -> None:
    catalogue.put(WHOLE)
    before = catalogue.hashes()
    assert before["意见"].startswith("ab" * 32)
    catalogue.put(WHOLE)
    assert catalogue.hashes() == before
    catalogue.put(replace(WHOLE, content_hash="cd" * 32))
    assert catalogue.hashes() != before


def test_putting_the_same_name_replaces_all_of_it_and_nothing_else(catalogue: Catalogue) -> None:
    catalogue.put(MANY)
    catalogue.put(WHOLE)
    shorter = replace(BARE, name="多")
    catalogue.put(shorter)
    assert catalogue.names() == ["多", "意见"]
    assert catalogue.document("多") == shorter
    assert catalogue.document("意见") == WHOLE


def test_removing(catalogue: Catalogue) -> None:
    catalogue.put(MANY)
    catalogue.put(WHOLE)
    catalogue.remove("多")
    assert catalogue.names() == ["意见"]
    assert catalogue.document("意见") == WHOLE
    with pytest.raises(UnknownDocument, match="'多' is not in the library; it holds: 意见"):
        catalogue.document("多")


def test_what_is_not_held_cannot_be_removed(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownDocument, match="'无' is not in the library; it holds: none"):
        catalogue.remove("无")
    for number in range(7):
        catalogue.put(replace(BARE, name=f"d{number}"))
    with pytest.raises(UnknownDocument, match=r"it holds: d0, d1, d2, d3, d4 and 2 others$"):
        catalogue.remove("无")
    assert len(catalogue.names()) == 7


@pytest.mark.parametrize(
    "name", ["'; DROP TABLE documents; --", 'a"b', "%_", "\x1b[2J\n", "", "../意见", "é", "𠀀", "x" * 1000]
)
def test_any_name_is_only_a_name(catalogue: Catalogue, name: str) -> None:
    catalogue.put(WHOLE)
    catalogue.put(replace(MANY, name=name))
    assert catalogue.names() == sorted(["意见", name])
    assert catalogue.document(name) == replace(MANY, name=name)
    catalogue.remove(name)
    assert catalogue.names() == ["意见"]


def test_a_put_that_fails_leaves_what_was_there(catalogue: Catalogue) -> None:
    catalogue.put(WHOLE)
    nothing: Any = None
    spoiled = replace(MANY.clauses[-1], label=nothing)
    with pytest.raises(CatalogueUnavailable, match="NOT NULL"):
        catalogue.put(replace(MANY, name="意见", clauses=(*MANY.clauses[:-1], spoiled)))
    assert catalogue.document("意见") == WHOLE
    catalogue.put(MANY)
    assert catalogue.names() == ["多", "意见"]


def test_documents_of_an_older_parser_are_known(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.setattr(catalog, "parser_version", lambda: "older")
        catalogue.put(WHOLE)
        catalogue.put(BARE)
        assert catalogue.outdated() == []
        before = catalogue.hashes()
    assert catalogue.outdated() == ["意见", "空"]
    catalogue.put(WHOLE)
    assert catalogue.outdated() == ["空"]
    assert catalogue.hashes()["意见"] != before["意见"]


def test_a_library_outlives_its_process(tmp_path: Path) -> None:
    first = Catalogue(url_of_file(tmp_path))
    first.put(WHOLE)
    first.close()
    second = Catalogue(url_of_file(tmp_path))
    assert second.document("意见") == WHOLE
    second.close()


def test_opening_makes_the_home(tmp_path: Path) -> None:
    home = tmp_path / "a" / "b"
    opened = Catalogue.open(DocumentSettings(home=home))
    opened.close()
    assert (home / "catalogue.sqlite3").is_file()


def test_a_url_makes_no_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    Catalogue.open(DocumentSettings(home=home, catalogue_url=url_of_file(tmp_path))).close()
    assert not home.exists()


def test_a_reader_sees_one_state_of_a_document_that_is_replaced_meanwhile(
    file_catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process replaces the document after its first rows were read."""
    other = Catalogue(url_of_file(tmp_path))
    file_catalogue.put(MANY)
    rows = stored.rows_of
    replacing = iter([True])

    def interrupted(*arguments: Any) -> list[Any]:
        if next(replacing, False):
            other.put(replace(BARE, name="多"))
        return rows(*arguments)

    monkeypatch.setattr(stored, "rows_of", interrupted)
    assert file_catalogue.document("多") == MANY
    assert file_catalogue.document("多") == replace(BARE, name="多")
    other.close()


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    failures: list[Exception] = []

    def write(worker: int) -> None:
        try:
            own = Catalogue(url_of_file(tmp_path))
            for number in range(5):
                own.put(replace(MANY, name=f"{worker}-{number}"))
                own.put(replace(WHOLE, name="shared"))
            own.close()
        except Exception as error:
            failures.append(error)

    workers = [threading.Thread(target=write, args=(worker,)) for worker in range(4)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join()
    assert failures == []
    opened = Catalogue(url_of_file(tmp_path))
    assert len(opened.names()) == 21
    assert opened.document("3-4") == replace(MANY, name="3-4")
    assert opened.document("shared") == replace(WHOLE, name="shared")
    opened.close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "no url",
        "nosuch://host/db",
        "postgresql+nosuch://someone:secret@host/db",
        "postgresql://someone:secret@host:port/db",
    ],
)
def test_an_unusable_url_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(CatalogueUnavailable, match="not a usable database URL") as caught:
        Catalogue(url)
    assert "POLICY_CATALOGUE_URL" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_home_below_a_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(CatalogueUnavailable, match=r"POLICY_HOME .*file/home: cannot be made \(Not a directory\)"):
        Catalogue.open(DocumentSettings(home=tmp_path / "file" / "home"))
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"


def test_a_catalogue_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite3").mkdir()
    with pytest.raises(CatalogueUnavailable, match="unable to open database file; check that its folder"):
        Catalogue.open(DocumentSettings(home=tmp_path))


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite3"
    path.write_bytes(b"not a database " * 100)
    with pytest.raises(CatalogueUnavailable, match="file is not a database"):
        Catalogue.open(DocumentSettings(home=tmp_path))
    assert path.read_bytes() == b"not a database " * 100


def test_a_store_that_lost_a_table_is_an_error_and_not_an_empty_library(file_catalogue: Catalogue) -> None:
    file_catalogue.put(WHOLE)
    path = file_catalogue._engine.url.database or ""
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE clauses")
    connection.close()
    with pytest.raises(CatalogueUnavailable, match="no such table: clauses"):
        file_catalogue.document("意见")
