"""Progress notes on tasks (台账): status, words, who and when, kept beside the catalogue and never overwritten.

A note belongs to a clause of a document. It stays when the document is read anew, replaced or removed, and follows its
clause to another locator (documents.note_carrying); where the current version has no such clause the note is listed as
one that lost its place.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Select, func, insert, select

from documents.catalog import Catalogue
from documents.errors import BadNote
from documents.note_tables import HELD, NOTES
from documents.tables import CLAUSES, DOCUMENTS

NoteStatus = Literal["not_started", "under_way", "done", "blocked"]
NOTE_STATUSES: tuple[NoteStatus, ...] = get_args(NoteStatus)
MAX_NOTE, MAX_WHO = 2_000, 60
"""Characters of a note, and of the name of who wrote it."""
IN_ONE_QUERY = 500
"""Names of documents: databases bound how many values a statement may carry."""


@dataclass(frozen=True, slots=True)
class Note:
    """One entry of a task's history."""

    document: str
    locator: str
    title: str
    """The clause's title when the note was written."""
    status: NoteStatus
    note: str
    who: str
    when: str
    """ISO 8601, UTC, to the second."""
    held: bool = field(default=True, compare=False)
    """Whether the library had the clause when the note was read."""


class Notes:
    """The notes of one catalogue. Every method is one transaction; raises CatalogueUnavailable."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def add(self, document: str, locator: str, status: str, note: str, who: str) -> Note:
        """Adds an entry to the task's history and returns it.

        Raises BadNote for another status, an empty name, too long a text or a clause that the document does not have,
        and UnknownDocument.
        """
        checked = _checked_status(status)
        words, name = _checked("note", note, MAX_NOTE), _checked("who", " ".join(who.split()), MAX_WHO)
        if not any(letter.isprintable() and letter != " " for letter in name):
            raise BadNote("who is empty: say who writes the note")
        with self._catalogue.beside(writes=True) as connection:
            title = connection.execute(_clause_title(document, locator)).scalar_one_or_none()
            if title is not None:
                when = datetime.now(UTC).isoformat(timespec="seconds")
                made = Note(document, locator, title, checked, words, name, when)
                values = {field: getattr(made, field) for field in _FIELDS}
                connection.execute(insert(NOTES).values(**values, written=when))
                return made
        self._catalogue.document(document)  # raises UnknownDocument
        raise BadNote(f"clause {locator[:60]!r} is not in {document}: name one by its locator, such as 二/(一)/4")

    def of(self, document: str, locator: str | None = None) -> list[Note]:
        """The history of a task, or of all tasks of a document, oldest first; empty where nothing was noted.

        Where no note is on the clause of that locator, those of a clause that is gone and had it.
        """
        chosen = NOTES.c.document == document
        if locator is None:
            return self._read(chosen)
        there = self._read(chosen & (NOTES.c.locator == locator))
        return [note for note in there if note.held] or there

    def latest(self, documents: Collection[str] | None = None) -> dict[tuple[str, str], Note]:
        """(document, locator) → the last note of each clause in the library, of these documents or of all."""
        if documents is None:
            return _by_task(self._read(_is_last() & _is_held()))
        names = sorted(documents)
        found: dict[tuple[str, str], Note] = {}
        for start in range(0, len(names), IN_ONE_QUERY):
            chosen = NOTES.c.document.in_(names[start : start + IN_ONE_QUERY])
            found |= _by_task(self._read(chosen & _is_last() & _is_held()))
        return found

    def homeless(self) -> list[Note]:
        """The last notes of tasks whose clause is no longer in the library, by document and locator."""
        return sorted(self._read(_is_last() & ~_is_held()), key=lambda note: (note.document, note.locator))

    def _read(self, chosen: ColumnElement[bool]) -> list[Note]:
        with self._catalogue.beside() as connection:
            rows = connection.execute(select(NOTES, _is_held().label("held")).where(chosen).order_by(NOTES.c.id))
            return [_note(row) for row in rows]


_FIELDS = ("document", "locator", "title", "status", "note", "who")


def same_task(note: Note, title: str) -> bool:
    """Whether the clause still bears the title that it had when the note was written."""
    return "".join(note.title.split()) == "".join(title.split())


def _note(row: Any) -> Note:
    return Note(**{field: getattr(row, field) for field in _FIELDS}, when=row.written, held=bool(row.held))


def _by_task(notes: Collection[Note]) -> dict[tuple[str, str], Note]:
    return {(note.document, note.locator): note for note in notes}


def _is_last() -> ColumnElement[bool]:
    last = select(func.max(NOTES.c.id)).group_by(NOTES.c.document, NOTES.c.locator, NOTES.c.lost)
    return NOTES.c.id.in_(last)


def _is_held() -> ColumnElement[bool]:
    """Whether the library has the note's clause."""
    return (NOTES.c.lost == HELD) & _clause_title(NOTES.c.document, NOTES.c.locator).correlate(NOTES).exists()


def _clause_title(document: Any, locator: Any) -> Select[Any]:
    """The title of the clause in the current version; no row where there is none."""
    statement = select(CLAUSES.c.title).join(DOCUMENTS, DOCUMENTS.c.id == CLAUSES.c.document_id)
    return statement.where(DOCUMENTS.c.name == document, CLAUSES.c.locator == locator).limit(1)


def _checked_status(status: str) -> NoteStatus:
    if status not in NOTE_STATUSES:
        raise BadNote(f"status {status[:40]!r} is none of {', '.join(NOTE_STATUSES)}: choose one")
    return status


def _checked(name: str, text: str, limit: int) -> str:
    """`text` less white space around it. Raises BadNote where it is too long."""
    storable = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")  # PostgreSQL takes no NUL
    trimmed = storable.replace("\r\n", "\n").strip()
    if len(trimmed) > limit:
        raise BadNote(f"{name} has {len(trimmed)} characters, at most {limit} are kept: shorten it")
    return trimmed
