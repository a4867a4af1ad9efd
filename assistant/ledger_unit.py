"""One unit's part of the ledger: what it leads, shares and supports, with whom, and what is due."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from assistant.ledger import Workload
from assistant.ledger_sort import sorted_rows
from documents.model import Responsibility, Role
from documents.tasks import Task

_ROLE_ORDER: Mapping[Role, int] = {"lead": 0, "joint": 1, "support": 2}


@dataclass(frozen=True)
class UnitView:
    """What a unit does, counted over its rows: the same numbers as `assistant.ledger` makes of them."""

    unit: str
    workload: Workload
    partners: tuple[tuple[str, int], ...]
    """Who stands beside it in how many clauses, the most first, then by name."""
    held: tuple[tuple[Task, Responsibility], ...]
    """Every clause with what it is there: where it leads, then shares, then supports, each in the ledger's order."""
    due: tuple[Task, ...]
    """Those with a deadline, the soonest first."""
    documents: int


def unit_view(unit: str, rows: Sequence[Task]) -> UnitView:
    """The view of `unit` over its rows."""
    held = [(task, named) for task in rows for named in task.units if named.unit == unit]
    beside = Counter(chain.from_iterable([named.unit for named in task.units] for task, _ in held))
    del beside[unit]
    return UnitView(
        unit,
        counted(unit, [named for _, named in held]),
        tuple(sorted(beside.items(), key=lambda pair: (-pair[1], pair[0]))),
        tuple(sorted(held, key=lambda pair: _ROLE_ORDER[pair[1].role])),
        sorted_rows([task for task, _ in held if task.deadlines], "deadline"),
        len({task.document for task, _ in held}),
    )


def counted(unit: str, held: Iterable[Responsibility]) -> Workload:
    """The workload that these entries of one unit make."""
    roles = Counter(named.role for named in held)
    return Workload(unit, roles["lead"], roles["support"], roles["joint"])
