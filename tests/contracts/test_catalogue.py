"""What a catalogue promises, over SQLite and over a real PostgreSQL server."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from documents import catalog
from documents.catalog import Catalogue
from documents.errors import CatalogueUnavailable, UnknownDocument, UnknownVersion
from documents.ingest import parse_document
from documents.model import Clause, Document, Gap, Noise, Repair, Responsibility
from documents.settings import DocumentSettings
from documents.standing import Standing
from documents.tasks import TaskQuery
from tests.documents.texts import copies

TODAY = date(2026, 11, 24)
WHOLE = Document(
    name="意见",
    title="关于机场建设的意见",
    source="甲*乙广告丙",
    text="甲黄乙广告丙",
    clauses=(
        Clause("前言", "", 0, "", "甲", 0, 1, part="front"),
        Clause("一", "一", 1, "题", "黄乙丙", 1, 6, (Responsibility("市财政局", "lead", "marked", 1, 2),)),
        Clause("附件1", "附件1", 1, "", "丙", 5, 6, (Responsibility("丙", "joint", "joint", 5, 6),)),
    ),
    repairs=(Repair(1, "*", "黄", "lexicon_2_1", 0.98765), Repair(2, "*", "*", "none", 0.0)),
    gaps=(Gap(2, 3, "year", "…年…"), Gap(5, 6, "name", "")),
    noise=(Noise(3, 5, "advertisement"),),
    issuer="东海市人民政府",
    number="东政发〔2023〕1号",
    date="2023年5月6日",
    content_hash="ab" * 32,
    pages=(0, 3),
)
BARE = Document("空", "空", "一", "一", (), content_hash="ef" * 32)
MANY = parse_document("多", "\n".join(f"{n}.做事。（责任单位：市财政局、市科技局）" for n in range(1, 40)), "12" * 32)


def test_an_empty_library(catalogue: Catalogue) -> None:
    assert (catalogue.names(), catalogue.hashes(), catalogue.units()) == ([], {}, [])
    assert list(catalogue.documents()) == []
    assert (catalogue.standings(TODAY), list(catalogue.holdings(TODAY))) == ({}, [])


@pytest.mark.parametrize("document", [WHOLE, BARE, MANY], ids=lambda document: document.name)
def test_a_document_comes_back_as_it_was_put(catalogue: Catalogue, document: Document) -> None:
    catalogue.put(document)
    assert catalogue.document(document.name) == document


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=20)
@given(text=copies().filter(lambda text: "\0" not in text))  # no reader gives one, and PostgreSQL takes none
def test_any_text_comes_back_as_it_was_parsed(catalogue: Catalogue, text: str) -> None:
    document = parse_document("文件", text, "cd" * 32)
    catalogue.put(document)
    assert catalogue.document("文件") == document


def test_documents_are_listed_by_name_as_code_points_go(catalogue: Catalogue) -> None:
    """Both databases in one order, whatever the server's collation is."""
    names = ["意见", "空", "Ab", "aB", "é", "𠀀", "附件 2", "附件 10"]
    for name in names:
        catalogue.put(replace(BARE, name=name))
    assert catalogue.names() == sorted(names)
    assert [document.name for document in catalogue.documents()] == sorted(names)
    assert [holding.name for holding in catalogue.holdings(TODAY)] == sorted(names)


def test_hashes_follow_the_file(catalogue: Catalogue) -> None:
    catalogue.put(WHOLE)
    before = catalogue.hashes()
    assert before["意见"].startswith("ab" * 32)
    catalogue.put(WHOLE)
    assert catalogue.hashes() == before
    catalogue.put(replace(WHOLE, content_hash="cd" * 32))
    assert catalogue.hashes() != before


def test_every_write_changes_the_revision_and_no_read_does(catalogue: Catalogue) -> None:
    writes: list[Callable[[], None]] = [
        lambda: catalogue.put(WHOLE),
        lambda: catalogue.set_standing("意见", "repealed"),
        lambda: catalogue.put(WHOLE),
        lambda: catalogue.remove("意见"),
    ]
    seen = [catalogue.revision()]
    for write in writes:
        write()
        seen.append(catalogue.revision())
        list(catalogue.documents())
        assert catalogue.revision() == seen[-1]
    assert len(set(seen)) == 5


def test_putting_the_same_name_replaces_all_of_it_and_nothing_else(catalogue: Catalogue) -> None:
    catalogue.put(MANY)
    catalogue.put(WHOLE)
    shorter = replace(BARE, name="多")
    catalogue.put(shorter)
    assert catalogue.names() == ["多", "意见"]
    assert (catalogue.document("多"), catalogue.document("意见")) == (shorter, WHOLE)


def test_what_was_replaced_is_a_version_and_can_be_read(catalogue: Catalogue) -> None:
    changed = replace(BARE, name="意见")
    for document in (WHOLE, WHOLE, changed):
        catalogue.put(document)
    told = [(version.number, version.content_hash, version.current) for version in catalogue.versions("意见")]
    assert told == [(1, "ab" * 32, False), (2, "ef" * 32, True)]
    assert catalogue.document("意见", 1).source == WHOLE.source
    assert catalogue.document("意见", 2) == catalogue.document("意见") == changed
    with pytest.raises(UnknownVersion):
        catalogue.document("意见", 3)


