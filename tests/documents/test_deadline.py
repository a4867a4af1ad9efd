"""Deadlines, each read by hand: what is one, in whose words, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.deadline import due_cells, read_deadlines
from documents.model import Noise


def read(text: str) -> list[str]:
    return [deadline.text for deadline in read_deadlines(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("（责任单位：市甲局；完成时限：2025年12月底）", ["2025年12月底"]),
        ("完成时限：2025年底前，持续推进 责任单位：市甲局", ["2025年底前，持续推进"]),
        ("**完成时间**：2025年（全年）。", ["2025年（全年）"]),
        ("整改时限:立行立改。", ["立行立改"]),
        ("时限要求：\n2026年3月", ["2026年3月"]),
        ("2025年底前建成全国领先的平台。", ["2025年底前"]),
        ("2025 年底前完成。", ["2025 年底前"]),
        ("力争2025年6月底前完成征迁。", ["2025年6月底前"]),
        ("2025年6月30日之前验收。", ["2025年6月30日之前"]),
        ("二〇二五年底前完成。", ["二〇二五年底前"]),
        ("每年3月底前报送。", ["每年3月底前"]),
        ("2025年底前提交3个方案。", ["2025年底前"]),
        ("2024年底前开工，2025年底前完工，2024年底前备案。", ["2024年底前", "2025年底前"]),
        ("2024年底前开工。（完成时限：2025年）", ["2025年"]),
    ],
)
def test_deadlines_are_the_texts_own_words(text: str, due: list[str]) -> None:
    assert read(text) == due


@pytest.mark.parametrize(
    "text",
    [
        "到2025年，全市建成泵站120座。",
        "2000年底前建成的小区",
        "2005年12月31日前登记并投入使用的车辆",
        "2025年前三季度增长5%",
        "2025年10月底前后",
        "办理时限：3个工作日",
        "工作时间：9:00—17:00",
        "完成时限：",
        "完成时限：责任单位：市甲局",
        "3个月前已开工",
        "",
    ],
)
def test_what_only_looks_like_a_deadline_is_none(text: str) -> None:
    assert read(text) == []


def test_only_the_clause_is_read_and_nothing_that_touches_noise() -> None:
    text = "2024年底前。2025年底前。2026年底前。"
    assert [due.text for due in read_deadlines(text, 8, 16)] == ["2025年底前"]
    assert [due.text for due in read_deadlines(text, 0, 24, [Noise(11, 13, "page")])] == ["2024年底前", "2026年底前"]


@given(st.text("完成时限：:2025年底月前（）责任单位甲，；。\n 日", max_size=60), st.integers(0, 10))
def test_every_deadline_is_a_span_of_the_text(text: str, start: int) -> None:
    for due in read_deadlines(text, min(start, len(text)), len(text)):
        assert text[due.start : due.end] == due.text != ""
        assert start <= due.start < due.end <= len(text)


PLAN = "序号\t任务\t责任单位\t完成时限\n1\t修路\t市甲局\t2025年12月底\n2\t架桥\t市乙局\t\n\t种树\t市丙局\t长期坚持\n"


def test_a_row_is_due_by_its_cell() -> None:
    starts = [(PLAN.index(row), len(row)) for row in PLAN.splitlines()[1:]]
    due = [[one.text for one in read_deadlines(PLAN, start, start + length)] for start, length in starts]
    assert due == [["2025年12月底"], [], ["长期坚持"]]
    inside = "序号\t任务\t办结时限\n1\t2024年底前开工\t2025年\n"
    assert [one.text for one in read_deadlines(inside, inside.index("1\t"), len(inside))] == ["2025年"]


@pytest.mark.parametrize(
    "heading", ["时限", "完成时限", "完成时间", "办结时限", "完成期限", "时间节点", "完成时限（月）"]
)
def test_headings_of_a_column_of_deadlines(heading: str) -> None:
    text = f"任务\t{heading}\n修路\t6月\n"
    assert [text[start:end] for start, end in due_cells(text)] == ["6月"]


def test_cells_in_markdown_and_what_is_no_such_cell() -> None:
    piped = "| 事项 | 办结时限 |\n|---|---|\n| 甲 | 3个工作日 |\n| 乙 | / |\n"
    assert [piped[start:end] for start, end in due_cells(piped)] == ["3个工作日"]
    assert due_cells("任务\t时间\n修路\t6月\n") == ()
    assert due_cells("任务\t完成时限\n\n甲\n乙\n丙\n修路\t6月\n") == (), "the table was over"
    assert due_cells("任务\t完成时限\n修路\t6月\n任务\t单位\n架桥\t市甲局\n") == ((11, 13),)


def test_noise_in_a_cell_is_no_deadline() -> None:
    text = "任务\t完成时限\n修路\t6月\n"
    assert read_deadlines(text, 8, len(text), [Noise(11, 13, "page")]) == ()
