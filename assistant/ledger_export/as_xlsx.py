"""The ledger as a workbook that can be forwarded: by unit, by clause, and a sheet for each unit, linked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from assistant import ledger
from assistant.errors import BadOutput
from assistant.ledger import Matrix, UnitDuties
from assistant.ledger_export.columns import COLUMNS, Column, Line, duty_line, lines
from assistant.ledger_export.report import Report, View, head_lines, view_title, word
from assistant.ledger_export.sheet import MAX_ROWS, Sheet, place, sheet_name
from documents.tasks import Task

MAX_UNIT_SHEETS = 200
MAX_UNIT_ROWS = 20_000
"""Rows on all unit sheets together; units beyond it are linked to their row on the sheet by unit."""
PARTNERS_SHOWN = 3

_UNIT_COLUMNS = (
    Column("unit", 30),
    *(Column(key, 10) for key in ("tasks", "led", "supported", "shared")),
    Column("partners", 60),
)
_LEAD, _JOINT = 3, 5
"""Places of the leading and of the joint units among the columns by clause."""

Units = Sequence[UnitDuties[Task]]


def write_xlsx(report: Report, path: Path) -> None:
    """Writes the workbook; its sheets are by unit, by clause, the view asked for if another, gaps if any, units.

    Raises BadOutput where a sheet cannot hold the rows.
    """
    rows, gaps = tuple(report.tasks), tuple(report.gaps)
    if len(rows) > MAX_ROWS - len(head_lines("clause", rows, report.wanted)) - 1:
        raise BadOutput(f"{len(rows)} clauses: a sheet holds {MAX_ROWS} rows; filter them, or use --format csv")
    units = ledger.by_unit(rows, report.wanted.units, report.wanted.role)
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = word("title"), ""
    names = _sheet_names(units)
    links = _links(units, names, len(head_lines("unit", rows, report.wanted)) + 2)
    _by_unit_sheet(book, report, rows, units, links)
    _by_clause_sheet(book, report, rows, links)
    further: dict[View, Sequence[Task]] = {"gap": gaps} if gaps else {}
    if report.view in ("group", "document", "gap"):
        further[report.view] = gaps if report.view == "gap" else rows
    for view, held in further.items():
        _plain_sheet(book, report, view, held)
    for duties in units:
        if duties.unit in names:
            _unit_sheet(book, names[duties.unit], report, duties)
    book.active = book.sheetnames.index(view_title(report.view))
    book.save(path)


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
    sheet = Sheet(book, view_title("unit"), head_lines("unit", rows, report.wanted), _UNIT_COLUMNS)
    matrix = ledger.matrix(rows)
    for duties in units:
        load = duties.workload
        counts = (load.total, load.led, load.supported, load.joint)
        sheet.add((duties.unit, *counts, _partners(matrix, duties.unit)), {0: links[duties.unit]})
    sheet.finish(len(_UNIT_COLUMNS))


def _partners(matrix: Matrix, unit: str) -> str:
    most = matrix.partners(unit)[:PARTNERS_SHOWN]
    return "、".join(word("partner", unit=other, count=count) for other, count in most)


def _by_clause_sheet(book: Workbook, report: Report, rows: Sequence[Task], links: Mapping[str, str]) -> None:
    """A cell that holds one unit alone is linked to its sheet; a column for joint units stands only where there are."""
    kept = [number for number in range(len(COLUMNS["clause"])) if number != _JOINT or _any_joint(rows)]
    sheet = Sheet(
        book,
        view_title("clause"),
        head_lines("clause", rows, report.wanted),
        [COLUMNS["clause"][number] for number in kept],
    )
    for line in lines("clause", rows, report.wanted):
        cells = [line[number] for number in kept]
        sheet.add(
            cells, {place_: links[cell] for place_, cell in enumerate(cells) if place_ >= _LEAD and cell in links}
        )
    sheet.finish(len(kept))


def _any_joint(rows: Iterable[Task]) -> bool:
    return any(held.role == "joint" for task in rows for held in task.units)


def _plain_sheet(book: Workbook, report: Report, view: View, rows: Sequence[Task]) -> None:
    sheet = Sheet(book, view_title(view), head_lines(view, rows, report.wanted), COLUMNS[view])
    for line in lines(view, rows, report.wanted):
        sheet.add(line)
    sheet.finish(len(COLUMNS[view]))


def _unit_sheet(book: Workbook, name: str, report: Report, duties: UnitDuties[Task]) -> None:
    """The unit's name, its counts and its duties, with a link back."""
    load = duties.workload
    counts = word("counts", total=load.total, led=load.led, supported=load.supported, joint=load.joint)
    rows = [task for task, _ in duties.held]
    _, *head = head_lines("unit", rows, report.wanted)
    columns = COLUMNS["unit"][1:]
    sheet = Sheet(book, name, (duties.unit, counts, *head), columns, back=view_title("unit"))
    for line in _duties(duties):
        sheet.add(line)
    sheet.finish(len(columns))


def _duties(duties: UnitDuties[Task]) -> Iterator[Line]:
    return (duty_line(task, held) for task, held in duties.held)
