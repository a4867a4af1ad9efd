"""What a page shows for what was asked, and what it says where there is nothing to show."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.ledger_book import Leaf, Rows
from assistant.ledger_link import LedgerAsked
from assistant.ledger_search import Found, LeftOut, Problem, look_up
from documents.notes import Note
from documents.standing import Standing
from documents.tasks import Task
from tests.assistant.ledger_rows import UNITS, ledgers, task

ROWS = Rows(
    {
        "old": Leaf((task("1", ("市水务局", "lead"), ("市财政局", "support"), document="old"),)),
        "plan": Leaf(
            (
                task("一/1", ("市交通运输局", "lead"), ("市水务局", "support"), title="修路", due="2026年底前"),
                task("一/2", ("市交通运输局", "support"), ("市财政局", "lead"), title="架桥"),
            )
        ),
    }
)
STANDINGS = {"old": Standing("repealed"), "plan": Standing()}


def found(asked: LedgerAsked) -> Found:
    result = look_up(ROWS, asked, STANDINGS)
    assert isinstance(result, Found), result
    return result


def problem(asked: LedgerAsked, rows: Rows = ROWS) -> Problem:
    result = look_up(rows, asked, STANDINGS)
    assert isinstance(result, Problem), result
    return result


def places(asked: LedgerAsked) -> list[tuple[str, str]]:
    return [(row.document, row.locator) for row in found(asked).rows]


def test_documents_no_longer_in_force_are_left_out_and_counted() -> None:
    assert places(LedgerAsked()) == [("plan", "一/1"), ("plan", "一/2")]
    assert found(LedgerAsked()).left_out == LeftOut(1, 1)
    assert found(LedgerAsked(unit="交通局")).left_out == LeftOut()
    assert places(LedgerAsked(in_force="all")) == [("old", "1"), ("plan", "一/1"), ("plan", "一/2")]
    assert places(LedgerAsked(in_force="no")) == places(LedgerAsked(document="old")) == [("old", "1")]
    assert found(LedgerAsked(in_force="no")).left_out == LeftOut()


def test_what_only_a_document_no_longer_in_force_holds() -> None:
    asked = LedgerAsked(unit="水务局", role="lead")
    assert problem(asked) == Problem("none_in_force", left_out=LeftOut(1, 1))
    rows = Rows({"plan": ROWS.leaves["plan"]})
    assert problem(LedgerAsked(in_force="no"), rows).why == "all_in_force"


def test_names_are_those_people_use() -> None:
    for name in ("交通局", "市交通运输局", "Transport Bureau"):
        assert places(LedgerAsked(unit=name, role="lead")) == [("plan", "一/1")]
    assert places(LedgerAsked(unit="交通局", beside="水务局")) == [("plan", "一/1")]
    assert places(LedgerAsked(deadline="any")) == [("plan", "一/1")]
    assert places(LedgerAsked(sort="-task")) == [("plan", "一/1"), ("plan", "一/2")]


def test_what_is_not_known_is_said_with_what_is_closest() -> None:
    asked = LedgerAsked(unit="市交通管理局", keyword="路", page="3")
    assert problem(asked) == Problem(
        "unknown_unit", "市交通管理局", (("市交通运输局", LedgerAsked(unit="市交通运输局", keyword="路")),)
    )
    beside = problem(LedgerAsked(unit="交通局", beside="市财政管理局"))
    assert beside.closest[0] == ("市财政局", LedgerAsked(unit="交通局", beside="市财政局"))
    document = problem(LedgerAsked(document="plam"))
    assert (document.why, document.closest[0]) == ("unknown_document", ("plan", LedgerAsked(document="plan")))
    assert problem(LedgerAsked(role="boss")).why == "unknown_role"
    assert problem(LedgerAsked(), Rows({})).why == "empty_library"
    assert problem(LedgerAsked(), Rows({"plan": Leaf(())})).why == "no_duties"


def test_contradictory_filters_are_counted_alone() -> None:
    said = problem(LedgerAsked(unit="财政局", role="support", keyword="桥", document="plan"))
    assert said.why == "nothing"
    assert [(one.part, one.value, one.clauses) for one in said.alone] == [
        ("document", "plan", 2), ("units", "财政局", 2), ("role", "support", 3), ("keyword", "桥", 1),
    ]  # fmt: skip
    assert said.alone[1].asked == LedgerAsked(unit="财政局")


def test_a_status_is_asked_of_those_who_may_see_notes() -> None:
    notes = {("plan", "一/2"): Note("plan", "一/2", "架桥", "blocked", "", "张三", "2026-01-01T00:00:00+00:00")}
    asked = LedgerAsked(status="blocked")
    seen = look_up(ROWS, asked, STANDINGS, notes)
    assert isinstance(seen, Found) and [row.locator for row in seen.rows] == ["一/2"]
    assert len(found(asked).rows) == 2, "without notes it asks nothing"
    assert isinstance(look_up(ROWS, LedgerAsked(status="done"), STANDINGS, notes), Problem)


@given(
    ledgers(),
    st.builds(
        LedgerAsked,
        unit=st.sampled_from(("", *UNITS)),
        beside=st.sampled_from(("", *UNITS)),
        role=st.sampled_from(("", "lead", "support", "joint")),
        keyword=st.sampled_from(("", "路", "甲")),
        in_force=st.sampled_from(("", "no", "all")),
        sort=st.sampled_from(("", "lead", "-deadline")),
    ),
    st.booleans(),
)
def test_what_is_shown_and_left_out_is_what_passes(rows: list[Task], asked: LedgerAsked, gone: bool) -> None:
    held = Rows({"plan": Leaf(tuple(row for row in rows if row.units))})
    standings = {"plan": Standing("expired" if gone else "in_force")}
    result = look_up(held, asked, standings)
    everything = look_up(held, LedgerAsked(**{**vars(asked), "in_force": "all"}), standings)
    if isinstance(everything, Problem):
        assert isinstance(result, Problem)
        return
    shown = result.rows if isinstance(result, Found) else ()
    if asked.in_force == "":
        assert len(shown) + result.left_out.clauses == len(everything.rows)
    expected = everything.rows if asked.in_force == "all" or (asked.in_force == "no") == gone else ()
    assert shown == expected