def test_removing_takes_all_versions(catalogue: Catalogue) -> None:
    for document in (MANY, WHOLE, replace(BARE, name="多")):
        catalogue.put(document)
    catalogue.remove("多")
    assert catalogue.names() == ["意见"]
    assert catalogue.document("意见") == WHOLE
    with pytest.raises(UnknownDocument, match="'多' is not in the library; it holds: 意见"):
        catalogue.document("多")
    catalogue.put(MANY)
    assert [version.number for version in catalogue.versions("多")] == [1]


def test_what_is_not_held_is_named_in_the_refusal(catalogue: Catalogue) -> None:
    calls: list[Callable[[], Any]] = [
        lambda: catalogue.remove("无"),
        lambda: catalogue.versions("无"),
        lambda: catalogue.document("无"),
        lambda: catalogue.set_standing("无", "expired"),
    ]
    for call in calls:
        with pytest.raises(UnknownDocument, match="'无' is not in the library; it holds: none"):
            call()


def test_a_standing_that_was_set_holds_through_a_new_version_and_can_be_taken_back(catalogue: Catalogue) -> None:
    catalogue.put(WHOLE)
    catalogue.set_standing("意见", "superseded", by="《新意见》", since="2026-01-01")
    expected = Standing("superseded", "2026-01-01", "《新意见》", "set")
    assert catalogue.standings(TODAY)["意见"] == expected
    catalogue.put(replace(BARE, name="意见"))
    assert catalogue.standings(TODAY)["意见"] == expected
    catalogue.set_standing("意见", None)
    assert catalogue.standings(TODAY)["意见"].basis == "assumed"


@pytest.mark.parametrize(
    "name", ["'; DROP TABLE documents; --", 'a"b', "%_", ":x", "\x1b[2J\n", "", "../意见", "é", "𠀀", "x" * 1000]
)
def test_any_name_is_only_a_name(catalogue: Catalogue, name: str) -> None:
    catalogue.put(WHOLE)
    catalogue.put(replace(MANY, name=name))
    assert catalogue.names() == sorted(["意见", name])
    assert catalogue.document(name) == replace(MANY, name=name)
    catalogue.remove(name)
    assert catalogue.names() == ["意见"]


def test_units_and_tasks_are_those_of_current_versions(catalogue: Catalogue) -> None:
    catalogue.put(MANY)
    catalogue.put(WHOLE)
    assert catalogue.units() == sorted(["丙", "市财政局", "市科技局"])
    assert len(list(catalogue.tasks(TaskQuery(document="多")))) == 39
    catalogue.put(replace(BARE, name="多"))
    assert list(catalogue.tasks(TaskQuery(document="多"))) == []
    assert catalogue.units() == sorted(["丙", "市财政局"])


def test_a_put_that_fails_leaves_what_was_there(catalogue: Catalogue) -> None:
    catalogue.put(WHOLE)
    nothing: Any = None
    spoiled = replace(MANY.clauses[-1], label=nothing)
    before = catalogue.revision()
    with pytest.raises(CatalogueUnavailable):
        catalogue.put(replace(MANY, name="意见", clauses=(*MANY.clauses[:-1], spoiled)))
    assert (catalogue.document("意见"), catalogue.revision()) == (WHOLE, before)
    assert len(catalogue.versions("意见")) == 1
    catalogue.put(MANY)
    assert catalogue.names() == ["多", "意见"]


def test_documents_of_an_older_parser_are_known(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.setattr(catalog, "parser_version", lambda: "older")
        catalogue.put(WHOLE)
        catalogue.put(BARE)
        assert catalogue.outdated() == []
    assert catalogue.outdated() == ["意见", "空"]
    catalogue.put(WHOLE)
    assert catalogue.outdated() == ["空"]
    assert len(catalogue.versions("意见")) == 1


def test_a_library_outlives_its_process(settings: DocumentSettings) -> None:
    for _ in range(2):
        opened = Catalogue.open(settings)
        opened.put(WHOLE)
        assert opened.document("意见") == WHOLE
        opened.close()


def test_a_reader_is_never_blocked_by_a_writer_and_sees_whole_documents(
    catalogue: Catalogue, settings: DocumentSettings
) -> None:
    """Documents are replaced by another connection while they are read over and over."""
    catalogue.put(MANY)
    versions = [MANY, replace(WHOLE, name="多")]
    done = threading.Event()
    failures: list[Exception] = []

    def write() -> None:
        try:
            own = Catalogue.open(settings)
            for number in range(30):
                own.put(versions[(number + 1) % 2])
            own.close()
        except Exception as error:
            failures.append(error)
        finally:
            done.set()

    writer = threading.Thread(target=write)
    writer.start()
    read = 0
    while not done.is_set() or not read:
        assert catalogue.document("多") in versions
        read += 1
    writer.join()
    assert failures == []
    assert catalogue.document("多") == MANY
    assert len(catalogue.versions("多")) == 31


def test_writers_wait_for_each_other(settings: DocumentSettings) -> None:
    failures: list[Exception] = []

    def write(worker: int) -> None:
        try:
            own = Catalogue.open(settings)
            for number in range(4):
                own.put(replace(MANY, name=f"{worker}-{number}"))
                own.put(replace(WHOLE, name="shared", content_hash=f"{worker}{number}"))
            own.close()
        except Exception as error:
            failures.append(error)

    workers = [threading.Thread(target=write, args=(worker,)) for worker in range(4)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join()
    assert failures == []
    opened = Catalogue.open(settings)
    assert len(opened.names()) == 17
    assert opened.document("3-3") == replace(MANY, name="3-3")
    assert [version.number for version in opened.versions("shared")] == list(range(1, 17))
    opened.close()
