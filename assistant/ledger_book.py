"""The ledger's rows held in memory for the pages, brought level with the catalogue document by document.

A page that searches, sorts and counts cannot read a large library anew for each request. Rows are the same as those
of `documents.tasks`, so a page, a command and an export cannot disagree; a test holds them together.
"""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant import ledger
from assistant.ledger import Workload
from assistant.ledger_filter import LedgerFilter, folded, row_words
from documents.catalog import Catalogue
from documents.errors import UnknownDocument
from documents.holdings import Holding
from documents.standing import Standing
from documents.tasks import Task, TaskQuery


class Leaf:
    """One document's rows, and what keywords are looked for in, folded at the first search."""

    def __init__(self, tasks: tuple[Task, ...]) -> None:
        self.tasks = tasks

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(map(row_words, self.tasks))


@dataclass(frozen=True)
class Shares:
    """Who does how much and with whom, over the rows of one view."""

    workload: tuple[Workload, ...]
    pairs: Mapping[tuple[str, str], int]
    """(unit, unit) in order of workload → in how many clauses both are named; only of the busiest."""
    units: tuple[str, ...]
    """The busiest, whose pairs are counted, those with the most partners first."""

    def together(self, first: str, second: str) -> int:
        """In how many clauses both stand; for one and the same unit, its clauses."""
        return self.pairs.get((first, second), 0)


@dataclass(frozen=True)
class Rows:
    """Every row of the library at one revision, in the ledger's order: by document name and in reading order."""

    leaves: Mapping[str, Leaf]
    """Every document, also those without rows."""

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(task for leaf in self.leaves.values() for task in leaf.tasks)

    @cached_property
    def _of_unit(self) -> Mapping[str, tuple[tuple[Leaf, int], ...]]:
        """Unit → where it is named, in order."""
        places: dict[str, list[tuple[Leaf, int]]] = {}
        for leaf in self.leaves.values():
            for number, task in enumerate(leaf.tasks):
                for held in task.units:
                    places.setdefault(held.unit, []).append((leaf, number))
        return {unit: tuple(found) for unit, found in places.items()}

    @property
    def units(self) -> tuple[str, ...]:
        """Every unit named, in order of first mention."""
        return tuple(self._of_unit)

    def select(self, wanted: LedgerFilter) -> tuple[Task, ...]:
        """The rows that pass, in the ledger's order."""
        if wanted == LedgerFilter(units=wanted.units[:1]):
            return tuple(leaf.tasks[number] for leaf, number in self._candidates(wanted))
        keyword = folded(wanted.keyword)
        return tuple(
            leaf.tasks[number]
            for leaf, number in self._candidates(wanted)
            if wanted.meets(leaf.tasks[number]) and (not keyword or keyword in leaf.words[number])
        )

    def _candidates(self, wanted: LedgerFilter) -> Iterator[tuple[Leaf, int]]:
        """Rows that can pass: those of the units, of the document, or all."""
        if len(wanted.units) == 1:
            yield from self._of_unit.get(wanted.units[0], ())
            return
        if wanted.document:
            only = self.leaves.get(wanted.document)
            leaves = [only] if only else []
        else:
            leaves = [leaf for name, leaf in self.leaves.items() if name not in wanted.without]
        for leaf in leaves:
            for number in range(len(leaf.tasks)):
                yield leaf, number


def shares(tasks: tuple[Task, ...], most: int) -> Shares:
    """The workload of every unit, and the pairs among the `most` best connected of them.

    The diagonal holds each unit's clauses, as `assistant.ledger.matrix` has it.
    """
    loads = ledger.workload(tasks)
    partners: Counter[str] = Counter()
    for task in tasks:
        for held in task.units:
            partners[held.unit] += len(task.units) - 1
    order = {load.unit: place for place, load in enumerate(loads)}
    kept = sorted(order, key=lambda unit: (-partners[unit], order[unit]))[:most]
    chosen = set(kept)
    pairs: Counter[tuple[str, str]] = Counter()
    for task in tasks:
        names = [held.unit for held in task.units if held.unit in chosen]
        pairs.update((first, second) for first in names for second in names)
    return Shares(loads, dict(pairs), tuple(kept))


class LedgerBook:
    """The rows of a catalogue, read again only where a document changed. Safe for many threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._lock = threading.Lock()
        self._revision = ""
        self._today = date.min
        self._hashes: Mapping[str, str] = {}
        self._rows = Rows({})
        self._standings: Mapping[str, Standing] = {}
        self._holdings: Mapping[str, Holding] = {}

    def open_at(self, today: date) -> tuple[Rows, Mapping[str, Standing]]:
        """The rows as the catalogue has them now, and whether each document is in force on that day."""
        with self._lock:
            self._bring_level(today)
            return self._rows, self._standings

    def holdings_at(self, today: date) -> Mapping[str, Holding]:
        """Name → what is known of each document as a whole, on that day."""
        with self._lock:
            self._bring_level(today)
            return self._holdings

    def _bring_level(self, today: date) -> None:
        revision = self.catalogue.revision()
        if (revision, today) != (self._revision, self._today):
            self._read()
            self._holdings = {holding.name: holding for holding in self.catalogue.holdings(today)}
            self._standings = {name: holding.standing for name, holding in self._holdings.items()}
            self._revision, self._today = revision, today

    def _read(self) -> None:
        """Reads the documents that are new or changed; whoever holds earlier rows keeps them."""
        hashes = self.catalogue.hashes()
        changed = {name for name, held in hashes.items() if self._hashes.get(name) != held}
        if not changed and len(hashes) == len(self._hashes):
            return
        if len(changed) == len(hashes):
            leaves = self._read_all(hashes)
        else:
            leaves = {name: leaf for name, leaf in self._rows.leaves.items() if name in hashes and name not in changed}
            for name in changed:
                with suppress(UnknownDocument):  # removed a moment ago: the next revision says so
                    leaves[name] = Leaf(tuple(self.catalogue.tasks(TaskQuery(document=name))))
        self._rows = Rows({name: leaves[name] for name in sorted(leaves)})
        self._hashes = hashes

    def _read_all(self, hashes: Mapping[str, str]) -> dict[str, Leaf]:
        found: dict[str, list[Task]] = {name: [] for name in hashes}
        for task in self.catalogue.tasks(TaskQuery()):
            found.setdefault(task.document, []).append(task)
        return {name: Leaf(tuple(tasks)) for name, tasks in found.items()}
