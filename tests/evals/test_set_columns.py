"""Tables as evaluators keep them, read as records of the schema."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.question import Problem, question_from
from evals.set_columns import COLUMNS_FILE, columns, locator, table_records


def records(*rows: Sequence[str]) -> list[tuple[int, object]]:
    return list(table_records(enumerate(rows, start=1)))


def test_chinese_headers_are_read() -> None:
    header = ["编号", "问题", "标准答案", "责任单位", "牵头单位（必填）", "条款", "备注"]
    row = ["7", "码头由谁牵头？", "4个|四个；码头", "市甲局、市乙局，市丙局", "市甲局", "二、（一）4", "来自热线"]
    ((line, record),) = records(header, row)
    assert line == 2
    assert isinstance(record, dict)
    assert record == {
        "id": "7",
        "question": "码头由谁牵头？",
        "lang": "zh",
        "category": "units",
        "answerable": True,
        "answer": [["4个", "四个"], ["码头"]],
        "units": ["市甲局", "市乙局", "市丙局"],
        "lead": "市甲局",
        "clauses": ["二/(一)/4"],
    }
    assert question_from(record).lead == "市甲局"


@pytest.mark.parametrize(
    ("cells", "category", "answerable", "lang"),
    [
        ({"问题": "谁?", "是否可答": "否"}, "unanswerable", False, "zh"),
        ({"问题": "谁?", "类型": "拒答"}, "unanswerable", False, "zh"),
        ({"问题": "Who leads?", "牵头单位": "市甲局"}, "lead_unit", True, "en"),
        ({"问题": "那配合单位呢?", "上文": "码头由谁牵头?"}, "followup", True, "zh"),
        ({"问题": "有几项?", "类型": "计数", "语言": "英文"}, "count", True, "en"),
        ({"问题": "长多少?"}, "fact", True, "zh"),
    ],
)
def test_what_a_row_leaves_out_follows_from_the_rest(
    cells: dict[str, str], category: str, answerable: bool, lang: str
) -> None:
    ((_, record),) = records(list(cells), list(cells.values()))
    assert isinstance(record, dict)
    assert (record["category"], record["answerable"], record["lang"]) == (category, answerable, lang)
    assert record["id"] == "row-2"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("二、（一）4", "二/(一)/4"),
        ("二、(一)4.", "二/(一)/4"),
        ("二/(一)/4", "二/(一)/4"),
        ("三、（二）", "三/(二)"),
        ("第三章第十五条", "第三章/第十五条"),
        ("第三章 第十五条", "第三章/第十五条"),
        ("2.1.3", "2.1.3"),
        ("第十五条第二款", "第十五条/第二款"),
        ("一、", "一"),
    ],
)
def test_a_clause_is_read_as_its_locator(written: str, meant: str) -> None:
    assert locator(written) == meant


def test_a_header_without_a_question_and_one_that_stands_twice_are_refused() -> None:
    ((line, problem),) = records(["编号", "答案"], ["1", "4个"])
    assert line == 1
    assert "must name a column 问题" in str(problem)
    ((_, problem),) = records(["问题", "责任单位", "责任部门"], ["谁?", "市甲局", "市乙局"])
    assert "'units' has 2 (责任单位, 责任部门)" in str(problem)


def test_a_title_above_the_header_and_a_header_of_two_rows_are_read() -> None:
    found = records(
        ["某市题库"],
        ["编号", "问题", "责任", "", "备注"],
        ["", "", "责任单位", "牵头单位", ""],
        ["1", "谁?", "市甲局、市乙局", "市甲局", ""],
        ["合计", "", "", "", "共1题"],
    )
    ((line, record),) = found
    assert line == 4
    assert isinstance(record, dict)
    assert (record["units"], record["lead"]) == (["市甲局", "市乙局"], "市甲局")


def test_a_truth_that_is_none_is_named() -> None:
    ((_, problem),) = records(["问题", "是否可答"], ["谁?", "也许"])
    assert "must be 是 or 否, this is '也许'" in str(problem)


def test_no_header_means_two_fields() -> None:
    headers = [word for words in columns()["headers"].values() for word in words]
    assert len(headers) == len(set(headers)), COLUMNS_FILE


@given(st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=6))
def test_any_table_gives_records_or_problems(rows: list[list[str]]) -> None:
    for line, record in table_records(enumerate([["问题", "类型", "条款", "答案"], *rows], start=1)):
        assert line >= 2
        assert isinstance(record, Problem | dict)
