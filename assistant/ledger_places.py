"""Units of one name in different places: `市财政局` of two cities' documents are two offices, not one.

Whether that is so is told from the place of each document's issuer, at the unit's own level: a province's office that
two of its cities name is one. Where the places do not tell, nothing is told apart.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.ledger import Workload
from assistant.ledger_unit import counted
from documents.holdings import Holding
from documents.model import Responsibility
from documents.naming import places
from documents.tasks import Task

_LEVELS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("省", ("省", "自治区")),
    ("州", ("自治州",)),
    ("市", ("市",)),
    ("县", ("县", "旗")),
    ("区", ("区", "县", "旗")),
)
"""How a unit's name begins that says its level without its place → what places of that level end in."""
_OFFICE = re.compile(r"(?:局|委|办|厅|政府|委员会|办公室|法院|检察院|中心|总队|支队)$")
_ABOVE_PLACES = re.compile(r"^(?:国家|国务院|中国|中央|全国)")
_ANY_OF_MANY = re.compile(r"^(?:各|有关|相关|沿线)")


@dataclass(frozen=True)
class DocumentShare:
    """What a unit does by one document."""

    document: str
    workload: Workload


@dataclass(frozen=True)
class PlaceShare:
    """The unit of one place: `place` as issuers write it, empty where a document does not say; by document."""

    place: str
    held: tuple[tuple[Task, Responsibility], ...]
    documents: tuple[DocumentShare, ...]


def place_for(unit: str, holding: Holding | None) -> str:
    """The place whose office `unit` is in that document; empty where it cannot be told."""
    if holding is None:
        return ""
    found = places(holding.issuer) or places(holding.title)
    level = next((ends for begins, ends in _LEVELS if unit.startswith(begins)), None)
    if level is not None:
        return next((place for place in sorted(found) if place.endswith(level)), "")
    for _, ends in reversed(_LEVELS):
        if most_local := next((place for place in sorted(found) if place.endswith(ends)), ""):
            return most_local
    return ""


def is_named_by_level(unit: str) -> bool:
    """Whether the name alone leaves open which place's office it is."""
    if _ANY_OF_MANY.match(unit):
        return True
    if _ABOVE_PLACES.match(unit) or places(unit):
        return False
    return bool(_OFFICE.search(unit))


def by_place(
    unit: str, held: Sequence[tuple[Task, Responsibility]], holdings: Mapping[str, Holding]
) -> tuple[PlaceShare, ...]:
    """The unit's rows by place, those of documents that name no place last; empty unless two places are told apart."""
    if not is_named_by_level(unit):
        return ()
    placed: dict[str, list[tuple[Task, Responsibility]]] = {}
    for task, named in held:
        placed.setdefault(place_for(unit, holdings.get(task.document)), []).append((task, named))
    if len(placed.keys() - {""}) < 2:
        return ()
    return tuple(_share(unit, place, placed[place]) for place in sorted(placed, key=lambda place: (not place, place)))


def _share(unit: str, place: str, held: Sequence[tuple[Task, Responsibility]]) -> PlaceShare:
    names = dict.fromkeys(task.document for task, _ in held)
    documents = (
        DocumentShare(name, counted(unit, [named for task, named in held if task.document == name])) for name in names
    )
    return PlaceShare(place, tuple(held), tuple(documents))
