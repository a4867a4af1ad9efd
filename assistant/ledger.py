"""The responsibility ledger: pure functions over its rows, so that chat, commands and pages cannot disagree."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.turn import Duty
from documents.model import Responsibility, Role


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


def of_unit(duties: Iterable[Duty], units: Collection[str], role: Role | None = None) -> tuple[Duty, ...]:
    """The rows that name any of `units`, in that role when one is given, in reading order."""
    return tuple(
        duty for duty in duties if any(held.unit in units and role in (None, held.role) for held in duty.units)
    )


def held_by(duty: Duty, units: Collection[str]) -> Responsibility | None:
    """What the first of `units` that the row names holds there."""
    return next((held for held in duty.units if held.unit in units), None)


def shared_by_all(duties: Iterable[Duty], groups: Sequence[Collection[str]]) -> tuple[Duty, ...]:
    """The rows that name at least one unit of every group."""
    return tuple(duty for duty in duties if all(held_by(duty, units) for units in groups))


def workload(duties: Iterable[Duty]) -> tuple[Workload, ...]:
    """Every unit's counts, the most clauses first, then the most led, then by first mention."""
    roles: dict[str, Counter[str]] = {}
    for duty in duties:
        for held in duty.units:
            roles.setdefault(held.unit, Counter())[held.role] += 1
    rows = [Workload(unit, count["lead"], count["support"], count["joint"]) for unit, count in roles.items()]
    return tuple(sorted(rows, key=lambda row: (-row.total, -row.led)))


def partners(duties: Iterable[Duty]) -> tuple[tuple[tuple[str, str], int], ...]:
    """Every pair of units named together, with in how many clauses, the most first."""
    pairs: Counter[tuple[str, str]] = Counter()
    for duty in duties:
        pairs.update(combinations([held.unit for held in duty.units], 2))
    merged: Counter[tuple[str, str]] = Counter()
    for (first, second), count in pairs.items():
        merged[(second, first) if (second, first) in merged else (first, second)] += count
    return tuple(merged.most_common())


def below(duties: Iterable[Duty], document: str, locator: str) -> tuple[Duty, ...]:
    """The rows of a clause and of every clause under it."""
    return tuple(
        duty
        for duty in duties
        if duty.document == document and (duty.locator == locator or duty.locator.startswith(locator + "/"))
    )


def every_unit(duties: Iterable[Duty]) -> tuple[str, ...]:
    """Every unit named, each once, in order of first mention."""
    return tuple(dict.fromkeys(held.unit for duty in duties for held in duty.units))
