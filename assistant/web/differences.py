"""A changed clause as a page shows it: its text in pieces that stayed, went or came, and who is responsible now."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from documents.changes import Change, Piece, UnitChange, changed_words, unit_changes
from documents.model import Clause

_ENDS_IN_NUMBER = re.compile(r"[0-9][0-9.,]*$")
_BEGINS_WITH_NUMBER = re.compile(r"[0-9][0-9.,]*")


@dataclass(frozen=True)
class Difference:
    """One changed clause, ready to be shown."""

    kind: str
    clause: Clause
    """As it is now; a removed one as it was."""
    pieces: tuple[Piece, ...]
    units: tuple[UnitChange, ...]
    """Of a clause that both versions hold."""
    before: str
    """The locator it had, where it has another now; else empty."""


def differences(change: Change) -> Difference:
    """`change` with its text taken apart."""
    before, after = change.before, change.after
    clause = after or before
    assert clause is not None
    held = before is not None and after is not None
    return Difference(
        kind=change.kind,
        clause=clause,
        pieces=whole_numbers(changed_words(before.text if before else "", after.text if after else "")),
        units=unit_changes(before, after) if held else (),
        before=before.locator if before and after and before.locator != after.locator else "",
    )


def whole_numbers(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The same two texts in pieces that cut no number apart: 120 went and 150 came, not a 2 and a 5."""
    stretches = _stretches(pieces)
    for number, stretch in enumerate(stretches):
        if _BEGINS_WITH_NUMBER.match(stretch.removed) or _BEGINS_WITH_NUMBER.match(stretch.added):
            _move(stretch, _ENDS_IN_NUMBER.search(stretch.same))
        following = stretches[number + 1] if number + 1 < len(stretches) else None
        ends = _ENDS_IN_NUMBER.search(stretch.removed) or _ENDS_IN_NUMBER.search(stretch.added)
        if following and ends and (begun := _BEGINS_WITH_NUMBER.match(following.same)):
            following.same = following.same[begun.end() :]
            stretch.removed += begun.group()
            stretch.added += begun.group()
    return tuple(
        piece
        for stretch in stretches
        for piece in (Piece("same", stretch.same), Piece("removed", stretch.removed), Piece("added", stretch.added))
        if piece.text
    )


@dataclass
class _Stretch:
    """What stayed, and what was changed right after it."""

    same: str = ""
    removed: str = ""
    added: str = ""


def _stretches(pieces: Iterable[Piece]) -> list[_Stretch]:
    found = [_Stretch()]
    for piece in pieces:
        if piece.kind == "same" and (found[-1].removed or found[-1].added):
            found.append(_Stretch())
        last = found[-1]
        if piece.kind == "same":
            last.same += piece.text
        elif piece.kind == "removed":
            last.removed += piece.text
        else:
            last.added += piece.text
    return found


def _move(stretch: _Stretch, number: re.Match[str] | None) -> None:
    """The number that `stretch.same` ends in becomes part of what changed."""
    if number:
        stretch.same = stretch.same[: number.start()]
        stretch.removed, stretch.added = number.group() + stretch.removed, number.group() + stretch.added
