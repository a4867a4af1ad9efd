"""The workbook and the CSV as LibreOffice opens them: every text as written, nothing computed, pages that print."""

import csv
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assistant.ledger_export.as_csv import write_csv
from assistant.ledger_export.as_xlsx import xlsx_bytes
from assistant.ledger_export.report import Report
from assistant.ledger_filter import LedgerFilter
from tests.assistant.ledger_rows import task

OFFICE = shutil.which("soffice")
UTF8_COMMAS = "--infilter=CSV:44,34,76,1"
"""What its dialogue proposes for a file with the mark: commas, double quotes, UTF-8, from the first line."""
ATTACKS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "＝1+1", '";=1+1', '=HYPERLINK("http://192.0.2.1/","开")']

pytestmark = pytest.mark.office


def report() -> Report:
    rows = [
        task(f"一/{number}", (attack, "lead"), ("市乙局", "support"), title=attack, due=attack)
        for number, attack in enumerate(ATTACKS, 1)
    ]
    return Report("clause", LedgerFilter(), rows, ())


def converted(source: Path, form: str, folder: Path, *options: str) -> list[Path]:
    """What LibreOffice makes of `source`, with a profile of its own."""
    assert OFFICE is not None
    out = folder / "out"
    subprocess.run(
        [OFFICE, "--headless", f"-env:UserInstallation=file://{folder / 'profile'}", *options, "--convert-to", form,
         "--outdir", str(out), str(source)],
        capture_output=True, check=True, timeout=180,
    )  # fmt: skip
    return sorted(out.iterdir())


def test_the_workbook_opens_with_every_text_as_written(tmp_path: Path) -> None:
    source = tmp_path / "ledger.xlsx"
    source.write_bytes(xlsx_bytes(report()))
    (again,) = converted(source, "xlsx", tmp_path)
    written, opened = load_workbook(source), load_workbook(again)
    assert opened.sheetnames == written.sheetnames
    for sheet in written:
        cells = [cell for row in opened[sheet.title].iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert [cell.value for cell in cells] == [
            cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
        ]
        assert opened[sheet.title].page_setup.orientation == "landscape"
        assert opened[sheet.title].print_title_rows == sheet.print_title_rows
    assert opened["按单位"]["A6"].hyperlink.location


def test_the_csv_opens_with_no_formula(tmp_path: Path) -> None:
    source = tmp_path / "ledger.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        write_csv(report(), file)
    (again,) = converted(source, "xlsx", tmp_path, UTF8_COMMAS)
    cells = [cell for row in load_workbook(again).active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    with source.open(encoding="utf-8-sig", newline="") as file:
        written = [text for row in csv.reader(file) for text in row if text]
    assert [cell.value for cell in cells] == written


def test_the_workbook_prints(tmp_path: Path) -> None:
    source = tmp_path / "ledger.xlsx"
    source.write_bytes(xlsx_bytes(report()))
    (printed,) = converted(source, "pdf", tmp_path)
    assert printed.read_bytes().startswith(b"%PDF-")
