"""The ledger as JSON, one object a line inside one list. By clause it is the contract's object, exactly."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TextIO

from assistant import ledger
from assistant.ledger_export.report import Report, View
from assistant.ledger_filter import LedgerFilter
from documents.notes import Note
from documents.printable import printable_json
from documents.tasks import Task

Item = dict[str, Any]


def write_json(report: Report, file: TextIO) -> None:
    """A list of the view's objects, streamed."""
    file.writelines(json_pieces(report))


def json_pieces(report: Report) -> Iterator[str]:
    """The file's text, an object at a time."""
    separator = "[\n"
    for item in items(report):
        yield separator + printable_json(item, indent=None)
        separator = ",\n"
    yield "\n]\n" if separator == ",\n" else "[]\n"


def items(report: Report) -> Iterator[Item]:
    """The objects of the list that `write_json` writes; a task's object has its `progress` where notes are shown."""
    found = _ITEMS[report.view](report.rows, report.wanted)
    return found if report.notes is None else (_with_progress(item, report.notes) for item in found)


def _with_progress(item: Item, notes: Mapping[tuple[str, str], Note]) -> Item:
    """`progress` is null where nothing was noted."""
    inner = {
        key: [_with_progress(one, notes) for one in item[key]] for key in ("duties", "clauses") if _holds(item, key)
    }
    if inner:
        return {**item, **inner}
    if "document" not in item or "locator" not in item:
        return item
    note = notes.get((item["document"], item["locator"]))
    said = {"status": note.status, "note": note.note, "who": note.who, "when": note.when} if note else None
    return {**item, "progress": said}


def _holds(item: Item, key: str) -> bool:
    return isinstance(item.get(key), list)


def clause_item(task: Task) -> Item:
    """`deadline` is null where the text has none."""
    return {
        "document": task.document,
        "locator": task.locator,
        "title": task.title,
        "units": [{"unit": held.unit, "role": held.role, "basis": held.basis} for held in task.units],
        "deadline": task.deadline or None,
    }


def _by_clause(rows: Iterable[Task], _wanted: LedgerFilter) -> Iterator[Item]:
    return map(clause_item, rows)


def _by_unit(rows: Iterable[Task], wanted: LedgerFilter) -> Iterator[Item]:
    for view in ledger.by_unit(rows, wanted.units, wanted.role):
        load = view.workload
        duties = [
            {
                "document": task.document,
                "locator": task.locator,
                "title": task.title,
                "role": held.role,
                "basis": held.basis,
                "deadline": task.deadline or None,
            }
            for task, held in view.held
        ]
        counts = {"clauses": load.total, "led": load.led, "supported": load.supported, "joint": load.joint}
        yield {"unit": view.unit, **counts, "duties": duties}


def _by_group(rows: Iterable[Task], _wanted: LedgerFilter) -> Iterator[Item]:
    for group in ledger.by_group(rows):
        place = {"document": group.document, "locator": group.locator, "title": group.rows[0].heading}
        yield {**place, "units": ledger.every_unit(group.rows), "clauses": list(map(clause_item, group.rows))}


def _by_document(rows: Iterable[Task], _wanted: LedgerFilter) -> Iterator[Item]:
    for group in ledger.by_document(rows):
        first = group.rows[0]
        about = {"document": group.document, "title": first.document_title, "date": first.document_date}
        due = sum(1 for task in group.rows if task.deadlines)
        yield {**about, "clauses": len(group.rows), "units": ledger.every_unit(group.rows), "with_deadline": due}


def _gaps(rows: Iterable[Task], _wanted: LedgerFilter) -> Iterator[Item]:
    for task in rows:
        yield {"document": task.document, "locator": task.locator, "title": task.title, "heading": task.heading}


_ITEMS: Mapping[View, Callable[[Iterable[Task], LedgerFilter], Iterator[Item]]] = {
    "clause": _by_clause,
    "unit": _by_unit,
    "group": _by_group,
    "document": _by_document,
    "gap": _gaps,
}
