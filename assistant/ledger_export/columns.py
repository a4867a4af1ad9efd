"""Every view of the ledger as columns and lines of text, the same for a terminal, CSV and a workbook."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant import ledger
from assistant.ledger_export.report import Report, View, role_word, standing_word, word
from assistant.ledger_filter import LedgerFilter
from assistant.office_time import office_minute
from assistant.told_apart import marked
from documents.model import Responsibility, Role
from documents.printable import printable
from documents.tasks import Task

TITLE_LENGTH = 48
"""Characters shown of a clause that has no title of its own."""
_FORMULA_STARTS = frozenset("=+-@")


@dataclass(frozen=True)
class Column:
    """`key` names its heading; `width` is in columns of a terminal or a sheet, a Chinese character taking two."""

    key: str
    width: int

    @property
    def heading(self) -> str:
        return word(self.key)


Line = tuple[str, ...]
_Lines = Iterator[tuple[Task, Line]]
"""Each line with the row it is of, or the first of its rows."""
_PLACE = (Column("document", 24), Column("locator", 12), Column("task", 34))
_ISSUER = Column("issuer", 24)
"""Which of two offices of one name is meant is told by whose document it is."""
COLUMNS: Mapping[View, tuple[Column, ...]] = {
    "clause": (
        *_PLACE,
        Column("lead", 20),
        Column("support", 34),
        Column("joint", 30),
        Column("basis", 12),
        Column("deadline", 18),
        _ISSUER,
    ),
    "unit": (
        Column("unit", 22),
        Column("role", 10),
        Column("basis", 12),
        *_PLACE,
        Column("others", 34),
        Column("deadline", 18),
        _ISSUER,
    ),
    "group": (
        *_PLACE[:2],
        Column("heading", 34),
        Column("tasks", 8),
        Column("units", 12),
        Column("lead", 34),
        Column("others", 40),
        _ISSUER,
    ),
    "document": (
        Column("document", 50),
        Column("date", 18),
        *(Column(key, 16) for key in ("tasks", "units", "due")),
        _ISSUER,
    ),
    "gap": (*_PLACE, Column("heading", 34), _ISSUER),
}
_NOTED: frozenset[View] = frozenset({"clause", "unit", "gap"})
"""Views with a line for a task."""
_NOTE_COLUMNS = (Column("status", 10), Column("note_words", 40), Column("who", 14), Column("when", 26))


def columns(report: Report, view: View | None = None) -> tuple[Column, ...]:
    """The columns of the view (the report's own where none is named), with those of the notes where they are shown."""
    shown_view = view or report.view
    return COLUMNS[shown_view] + (_NOTE_COLUMNS if report.notes is not None and shown_view in _NOTED else ())


def lines(report: Report, view: View | None = None, rows: Iterable[Task] | None = None) -> Iterator[Line]:
    """One line of texts for each row of the view. By clause and gaps stream; the others hold all rows first."""
    shown_view = view or report.view
    found = _LINES[shown_view](report.rows if rows is None else rows, report.wanted)
    return (with_note(report, shown_view, task, line) for task, line in found)


def with_note(report: Report, view: View, task: Task, line: Line) -> Line:
    """The line of a row with what is known beside it: what tells its document from others of that title, whether it
    is in force, who issued it, and the task's last note."""
    standing = standing_word(report, task.document)
    mark = report.marks.get(task.document, "")
    if standing or mark:
        at = next(number for number, column in enumerate(COLUMNS[view]) if column.key == "document")
        told = marked(line[at], mark) + (word("standing_beside", standing=standing) if standing else "")
        line = (*line[:at], told, *line[at + 1 :])
    line = (*line, report.issuer(task.document))
    if report.notes is None or view not in _NOTED:
        return line
    note = report.notes.get((task.document, task.locator))
    noted = (word(f"status_{note.status}"), note.note, note.who, office_minute(note.when)) if note else ("",) * 4
    return (*line, *noted)


def columns_in_use(report: Report, view: View, rows: Iterable[Task]) -> list[int]:
    """Places of the columns that tell something: documents and issuers where there are several, joint units where
    there are any.

    CSV has them all, so that every file of a view is alike.
    """
    documents: set[str] = set()
    joint = False
    for task in rows:
        documents.add(task.document)
        joint = joint or any(held.role == "joint" for held in task.units)
    silent = {"document", "issuer"} if len(documents) == 1 and view != "document" else set()
    silent |= set() if any(map(report.issuer, documents)) else {"issuer"}
    silent |= set() if joint else {"joint"}
    return [number for number, column in enumerate(columns(report, view)) if column.key not in silent]


def shown(text: str) -> str:
    """`text` without control or invisible characters, which are written as escapes; line feed and tab stay."""
    return text if text.isprintable() else printable(text)


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet may take `text` for a formula (full-width and small signs fold to ASCII) or break it.

    Source: OWASP, CSV injection.
    """
    first = text.lstrip()[:1]
    return text[:1] in ("\t", "\r", "\n") or unicodedata.normalize("NFKC", first)[:1] in _FORMULA_STARTS


def shown_title(task: Task) -> str:
    """The clause's title, or the beginning of its text where it has none."""
    text = " ".join(task.text.split())
    return task.title or (text[:TITLE_LENGTH] + word("more") if len(text) > TITLE_LENGTH else text)


def in_role(task: Task, role: Role) -> str:
    """The names of the row's units in that role, in order."""
    return "、".join(held.unit for held in task.units if held.role == role)


def basis_word(held: Responsibility) -> str:
    """What a unit's role is read from."""
    return word(f"basis_first_listed_{held.role}" if held.basis == "first_listed" else f"basis_{held.basis}")


def duty_line(task: Task, held: Responsibility) -> Line:
    """One unit's part in one row, without the unit's own name."""
    others = "、".join(other.unit for other in task.units if other.unit != held.unit)
    return (role_word(held.role), basis_word(held), *_place(task), others, task.deadline)


def _place(task: Task) -> Line:
    return task.document_title, task.locator, shown_title(task)


def _by_clause(rows: Iterable[Task], _wanted: LedgerFilter) -> _Lines:
    for task in rows:
        first = next((held for held in task.units if held.role == "lead"), task.units[0])
        roles = (in_role(task, "lead"), in_role(task, "support"), in_role(task, "joint"))
        yield task, (*_place(task), *roles, basis_word(first), task.deadline)


def _by_unit(rows: Iterable[Task], wanted: LedgerFilter) -> _Lines:
    for view in ledger.by_unit(rows, wanted.units, wanted.role):
        for task, held in view.held:
            yield task, (view.unit, *duty_line(task, held))


def _by_group(rows: Iterable[Task], _wanted: LedgerFilter) -> _Lines:
    for group in ledger.by_group(rows):
        first = group.rows[0]
        leads = _distinct(group.rows, "lead")
        others = [unit for unit in ledger.every_unit(group.rows) if unit not in leads]
        place = (first.document_title, group.locator, first.heading or first.document_title)
        counts = (str(len(group.rows)), str(len(leads) + len(others)))
        yield first, (*place, *counts, "、".join(leads), "、".join(others))


def _distinct(rows: Iterable[Task], role: Role) -> list[str]:
    return list(dict.fromkeys(held.unit for task in rows for held in task.units if held.role == role))


def _by_document(rows: Iterable[Task], _wanted: LedgerFilter) -> _Lines:
    for group in ledger.by_document(rows):
        first = group.rows[0]
        counts = (len(group.rows), len(ledger.every_unit(group.rows)), _due(group.rows))
        yield first, (first.document_title, first.document_date or word("no_date"), *map(str, counts))


def _due(rows: Sequence[Task]) -> int:
    return sum(1 for task in rows if task.deadlines)


def _gaps(rows: Iterable[Task], _wanted: LedgerFilter) -> _Lines:
    for task in rows:
        yield task, (*_place(task), task.heading or task.document_title)


_LINES: Mapping[View, Callable[[Iterable[Task], LedgerFilter], _Lines]] = {
    "clause": _by_clause,
    "unit": _by_unit,
    "group": _by_group,
    "document": _by_document,
    "gap": _gaps,
}
