"""The durable truth: every document with its text, clauses and responsible units, in one SQL database.

SQLite in WAL mode by default, any SQLAlchemy URL else. A document is written in one transaction: it is there whole or
not at all.
"""

import json
import re
from collections.abc import Collection, Generator, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Table, create_engine, delete, event, insert, select
from sqlalchemy.exc import SQLAlchemyError

from documents.errors import CatalogueUnavailable, UnknownDocument
from documents.model import Basis, Clause, Document, Gap, Noise, Part, Repair, Responsibility, Role
from documents.settings import DocumentSettings
from documents.tables import CLAUSES, DOCUMENTS, GAPS, NOISE, REPAIRS, RESPONSIBILITIES, bring_level
from documents.tasks import Task, TaskQuery, read_tasks, role_counts, unit_names
from documents.version import parser_version

_DOCUMENT_FIELDS = tuple(column.name for column in DOCUMENTS.c if column.name not in ("id", "parser", "pages"))
_PARTS = (CLAUSES, RESPONSIBILITIES, REPAIRS, GAPS, NOISE)


class Catalogue:
    """Documents by name. Every method is one transaction; raises CatalogueUnavailable when the store fails."""

    def __init__(self, url: str) -> None:
        try:
            self._engine = create_engine(url)
        except (SQLAlchemyError, ImportError, ValueError) as error:
            shown = re.sub(r"://[^/@]*@", "://***@", url)
            raise CatalogueUnavailable(
                f"catalogue {shown!r}: not a usable database URL ({error}); correct POLICY_CATALOGUE_URL or unset it"
            ) from error
        self._writer = self._engine.execution_options(writes=True)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _configure_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)
        with self._guard():
            bring_level(self._engine, self._writer)

    @classmethod
    def open(cls, settings: DocumentSettings) -> "Catalogue":
        """The catalogue of these settings; its folder is made when missing."""
        if not settings.catalogue_url:
            _make_home(settings.home)
        return cls(settings.url)

    def close(self) -> None:
        """Lets go of the database's connections."""
        self._engine.dispose()

    def put(self, document: Document) -> None:
        """Adds `document`, or replaces the one of its name, in one transaction."""
        with self._guard(), self._writer.begin() as connection:
            _delete(connection, document.name)
            _insert(connection, document)

    def remove(self, name: str) -> None:
        """Raises UnknownDocument when there is none of that name."""
        with self._guard(), self._writer.begin() as connection:
            if not _delete(connection, name):
                raise self._unknown(name, connection)

    def names(self) -> list[str]:
        """The names of all documents, sorted."""
        return list(self.hashes())

    def hashes(self) -> dict[str, str]:
        """Name → hash of what is held under it: the file's bytes and the parser that read them. Sorted by name."""
        columns = (DOCUMENTS.c.name, DOCUMENTS.c.content_hash, DOCUMENTS.c.parser)
        with self._guard(), self._engine.connect() as connection:
            rows = connection.execute(select(*columns).order_by(DOCUMENTS.c.name))
            return {row.name: f"{row.content_hash}-{row.parser}" for row in rows}

    def outdated(self) -> list[str]:
        """Names of documents that another parser than this one has read, sorted."""
        statement = select(DOCUMENTS.c.name).where(DOCUMENTS.c.parser != parser_version())
        with self._guard(), self._engine.connect() as connection:
            return list(connection.execute(statement.order_by(DOCUMENTS.c.name)).scalars())

    def document(self, name: str) -> Document:
        """The document of that name. Raises UnknownDocument."""
        with self._guard(), self._engine.connect() as connection:
            row = connection.execute(select(DOCUMENTS).where(DOCUMENTS.c.name == name)).one_or_none()
            if row is None:
                raise self._unknown(name, connection)
            return _load(connection, row._mapping)

    def documents(self) -> Iterator[Document]:
        """Every document, one at a time, by name."""
        return (self.document(name) for name in self.names())

    def tasks(self, query: TaskQuery) -> Generator[Task, None, None]:
        """The ledger's rows, streamed out of one snapshot; to be closed when not read to the end.

        Raises UnknownDocument.
        """
        with self._guard(), self._engine.connect() as connection:
            if query.document is not None:
                statement = select(DOCUMENTS.c.id).where(DOCUMENTS.c.name == query.document)
                if connection.execute(statement).one_or_none() is None:
                    raise self._unknown(query.document, connection)
            yield from read_tasks(connection, query)

    def units(self) -> list[str]:
        """Every unit named as responsible, sorted."""
        with self._guard(), self._engine.connect() as connection:
            return unit_names(connection)

    def role_counts(self, units: Collection[str]) -> list[tuple[str, Role, int]]:
        """(unit, role, number of clauses) of everyone named in the clauses that name any of `units`, themselves too."""
        with self._guard(), self._engine.connect() as connection:
            return role_counts(connection, units)

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            cause = getattr(error, "orig", None) or error
            raise CatalogueUnavailable(
                f"catalogue {self._engine.url}: {cause}; "
                "check that its folder can be written, or move a damaged file away"
            ) from error

    @staticmethod
    def _unknown(name: str, connection: Connection) -> UnknownDocument:
        names = connection.execute(select(DOCUMENTS.c.name).order_by(DOCUMENTS.c.name)).scalars().all()
        held = ", ".join(names[:5]) or "none"
        return UnknownDocument(f"document {name!r} is not in the library; it holds: {held}")


