"""Which part of the ledger is wanted: read from what a person wrote, applied to rows, explained when nothing fits."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant import ledger
from assistant.errors import NothingFits, UnknownUnit
from assistant.mentions import find_mentions
from assistant.words import fold
from documents.catalog import Catalogue
from documents.model import Responsibility, Role
from documents.tasks import Task, TaskQuery
from documents.units import unit_lexicon

ANY, NONE = "any", "none"
"""Deadlines asked for: whichever, or none at all. Other values are words of the deadline."""
PARTS = ("document", "units", "beside", "role", "group", "keyword", "deadline")
"""The parts of a filter that a person asks by, in the order they are told of."""


@dataclass(frozen=True)
class LedgerFilter:
    """What a row must meet; an empty value asks for nothing. One and the same unit must hold the role."""

    document: str = ""
    units: tuple[str, ...] = ()
    """Names as documents write them; any of them does."""
    role: Role | None = None
    keyword: str = ""
    """Stands in the clause's title, words or units; width, case and white space do not count."""
    beside: tuple[str, ...] = ()
    """The clause must also name any of these."""
    group: str = ""
    """A locator, for that clause and all below it; else words of the heading."""
    deadline: str = ""
    """`any`, `none`, else words of the deadline."""
    without: frozenset[str] = frozenset()
    """Documents that are left out: those no longer in force, where nobody asks for them."""

    @property
    def query(self) -> TaskQuery:
        """What the catalogue can leave out by itself."""
        return TaskQuery(document=self.document or None, units=self.units)

    @property
    def given(self) -> tuple[str, ...]:
        """The names of the parts that ask for something."""
        return tuple(part for part in PARTS if getattr(self, part))

    def holds(self, held: Responsibility) -> bool:
        """Whether this one entry of a row is asked for."""
        return (not self.units or held.unit in self.units) and self.role in (None, held.role)

    def passes(self, task: Task) -> bool:
        """Whether the row is asked for."""
        return self.meets(task) and self.has_keyword(task)

    def meets(self, task: Task) -> bool:
        """Whether the row meets everything but the keyword, which is the dearest to look for."""
        return (
            self.document in ("", task.document)
            and task.document not in self.without
            and any(map(self.holds, task.units))
            and (not self.beside or any(held.unit in self.beside for held in task.units))
            and self.is_placed(task)
            and self._is_due(task)
        )

    def is_placed(self, task: Task) -> bool:
        """Whether the row stands in the group."""
        if not self.group or task.locator == self.group or task.locator.startswith(self.group + "/"):
            return True
        return folded(self.group) in folded(task.heading)

    def _is_due(self, task: Task) -> bool:
        if self.deadline in ("", ANY, NONE):
            return self.deadline == "" or bool(task.deadlines) == (self.deadline == ANY)
        return folded(self.deadline) in folded(task.deadline)

    def has_keyword(self, task: Task) -> bool:
        """Whether the row holds the keyword; always where none is asked for."""
        wanted = folded(self.keyword)
        return not wanted or wanted in row_words(task)


def folded(text: str) -> str:
    """`text` as keywords are compared: NFKC, lower case, no white space within a line."""
    return "\n".join("".join(line.split()) for line in unicodedata.normalize("NFKC", text).casefold().split("\n"))


def row_words(task: Task) -> str:
    """What keywords are looked for in, folded."""
    return folded("\n".join((task.title, task.text, *(held.unit for held in task.units))))


def units_meant(name: str, held: Sequence[str]) -> tuple[str, ...]:
    """The units of `held` that `name` (official, abbreviated, everyday, English) can mean; none where none."""
    written = name.strip()
    if written in held:
        return (written,)
    found = unit_lexicon().resolve(written, held)
    if found:
        return found
    mentions = find_mentions(fold(written), held, unit_lexicon())
    return tuple(dict.fromkeys(unit for mention in mentions[:1] for unit in mention.units))


