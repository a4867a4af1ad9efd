"""Rows of task tables."""

import pytest

from documents.lines import visible_lines
from documents.tabular import table_lines


def rows(text: str) -> list[tuple[str | None, str, list[tuple[str, str | None]]]]:
    """Label, title and unit cells of each row."""
    found = table_lines(text, visible_lines(text, ())).rows
    return [
        (row.label.text if row.label else None, row.title, [(text[c.start : c.end], c.role) for c in row.units])
        for _, row in sorted(found.items())
    ]


def test_roles_are_those_of_the_columns() -> None:
    text = "序号\t任务\t牵头单位\t配合单位\t责任人\n1\t甲\t市教育局\t市财政局\t张三\n２．\t乙\t市民政局\t\t李四\n"
    assert rows(text) == [
        ("1", "甲", [("市教育局", "lead"), ("市财政局", "support")]),
        ("2", "乙", [("市民政局", "lead")]),
    ]


def test_a_section_between_numbered_rows_is_no_header() -> None:
    text = "序号\t任务\t责任单位\n一\t落实同责\t\n1\t甲\t市教育局\n"
    assert rows(text) == [("一", "落实同责", []), ("1", "甲", [("市教育局", None)])]


def test_bars_without_outer_ones_part_cells_too() -> None:
    text = "任务 | 牵头单位 | 配合单位\n修路 | 市交通运输局 | 市财政局\n建桥 | 市住建局 |\n"
    assert rows(text) == [
        ("修路", "修路", [("市交通运输局", "lead"), ("市财政局", "support")]),
        ("建桥", "建桥", [("市住建局", "lead")]),
    ]


def test_markdown_tables() -> None:
    assert rows("| 序号 | 任务 | 责任单位 |\n|---|:-:|---|\n| 1 | 甲 | 市教育局 |\n") == [
        ("1", "甲", [("市教育局", None)])
    ]


def test_a_row_without_a_number_is_called_by_its_task() -> None:
    text = "任务\t责任单位\n1.甲\t市教育局\n发布/公告\t市民政局\n"
    assert [label for label, *_ in rows(text)] == ["1", "发布／公告"]


def test_a_row_without_a_number_in_its_column_goes_on_with_the_one_above() -> None:
    text = "序号\t任务\t责任单位\n1\t甲\t市教育局\n\t\t市民政局\n"
    assert rows(text)[1] == (None, "", [("市民政局", None)])


def test_a_group_between_rows_is_a_heading() -> None:
    assert rows("|任务|责任单位|\n|一、甲||\n|1.乙|市教育局|\n")[0] == ("一", "甲", [])


def test_a_column_of_categories_is_not_the_task() -> None:
    text = "任务类别\t工作任务\t责任部门\t协助部门\n甲类\t乙<br>丙\t市教育局\t市民政局\n甲类\t丁\t市公安局\t\n"
    assert rows(text) == [
        ("乙丙", "乙丙", [("市教育局", None), ("市民政局", "support")]),
        ("丁", "丁", [("市公安局", None)]),
    ]


@pytest.mark.parametrize("text", ["年份\t产量\n2023\t5\n", "任务：甲\t责任单位：市教育局\n", "甲\n乙\n"])
def test_tables_of_other_things(text: str) -> None:
    assert rows(text) == []
