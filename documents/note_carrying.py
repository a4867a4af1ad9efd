"""Progress notes follow their clause: when a document is replaced, each moves to the clause that is its own there.

Which clause that is, documents.pairing says where both versions are at hand; else the title that the note was written
under. A note whose clause is gone keeps its locator and is marked with the version that last had the clause, so that it
comes home when a later version has the clause again.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from documents.model import Clause, Document
from documents.note_tables import HELD, NOTES
from documents.pairing import pair_clauses
from documents.stored import load_document
from documents.version import parser_version
from documents.versions import load_version

_NO_VERSION = -1
"""Of a note that lost its clause when no version with the clause was at hand."""
Home = Callable[[Any], str | None]
"""A row of NOTES → the locator of its clause in the new document; None where there is none."""


def carry_notes(connection: Connection, row: Any, document: Document) -> None:
    """To be called before `document` is written over that row of DOCUMENTS; `row` is None where there is none yet."""
    statement = select(NOTES).where(NOTES.c.document == document.name).order_by(NOTES.c.lost != HELD, NOTES.c.id.desc())
    tasks: dict[tuple[int, str], list[Any]] = {}
    for note in connection.execute(statement):
        tasks.setdefault((note.lost, note.locator), []).append(note)
    homes: dict[int, Home] = {}
    taken: set[str] = set()
    moves = []
    for (seen, locator), notes in tasks.items():
        if seen not in homes:
            homes[seen] = _homes(_last_seen(connection, row, seen), document)
        home = homes[seen](notes[0])
        if home is None or home in taken:  # two histories never become one
            place = {"to": locator, "mark": _mark(row, seen)}
        else:
            taken.add(home)
            place = {"to": home, "mark": HELD}
        moves += [
            {"identity": note.id, **place} for note in notes if (note.locator, note.lost) != tuple(place.values())
        ]
    if moves:
        moving = update(NOTES).where(NOTES.c.id == bindparam("identity"))
        connection.execute(moving.values(locator=bindparam("to"), lost=bindparam("mark")), moves)


def _last_seen(connection: Connection, row: Any, seen: int) -> Document | None:
    """The version that last had the clauses of the notes marked `seen`; None where it is not kept."""
    if row is None:
        return None
    if seen in (HELD, row["version"]):
        return load_document(connection, row)
    return load_version(connection, row["id"], seen, parser_version())


def _mark(row: Any, seen: int) -> int:
    """Versions count anew where the document was removed."""
    if row is None:
        return _NO_VERSION
    return int(row["version"]) if seen == HELD else seen


def _homes(old: Document | None, new: Document) -> Home:
    """By pairs with the old version, else by title."""
    by_title = _by_title(new)
    if old is None:
        return by_title
    paired = {old.clauses[before].locator: new.clauses[after].locator for before, after in _pairs(old, new)}
    known = {clause.locator for clause in old.clauses}
    return lambda note: paired.get(note.locator) if note.locator in known else by_title(note)


def _pairs(old: Document, new: Document) -> list[tuple[int, int]]:
    """The first of several clauses with one locator last, so that it is the one that counts."""
    return sorted(pair_clauses(old.clauses, new.clauses), reverse=True)


def _by_title(new: Document) -> Home:
    titles: dict[str, list[Clause]] = {}
    for clause in new.clauses:
        titles.setdefault(_bare(clause.title), []).append(clause)
    here: Mapping[str, str] = {clause.locator: _bare(clause.title) for clause in reversed(new.clauses)}

    def home(note: Any) -> str | None:
        title = _bare(note.title)
        if here.get(note.locator) == title and (title or note.lost == HELD):
            return str(note.locator)
        same = titles.get(title, []) if title else []
        return same[0].locator if len(same) == 1 else None

    return home


def _bare(title: str) -> str:
    return "".join(title.split())
