"""The ledger as CSV that Excel and WPS open right: UTF-8 with its mark, every cell quoted, no cell a formula."""

import csv
from typing import TextIO

from assistant.ledger_export.columns import COLUMNS, lines, shown, starts_formula
from assistant.ledger_export.report import Report

BYTE_ORDER_MARK = "\ufeff"


def write_csv(report: Report, file: TextIO) -> None:
    """The view's heading and a line a row, streamed. `file` is UTF-8 and opened with newline=''."""
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow([column.heading for column in COLUMNS[report.view]])
    writer.writerows(map(safe_cell, line) for line in lines(report.view, report.rows, report.wanted))


def safe_cell(text: str) -> str:
    """`text` led by an apostrophe where a spreadsheet would compute it."""
    clean = shown(text)
    return f"'{clean}" if starts_formula(clean) else clean
