"""Tables, CSV, JSON and workbooks of the ledger: what they hold, and that none of it computes (THREATS X1)."""

import csv
import gc
import io
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from assistant.errors import BadOutput
from assistant.ledger_export import as_xlsx, sheet
from assistant.ledger_export.as_csv import safe_cell, write_csv
from assistant.ledger_export.as_json import write_json
from assistant.ledger_export.as_table import write_table
from assistant.ledger_export.as_xlsx import xlsx_bytes
from assistant.ledger_export.columns import COLUMNS, starts_formula
from assistant.ledger_export.report import VIEWS, Report, View
from assistant.ledger_export.sheet import sheet_name
from assistant.ledger_filter import LedgerFilter
from documents.notes import Note
from documents.standing import Standing
from documents.tasks import Task
from tests.assistant.ledger_rows import ledgers, task

ROWS = [
    task("一/1", ("市甲局", "lead"), ("市乙局", "support"), title="修路", heading="建设", due="2025年底前"),
    task("一/2", ("市乙局", "joint"), ("市丙委", "joint"), title="架桥", heading="建设"),
    task("二/1", ("市甲局", "lead"), title="种树"),
]
ATTACKS = [
    "=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠A1", "\t=1+1", "\r=1+1", "\n=1+1",
    '";=1+1', " =1+1", "﹦1+1", "#N/A", "1", "TRUE", "http://example.org", "=HYPERLINK(\"http://example.org\",\"开\")",
]  # fmt: skip


def report(rows: Sequence[Task] = ROWS, view: View = "clause", gaps: Sequence[Task] = (), **wanted: Any) -> Report:
    return Report(view, LedgerFilter(**wanted), rows, gaps)


def as_text(made: Report, write: Any) -> str:
    file = io.StringIO(newline="")
    write(made, file)
    return file.getvalue()


def attacked(attack: str) -> list[Task]:
    """Rows whose every text is the attack."""
    return [task(attack, (attack, "lead"), ("市乙局", "support"), document=attack, title=attack, due=attack)]


def saved(made: Report) -> Any:
    """The workbook as openpyxl reads it back."""
    return load_workbook(io.BytesIO(xlsx_bytes(made)))


def test_json_by_clause_is_the_contract() -> None:
    items = json.loads(as_text(report(), write_json))
    assert items[0] == {
        "document": "plan",
        "locator": "一/1",
        "title": "修路",
        "units": [
            {"unit": "市甲局", "role": "lead", "basis": "first_listed"},
            {"unit": "市乙局", "role": "support", "basis": "first_listed"},
        ],
        "deadline": "2025年底前",
    }
    assert [item["deadline"] for item in items] == ["2025年底前", None, None]
    assert {frozenset(item) for item in items} == {frozenset(("document", "locator", "title", "units", "deadline"))}


def test_json_by_unit_group_document_and_gap() -> None:
    by_unit = json.loads(as_text(report(view="unit"), write_json))
    assert [(item["unit"], item["clauses"], item["led"], item["supported"], item["joint"]) for item in by_unit] == [
        ("市甲局", 2, 2, 0, 0),
        ("市乙局", 2, 0, 1, 1),
        ("市丙委", 1, 0, 0, 1),
    ]
    assert [(duty["locator"], duty["role"]) for duty in by_unit[1]["duties"]] == [
        ("一/1", "support"),
        ("一/2", "joint"),
    ]
    by_group = json.loads(as_text(report(view="group"), write_json))
    assert [(item["locator"], item["title"], item["units"]) for item in by_group] == [
        ("一", "建设", ["市甲局", "市乙局", "市丙委"]),
        ("二", "", ["市甲局"]),
    ]
    assert [[clause["locator"] for clause in item["clauses"]] for item in by_group] == [["一/1", "一/2"], ["二/1"]]
    (document,) = json.loads(as_text(report(view="document"), write_json))
    assert (document["title"], document["clauses"], document["with_deadline"]) == ("关于plan的意见", 3, 1)
    gap = as_text(report((), "gap", [task("一/3", title="无主", heading="建设")]), write_json)
    assert json.loads(gap) == [{"document": "plan", "locator": "一/3", "title": "无主", "heading": "建设"}]
    assert json.loads(as_text(report(()), write_json)) == []


