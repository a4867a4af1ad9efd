"""The responsibility ledger's rows, read from the catalogue by SQL: no document is loaded whole for them.

Documents are read a chunk at a time, so a library of any size streams through in the memory of one chunk.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Select, select

from documents.deadline import Deadline, read_deadlines
from documents.model import Basis, Noise, Responsibility, Role, without_noise
from documents.tables import CLAUSES, DOCUMENTS, NOISE, RESPONSIBILITIES

CHUNK = 200
"""Documents read at once: large enough that a unit named all over a library costs few statements."""


@dataclass(frozen=True, slots=True)
class Task:
    """A numbered clause as the ledger reads it: what is to be done, by whom, by when."""

    document: str
    document_title: str
    document_date: str
    locator: str
    title: str
    heading: str
    """Title of the clause above; empty where there is none."""
    text: str
    units: tuple[Responsibility, ...]
    deadlines: tuple[Deadline, ...]

    @property
    def deadline(self) -> str:
        """Every deadline as written, in order; empty where the text has none."""
        return "；".join(deadline.text for deadline in self.deadlines)


@dataclass(frozen=True, slots=True)
class TaskQuery:
    """Which rows are read: of one document, naming any of some units, or with those that name no unit."""

    document: str | None = None
    units: Collection[str] = ()
    unnamed: bool = False
    """Also numbered clauses that name nobody; says nothing where `units` are given."""


def read_tasks(connection: Connection, query: TaskQuery) -> Iterator[Task]:
    """The rows by document name and in reading order."""
    documents = list(connection.execute(_documents(query)))
    for first in range(0, len(documents), CHUNK):
        yield from _chunk(connection, documents[first : first + CHUNK], query)


def unit_names(connection: Connection) -> list[str]:
    """Every unit that the catalogue names, sorted."""
    return list(
        connection.execute(select(RESPONSIBILITIES.c.unit).distinct().order_by(RESPONSIBILITIES.c.unit)).scalars()
    )


def _documents(query: TaskQuery) -> Select[Any]:
    columns = (DOCUMENTS.c.id, DOCUMENTS.c.name, DOCUMENTS.c.title, DOCUMENTS.c.date)
    statement = select(*columns).order_by(DOCUMENTS.c.name)
    if query.document is not None:
        statement = statement.where(DOCUMENTS.c.name == query.document)
    if query.units:
        holders = select(RESPONSIBILITIES.c.document_id).where(RESPONSIBILITIES.c.unit.in_(query.units))
        statement = statement.where(DOCUMENTS.c.id.in_(holders))
    return statement


def _chunk(connection: Connection, documents: Sequence[Any], query: TaskQuery) -> Iterator[Task]:
    ids = [row.id for row in documents]
    clauses = _grouped(connection.execute(_clauses(ids, query)))
    units = _grouped(connection.execute(_units(ids, query)))
    above = {row.locator.rpartition("/")[0] for rows in clauses.values() for row in rows}
    headings = {
        (row.document_id, row.locator): row.title
        for row in connection.execute(
            select(CLAUSES.c.document_id, CLAUSES.c.locator, CLAUSES.c.title).where(
                CLAUSES.c.document_id.in_(ids), CLAUSES.c.locator.in_(above - {""})
            )
        )
    }
    texts = {row.id: row.text for row in connection.execute(_texts(ids))}
    noise = _grouped(connection.execute(select(NOISE).where(NOISE.c.document_id.in_(ids)).order_by(NOISE.c.start)))
    for document in documents:
        named = _responsibilities(units[document.id])
        gone = [Noise(row.start, row.end, row.kind) for row in noise[document.id]]
        text = texts[document.id]
        for row in clauses[document.id]:
            yield Task(
                document=document.name,
                document_title=document.title,
                document_date=document.date,
                locator=row.locator,
                title=row.title,
                heading=headings.get((document.id, row.locator.rpartition("/")[0]), ""),
                text=without_noise(text, row.start, row.end, gone),
                units=tuple(named.get(row.position, ())),
                deadlines=read_deadlines(text, row.start, row.end, gone),
            )


def _texts(ids: Sequence[int]) -> Select[Any]:
    return select(DOCUMENTS.c.id, DOCUMENTS.c.text).where(DOCUMENTS.c.id.in_(ids))


def _clauses(ids: Sequence[int], query: TaskQuery) -> Select[Any]:
    """The numbered clauses asked for, in order."""
    columns = (CLAUSES.c.document_id, CLAUSES.c.position, CLAUSES.c.locator, CLAUSES.c.title)
    statement = select(*columns, CLAUSES.c.start, CLAUSES.c.end).order_by(CLAUSES.c.document_id, CLAUSES.c.position)
    statement = statement.where(CLAUSES.c.document_id.in_(ids), CLAUSES.c.part == "numbered")
    if query.unnamed and not query.units:
        return statement
    named = _naming(ids, query.units)
    here = (CLAUSES.c.document_id == named.c.document_id) & (CLAUSES.c.position == named.c.clause_position)
    return statement.join_from(CLAUSES, named, here)


def _units(ids: Sequence[int], query: TaskQuery) -> Select[Any]:
    """Everyone named in those clauses, in order."""
    table = RESPONSIBILITIES
    statement = select(table).where(table.c.document_id.in_(ids)).order_by(table.c.document_id, table.c.position)
    if not query.units:
        return statement
    named = _naming(ids, query.units)
    here = (table.c.document_id == named.c.document_id) & (table.c.clause_position == named.c.clause_position)
    return statement.join_from(table, named, here)


def _naming(ids: Sequence[int], units: Collection[str]) -> Any:
    """(document_id, clause_position) of each clause that names any of `units`, or anyone."""
    table = RESPONSIBILITIES
    statement = select(table.c.document_id, table.c.clause_position).where(table.c.document_id.in_(ids)).distinct()
    return (statement.where(table.c.unit.in_(units)) if units else statement).subquery()


def _grouped(rows: Any) -> defaultdict[int, list[Any]]:
    """Rows by the document they belong to."""
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.document_id].append(row)
    return groups


def _responsibilities(rows: Sequence[Any]) -> dict[int, list[Responsibility]]:
    """Position of a clause → who it names."""
    named: dict[int, list[Responsibility]] = {}
    for row in rows:
        held = Responsibility(row.unit, cast(Role, row.role), cast(Basis, row.basis), row.start, row.end)
        named.setdefault(row.clause_position, []).append(held)
    return named
