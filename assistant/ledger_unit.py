"""One unit's page: what it does, with whom, and its first duties, without reading all of a large library."""

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from assistant.ledger import Workload
from documents.catalog import Catalogue
from documents.tasks import Task, TaskQuery

PAGE = 100
"""Duties on a page."""


@dataclass(frozen=True)
class UnitPage:
    """The same counts as `ledger.by_unit` and `ledger.matrix` make of all rows, and the first of the rows."""

    workload: Workload
    partners: tuple[tuple[str, int], ...]
    """Who stands beside the unit, in how many clauses: the most first, then by name."""
    tasks: tuple[Task, ...]
    """At most a page, in the ledger's order."""


def unit_page(catalogue: Catalogue, unit: str, page: int = PAGE) -> UnitPage:
    """The page of a unit by its name as documents write it; all counts are 0 for a name that none writes."""
    counts = catalogue.role_counts((unit,))
    own = {role: count for name, role, count in counts if name == unit}
    beside: Counter[str] = Counter()
    for name, _, count in counts:
        beside[name] += count
    del beside[unit]
    return UnitPage(
        Workload(unit, own.get("lead", 0), own.get("support", 0), own.get("joint", 0)),
        tuple(sorted(beside.items(), key=lambda pair: (-pair[1], pair[0]))),
        _first(catalogue, (unit,), page),
    )


def _first(catalogue: Catalogue, units: Sequence[str], page: int) -> tuple[Task, ...]:
    with closing(catalogue.tasks(TaskQuery(units=units))) as tasks:
        return tuple(islice(tasks, page))
