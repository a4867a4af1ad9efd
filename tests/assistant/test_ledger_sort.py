"""Orders of rows: deadlines as dates, names by their sound, and equal rows as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ledger_sort import LATEST, SORTS, due_key, sorted_rows
from documents.tasks import Task
from tests.assistant.ledger_rows import ledgers, task


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2025年底前", (2025, 12, 31)),
        ("2025年前", (2025, 12, 31)),
        ("2025年6月底前", (2025, 6, 31)),
        ("2025年6月15日前", (2025, 6, 15)),
        ("2025年6月上旬前", (2025, 6, 10)),
        ("2025年上半年前", (2025, 6, 30)),
        ("2025年中前", (2025, 6, 30)),
        ("2025年第一季度前", (2025, 3, 31)),
        ("二〇二五年十月前", (2025, 10, 31)),
        ("2025 年3月", (2025, 3, 31)),
        ("每年12月底前", LATEST),
        ("长期坚持", LATEST),
        ("", LATEST),
    ],
)
def test_deadlines_as_dates(text: str, key: tuple[int, int, int]) -> None:
    assert due_key(text) == key


ROWS = (
    task("1", ("市卫生健康委", "lead"), title="修路", due="2026年底前"),
    task("2", ("市财政局", "lead"), ("市甲局", "support"), title="架桥"),
    task("3", ("市发展改革委", "joint"), title="种树", due="2025年6月底前"),
)


@pytest.mark.parametrize(
    ("order", "locators"),
    [
        ("", ["1", "2", "3"]),
        ("colour", ["1", "2", "3"]),
        ("lead", ["2", "3", "1"]),  # cai, fa, wei
        ("-lead", ["1", "3", "2"]),
        ("task", ["2", "1", "3"]),  # jia, xiu, zhong
        ("units", ["1", "3", "2"]),
        ("-units", ["2", "1", "3"]),
        ("deadline", ["3", "1", "2"]),
        ("-deadline", ["1", "3", "2"]),
    ],
)
def test_orders_by_hand(order: str, locators: list[str]) -> None:
    assert [row.locator for row in sorted_rows(ROWS, order)] == locators


@given(ledgers(), st.sampled_from([*SORTS, *(f"-{key}" for key in SORTS), "none"]))
def test_no_row_is_lost(rows: list[Task], order: str) -> None:
    named = [row for row in rows if row.units]
    assert sorted(row.locator for row in sorted_rows(named, order)) == sorted(row.locator for row in named)


@given(st.text(max_size=20))
def test_any_deadline_has_a_place(text: str) -> None:
    assert due_key(text) <= LATEST