def test_json_hides_no_character() -> None:
    rows = [task("1", ("市甲\u202e局", "lead"), title="\x1b[31m")]
    text = as_text(report(rows), write_json)
    assert "\\u202e" in text and "\\u001b" in text and "\x1b" not in text
    assert json.loads(text)[0]["title"] == "\x1b[31m"


@pytest.mark.parametrize("view", VIEWS)
def test_csv_is_marked_as_utf8_and_has_every_column(view: View) -> None:
    text = as_text(report(view=view), write_csv)
    assert text.startswith("\ufeff")
    header, *lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert header == [column.heading for column in COLUMNS[view]]
    assert {len(line) for line in lines} <= {len(header)}


def test_csv_by_clause_by_hand() -> None:
    rows = list(csv.reader(io.StringIO(as_text(report(), write_csv), newline="")))
    assert rows[1] == ["关于plan的意见", "一/1", "修路", "市甲局", "市乙局", "", "列第一位", "2025年底前", ""]
    assert rows[2] == ["关于plan的意见", "一/2", "架桥", "", "", "市乙局、市丙委", "按职责分工", "", ""]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_of_a_csv_begins_a_formula(attack: str) -> None:
    for view in VIEWS:
        text = as_text(report(attacked(attack), view, attacked(attack)), write_csv).removeprefix("\ufeff")
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert cells
        assert not [cell for cell in cells if starts_formula(cell)]
        assert all(line.startswith('"') and line.endswith('"') for line in text.split("\r\n") if line)


@given(st.text(max_size=12))
def test_a_safe_cell_begins_no_formula_and_loses_nothing(text: str) -> None:
    cell = safe_cell(text)
    first = unicodedata.normalize("NFKC", cell.lstrip()[:1])
    assert first[:1] not in ("=", "+", "-", "@") and cell[:1] not in ("\t", "\r", "\n")
    if text.isprintable():
        assert cell in (text, f"'{text}")


def test_text_that_is_harmless_stays_as_it_is() -> None:
    assert [safe_cell(text) for text in ("二/(一)/4", "市甲局", "", "（试行）", "1+6+N")] == [
        "二/(一)/4", "市甲局", "", "（试行）", "1+6+N",
    ]  # fmt: skip


def test_a_table_says_what_it_is_and_each_unit_once() -> None:
    text = as_text(report(view="unit", units=("市甲局",)), write_table)
    lines = text.splitlines()
    assert lines[:3] == [
        "责任清单（按单位）",
        "来源：《关于plan的意见》（2024年1月1日）",
        "筛选：单位 市甲局。共 3 项任务、1 个责任单位。",
    ]
    assert text.count("市甲局") == 2  # in the filters, and once in the table
    assert "共 2 项：牵头 2，配合 0，共同 0" in text


def test_a_table_is_safe_for_a_terminal_and_drops_nothing() -> None:
    rows = [task("1", ("市甲\x1b[31m局", "lead"), title="很长的标题" * 30)]
    text = as_text(report(rows), write_table)
    assert "\x1b" not in text
    assert text.count("标") >= 30
    assert "没有发现这样的条款" in as_text(report((), "gap"), write_table)


def test_a_workbook_has_its_sheets_head_and_rows() -> None:
    book = saved(report(gaps=[task("一/9", title="无主")], keyword="修"))
    assert book.sheetnames == ["按单位", "按条款", "未列责任单位", "市甲局", "市乙局", "市丙委"]
    assert book.active.title == "按条款"
    cells = [[cell.value for cell in row] for row in book["按条款"].iter_rows()]
    assert [row[0] for row in cells[:4]] == [
        "责任清单（按条款）",
        "来源：《关于plan的意见》（2024年1月1日）",
        "筛选：关键词 修。共 3 项任务、3 个责任单位。",
        "说明：牵头指原文标明牵头，或在责任单位中列第一位（惯例）；“依据”一栏写明是哪一种。完成时限照录原文。",
    ]
    assert cells[4] == ["条款", "任务", "牵头单位", "配合单位", "共同负责单位", "依据", "完成时限"]
    assert cells[5] == ["一/1", "修路", "市甲局", "市乙局", None, "列第一位", "2025年底前"]
    assert [row[:5] for row in list(book["按单位"].iter_rows(values_only=True))[5:]] == [
        ("市甲局", 2, 2, 0, 0),
        ("市乙局", 2, 0, 1, 1),
        ("市丙委", 1, 0, 0, 1),
    ]
    assert [row[1] for row in book["未列责任单位"].iter_rows(min_row=6, values_only=True)] == ["无主"]


