"""The ledger as a workbook that can be forwarded: by unit, by clause, and a sheet for each unit, linked."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from tempfile import gettempdir

from lxml.etree import LxmlError
from openpyxl import Workbook

from assistant import ledger
from assistant.errors import BadOutput
from assistant.ledger import Matrix, UnitDuties
from assistant.ledger_export.columns import COLUMNS, Column, columns, columns_in_use, duty_line, lines, with_note
from assistant.ledger_export.report import Report, View, filters_said, head_lines, source_line, view_title, word
from assistant.ledger_export.sheet import MAX_ROWS, Sheet, place, sheet_name
from documents.tasks import Task

MAX_UNIT_SHEETS = 200
MAX_UNIT_ROWS = 20_000
"""Rows on all unit sheets together; units beyond it are linked to their row on the sheet by unit."""
BARE_FROM = 20_000
"""Rows from which a sheet is written bare: nobody prints it, and 100,000 with frames took 39 s on a busy machine."""
PARTNERS_SHOWN = 3

_UNIT_COLUMNS = (
    Column("unit", 30),
    *(Column(key, 10) for key in ("tasks", "led", "supported", "shared")),
    Column("partners", 70),
)
_UNIT_KEYS = ("lead", "support", "joint")

Units = Sequence[UnitDuties[Task]]


def xlsx_bytes(report: Report) -> bytes:
    """The workbook's file; its sheets are by unit, by clause, the view asked for if another, gaps if any, units.

    Raises BadOutput where a sheet cannot hold the rows, or the folder for temporary files is full.
    """
    rows, gaps = tuple(report.tasks), tuple(report.gaps)
    if len(rows) > MAX_ROWS - len(head_lines(report, "clause", rows)) - 1:
        raise BadOutput(f"{len(rows)} clauses: a sheet holds {MAX_ROWS} rows; filter them, or use --format csv")
    book = Workbook(write_only=True)
    file = BytesIO()  # not the disk: openpyxl leaves its archive open where writing fails
    try:
        _fill(book, report, rows, gaps)
        book.save(file)
    except (OSError, LxmlError) as error:
        _abandon(book)
        raise BadOutput(
            f"the workbook cannot be written in {gettempdir()} ({error}); make room there or set TMPDIR"
        ) from error
    return file.getvalue()


def _fill(book: Workbook, report: Report, rows: Sequence[Task], gaps: Sequence[Task]) -> None:
    units = ledger.by_unit(rows, report.wanted.units, report.wanted.role)
    book.properties.title, book.properties.creator = word("title"), ""
    names = _sheet_names(units)
    links = _links(units, names, len(head_lines(report, "unit", rows)) + 2)
    _by_unit_sheet(book, report, rows, units, links)
    _by_clause_sheet(book, report, rows, links)
    further: dict[View, Sequence[Task]] = {"gap": gaps} if gaps else {}
    if report.view in ("group", "document", "gap"):
        further[report.view] = gaps if report.view == "gap" else rows
    for view, held in further.items():
        _plain_sheet(book, report, view, held)
    kept = columns_in_use(report, "unit", rows)[1:]
    for duties in units:
        if duties.unit in names:
            _unit_sheet(book, names[duties.unit], report, duties, kept)
    book.active = book.sheetnames.index(view_title(report.view))


def _abandon(book: Workbook) -> None:
    """Ends what openpyxl left open: else each half-written sheet prints a traceback when it is forgotten."""
    for sheet in book.worksheets:
        with suppress(Exception):
            sheet.close()


def _sheet_names(units: Units) -> dict[str, str]:
    """Unit → the name of its sheet, for as many of the busiest as are given one."""
    taken = {view_title(view).casefold() for view in COLUMNS}
    names: dict[str, str] = {}
    written = 0
    for duties in units[:MAX_UNIT_SHEETS]:
        written += len(duties.held)
        if written > MAX_UNIT_ROWS:
            break
        names[duties.unit] = sheet_name(duties.unit, taken)
    return names


def _links(units: Units, names: Mapping[str, str], first_row: int) -> dict[str, str]:
    """Unit → its sheet, else its row on the sheet by unit."""
    rows = {duties.unit: place(view_title("unit"), row) for row, duties in enumerate(units, first_row)}
    return rows | {unit: place(name, 1) for unit, name in names.items()}


def _by_unit_sheet(
    book: Workbook, report: Report, rows: Sequence[Task], units: Units, links: Mapping[str, str]
) -> None:
    sheet = Sheet(book, view_title("unit"), head_lines(report, "unit", rows), _UNIT_COLUMNS)
    matrix = ledger.matrix(rows)
    for duties in units:
        load = duties.workload
        counts = (load.total, load.led, load.supported, load.joint)
        sheet.add((duties.unit, *counts, _partners(matrix, duties.unit)), {0: links[duties.unit]})
    sheet.finish()


def _partners(matrix: Matrix, unit: str) -> str:
    most = matrix.partners(unit)[:PARTNERS_SHOWN]
    return "、".join(word("partner", unit=other, count=count) for other, count in most)


def _by_clause_sheet(book: Workbook, report: Report, rows: Sequence[Task], links: Mapping[str, str]) -> None:
    """A cell that holds one unit alone is linked to its sheet."""
    sheet, kept = _sheet(book, report, "clause", rows)
    with_units = {place_ for place_, number in enumerate(kept) if columns(report, "clause")[number].key in _UNIT_KEYS}
    for line in lines(report, "clause", rows):
        cells = [line[number] for number in kept]
        sheet.add(cells, {place_: links[cells[place_]] for place_ in with_units if cells[place_] in links})
    sheet.finish()


def _plain_sheet(book: Workbook, report: Report, view: View, rows: Sequence[Task]) -> None:
    sheet, kept = _sheet(book, report, view, rows)
    for line in lines(report, view, rows):
        sheet.add([line[number] for number in kept])
    sheet.finish()


def _sheet(book: Workbook, report: Report, view: View, rows: Sequence[Task]) -> tuple[Sheet, list[int]]:
    """The sheet of a view, and the places of the view's columns that it has."""
    kept = columns_in_use(report, view, rows)
    head = head_lines(report, view, rows)
    shown = [columns(report, view)[number] for number in kept]
    return Sheet(book, view_title(view), head, shown, bare=len(rows) >= BARE_FROM), kept


def _unit_sheet(book: Workbook, name: str, report: Report, duties: UnitDuties[Task], kept: Sequence[int]) -> None:
    """The unit's name, its counts and its duties, with a link back. `kept`: places among the columns by unit."""
    load = duties.workload
    counts = word("counts", total=load.total, led=load.led, supported=load.supported, joint=load.joint)
    source = source_line(report, [task for task, _ in duties.held])
    head = (duties.unit, counts, source, filters_said(report.wanted), word("note"))
    sheet = Sheet(book, name, head, [columns(report, "unit")[number] for number in kept], back=view_title("unit"))
    for task, held in duties.held:
        line = with_note(report, "unit", task, (duties.unit, *duty_line(task, held)))
        sheet.add([line[number] for number in kept])
    sheet.finish()
