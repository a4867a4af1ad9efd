"""Who does how much, and who works with whom: numbers for a table of bars and a heat map, drawn by the server."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.ledger import Workload
from assistant.ledger_book import Shares, shares
from assistant.ledger_search import Found

MOST_CONNECTED = 16
"""Units of the heat map: more do not fit a screen."""
BARS = 60
LEVELS = 5
"""Shades of the heat map above nothing."""


@dataclass(frozen=True)
class Bar:
    """One unit's workload; `led`, `supported`, `joint` as hundredths of the longest bar, one after the other."""

    load: Workload
    led: float
    supported: float
    joint: float


@dataclass(frozen=True)
class HeatCell:
    """In how many clauses two units stand together; `level` from 0 (never) to LEVELS, or -1 on the diagonal."""

    unit: str
    count: int
    level: int


@dataclass(frozen=True)
class HeatRow:
    unit: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class Chart:
    """`bars`: the busiest first, at most BARS of `unit_count`. `heat`: the best connected, as rows and columns."""

    bars: tuple[Bar, ...]
    heat: tuple[HeatRow, ...]
    unit_count: int
    clause_count: int
    strongest: tuple[tuple[str, str, int], ...]
    """The pairs of the heat map that stand together most, all of equal rank."""


def chart_of(found: Found) -> Chart:
    """The chart of the rows that were found; bars by the role asked for, where one is."""
    counted = shares(found.rows, MOST_CONNECTED)
    loads = sorted(counted.workload, key=lambda load: -_weight(load, found.asked.role))
    longest = max((load.total for load in loads), default=1)
    bars = tuple(_bar(load, longest) for load in loads[:BARS])
    return Chart(bars, heat_rows(counted), len(loads), len(found.rows), strongest_pairs(counted))


def _weight(load: Workload, role: str) -> int:
    return {"lead": load.led, "support": load.supported, "joint": load.joint}.get(role, load.total)


def _bar(load: Workload, longest: int) -> Bar:
    led, supported, joint = (round(100 * count / longest, 2) for count in (load.led, load.supported, load.joint))
    return Bar(load, led, supported, joint)


def heat_rows(counted: Shares) -> tuple[HeatRow, ...]:
    """The matrix of the best connected units, each cell with its shade; nobody where no two stand together."""
    units = [
        unit for unit in counted.units if any(counted.together(unit, other) for other in counted.units if other != unit)
    ]
    highest = max((counted.together(one, two) for one in units for two in units if one != two), default=0)
    return tuple(HeatRow(unit, tuple(_cell(counted, unit, other, highest) for other in units)) for unit in units)


def _cell(counted: Shares, unit: str, other: str, highest: int) -> HeatCell:
    count = counted.together(unit, other)
    level = -1 if unit == other else -(-LEVELS * count // highest)
    return HeatCell(other, count, level)


def strongest_pairs(counted: Shares) -> tuple[tuple[str, str, int], ...]:
    """The pairs with the highest count."""
    pairs = _pairs(counted, counted.units)
    highest = max((count for _, _, count in pairs), default=0)
    return tuple(pair for pair in pairs if pair[2] == highest) if highest else ()


def _pairs(counted: Shares, units: Sequence[str]) -> list[tuple[str, str, int]]:
    return [(one, two, counted.together(one, two)) for place, one in enumerate(units) for two in units[place + 1 :]]
