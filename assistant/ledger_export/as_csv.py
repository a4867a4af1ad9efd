"""The ledger as CSV that Excel and WPS open right: UTF-8 with its mark, every cell quoted, no cell a formula."""

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import chain
from typing import TextIO

from assistant.ledger_export.columns import columns, lines, shown, starts_formula
from assistant.ledger_export.report import Report

BYTE_ORDER_MARK = "\ufeff"


def write_csv(report: Report, file: TextIO) -> None:
    """The view's heading and a line a row, streamed. `file` is UTF-8 and opened with newline=''."""
    file.writelines(csv_pieces(report))


def csv_pieces(report: Report) -> Iterator[str]:
    """The file's text, a line at a time."""
    line = StringIO()
    writer = csv.writer(line, quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK
    headings = [column.heading for column in columns(report)]
    for cells in chain([headings], (map(safe_cell, cells) for cells in lines(report))):
        writer.writerow(cells)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def safe_cell(text: str) -> str:
    """`text` led by an apostrophe where a spreadsheet would compute it."""
    clean = shown(text)
    return f"'{clean}" if starts_formula(clean) else clean
