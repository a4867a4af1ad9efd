"""The ledger's pure functions, and that its totals by unit are its totals by clause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import ledger
from assistant.ledger import Workload
from assistant.turn import Duty
from documents.model import Document, Responsibility, Role
from tests.assistant.fakes import library_of, policy_document, seed_document


def row(locator: str, *named: tuple[str, Role]) -> Duty:
    units = tuple(Responsibility(unit, role, "marked", 0, 1) for unit, role in named)
    return Duty("plan", locator, locator, units)


ROWS = (
    row("一/1", ("甲局", "lead"), ("乙局", "support")),
    row("一/2", ("乙局", "lead"), ("甲局", "support"), ("丙局", "support")),
    row("二/1", ("丙局", "joint"), ("乙局", "joint")),
)


def test_rows_of_a_unit_in_reading_order() -> None:
    assert [duty.locator for duty in ledger.of_unit(ROWS, ("甲局",))] == ["一/1", "一/2"]
    assert [duty.locator for duty in ledger.of_unit(ROWS, ("甲局",), "lead")] == ["一/1"]
    assert [duty.locator for duty in ledger.of_unit(ROWS, ("甲局", "丙局"), "support")] == ["一/2"]
    assert ledger.of_unit(ROWS, ("丁局",)) == ()
    assert ledger.of_unit(ROWS, ()) == ()


def test_a_unit_that_leads_beside_another_that_supports_is_not_taken_for_it() -> None:
    assert ledger.of_unit(ROWS, ("甲局",), "joint") == ()


def test_what_a_unit_holds() -> None:
    held = ledger.held_by(ROWS[1], ("丙局", "甲局"))
    assert held is not None
    assert (held.unit, held.role) == ("甲局", "support")
    assert ledger.held_by(ROWS[0], ("丙局",)) is None


def test_shared_by_all() -> None:
    assert [duty.locator for duty in ledger.shared_by_all(ROWS, (("甲局",), ("乙局",)))] == ["一/1", "一/2"]
    assert [duty.locator for duty in ledger.shared_by_all(ROWS, (("甲局", "乙局"), ("丙局",)))] == ["一/2", "二/1"]
    assert ledger.shared_by_all(ROWS, (("甲局",), ("丁局",))) == ()


def test_workload() -> None:
    assert ledger.workload(ROWS) == (
        Workload("乙局", 1, 1, 1),
        Workload("甲局", 1, 1, 0),
        Workload("丙局", 0, 1, 1),
    )
    assert ledger.workload(ROWS)[0].total == 3
    assert ledger.workload(()) == ()


def test_the_most_clauses_come_before_the_most_led() -> None:
    rows = (row("1", ("甲局", "lead")), row("2", ("乙局", "support")), row("3", ("乙局", "support")))
    assert [load.unit for load in ledger.workload(rows)] == ["乙局", "甲局"]


def test_equal_totals_go_by_the_most_led_then_by_first_mention() -> None:
    rows = (row("1", ("甲局", "support"), ("乙局", "lead")), row("2", ("丙局", "support")))
    assert [load.unit for load in ledger.workload(rows)] == ["乙局", "甲局", "丙局"]


def test_partners() -> None:
    assert ledger.partners(ROWS) == ((("甲局", "乙局"), 2), (("乙局", "丙局"), 2), (("甲局", "丙局"), 1))
    assert ledger.partners(()) == ()
    assert ledger.partners((row("1", ("甲局", "lead")),)) == ()


def test_a_pair_counts_whichever_is_named_first() -> None:
    rows = (row("1", ("甲局", "lead"), ("乙局", "support")), row("2", ("乙局", "lead"), ("甲局", "support")))
    assert ledger.partners(rows) == ((("甲局", "乙局"), 2),)


def test_rows_below_a_clause() -> None:
    assert [duty.locator for duty in ledger.below(ROWS, "plan", "一")] == ["一/1", "一/2"]
    assert [duty.locator for duty in ledger.below(ROWS, "plan", "一/2")] == ["一/2"]
    assert ledger.below((row("一0/1"),), "plan", "一") == ()
    assert ledger.below(ROWS, "other", "一") == ()


def test_every_unit_once() -> None:
    assert ledger.every_unit(ROWS) == ("甲局", "乙局", "丙局")


NAMES = st.sampled_from(["甲局", "乙局", "丙局", "丁委", "戊办"])
ROLES: st.SearchStrategy[Role] = st.sampled_from(["lead", "support", "joint"])
DUTIES = st.lists(
    st.lists(st.tuples(NAMES, ROLES), max_size=5, unique_by=lambda named: named[0]).map(lambda named: row("1", *named)),
    max_size=8,
)


@given(DUTIES)
def test_totals_by_unit_are_the_totals_by_clause(duties: list[Duty]) -> None:
    loads = ledger.workload(duties)
    assert sum(load.total for load in loads) == sum(len(duty.units) for duty in duties)
    for load in loads:
        assert load.total == len(ledger.of_unit(duties, (load.unit,)))
        assert load.led == len(ledger.of_unit(duties, (load.unit,), "lead"))
        assert load.supported == len(ledger.of_unit(duties, (load.unit,), "support"))
    assert tuple(sorted(load.unit for load in loads)) == tuple(sorted(ledger.every_unit(duties)))


@given(DUTIES)
def test_partners_count_every_pair_once(duties: list[Duty]) -> None:
    pairs = ledger.partners(duties)
    assert sum(count for _, count in pairs) == sum(len(duty.units) * (len(duty.units) - 1) // 2 for duty in duties)
    assert len({frozenset(pair) for pair, _ in pairs}) == len(pairs)
    assert all(count == len(ledger.shared_by_all(duties, ((first,), (second,)))) for (first, second), count in pairs)


@pytest.mark.parametrize(
    ("document", "rows", "mentions", "led"), [(seed_document(), 28, 80, 28), (policy_document(), 8, 23, 7)]
)
def test_a_real_ledger_reconciles(document: Document, rows: int, mentions: int, led: int) -> None:
    duties = library_of(document).duties()
    loads = ledger.workload(duties)
    assert len(duties) == rows
    assert sum(load.total for load in loads) == sum(len(duty.units) for duty in duties) == mentions
    assert sum(load.led for load in loads) == led