def _make_home(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CatalogueUnavailable(
            f"POLICY_HOME {home}: cannot be made ({error.strerror}); name a folder that can be written"
        ) from error


def _configure_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite, not by the driver at the first write
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """One snapshot for all statements of a reader; a writer waits for its turn before it reads."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _delete(connection: Connection, name: str) -> bool:
    identity = connection.execute(select(DOCUMENTS.c.id).where(DOCUMENTS.c.name == name)).scalar_one_or_none()
    if identity is None:
        return False
    for table in _PARTS:
        connection.execute(delete(table).where(table.c.document_id == identity))
    connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.id == identity))
    return True


def _insert(connection: Connection, document: Document) -> None:
    values = {name: getattr(document, name) for name in _DOCUMENT_FIELDS}
    values |= {"parser": parser_version(), "pages": json.dumps(document.pages)}
    key = connection.execute(insert(DOCUMENTS).values(values)).inserted_primary_key
    identity = cast(int, key[0]) if key else 0
    clauses = [asdict(clause) for clause in document.clauses]
    units = [
        {**asdict(unit), "clause_position": position}
        for position, clause in enumerate(document.clauses)
        for unit in clause.units
    ]
    parts = (
        clauses,
        units,
        *([asdict(row) for row in rows] for rows in (document.repairs, document.gaps, document.noise)),
    )
    for table, rows in zip(_PARTS, parts, strict=True):
        kept = [
            {"document_id": identity, "position": position, **{c.name: row[c.name] for c in table.c if c.name in row}}
            for position, row in enumerate(rows)
        ]
        if kept:
            connection.execute(insert(table), kept)


def _load(connection: Connection, row: Any) -> Document:
    identity = row["id"]
    noise = tuple(Noise(r.start, r.end, r.kind) for r in _rows(connection, NOISE, identity))
    pages = tuple(json.loads(row["pages"] or "[]"))
    bare = Document(**{name: row[name] for name in _DOCUMENT_FIELDS}, clauses=(), noise=noise, pages=pages)
    units: dict[int, list[Responsibility]] = {}
    for r in _rows(connection, RESPONSIBILITIES, identity):
        named = Responsibility(r.unit, cast(Role, r.role), cast(Basis, r.basis), r.start, r.end)
        units.setdefault(r.clause_position, []).append(named)
    clauses = tuple(
        Clause(
            locator=r.locator,
            label=r.label,
            level=r.level,
            title=r.title,
            text=bare.quote(r.start, r.end),
            start=r.start,
            end=r.end,
            units=tuple(units.get(r.position, ())),
            part=cast(Part, r.part),
        )
        for r in _rows(connection, CLAUSES, identity)
    )
    return replace(
        bare,
        clauses=clauses,
        repairs=tuple(
            Repair(r.start, r.before, r.after, r.rule, r.confidence) for r in _rows(connection, REPAIRS, identity)
        ),
        gaps=tuple(Gap(r.start, r.end, r.kind, r.context) for r in _rows(connection, GAPS, identity)),
    )


def _rows(connection: Connection, table: Table, identity: int) -> list[Any]:
    statement = select(table).where(table.c.document_id == identity).order_by(table.c.position)
    return list(connection.execute(statement))
