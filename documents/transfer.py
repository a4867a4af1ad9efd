"""A whole library out of a catalogue into one file, and from such a file into a catalogue of any kind."""

import hashlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from sqlalchemy import insert, select

from documents.adding import Added, Outcome, Report, summary
from documents.catalog import Catalogue
from documents.errors import PolicyError, UnknownDocument
from documents.exclusive import Waiting, exclusive
from documents.in_order import in_order
from documents.library_file import (
    LibraryFile,
    NoteLine,
    StandingLine,
    VersionLine,
    reading_library,
    writing_library,
)
from documents.model import Document
from documents.note_tables import NOTES
from documents.parsing import parse_document
from documents.settings import DocumentSettings
from documents.standing import Standing

_NOTE_COLUMNS = ("document", "locator", "title", "status", "note", "who", "written", "lost")


def export_library(
    path: Path,
    catalogue: Catalogue,
    settings: DocumentSettings,
    *,
    report: Report | None = None,
    waiting: Waiting | None = None,
) -> int:
    """Writes every document with its versions, what was set and noted, to `path`; how many documents.

    Nobody adds meanwhile; a document that is removed meanwhile may be missing. A file that stands at `path` is replaced
    when the new one is whole. Raises BadLibraryFile, LibraryBusy, CatalogueUnavailable.
    """
    with exclusive(settings, waiting), writing_library(path) as writer:
        names = catalogue.names()
        standings = catalogue.standings(date.today())
        for done, name in enumerate(names, start=1):
            for line in _lines_of(name, catalogue, standings.get(name)):
                writer.add(line)
            if report:
                report(done, len(names))
        for note in _notes(catalogue):
            writer.add(note)
    return len(names)


def import_library(
    path: Path,
    catalogue: Catalogue,
    settings: DocumentSettings,
    *,
    workers: int,
    report: Report | None = None,
    waiting: Waiting | None = None,
) -> Iterator[Added]:
    """Brings the documents of the file at `path` in, each in one transaction, and tells how each ended.

    The file is checked to its end before anything is written. A document held already gets the versions that it lacks;
    one whose newest version here is newer than the file's stays as it is. After a run that was cut short, another does
    the rest. Raises BadLibraryFile, LibraryBusy, CatalogueUnavailable.
    """
    with reading_library(path, settings) as file, exclusive(settings, waiting):
        plans = _plans(file, catalogue, path)
        with closing(in_order(_parsed, plans, workers, lambda plan: plan.name)) as read:
            for done, (plan, result) in enumerate(read, start=1):
                if report:
                    report(done, file.documents)
                yield plan.finish(result, catalogue)
        _import_notes(file.notes(), catalogue)


class _Plan:
    """What a document of the file lacks in the catalogue."""

    def __init__(
        self, path: Path, versions: Sequence[VersionLine], standing: StandingLine | None, held: Sequence[str]
    ) -> None:
        self.path = path
        self.name = versions[0].document
        self.missing = _missing(versions, held)
        self._held = bool(held)
        self._standing = standing

    def finish(self, result: list[Document] | PolicyError | None, catalogue: Catalogue) -> Added:
        """Stores the parsed versions."""
        if isinstance(result, PolicyError):
            return Added(self.path, self.name, "refused", str(result))
        set_here = _set(catalogue, self.name) if self._held else None
        wanted = self._standing
        changes = wanted is not None and set_here != (wanted.status, wanted.by, wanted.since)
        if not result and not changes:
            return Added(self.path, self.name, "unchanged", "")
        added = [line.added for line in self.missing]
        standing = (wanted.status, wanted.by, wanted.since) if wanted else None
        catalogue.put_versions(self.name, list(zip(result or [], added, strict=True)), standing)
        outcome: Outcome = "replaced" if self._held else "added"
        return Added(self.path, self.name, outcome, summary(result[-1]) if result else "standing set")


def _parsed(versions: Sequence[VersionLine]) -> list[Document]:
    """Read anew, whatever parser the exporting library had."""
    return [parse_document(line.document, line.source, line.content_hash, tuple(line.pages)) for line in versions]


def _plans(
    file: LibraryFile, catalogue: Catalogue, path: Path
) -> Generator[tuple[_Plan, Sequence[VersionLine] | None], None, None]:
    known = set(catalogue.names())
    for versions, standing in file.documents_in_order():
        name = versions[0].document
        plan = _Plan(path, versions, standing, _held(name, catalogue) if name in known else ())
        yield plan, plan.missing or None


def _held(name: str, catalogue: Catalogue) -> list[str]:
    return [
        version.content_hash or _text_hash(catalogue.document(name, version.number).source)
        for version in catalogue.versions(name)
    ]


def _missing(versions: Sequence[VersionLine], held: Sequence[str]) -> Sequence[VersionLine]:
    """The versions to add, in order.

    One history begins with the other: the rest of it, if any. Both went different ways: those unknown here, and last
    the one that is current in the file.
    """
    keys = [line.content_hash or _text_hash(line.source) for line in versions]
    common = min(len(keys), len(held))
    if keys[:common] == list(held[:common]):
        return versions[common:]
    missing = [line for key, line in zip(keys, versions, strict=True) if key not in held]
    if (missing[-1] if missing else None) is not versions[-1] and held[-1] != keys[-1]:
        missing.append(versions[-1])
    return missing


def _text_hash(source: str) -> str:
    """Stands in for the hash of a file that there was none of."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()


def _set(catalogue: Catalogue, name: str) -> tuple[str, str, str] | None:
    standing = catalogue.standings(date.today())[name]
    return (standing.status, standing.by, standing.since) if standing.basis == "set" else None


def _lines_of(name: str, catalogue: Catalogue, standing: Standing | None) -> Iterable[VersionLine | StandingLine]:
    try:
        for version in catalogue.versions(name):
            document = catalogue.document(name, version.number)
            yield VersionLine(
                document=name,
                added=version.added,
                content_hash=version.content_hash,
                pages=list(document.pages),
                source=document.source,
            )
    except UnknownDocument:
        return  # Removed meanwhile.
    if standing and standing.basis == "set":
        yield StandingLine(document=name, status=standing.status, by=standing.by, since=standing.since)


def _notes(catalogue: Catalogue) -> Iterator[NoteLine]:
    with catalogue.beside() as connection:
        for row in connection.execute(select(NOTES).order_by(NOTES.c.id)):
            yield NoteLine(**{name: getattr(row, name) for name in _NOTE_COLUMNS})


def _import_notes(notes: Iterable[NoteLine], catalogue: Catalogue) -> None:
    """Those that are not here yet, in one transaction."""
    here = {_key(note) for note in _notes(catalogue)}
    missing = [note.model_dump(exclude={"kind"}) for note in notes if _key(note) not in here]
    if missing:
        with catalogue.beside(writes=True) as connection:
            connection.execute(insert(NOTES), missing)


def _key(note: NoteLine) -> tuple[str, ...]:
    return tuple(getattr(note, name) for name in _NOTE_COLUMNS)
