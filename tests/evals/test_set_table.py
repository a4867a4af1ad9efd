"""CSV and XLSX files as they come from a spreadsheet."""

import datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from evals.dataset import load_test_set, read_test_set
from evals.errors import InvalidTestSet
from evals.set_table import csv_rows

TABLE = '编号,问题,标准答案\nq1,码头由谁牵头?,市甲局\n\nq2,"长\n多少?",3公里\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_in_the_encodings_of_spreadsheets_is_read(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_bytes(TABLE.encode(encoding))
    read = load_test_set(path)
    assert [(question.id, question.question, question.answer) for question in read.questions] == [
        ("q1", "码头由谁牵头?", (("市甲局",),)),
        ("q2", "长\n多少?", (("3公里",),)),
    ]
    assert dict(read.lines) == {"q1": 2, "q2": 4}


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_are_seen(separator: str) -> None:
    data = f"编号{separator}问题\nq1{separator}谁, 何时?\n".encode()
    assert list(csv_rows(data, "set.csv")) == [(1, ["编号", "问题"]), (2, ["q1", "谁, 何时?"])]


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_is_read_as_a_person_sees_it(tmp_path: Path) -> None:
    path = tmp_path / "set.xlsx"
    path.write_bytes(workbook(["序号", "问题", "牵头单位"], [1, "码头由谁牵头?", "市甲局"], [None], [2.0, "谁?", None]))
    first, second = read_test_set(path)
    assert (first.id, first.lead, first.category) == ("1", "市甲局", "lead_unit")
    assert (second.id, second.lead) == ("2", None)


def test_the_first_sheet_with_a_header_is_read_and_cells_as_they_are_shown(tmp_path: Path) -> None:
    book = Workbook()
    notes = book.active
    assert notes is not None
    notes.append(["填表说明"])
    sheet = book.create_sheet("题库")
    sheet.append(["问题", "答案"])
    sheet.append(["何时施行?", datetime.date(2025, 3, 1)])
    sheet.append(["占比多少?", 0.3])
    sheet["B3"].number_format = "0%"
    path = tmp_path / "set.xlsx"
    book.save(path)
    assert [question.answer for question in read_test_set(path)] == [(("2025年3月1日",),), (("30%",),)]


FAULTS = {
    "no text": ("set.csv", b"\xff\xfe\x00" + b"\x80", "neither"),
    "a quote never closed": ("set.csv", '问题\n"谁'.encode() + b"x" * 200_000, "line 2: the row is no CSV"),
    "no archive": ("set.xlsx", "问题\n谁?".encode(), "set.xlsx: holds no"),
    "a cut workbook": ("set.xlsx", workbook(["问题"], ["谁?"])[:-40], "set.xlsx: "),
    "an empty table": ("set.csv", b"", "at least one question"),
    "headers alone": ("set.csv", "问题,答案\n".encode(), "at least one question"),
    "an unknown category": ("set.csv", "问题,类型\n谁?,谜语\n".encode(), "line 2: category must be one of"),
    "an id twice": (
        "set.csv",
        "编号,问题\na,谁?\na,何时?\n".encode(),
        "line 3: id must be unique, 'a' stands on line 2",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_one_sentence_that_names_the_place(fault: str, tmp_path: Path) -> None:
    name, data, sentence = FAULTS[fault]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InvalidTestSet) as caught:
        read_test_set(tmp_path / name)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_wrong_is_left_out_when_read_leniently(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text("编号,问题,类型\na,谁?,事实\nb,何时?,谜语\nc,何地?,事实\n", encoding="utf-8")
    read = load_test_set(path, lenient=True)
    assert [question.id for question in read.questions] == ["a", "c"]
    assert len(read.problems) == 1
    assert read.problems[0].startswith("line 3: category must be")
