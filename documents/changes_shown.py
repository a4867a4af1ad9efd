"""What changed between two versions, on a terminal and as JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.text import Text

from documents.changes import KINDS, Change, Piece, UnitChange, changed_words, unit_changes
from documents.model import Clause, Document
from documents.outline import ROLE_WORDS
from documents.printable import one_line

_KEPT = 18
"""Characters shown at each end of a run that stayed."""
_LONGEST_SHOWN = 60
_FACTS = ("title", "issuer", "number", "date")
_SIGNS = {"added": "+", "removed": "-", "changed": "~", "moved": ">"}
_STYLES = {"added": "green", "removed": "red", "same": ""}
_MARKS = {"added": ("{+", "+}"), "removed": ("[-", "-]"), "same": ("", "")}


def changes_json(old: Document, new: Document, changes: Sequence[Change]) -> dict[str, Any]:
    """Counts by kind; the document's own facts and units where they changed; every change with its changed words."""
    counts = Counter(change.kind for change in changes)
    return {
        "summary": {kind: counts[kind] for kind in KINDS},
        "facts": {name: {"before": before, "after": after} for name, before, after in _facts(old, new)},
        "units": {"came": sorted(_units(new) - _units(old)), "left": sorted(_units(old) - _units(new))},
        "changes": [_change_json(change) for change in changes],
    }


def print_changes(old: Document, new: Document, changes: Sequence[Change], console: Console) -> None:
    """Each change on a few lines: `+` added, `-` removed, `~` changed, `>` moved; [-gone-] and {+new+} words."""
    counts = Counter(change.kind for change in changes)
    console.print(", ".join(f"{counts[kind]} {kind}" for kind in KINDS) if changes else "no clause changed")
    for name, before, after in _facts(old, new):
        console.print(Text(f"{name}: {one_line(before) or '(none)'} -> {one_line(after) or '(none)'}"))
    for sign, units in (("+", _units(new) - _units(old)), ("-", _units(old) - _units(new))):
        if units:
            console.print(Text(f"units {sign} {'、'.join(map(one_line, sorted(units)))}"))
    for change in changes:
        if not _moves_with_heading(change, changes):
            console.print()
            _print_change(change, console)


def _print_change(change: Change, console: Console) -> None:
    shown = change.after or change.before
    if shown is None:
        return
    line = Text(f"{_SIGNS[change.kind]} ", style="bold")
    line.append(_place(change), style="cyan")
    line.append(f"  {one_line(shown.title)}")
    console.print(line)
    words = list(_words(change))
    if words:
        body = Text("    ")
        for piece in words:
            opened, closed = _MARKS[piece.kind]
            body.append(f"{opened}{one_line(piece.text)}{closed}", style=_STYLES[piece.kind])
        console.print(body)
    for unit in unit_changes(change.before, change.after):
        console.print(Text(f"    {_unit_line(unit)}"))


def _place(change: Change) -> str:
    before, after = (clause.locator if clause else "" for clause in (change.before, change.after))
    return one_line(before if before == after else " -> ".join(filter(None, (before, after))))


def _words(change: Change) -> Iterator[Piece]:
    """The text as it is shown: nothing of a moved clause, the middle of long runs that stayed left out."""
    if change.kind == "moved" or _same_text(change.before, change.after):
        return
    pieces = changed_words(_text(change.before), _text(change.after))
    for place, piece in enumerate(pieces):
        if piece.kind != "same" or len(piece.text) <= _LONGEST_SHOWN:
            yield piece
            continue
        head = piece.text[:_KEPT] if place else ""
        tail = piece.text[-_KEPT:] if place < len(pieces) - 1 else ""
        yield Piece("same", f"{head} … {tail}")


def _same_text(before: Clause | None, after: Clause | None) -> bool:
    return before is not None and after is not None and before.text == after.text


def _text(clause: Clause | None) -> str:
    return clause.text if clause else ""


def _unit_line(unit: UnitChange) -> str:
    before = ROLE_WORDS[unit.before] if unit.before else ""
    after = ROLE_WORDS[unit.after] if unit.after else ""
    name = one_line(unit.unit)
    if unit.kind == "role":
        return f"{name}: {before} -> {after}"
    return f"+ {name} ({after})" if unit.kind == "came" else f"- {name} ({before})"


def _moves_with_heading(change: Change, changes: Sequence[Change]) -> bool:
    """Whether a moved clause only follows its heading, which moved too and is shown."""
    if change.kind != "moved" or change.before is None or change.after is None:
        return False
    above = change.before.parent_locator, change.after.parent_locator
    same_label = change.before.label == change.after.label
    return same_label and any(
        other.before is not None and other.after is not None and (other.before.locator, other.after.locator) == above
        for other in changes
    )


def _facts(old: Document, new: Document) -> Iterator[tuple[str, str, str]]:
    """(name, before, after) of what the text says of the whole document, where it changed."""
    for name in _FACTS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield name, before, after


def _units(document: Document) -> set[str]:
    return {unit.unit for clause in document.clauses for unit in clause.units}


def _change_json(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "before": _clause_json(change.before),
        "after": _clause_json(change.after),
        "words": [asdict(piece) for piece in changed_words(_text(change.before), _text(change.after))],
        "units": [asdict(unit) for unit in unit_changes(change.before, change.after)],
    }


def _clause_json(clause: Clause | None) -> dict[str, Any] | None:
    if clause is None:
        return None
    return {"locator": clause.locator, "title": clause.title, "text": clause.text}
