"""The ledger as a table for a terminal or a text file."""

from itertools import groupby
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant import ledger
from assistant.ledger_export.columns import COLUMNS, lines
from assistant.ledger_export.report import Report, head_lines, word
from documents.printable import one_line
from documents.tasks import Task

FILE_WIDTH = 160
"""Columns of a table that does not go to a terminal."""


def write_table(report: Report, file: TextIO) -> None:
    """The view with its source, filters and note above it; a unit stands once, with its counts."""
    rows = tuple(report.rows)
    console = Console(file=file, highlight=False, width=None if file.isatty() else FILE_WIDTH)
    for line in head_lines(report.view, rows, report.wanted):
        console.print(Text(one_line(line)), soft_wrap=True)
    if not rows:
        return
    by_unit = report.view == "unit"
    counts = _counts(report, rows) if by_unit else {}
    table = Table(*(column.heading for column in COLUMNS[report.view]), show_lines=not by_unit)
    for name, printed in groupby(lines(report.view, rows, report.wanted), key=lambda line: line[0]):
        for number, line in enumerate(printed):
            first = [Text(one_line(name))]
            if by_unit:
                first = [Text("")] if number else [Text(f"{one_line(name)}\n{counts[name]}")]
            table.add_row(*first, *(Text(one_line(cell)) for cell in line[1:]))
        table.add_section()
    console.print(table)


def _counts(report: Report, rows: tuple[Task, ...]) -> dict[str, str]:
    """Unit → its number of duties, by role."""
    loads = (view.workload for view in ledger.by_unit(rows, report.wanted.units, report.wanted.role))
    return {
        load.unit: word("counts", total=load.total, led=load.led, supported=load.supported, joint=load.joint)
        for load in loads
    }
