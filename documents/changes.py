"""Two versions of a document → what changed, clause by clause: added, removed, changed, moved; and who is responsible.

Every clause of the old version is in at most one change, as `before`, and every clause of the new one as `after`; those
in none are the same in both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from rapidfuzz.distance import Indel

from documents.model import Clause, Document, Role
from documents.pairing import pair_clauses, same_body

ChangeKind = Literal["added", "removed", "changed", "moved"]
KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
PieceKind = Literal["same", "removed", "added"]
UnitChangeKind = Literal["came", "left", "role"]

_SHORTEST_SAME = 2
"""Fewer characters that stayed between two changes are shown as changed with them."""
_LONGEST_COMPARED = 4000
"""Characters between what two texts begin and end with; longer ones are shown as replaced whole."""


@dataclass(frozen=True)
class Change:
    """`before` is None for an added clause, `after` for a removed one. Moved: the same text under another locator."""

    kind: ChangeKind
    before: Clause | None
    after: Clause | None
    units_changed: bool


@dataclass(frozen=True)
class Piece:
    """A run of characters: of both texts, or of the old or the new one only."""

    kind: PieceKind
    text: str


@dataclass(frozen=True)
class UnitChange:
    """A unit that is newly named, no longer named, or named in another role."""

    unit: str
    kind: UnitChangeKind
    before: Role | None
    after: Role | None


def compare_documents(old: Document, new: Document) -> tuple[Change, ...]:
    """The changes in the new version's order, a removed clause behind the one it followed; none of like documents."""
    pairs = pair_clauses(old.clauses, new.clauses)
    before_of = {new_place: old_place for old_place, new_place in pairs}
    after_of = dict(pairs)
    ordered: list[tuple[int, int, Change]] = []
    for place, clause in enumerate(new.clauses):
        before = old.clauses[before_of[place]] if place in before_of else None
        change = _change(before, clause)
        ordered += [(place, 0, change)] if change else []
    followed = -1
    for place, clause in enumerate(old.clauses):
        if place in after_of:
            followed = after_of[place]
        else:
            ordered.append((followed, 1, Change("removed", clause, None, bool(clause.units))))
    return tuple(change for _, _, change in sorted(ordered, key=lambda placed: placed[:2]))


def unit_changes(before: Clause | None, after: Clause | None) -> tuple[UnitChange, ...]:
    """Who left, who changed role, who came; nothing where both clauses name the same in the same roles."""
    old, new = _roles(before), _roles(after)
    left = [UnitChange(unit, "left", role, None) for unit, role in old.items() if unit not in new]
    turned = [UnitChange(unit, "role", old[unit], role) for unit, role in new.items() if old.get(unit, role) != role]
    came = [UnitChange(unit, "came", None, role) for unit, role in new.items() if unit not in old]
    return (*left, *turned, *came)


def changed_words(before: str, after: str) -> tuple[Piece, ...]:
    """What stayed and what changed, in order: without the added pieces it is `before`, without the removed `after`."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    stays = len(before) - tail
    middle = _middle(before[head:stays], after[head : len(after) - tail])
    pieces = (Piece("same", before[:head]), *middle, Piece("same", before[stays:]))
    return tuple(piece for piece in pieces if piece.text)


def _change(before: Clause | None, after: Clause) -> Change | None:
    """None where nothing changed."""
    if before is None:
        return Change("added", None, after, bool(after.units))
    units_changed = bool(unit_changes(before, after))
    if units_changed or not same_body(before, after):
        return Change("changed", before, after, units_changed)
    return Change("moved", before, after, False) if before.locator != after.locator else None


def _roles(clause: Clause | None) -> dict[str, Role]:
    return {unit.unit: unit.role for unit in clause.units} if clause else {}


def _common(first: str, second: str) -> int:
    """How many characters both begin with."""
    return next(
        (place for place, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )


def _middle(old: str, new: str) -> Iterator[Piece]:
    if max(len(old), len(new)) > _LONGEST_COMPARED:
        yield from (Piece("removed", old), Piece("added", new))
        return
    removed = added = ""
    for step in Indel.opcodes(old, new):
        same = old[step.src_start : step.src_end] if step.tag == "equal" else ""
        if len(same) >= _SHORTEST_SAME:
            yield from (Piece("removed", removed), Piece("added", added), Piece("same", same))
            removed = added = ""
        else:
            removed += old[step.src_start : step.src_end]
            added += new[step.dest_start : step.dest_end]
    yield from (Piece("removed", removed), Piece("added", added))