def test_a_workbook_prints_across_with_its_header_on_every_page() -> None:
    book = saved(report())
    for page, header in (("按条款", 5), ("按单位", 5), ("市甲局", 7)):
        shown = book[page]
        assert shown.page_setup.orientation == "landscape"
        assert (shown.page_setup.fitToWidth, shown.page_setup.fitToHeight) == (1, 0)
        assert shown.sheet_properties.pageSetUpPr.fitToPage
        assert shown.print_title_rows == f"${header}:${header}"
        assert shown.freeze_panes == f"A{header + 1}"
        assert shown.oddFooter.center.text == "第 &P 页，共 &N 页"
        assert shown.cell(header + 1, 1).alignment.wrap_text
        assert shown.column_dimensions["A"].width >= 10
        assert shown.auto_filter.ref.startswith(f"A{header}:")


def test_long_texts_get_the_rows_they_need() -> None:
    rows = [task("1", ("市甲局", "lead"), title="长" * 60), task("2", ("市甲局", "lead"), title="短")]
    shown = saved(report(rows))["按条款"]
    assert shown.row_dimensions[6].height == 4 * sheet.LINE_HEIGHT
    assert shown.row_dimensions[7].height is None


def links_of(book: Any, name: str) -> dict[str, str]:
    """Cell → where its link goes."""
    cells = (cell for row in book[name].iter_rows() for cell in row)
    return {cell.coordinate: cell.hyperlink.location for cell in cells if cell.hyperlink}


def test_unit_cells_are_linked_to_the_units_sheet_and_back() -> None:
    book = saved(report())
    assert links_of(book, "按单位") == {"A6": "'市甲局'!A1", "A7": "'市乙局'!A1", "A8": "'市丙委'!A1"}
    # Two joint units in one cell are linked to neither.
    assert links_of(book, "按条款") == {"C6": "'市甲局'!A1", "D6": "'市乙局'!A1", "C8": "'市甲局'!A1"}
    assert links_of(book, "市乙局") == {"A6": "'按单位'!A1"}


def test_units_beyond_the_bound_are_linked_to_their_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_xlsx, "MAX_UNIT_SHEETS", 1)
    book = saved(report())
    assert book.sheetnames == ["按单位", "按条款", "市甲局"]
    links = links_of(book, "按单位")
    assert links == {"A6": "'市甲局'!A1", "A7": "'按单位'!A7", "A8": "'按单位'!A8"}
    assert book["按单位"]["A7"].value == "市乙局"
    monkeypatch.setattr(as_xlsx, "MAX_UNIT_SHEETS", 9)
    monkeypatch.setattr(as_xlsx, "MAX_UNIT_ROWS", 1)
    assert saved(report()).sheetnames == ["按单位", "按条款"]


def test_a_bare_sheet_has_the_same_cells_and_links(monkeypatch: pytest.MonkeyPatch) -> None:
    framed = saved(report())
    monkeypatch.setattr(as_xlsx, "BARE_FROM", 1)
    bare = saved(report())
    assert list(bare["按条款"].values) == list(framed["按条款"].values)
    assert links_of(bare, "按条款") == links_of(framed, "按条款")
    assert not bare["按条款"]["A6"].border.left.style and framed["按条款"]["A6"].border.left.style


def test_links_end_where_excel_has_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MAX_LINKS", 2)
    assert len(links_of(saved(report()), "按条款")) == 2


