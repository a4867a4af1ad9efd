"""What a page shows for what was asked: the rows that pass, or the reason why none does, with ways on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from rapidfuzz import fuzz, process

from assistant.ledger_book import Rows
from assistant.ledger_filter import LedgerFilter, alone, units_meant
from assistant.ledger_link import LedgerAsked
from assistant.ledger_sort import sorted_rows
from documents.model import Role
from documents.notes import NOTE_STATUSES, Note
from documents.standing import Standing
from documents.tasks import Task
from documents.units import unit_lexicon

ROLES: tuple[Role, ...] = get_args(Role)
IN_FORCE = ("yes", "no", "all")
VIEWS = ("chart", "gaps")
CLOSEST_DOCUMENTS = 5
Why = Literal[
    "empty_library",
    "no_duties",
    "unknown_unit",
    "unknown_document",
    "unknown_role",
    "unknown_in_force",
    "unknown_status",
    "unknown_view",
    "none_in_force",
    "all_in_force",
    "nothing",
]

CHOICES: Mapping[Why, tuple[str, tuple[str, ...]]] = {
    "unknown_role": ("role", ROLES),
    "unknown_in_force": ("in_force", IN_FORCE),
    "unknown_status": ("status", NOTE_STATUSES),
    "unknown_view": ("view", VIEWS),
}
"""What is wrong with a value that none of the choices has → the part of the view, and its choices."""


@dataclass(frozen=True)
class LeftOut:
    """What is no longer in force and not shown: how many documents, and their clauses that would pass."""

    documents: int = 0
    clauses: int = 0


@dataclass(frozen=True)
class Alone:
    """A part of the filter by itself: which, what it asks, how many clauses it fits, and the view of only that."""

    part: str
    value: str
    clauses: int
    asked: LedgerAsked


@dataclass(frozen=True)
class Problem:
    """Why nothing is shown. `name`: what was not found; `closest`: what there is instead, each as a view."""

    why: Why
    name: str = ""
    closest: tuple[tuple[str, LedgerAsked], ...] = ()
    alone: tuple[Alone, ...] = ()
    left_out: LeftOut = LeftOut()

    @property
    def status(self) -> int:
        """Of HTTP: nothing of that name (404), no such choice (400), or a question without an answer (200)."""
        if self.why in ("unknown_unit", "unknown_document"):
            return 404
        return 400 if self.why.startswith("unknown") else 200


@dataclass(frozen=True)
class Found:
    """The rows that pass, in the order asked for."""

    asked: LedgerAsked
    wanted: LedgerFilter
    rows: tuple[Task, ...]
    left_out: LeftOut


def look_up(
    rows: Rows,
    asked: LedgerAsked,
    standings: Mapping[str, Standing],
    notes: Mapping[tuple[str, str], Note] | None = None,
) -> Found | Problem:
    """The rows of the view that is asked for. `notes`: the last of each task, where the reader may see them."""
    read = read_filter(rows, asked)
    if isinstance(read, Problem):
        return read
    gone = frozenset(name for name, standing in standings.items() if not standing.in_force)
    wanted = replace(read, without=_without(rows, asked, gone))
    passing = _with_status(rows.select(wanted), asked.status, notes)
    left = LeftOut()
    if wanted.without and not asked.in_force:
        left = _left_out(_with_status(rows.select(read), asked.status, notes), wanted.without)
    if not passing:
        return _nothing(rows, asked, wanted, left)
    return Found(asked, wanted, sorted_rows(passing, asked.sort), left)


def read_filter(rows: Rows, asked: LedgerAsked) -> LedgerFilter | Problem:
    """The filter that is asked for, its names resolved; the problem where one of them is not known."""
    problem = _without_duties(rows) or _unknown_document(rows, asked) or _unknown_choice(asked)
    if problem:
        return problem
    units = units_meant(asked.unit, rows.units) if asked.unit else ()
    if asked.unit and not units:
        return _unknown_unit(rows, asked.unit, lambda name: asked.changed(unit=name))
    beside = units_meant(asked.beside, rows.units) if asked.beside else ()
    if asked.beside and not beside:
        return _unknown_unit(rows, asked.beside, lambda name: asked.changed(beside=name))
    role = next((role for role in ROLES if role == asked.role), None)
    return LedgerFilter(asked.document, units, role, asked.keyword, beside, asked.group, asked.deadline)


def _without_duties(rows: Rows) -> Problem | None:
    if rows.units:
        return None
    return Problem("no_duties" if rows.leaves else "empty_library")


def _unknown_choice(asked: LedgerAsked) -> Problem | None:
    """A value that none of the choices has: an address mistyped must not show everything."""
    for why, (part, known) in CHOICES.items():
        value = getattr(asked, part)
        if value and value not in known:
            return Problem(why, value, tuple((one, asked.changed(**{part: one})) for one in known))
    return None


def _unknown_unit(rows: Rows, name: str, view: Callable[[str], LedgerAsked]) -> Problem:
    closest = unit_lexicon().closest(name, rows.units)
    return Problem("unknown_unit", name, tuple((unit, view(unit)) for unit in closest))


def _unknown_document(rows: Rows, asked: LedgerAsked) -> Problem | None:
    if not asked.document or asked.document in rows.leaves:
        return None
    found = process.extract(asked.document, list(rows.leaves), scorer=fuzz.ratio, limit=CLOSEST_DOCUMENTS)
    closest = tuple((name, asked.changed(document=name)) for name, _, _ in found)
    return Problem("unknown_document", asked.document, closest)


def _with_status(rows: tuple[Task, ...], status: str, notes: Mapping[tuple[str, str], Note] | None) -> tuple[Task, ...]:
    """Rows whose last note has that status; all where none is asked for, or the reader may see no notes."""
    if not status or notes is None:
        return rows
    return tuple(task for task in rows if (note := notes.get((task.document, task.locator))) and note.status == status)


def _without(rows: Rows, asked: LedgerAsked, gone: frozenset[str]) -> frozenset[str]:
    """Documents that are not shown: none of one that is named, or where all are asked for."""
    if asked.in_force == "no":
        return frozenset(rows.leaves) - gone
    if asked.in_force == "yes":
        return gone
    return gone if not asked.in_force and not asked.document else frozenset()


def _left_out(passing: tuple[Task, ...], without: frozenset[str]) -> LeftOut:
    documents = [task.document for task in passing if task.document in without]
    return LeftOut(len(set(documents)), len(documents))


def _nothing(rows: Rows, asked: LedgerAsked, wanted: LedgerFilter, left: LeftOut) -> Problem:
    """What was left out as not in force, else each part of the filter alone where they contradict each other."""
    if left.documents:
        return Problem("none_in_force", left_out=left)
    if wanted.without == frozenset(rows.leaves):
        return Problem("all_in_force")
    parts = [
        Alone(part, value, len(rows.select(one)), LedgerAsked(**{_asked_part(part): value}))
        for part, one in alone(wanted)
        if (value := asked_value(asked, part))
    ]
    return Problem("nothing", alone=tuple(parts))


def asked_value(asked: LedgerAsked, part: str) -> str:
    """What was asked by a part of the filter, as it was written."""
    return str(getattr(asked, _asked_part(part)))


def _asked_part(part: str) -> str:
    return "unit" if part == "units" else part
