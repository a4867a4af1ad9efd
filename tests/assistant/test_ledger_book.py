"""The rows held for the pages are the catalogue's, whatever is asked of them and whatever changed meanwhile."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import ledger
from assistant.ledger_book import Leaf, LedgerBook, Rows, shares
from assistant.ledger_filter import LedgerFilter, read_rows
from documents.catalog import Catalogue
from documents.tasks import Task, TaskQuery
from tests.assistant.ledger_rows import UNITS, document_of, ledgers, task

TODAY = date(2026, 1, 1)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    held = Catalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite3'}")
    held.put(document_of([task("一/1", ("市甲局", "lead")), task("一/2", ("市乙局", "lead"), ("市甲局", "support"))]))
    held.put(document_of([task("1", ("市丙委", "lead"))], name="other"))
    yield held
    held.close()


def rows_of(book: LedgerBook) -> Rows:
    return book.open_at(TODAY)[0]


def test_rows_are_the_catalogues(catalogue: Catalogue) -> None:
    rows = rows_of(LedgerBook(catalogue))
    assert rows.tasks == tuple(read_rows(catalogue, LedgerFilter()))
    assert rows.units == ("市丙委", "市甲局", "市乙局")
    assert list(rows.leaves) == ["other", "plan"]


def test_only_what_changed_is_read_again(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    book = LedgerBook(catalogue)
    before = rows_of(book)
    asked: list[str | None] = []
    read = catalogue.tasks

    def noted(query: TaskQuery) -> Iterator[Task]:
        asked.append(query.document)
        return read(query)

    monkeypatch.setattr(catalogue, "tasks", noted)
    assert rows_of(book) is before and asked == []
    catalogue.put(document_of([task("1", ("市丁办", "lead"))], name="third"))
    after = rows_of(book)
    assert asked == ["third"]
    assert list(after.leaves) == ["other", "plan", "third"] and after.leaves["plan"] is before.leaves["plan"]
    catalogue.remove("other")
    assert list(rows_of(book).leaves) == ["plan", "third"] and asked == ["third"]
    assert "市丙委" not in rows_of(book).units
    assert "市丙委" in before.units, "who holds earlier rows keeps them"


def test_a_changed_standing_is_seen_without_reading_rows(catalogue: Catalogue) -> None:
    book = LedgerBook(catalogue)
    rows, standings = book.open_at(TODAY)
    assert standings["plan"].in_force
    catalogue.set_standing("plan", "repealed")
    again, changed = book.open_at(TODAY)
    assert again is rows and not changed["plan"].in_force


FILTERS = st.builds(
    LedgerFilter,
    st.sampled_from(("", "plan")),
    st.lists(st.sampled_from(UNITS), unique=True, max_size=2).map(tuple),
    st.sampled_from((None, "lead", "support", "joint")),
    st.sampled_from(("", "路", "甲", "航天")),
    st.lists(st.sampled_from(UNITS), unique=True, max_size=1).map(tuple),
    st.sampled_from(("", "一", "第二", "一/1")),
    st.sampled_from(("", "any", "none", "2025")),
)


@given(ledgers(), FILTERS)
def test_every_filter_passes_what_the_filter_of_one_row_passes(rows: list[Task], wanted: LedgerFilter) -> None:
    held = Rows({"plan": Leaf(tuple(row for row in rows if row.units)), "empty": Leaf(())})
    assert held.select(wanted) == tuple(row for row in rows if row.units and wanted.passes(row))


@given(ledgers())
def test_shares_are_the_matrix_and_its_diagonal_the_workload(rows: list[Task]) -> None:
    named = tuple(row for row in rows if row.units)
    found, matrix = shares(named, len(UNITS)), ledger.matrix(named)
    assert found.workload == ledger.workload(named)
    assert set(found.units) == set(matrix.units)
    assert all(found.together(one, two) == matrix.count(one, two) for one in UNITS for two in UNITS)
    assert sum(found.together(unit, unit) for unit in found.units) == sum(len(row.units) for row in named)


def test_shares_keep_the_best_connected() -> None:
    rows = (
        task("1", ("市甲局", "lead"), ("市乙局", "support"), ("市丙委", "support")),
        task("2", ("市甲局", "lead"), ("市乙局", "support")),
        task("3", ("市丁办", "lead")),
        task("4", ("市丁办", "lead")),
        task("5", ("市丁办", "lead")),
    )
    found = shares(rows, 2)
    assert found.units == ("市甲局", "市乙局")
    assert found.workload[0].unit == "市丁办"
    assert found.together("市甲局", "市乙局") == 2 and found.together("市甲局", "市丙委") == 0
