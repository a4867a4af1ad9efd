"""Which part of the ledger is wanted: read from what a person wrote, applied to rows, explained when nothing fits."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace

from assistant import ledger
from assistant.errors import NothingFits, UnknownUnit
from documents.catalog import Catalogue
from documents.model import Responsibility, Role
from documents.tasks import Task, TaskQuery
from documents.units import unit_lexicon


@dataclass(frozen=True)
class LedgerFilter:
    """What a row must meet; an empty value asks for nothing. One and the same unit must hold the role."""

    document: str = ""
    units: tuple[str, ...] = ()
    """Names as documents write them; any of them does."""
    role: Role | None = None
    keyword: str = ""
    """Stands in the clause's title, words or units; width, case and white space do not count."""

    @property
    def query(self) -> TaskQuery:
        """What the catalogue can leave out by itself."""
        return TaskQuery(document=self.document or None, units=self.units)

    @property
    def given(self) -> tuple[str, ...]:
        """The names of the parts that ask for something."""
        return tuple(part.name for part in fields(self) if getattr(self, part.name))

    def holds(self, held: Responsibility) -> bool:
        """Whether this one entry of a row is asked for."""
        return (not self.units or held.unit in self.units) and self.role in (None, held.role)

    def passes(self, task: Task) -> bool:
        """Whether the row is asked for; its document is the query's business."""
        return any(map(self.holds, task.units)) and self.has_keyword(task)

    def has_keyword(self, task: Task) -> bool:
        """Whether the row holds the keyword; always where none is asked for."""
        wanted = folded(self.keyword)
        return not wanted or wanted in folded("\n".join((task.title, task.text, *(held.unit for held in task.units))))


def folded(text: str) -> str:
    """`text` as keywords are compared: NFKC, lower case, no white space within a line."""
    return "\n".join("".join(line.split()) for line in unicodedata.normalize("NFKC", text).casefold().split("\n"))


def resolve_units(catalogue: Catalogue, name: str) -> tuple[str, ...]:
    """The library's units that `name` (official, abbreviated, everyday) can mean. Raises UnknownUnit."""
    held = catalogue.units()
    found = unit_lexicon().resolve(name.strip(), held)
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
    """The gaps with the keyword, streamed; none where a unit or a role is asked for. Raises UnknownDocument."""
    if wanted.units or wanted.role:
        return iter(())
    clauses = catalogue.tasks(TaskQuery(document=wanted.document or None, unnamed=True))
    return filter(wanted.has_keyword, ledger.gaps(clauses))


def read_both(catalogue: Catalogue, wanted: LedgerFilter) -> tuple[tuple[Task, ...], tuple[Task, ...]]:
    """The rows that pass and the gaps, out of one snapshot. Raises as `read_rows` does."""
    if wanted.units or wanted.role:
        return tuple(read_rows(catalogue, wanted)), ()
    clauses = tuple(catalogue.tasks(TaskQuery(document=wanted.document or None, unnamed=True)))
    rows = tuple(filter(wanted.passes, clauses))
    if not rows:
        raise _nothing(catalogue, wanted)
    return rows, tuple(filter(wanted.has_keyword, ledger.gaps(clauses)))


def _chained(first: Task, rest: Iterable[Task]) -> Iterator[Task]:
    yield first
    yield from rest


def _nothing(catalogue: Catalogue, wanted: LedgerFilter) -> NothingFits:
    """Why nothing fits: an empty library, or filters that contradict each other, each with what it fits alone."""
    if not catalogue.names():
        return NothingFits("the library is empty: add a document with python -m documents add FILE")
    if not catalogue.units():
        return NothingFits("no clause of the library names a responsible unit: add a document that does")
    alone = ", ".join(f"{_said(wanted, part)} ({_count(catalogue, wanted, part)})" for part in wanted.given)
    if len(wanted.given) == 1:
        return NothingFits(f"no clause fits {_said(wanted, wanted.given[0])}: ask for another")
    return NothingFits(f"no clause fits all of these filters, each with the clauses it fits alone: {alone}; drop one")


def _count(catalogue: Catalogue, wanted: LedgerFilter, part: str) -> int:
    alone = replace(LedgerFilter(), **{part: getattr(wanted, part)})
    return sum(1 for _ in filter(alone.passes, catalogue.tasks(alone.query)))


def _said(wanted: LedgerFilter, part: str) -> str:
    value = getattr(wanted, part)
    return f"unit {'、'.join(value)}" if part == "units" else f"{part} {value!r}"