def resolve_units(catalogue: Catalogue, name: str) -> tuple[str, ...]:
    """The library's units that `name` (official, abbreviated, everyday, English) can mean. Raises UnknownUnit."""
    held = catalogue.units()
    found = units_meant(name, held)
    if not found:
        closest = "、".join(unit_lexicon().closest(name.strip(), held))
        remedy = f"the closest are {closest}" if closest else "python -m assistant ledger --by unit lists them"
        raise UnknownUnit(f"unit {name!r} is named in no clause of the library; {remedy}")
    return found


def read_rows(catalogue: Catalogue, wanted: LedgerFilter) -> Iterator[Task]:
    """The rows that pass, streamed by document and in reading order.

    Raises UnknownDocument, and NothingFits where no row passes, before the first row.
    """
    rows = filter(wanted.passes, catalogue.tasks(wanted.query))
    first = next(rows, None)
    if first is None:
        raise _nothing(catalogue, wanted)
    return _chained(first, rows)


def read_gaps(catalogue: Catalogue, wanted: LedgerFilter) -> Iterator[Task]:
    """The gaps in the group and with the keyword, streamed; none where a unit, a role or a deadline is asked for.

    Raises UnknownDocument.
    """
    if asks_of_units(wanted):
        return iter(())
    clauses = catalogue.tasks(TaskQuery(document=wanted.document or None, unnamed=True))
    return _gaps(clauses, wanted)


def asks_of_units(wanted: LedgerFilter) -> bool:
    """Whether something is asked that a clause without units cannot meet."""
    return bool(wanted.units or wanted.beside or wanted.role or wanted.deadline)


def _gaps(clauses: Iterable[Task], wanted: LedgerFilter) -> Iterator[Task]:
    for task in ledger.gaps(clauses):
        if task.document not in wanted.without and wanted.is_placed(task) and wanted.has_keyword(task):
            yield task


def read_both(catalogue: Catalogue, wanted: LedgerFilter) -> tuple[tuple[Task, ...], tuple[Task, ...]]:
    """The rows that pass and the gaps, out of one snapshot. Raises as `read_rows` does."""
    if asks_of_units(wanted):
        return tuple(read_rows(catalogue, wanted)), ()
    clauses = tuple(catalogue.tasks(TaskQuery(document=wanted.document or None, unnamed=True)))
    rows = tuple(filter(wanted.passes, clauses))
    if not rows:
        raise _nothing(catalogue, wanted)
    return rows, tuple(_gaps(clauses, wanted))


def alone(wanted: LedgerFilter) -> tuple[tuple[str, LedgerFilter], ...]:
    """Each part that asks for something, as a filter of that part alone."""
    bare = LedgerFilter(without=wanted.without)
    return tuple((part, replace(bare, **{part: getattr(wanted, part)})) for part in wanted.given)


def _chained(first: Task, rest: Iterable[Task]) -> Iterator[Task]:
    yield first
    yield from rest


def _nothing(catalogue: Catalogue, wanted: LedgerFilter) -> NothingFits:
    """Why nothing fits: an empty library, or filters that contradict each other, each with what it fits alone."""
    names: Collection[str] = catalogue.names()
    if not names:
        return NothingFits("the library is empty: add a document with python -m documents add FILE")
    if not catalogue.units():
        return NothingFits("no clause of the library names a responsible unit: add a document that does")
    if not wanted.given:
        return NothingFits("no document of the library is in force: ask for all with --in-force all")
    counted = [(part, sum(1 for _ in filter(one.passes, catalogue.tasks(one.query)))) for part, one in alone(wanted)]
    if len(counted) == 1:
        return NothingFits(f"no clause fits {_said(wanted, counted[0][0])}: ask for another")
    listed = ", ".join(f"{_said(wanted, part)} ({count})" for part, count in counted)
    return NothingFits(f"no clause fits all of these filters, each with the clauses it fits alone: {listed}; drop one")


def _said(wanted: LedgerFilter, part: str) -> str:
    value = getattr(wanted, part)
    if part in ("units", "beside"):
        return f"{'unit' if part == 'units' else 'with'} {'、'.join(value)}"
    return f"{part} {value!r}"