@pytest.mark.parametrize("bare_from", [1, 20_000])
@pytest.mark.parametrize("attack", ATTACKS)
def test_every_text_of_a_workbook_is_a_text(attack: str, bare_from: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_xlsx, "BARE_FROM", bare_from)
    book = saved(report(attacked(attack), "group", attacked(attack), keyword=attack))
    assert len(book.sheetnames) == 6
    for shown in book:
        cells = [cell for row in shown.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert all(isinstance(cell.value, str) for cell in cells if cell.data_type == "s")
        assert all(isinstance(cell.value, int) for cell in cells if cell.data_type == "n")
        assert not [cell for cell in cells if cell.hyperlink and cell.hyperlink.target]


NOTES = {("plan", "一/2"): Note("plan", "一/2", "架桥", "blocked", "=1+1", "张三", "2026-01-01T00:00:00+00:00")}


@pytest.mark.parametrize("view", VIEWS)
def test_notes_stand_at_the_end_of_a_tasks_line_alone(view: View) -> None:
    made = replace(report(view=view, gaps=ROWS), notes=NOTES)
    header, *body = csv.reader(io.StringIO(as_text(made, write_csv), newline=""))
    with_notes = view in ("clause", "unit", "gap")
    assert (header[-4:] == ["进展", "进展说明", "填报人", "填报时间（北京时间）"]) is with_notes
    cells = [line[-4:] for line in body] if with_notes else []
    noted = ["受阻", "'=1+1", "张三", "2026-01-01 08:00"]
    assert [line for line in cells if any(line)] == [noted] * {"clause": 1, "unit": 2, "gap": 1}.get(view, 0)


def test_notes_in_a_workbook_and_in_json() -> None:
    made = replace(report(), notes=NOTES)
    book = saved(made)
    assert book["按条款"].cell(7, 9).value == "=1+1" and book["按条款"].cell(7, 9).data_type == "s"
    assert [cell.value for cell in book["市丙委"][8]][-4:] == ["受阻", "=1+1", "张三", "2026-01-01 08:00"]
    by_unit = json.loads(as_text(replace(made, view="unit"), write_json))
    assert [duty["progress"] and duty["progress"]["who"] for duty in by_unit[1]["duties"]] == [None, "张三"]


def test_a_document_no_longer_in_force_is_marked_in_every_view() -> None:
    made = replace(report(), standings={"plan": Standing("superseded")})
    assert "（2024年1月1日）（已被取代）" in as_text(made, write_table).splitlines()[1]
    for view in VIEWS:
        text = as_text(replace(made, view=view, gaps=ROWS), write_csv)
        assert text.count("关于plan的意见（已被取代）") == len(text.splitlines()) - 1
    assert "已被取代" not in as_text(replace(made, standings={"plan": Standing()}), write_csv)


@given(ledgers())
def test_a_workbook_holds_every_duty_of_every_unit(rows: list[Task]) -> None:
    named = [row for row in rows if row.units]
    book = saved(report(named))
    totals = {row[0]: row[1] for row in book["按单位"].iter_rows(min_row=6, values_only=True)} if named else {}
    for unit, total in totals.items():
        assert book[unit].max_row - 7 == total
    assert sum(totals.values()) == sum(len(row.units) for row in rows)


def test_a_workbook_that_fails_half_way_leaves_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    added = iter(range(100))

    def add(self: sheet.Sheet, *arguments: Any) -> None:
        if next(added) == 5:
            raise OSError("no space left")
        original(self, *arguments)

    original = sheet.Sheet.add
    monkeypatch.setattr(sheet.Sheet, "add", add)
    with pytest.raises(BadOutput, match=r"cannot be written in .*no space left.*set TMPDIR"):
        xlsx_bytes(report())
    gc.collect()
    assert capsys.readouterr().err == ""


def test_more_clauses_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_xlsx, "MAX_ROWS", 7)
    with pytest.raises(BadOutput, match=r"3 clauses: a sheet holds 7 rows; filter them, or use --format csv"):
        xlsx_bytes(report())


@given(st.lists(st.text(max_size=40), max_size=6))
def test_sheet_names_are_what_excel_takes(wanted: list[str]) -> None:
    taken: set[str] = set()
    names = [sheet_name(name, taken) for name in wanted]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'") and not name.endswith("'")
        assert name.casefold() != "history"


def test_sheet_names_by_hand() -> None:
    taken = {"按单位"}
    wanted = ["市甲局", "市甲局", "按单位", "a/b", "A:B", "''", "长" * 40, "History"]
    assert [sheet_name(name, taken) for name in wanted] == [
        "市甲局", "市甲局 (2)", "按单位 (2)", "a b", "A B (2)", "单位", "长" * 31, "History (2)",
    ]  # fmt: skip
