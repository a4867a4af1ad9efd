"""The ledger by unit, clause, group and document, who works with whom, and gaps; the shipped document by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import ledger
from assistant.ledger_filter import LedgerFilter, read_rows, resolve_units
from assistant.ledger_unit import unit_view
from assistant.library import Library
from documents.catalog import Catalogue
from documents.tasks import Task, TaskQuery
from tests.assistant.fakes import policy_document, seed_document
from tests.assistant.ledger_rows import UNITS, ledgers, task


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """The shipped document alone."""
    held = Catalogue(f"sqlite:///{tmp_path_factory.mktemp('ledger') / 'catalogue.sqlite3'}")
    held.put(seed_document())
    yield held
    held.close()


@pytest.fixture
def rows(catalogue: Catalogue) -> tuple[Task, ...]:
    return tuple(read_rows(catalogue, LedgerFilter()))


def test_the_shipped_document_has_28_tasks_of_33_units(catalogue: Catalogue, rows: tuple[Task, ...]) -> None:
    assert [row.locator.rpartition("/")[2] for row in rows] == [str(number) for number in range(1, 29)]
    units = ledger.every_unit(rows)
    assert len(units) == len(set(units)) == 33
    assert not [unit for unit in units if "领导小组" in unit]
    assert list(ledger.gaps(catalogue.tasks(TaskQuery(unnamed=True)))) == []
    assert all(row.deadline == "" for row in rows)


def test_the_busiest_unit_by_hand(catalogue: Catalogue, rows: tuple[Task, ...]) -> None:
    assert resolve_units(catalogue, "发改委") == ("市发展改革委",)
    first, *_ = ledger.by_unit(rows)
    assert (first.unit, first.workload.total, first.workload.led, first.workload.supported) == ("市发展改革委", 8, 4, 4)
    listed_first = ["二/(一)/5", "二/(七)/23", "二/(七)/24", "二/(八)/28"]
    assert [row.locator for row, held in first.held if held.role == "lead"] == listed_first
    later = ["二/(二)/8", "二/(二)/11", "二/(三)/14", "二/(六)/20"]
    assert [row.locator for row, held in first.held if held.role == "support"] == later
    assert {held.basis for _, held in first.held} == {"first_listed"}


def test_groups_of_the_shipped_document(rows: tuple[Task, ...]) -> None:
    groups = ledger.by_group(rows)
    assert [(group.locator, len(group.rows)) for group in groups] == [
        ("二/(一)", 6), ("二/(二)", 5), ("二/(三)", 3), ("二/(四)", 2), ("二/(五)", 3), ("二/(六)", 3), ("二/(七)", 3),
        ("二/(八)", 3),
    ]  # fmt: skip
    assert groups[0].rows[0].heading == "加快基础设施互联互通"
    assert [len(group.rows) for group in ledger.by_document(rows)] == [28]


def test_commands_and_chat_have_the_same_rows(tmp_path: Path) -> None:
    held = Catalogue(f"sqlite:///{tmp_path / 'two.sqlite3'}")
    for document in (seed_document(), policy_document()):
        held.put(document)
    told = Library.of(held).duties()
    read = tuple(read_rows(held, LedgerFilter()))
    assert [(row.document, row.locator, row.title, row.units) for row in read] == [
        (duty.document, duty.locator, duty.title, duty.units) for duty in told
    ]
    assert ledger.workload(read) == ledger.workload(told)
    assert [row.deadline for row in read if row.locator == "第二章/第三条"] == ["2025年底前"]
    held.close()


def test_a_matrix_by_hand() -> None:
    rows = [
        task("1", ("市甲局", "lead"), ("市乙局", "support")),
        task("2", ("市乙局", "lead"), ("市甲局", "support"), ("市丙委", "support")),
        task("3", ("市丁办", "lead")),
    ]
    found = ledger.matrix(rows)
    assert [found.count(unit, unit) for unit in UNITS] == [2, 2, 1, 1]
    assert found.count("市甲局", "市乙局") == found.count("市乙局", "市甲局") == 2
    assert found.count("市甲局", "市丁办") == 0
    assert found.partners("市丙委") == (("市甲局", 1), ("市乙局", 1))
    assert found.partners("市丁办") == ()


def test_one_units_duties_in_one_role() -> None:
    rows = [task("1", ("市甲局", "lead"), ("市乙局", "support")), task("2", ("市乙局", "lead"))]
    (view,) = ledger.by_unit(rows, ("市乙局",), "lead")
    assert [(row.locator, held.role) for row, held in view.held] == [("2", "lead")]
    assert ledger.by_unit(rows, ("市甲局",), "joint") == ()


def test_gaps_by_hand() -> None:
    rows = [
        task("一"),
        task("一/1", ("市甲局", "lead")),
        task("一/2"),
        task("一/3"),
        task("一/3/(1)"),
        task("二"),
        task("二/1"),
        task("一/1", document="other"),
        task("一/2", ("市甲局", "lead"), document="other"),
    ]
    # 一/3 is a heading, 一/3/(1) and 二/1 have nobody beside them who names a unit.
    assert [(row.document, row.locator) for row in ledger.gaps(rows)] == [("plan", "一/2"), ("other", "一/1")]


@given(ledgers())
def test_totals_reconcile_by_unit_by_clause_and_on_the_diagonal(rows: list[Task]) -> None:
    views = ledger.by_unit(rows)
    diagonal = ledger.matrix(rows)
    by_clause = sum(len(row.units) for row in rows)
    assert sum(len(view.held) for view in views) == by_clause
    assert sum(diagonal.count(unit, unit) for unit in diagonal.units) == by_clause
    assert [view.workload for view in views] == list(ledger.workload(rows))
    for groups in (ledger.by_group(rows), ledger.by_document(rows)):
        assert sorted(row.locator for group in groups for row in group.rows) == sorted(row.locator for row in rows)


@given(ledgers())
def test_the_matrix_is_symmetric_and_agrees_with_the_pairs(rows: list[Task]) -> None:
    found = ledger.matrix(rows)
    pairs = {frozenset(pair): count for pair, count in ledger.partners(rows)}
    for first in UNITS:
        for second in UNITS:
            assert found.count(first, second) == found.count(second, first)
            if first != second:
                assert found.count(first, second) == pairs.get(frozenset((first, second)), 0)


@given(ledgers(), st.sampled_from(UNITS))
def test_a_units_page_counts_as_the_whole_ledger_does(rows: list[Task], unit: str) -> None:
    duties = ledger.of_unit(rows, (unit,))
    view = unit_view(unit, duties)
    counted = {load.unit: load for load in ledger.workload(rows)}
    assert view.workload == counted.get(unit, ledger.Workload(unit, 0, 0, 0))
    assert dict(view.partners) == dict(ledger.matrix(duties).partners(unit))
    assert sorted(task.locator for task, _ in view.held) == sorted(row.locator for row in duties)
    assert all(held.unit == unit for _, held in view.held)


def test_a_units_page_by_hand() -> None:
    rows = (
        task("1", ("市甲局", "support"), ("市乙局", "lead"), due="2026年底前"),
        task("2", ("市甲局", "lead"), ("市丙委", "support")),
        task("3", ("市甲局", "joint"), ("市乙局", "joint"), document="other", due="2025年底前"),
    )
    view = unit_view("市甲局", rows)
    assert view.workload == ledger.Workload("市甲局", 1, 1, 1)
    assert view.partners == (("市乙局", 2), ("市丙委", 1))
    assert [row.locator for row, _ in view.held] == ["2", "3", "1"], "led first, then shared, then supported"
    assert [row.locator for row in view.due] == ["3", "1"], "the soonest first"
    assert view.documents == 2


@given(ledgers())
def test_gaps_name_nobody_and_have_a_neighbour_that_does(rows: list[Task]) -> None:
    named_under = {row.locator[0] for row in rows if row.units}
    expected = [row.locator for row in rows if not row.units and row.locator[0] in named_under]
    assert [row.locator for row in ledger.gaps(rows)] == expected
