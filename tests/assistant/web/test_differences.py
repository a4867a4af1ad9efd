"""A changed clause as a page shows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.differences import differences, whole_numbers
from documents.changes import Change, changed_words
from documents.model import Clause, Responsibility


def clause(text: str, locator: str = "一", *units: str) -> Clause:
    named = tuple(Responsibility(unit, "lead", "marked", 0, 1) for unit in units)
    return Clause(locator, "一、", 1, "", text, 0, len(text), named)


def test_a_changed_clause_shows_what_stayed_and_what_did_not() -> None:
    shown = differences(
        Change("changed", clause("完成120个。", "一", "甲局"), clause("完成150个。", "二", "乙局"), True)
    )
    old = "".join(piece.text for piece in shown.pieces if piece.kind != "added")
    new = "".join(piece.text for piece in shown.pieces if piece.kind != "removed")
    assert (old, new) == ("完成120个。", "完成150个。")
    assert {piece.kind for piece in shown.pieces} == {"same", "removed", "added"}
    assert [(unit.unit, unit.kind) for unit in shown.units] == [("甲局", "left"), ("乙局", "came")]
    assert (shown.before, shown.clause.locator) == ("一", "二")


def test_an_added_and_a_removed_clause_have_no_old_place_and_no_changed_units() -> None:
    added = differences(Change("added", None, clause("新。", "三", "甲局"), True))
    removed = differences(Change("removed", clause("旧。", "四", "甲局"), None, True))
    assert [(piece.kind, piece.text) for piece in (*added.pieces, *removed.pieces)] == [
        ("added", "新。"),
        ("removed", "旧。"),
    ]
    assert (added.clause.locator, removed.clause.locator) == ("三", "四")
    assert (added.before, added.units, removed.before, removed.units) == ("", (), "", ())


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("完成120个。", "完成150个。", ["完成", "-120", "+150", "个。"]),
        ("共3个", "共13个", ["共", "-3", "+13", "个"]),
        ("1.5万亩", "1.8万亩", ["-1.5", "+1.8", "万亩"]),
        ("第12条甲", "第12条乙", ["第12条", "-甲", "+乙"]),
    ],
    ids=["middle", "longer", "decimal", "no number"],
)
def test_a_number_is_not_cut_apart(before: str, after: str, expected: list[str]) -> None:
    signs = {"same": "", "removed": "-", "added": "+"}
    assert [signs[piece.kind] + piece.text for piece in whole_numbers(changed_words(before, after))] == expected


@given(st.text("0123.,年个", max_size=12), st.text("0123.,年个", max_size=12))
def test_whole_numbers_lose_nothing(before: str, after: str) -> None:
    pieces = whole_numbers(changed_words(before, after))
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
