"""The durable truth: every document with its text, clauses and responsible units, in one SQL database.

SQLite in WAL mode by default, any SQLAlchemy URL else. A document is written in one transaction: it is there whole or
not at all.
"""

import uuid
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import SQLAlchemyError

from documents.errors import UnknownDocument, UnknownVersion
from documents.holdings import Holding, read_holdings, read_standings
from documents.migration import bring_level
from documents.model import Document
from documents.note_carrying import carry_notes
from documents.printable import counted
from documents.said import said_json
from documents.setting_standing import Called, check_standing, ended_by
from documents.settings import DocumentSettings
from documents.standing import Standing, Status
from documents.standing_read import read_said
from documents.store import failure_of, make_home, open_engine
from documents.stored import load_document, write_document
from documents.suspicion import Suspicion, suspicions, trace_of, unpacked
from documents.tables import DOCUMENTS, PARTS, REVISION, VERSIONS
from documents.tasks import Task, TaskQuery, read_tasks, unit_names
from documents.version import parser_version
from documents.versions import Version, keep_version, list_versions, load_version


class Catalogue:
    """Documents by name. Every method is one transaction; raises CatalogueUnavailable when the store fails."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)
        self._writer = self._engine.execution_options(writes=True)
        self._suspicions: tuple[str, dict[str, tuple[Suspicion, ...]]] = "", {}
        with self._guard():
            bring_level(self._engine, self._writer)

    @classmethod
    def open(cls, settings: DocumentSettings) -> "Catalogue":
        """The catalogue of these settings; its folder is made when missing."""
        if not settings.catalogue_url:
            make_home(settings.home)
        return cls(settings.url)

    def close(self) -> None:
        """Lets go of the database's connections."""
        self._engine.dispose()

    def put(self, document: Document, *, added: str = "") -> None:
        """Adds `document`, or makes it the current version of its name, in one transaction.

        The same file again makes no version: what was read from it is replaced. What officials set stays. `added` is
        when it came into the library, as Version has it; now, where empty.
        """
        self.put_versions(document.name, [(document, added)])

    def put_versions(
        self, name: str, versions: Sequence[tuple[Document, str]], standing: tuple[Status, str, str] | None = None
    ) -> None:
        """Puts several documents of one name after each other, each with its `added`, in one transaction.

        `standing` is what officials set besides: (status, by, since) as `set_standing` takes them. Raises
        UnknownDocument where there is neither a version nor a document of that name.
        """
        parser = parser_version()
        said = [said_json(read_said(document)) for document, _ in versions]
        traces = [trace_of(document).packed() for document, _ in versions]
        with self._writing() as connection:
            for (document, added), words, trace in zip(versions, said, traces, strict=True):
                _put(connection, document, {"parser": parser, "said": words, "trace": trace}, added)
            if standing:
                identity = self._known(name, connection)["id"]
                values = dict(zip(_SET, standing, strict=True))
                connection.execute(update(DOCUMENTS).where(DOCUMENTS.c.id == identity).values(values))

    def remove(self, name: str) -> None:
        """Removes the document with all its versions. Raises UnknownDocument when there is none of that name."""
        with self._writing() as connection:
            identity = self._known(name, connection)["id"]
            for table in (*PARTS, VERSIONS):
                connection.execute(delete(table).where(table.c.document_id == identity))
            connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.id == identity))

    def set_standing(self, name: str, status: Status | None, *, by: str = "", since: str = "") -> None:
        """What officials say of a document, whatever is read of it; None: what is read holds again.

        `by` is what repealed or superseded it: the name or title of a document of the library, or any title in 《》;
        `since` an ISO date or empty. Raises UnknownDocument, BadStanding.
        """
        check_standing(status, since)
        with self._writing() as connection:
            row = self._known(name, connection)
            known = {title: other for other, title in connection.execute(_CALLED)} if by else {}
            known |= {other: other for other in known.values()}
            ender = ended_by(by.strip(), Called(name, row["title"]), known) if status else ""
            values = {"set_status": status, "set_by": ender, "set_since": since} if status else dict.fromkeys(_SET, "")
            connection.execute(update(DOCUMENTS).where(DOCUMENTS.c.id == row["id"]).values(values))

    def revision(self) -> str:
        """What the library is at: another text after every write by any process, the same until then."""
        with self._reading() as connection:
            return str(connection.execute(select(REVISION.c.value)).scalar_one())

    def names(self) -> list[str]:
        """The names of all documents, sorted."""
        return list(self.hashes())

    def hashes(self) -> dict[str, str]:
        """Name → hash of what is held under it: the file's bytes and the parser that read them. Sorted by name."""
        columns = (DOCUMENTS.c.name, DOCUMENTS.c.content_hash, DOCUMENTS.c.parser)
        with self._reading() as connection:
            rows = connection.execute(select(*columns))
            return dict(sorted((row.name, f"{row.content_hash}-{row.parser}") for row in rows))

    def outdated(self) -> list[str]:
        """Names of documents that another parser than this one has read, sorted."""
        statement = select(DOCUMENTS.c.name).where(DOCUMENTS.c.parser != parser_version())
        with self._reading() as connection:
            return sorted(connection.execute(statement).scalars())

    def document(self, name: str, version: int | None = None) -> Document:
        """The current document of that name, or an older `version` of it.

        Raises UnknownDocument, UnknownVersion.
        """
        with self._reading() as connection:
            row = self._known(name, connection)
            if version in (None, row["version"]):
                return load_document(connection, row)
            old = load_version(connection, row["id"], version or 0, parser_version())
            if old is None:
                raise UnknownVersion(f"document {name!r} has no version {version}; it has 1 to {row['version']}")
            return old

    def versions(self, name: str) -> list[Version]:
        """Every version of the document, the oldest first, the current one last. Raises UnknownDocument."""
        with self._reading() as connection:
            return list_versions(connection, self._known(name, connection))

    def same_text(self, name: str) -> list[str]:
        """The other documents with the same text, sorted. Raises UnknownDocument."""
        with self._reading() as connection:
            written = self._known(name, connection)["text_hash"]
            same = select(DOCUMENTS.c.name).where(DOCUMENTS.c.text_hash == written, DOCUMENTS.c.name != name)
            return sorted(connection.execute(same).scalars()) if written else []

    def documents(self) -> Iterator[Document]:
        """Every document, one at a time, by name."""
        return (self.document(name) for name in self.names())

    def standings(self, today: date) -> dict[str, Standing]:
        """Name → whether the document is in force on that day, of every document."""
        with self._reading() as connection:
            return read_standings(connection, today)

    def holdings(self, today: date) -> list[Holding]:
        """A line for each document, by name."""
        with self._reading() as connection:
            return list(read_holdings(connection, today))

    def suspicions(self) -> dict[str, tuple[Suspicion, ...]]:
        """Name → what is suspicious about a document, of those that anything is; kept until the library changes."""
        with self._reading() as connection:
            revision = str(connection.execute(select(REVISION.c.value)).scalar_one())
            if self._suspicions[0] != revision:
                rows = connection.execute(select(DOCUMENTS.c.name, DOCUMENTS.c.trace).order_by(DOCUMENTS.c.name))
                self._suspicions = revision, suspicions({n: unpacked(n, trace) for n, trace in rows if trace})
            return self._suspicions[1]

    def tasks(self, query: TaskQuery) -> Generator[Task, None, None]:
        """The ledger's rows, streamed out of one snapshot; to be closed when not read to the end.

        Raises UnknownDocument.
        """
        with self._reading() as connection:
            if query.document is not None:
                self._known(query.document, connection)
            yield from read_tasks(connection, query)

    def units(self) -> list[str]:
        """Every unit named as responsible, sorted."""
        with self._reading() as connection:
            return unit_names(connection)

    @contextmanager
    def beside(self, *, writes: bool = False) -> Iterator[Connection]:
        """A transaction for what is kept beside the documents (documents.notes): the library's revision stays."""
        with self._guard(), self._writer.begin() if writes else self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._guard(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that waits for other writers; the revision changes with it."""
        with self._guard(), self._writer.begin() as connection:
            connection.execute(update(REVISION).values(value=uuid.uuid4().hex))
            yield connection

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            raise failure_of(self._engine, error) from error

    @staticmethod
    def _known(name: str, connection: Connection) -> Any:
        """The row of that name. Raises UnknownDocument."""
        row = _row(connection, name)
        if row is None:
            names = sorted(connection.execute(select(DOCUMENTS.c.name)).scalars())
            held = ", ".join(names[:_NAMED]) or "none"
            held += f" and {counted(len(names) - _NAMED, 'other')}" if len(names) > _NAMED else ""
            raise UnknownDocument(f"document {name!r} is not in the library; it holds: {held}")
        return row


_NAMED = 5
"""Names that the refusal of an unknown one tells."""
_CALLED = select(DOCUMENTS.c.name, DOCUMENTS.c.title)
_SET = ("set_status", "set_by", "set_since")


def _put(connection: Connection, document: Document, facts: dict[str, Any], added: str) -> None:
    """The document as the current version of its name."""
    row = _row(connection, document.name)
    carry_notes(connection, row, document)
    if row is None or not _is_same_file(row, document):
        facts |= {"added": added or _now(), "version": 1}
        if row is not None:
            keep_version(connection, row)
            facts["version"] = row["version"] + 1
    write_document(connection, document, None if row is None else row["id"], facts)


def _row(connection: Connection, name: str) -> Any:
    """All columns of the document of that name as a mapping; None when there is none."""
    row = connection.execute(select(DOCUMENTS).where(DOCUMENTS.c.name == name)).one_or_none()
    return None if row is None else row._mapping


def _is_same_file(row: Any, document: Document) -> bool:
    """Documents without a hash, which were not read from a file, are compared by their text."""
    same = row["content_hash"] == document.content_hash
    return same and (document.content_hash != "" or row["source"] == document.source)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
