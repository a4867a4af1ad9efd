"""The responsibility ledger: pure functions over its rows, so that chat, commands and pages cannot disagree.

A row is a clause with everyone named for it: `assistant.turn.Duty` where a question is answered out of the library in
memory, `documents.tasks.Task` where a table is made out of the catalogue. Both are the same to every function here.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from typing import Generic, Protocol, TypeVar

from documents.model import Responsibility, Role


class Row(Protocol):
    """A clause and everyone named for it, in the order named."""

    @property
    def document(self) -> str: ...

    @property
    def locator(self) -> str: ...

    @property
    def units(self) -> tuple[Responsibility, ...]: ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Workload:
    """How many clauses a unit leads, supports and shares."""

    unit: str
    led: int
    supported: int
    joint: int

    @property
    def total(self) -> int:
        return self.led + self.supported + self.joint


@dataclass(frozen=True)
class UnitDuties(Generic[R]):
    """One unit's part of the ledger: its counts, and each clause with what it holds there, in reading order."""

    workload: Workload
    held: tuple[tuple[R, Responsibility], ...]

    @property
    def unit(self) -> str:
        return self.workload.unit


@dataclass(frozen=True)
class Group(Generic[R]):
    """The rows under one heading (`locator` of the clause above, empty at the top) or of one whole document."""

    document: str
    locator: str
    rows: tuple[R, ...]


@dataclass(frozen=True)
class Matrix:
    """Who works with whom: in how many clauses two units stand together, and on the diagonal each one's clauses."""

    units: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]
    """Symmetric; pairs that never stand together are absent."""

    def count(self, first: str, second: str) -> int:
        return self.counts.get((first, second), 0)

    def partners(self, unit: str) -> tuple[tuple[str, int], ...]:
        """Who stands with `unit`, in how many clauses, the most first, else in the order of `units`."""
        found = [(other, self.count(unit, other)) for other in self.units if other != unit]
        return tuple(sorted(((other, count) for other, count in found if count), key=lambda pair: -pair[1]))


def of_unit(duties: Iterable[R], units: Collection[str], role: Role | None = None) -> tuple[R, ...]:
    """The rows that name any of `units`, in that role when one is given, in reading order."""
    return tuple(
        duty for duty in duties if any(held.unit in units and role in (None, held.role) for held in duty.units)
    )


def held_by(duty: Row, units: Collection[str]) -> Responsibility | None:
    """What the first of `units` that the row names holds there."""
    return next((held for held in duty.units if held.unit in units), None)


def shared_by_all(duties: Iterable[R], groups: Sequence[Collection[str]]) -> tuple[R, ...]:
    """The rows that name at least one unit of every group."""
    return tuple(duty for duty in duties if all(held_by(duty, units) for units in groups))


def workload(duties: Iterable[Row]) -> tuple[Workload, ...]:
    """Every unit's counts, the most clauses first, then the most led, then by first mention."""
    roles: dict[str, Counter[str]] = {}
    for duty in duties:
        for held in duty.units:
            roles.setdefault(held.unit, Counter())[held.role] += 1
    rows = [Workload(unit, count["lead"], count["support"], count["joint"]) for unit, count in roles.items()]
    return tuple(sorted(rows, key=lambda row: (-row.total, -row.led)))


def partners(duties: Iterable[Row]) -> tuple[tuple[tuple[str, str], int], ...]:
    """Every pair of units named together, with in how many clauses, the most first."""
    pairs: Counter[tuple[str, str]] = Counter()
    for duty in duties:
        pairs.update(combinations([held.unit for held in duty.units], 2))
    merged: Counter[tuple[str, str]] = Counter()
    for (first, second), count in pairs.items():
        merged[(second, first) if (second, first) in merged else (first, second)] += count
    return tuple(merged.most_common())


def matrix(duties: Iterable[Row]) -> Matrix:
    """The co-responsibility of every pair; units by workload. Its diagonal is what `by_unit` counts."""
    rows = tuple(duties)
    counts: Counter[tuple[str, str]] = Counter()
    for duty in rows:
        names = [held.unit for held in duty.units]
        counts.update((first, second) for first in names for second in names)
    return Matrix(tuple(load.unit for load in workload(rows)), dict(counts))


def by_unit(duties: Iterable[R], units: Collection[str] = (), role: Role | None = None) -> tuple[UnitDuties[R], ...]:
    """Each unit's duties, in the order of `workload`; only of `units` and only in `role` where they are given."""
    held: dict[str, list[tuple[R, Responsibility]]] = {}
    for duty in duties:
        for named in duty.units:
            if role in (None, named.role) and (not units or named.unit in units):
                held.setdefault(named.unit, []).append((duty, named))
    found = [UnitDuties(_counted(unit, rows), tuple(rows)) for unit, rows in held.items()]
    return tuple(sorted(found, key=lambda view: (-view.workload.total, -view.workload.led)))


def _counted(unit: str, held: Iterable[tuple[Row, Responsibility]]) -> Workload:
    roles = Counter(named.role for _, named in held)
    return Workload(unit, roles["lead"], roles["support"], roles["joint"])


def by_group(duties: Iterable[R]) -> tuple[Group[R], ...]:
    """The rows under each heading, in reading order."""
    return _grouped((duty.document, duty.locator.rpartition("/")[0], duty) for duty in duties)


def by_document(duties: Iterable[R]) -> tuple[Group[R], ...]:
    """The rows of each document."""
    return _grouped((duty.document, "", duty) for duty in duties)


def _grouped(placed: Iterable[tuple[str, str, R]]) -> tuple[Group[R], ...]:
    groups: dict[tuple[str, str], list[R]] = {}
    for document, locator, duty in placed:
        groups.setdefault((document, locator), []).append(duty)
    return tuple(Group(document, locator, tuple(rows)) for (document, locator), rows in groups.items())


def gaps(clauses: Iterable[R]) -> Iterator[R]:
    """Clauses with no unit and nothing below them, where a clause under the same heading has some.

    `clauses` are all numbered ones, each document's together; only one document is held at a time.
    """
    for _, of_document in groupby(clauses, key=lambda clause: clause.document):
        rows = tuple(of_document)
        headings = {row.locator.rpartition("/")[0] for row in rows}
        named_under = {row.locator.rpartition("/")[0] for row in rows if row.units}
        for row in rows:
            if not row.units and row.locator not in headings and row.locator.rpartition("/")[0] in named_under:
                yield row


def below(duties: Iterable[R], document: str, locator: str) -> tuple[R, ...]:
    """The rows of a clause and of every clause under it."""
    return tuple(
        duty
        for duty in duties
        if duty.document == document and (duty.locator == locator or duty.locator.startswith(locator + "/"))
    )


def every_unit(duties: Iterable[Row]) -> tuple[str, ...]:
    """Every unit named, each once, in order of first mention."""
    return tuple(dict.fromkeys(held.unit for duty in duties for held in duty.units))
