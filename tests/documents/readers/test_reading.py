"""Lines stay lines for whoever splits them again, and words of two lines are put together as they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.readers.reading import collapsed, gap_between, one_text_line, table_row, text_of


@pytest.mark.parametrize(
    ("before", "after", "gap"),
    [
        ("市财", "政局", ""),
        ("the", "plan", " "),
        ("plan,", "which", " "),
        ("建设5G", "基站", ""),
        ("到20", "25年", ""),
        ("到2025", "GDP", " "),
        ("", "甲", ""),
    ],
)
def test_gap_between(before: str, after: str, gap: str) -> None:
    assert gap_between(before, after) == gap


def test_a_table_row_keeps_every_cell_in_its_column() -> None:
    assert table_row(["", " 甲\t乙 ", "丙\n丁", ""]) == "\t甲 乙\t丙丁\t"


def test_leading_tabs_stay_and_empty_lines_go() -> None:
    assert text_of(["\t\t甲\t乙", " ", "\t", "", "丙 "]) == "\t\t甲\t乙\n丙\n"
    assert text_of(["", "\x00"]) == ""


@given(st.lists(st.text(), max_size=5))
def test_every_line_is_one_line(lines: list[str]) -> None:
    text = text_of(lines)
    assert len(text.splitlines()) <= len(lines)
    assert text.splitlines() == text.rstrip("\n").split("\n")[: len(text.splitlines())]
    assert all(line.strip() for line in text.splitlines())
    text.encode()  # no half of a pair


@given(st.text())
def test_white_space_is_settled_once(text: str) -> None:
    assert collapsed(collapsed(text)) == collapsed(text)
    assert one_text_line(one_text_line(text)) == one_text_line(text)
