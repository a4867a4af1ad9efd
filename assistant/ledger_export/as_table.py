"""The ledger as a table for a terminal or a text file."""

from collections.abc import Iterator
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant import ledger
from assistant.ledger_export.columns import columns, columns_in_use, lines
from assistant.ledger_export.report import Report, head_lines, word
from documents.printable import one_line
from documents.tasks import Task

FILE_WIDTH = 160
"""Columns of a table that does not go to a terminal."""


def write_table(report: Report, file: TextIO) -> None:
    """The view with its source, filters and note above it; a unit stands once, with its counts."""
    rows = tuple(report.rows)
    console = Console(file=file, highlight=False, width=None if file.isatty() else FILE_WIDTH)
    for text in head_lines(report, report.view, rows):
        console.print(Text(one_line(text)), soft_wrap=True)
    if not rows:
        return
    kept = columns_in_use(report, report.view, rows)
    headings = [column.heading for column in columns(report)]
    table = Table(show_lines=report.view != "unit")
    for number in kept:
        table.add_column(headings[number], overflow="fold")
    for cells in _cells(report, rows):
        if cells[0]:
            table.add_section()
        table.add_row(*(Text(cells[number]) for number in kept))
    console.print(table)


def _cells(report: Report, rows: tuple[Task, ...]) -> Iterator[list[str]]:
    """The texts of each line; by unit, the name with its counts on the unit's first line alone."""
    counts = _counts(report, rows) if report.view == "unit" else {}
    previous = None
    for line in lines(report, rows=rows):
        name, *rest = map(one_line, line)
        if line[0] in counts:
            name = "" if line[0] == previous else f"{name}\n{counts[line[0]]}"
        previous = line[0]
        yield [name, *rest]


def _counts(report: Report, rows: tuple[Task, ...]) -> dict[str, str]:
    """Unit → its number of duties, by role."""
    loads = (view.workload for view in ledger.by_unit(rows, report.wanted.units, report.wanted.role))
    return {
        load.unit: word("counts", total=load.total, led=load.led, supported=load.supported, joint=load.joint)
        for load in loads
    }
