"""The responsibility ledger's rows, read from the catalogue by SQL: no document is loaded whole for them.

Documents are read a chunk at a time, so a library of any size streams through in the memory of one chunk.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Connection, Label, Select, Table, func, select, tuple_

from documents.deadline import Deadline, read_deadlines
from documents.model import Basis, Noise, Responsibility, Role, without_noise
from documents.tables import CLAUSES, DOCUMENTS, NOISE, RESPONSIBILITIES

FIRST_CHUNK, LARGEST_CHUNK = 8, 320
"""Documents read at once: few at first, for whoever wants a page of rows; then twice as many each time."""


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
    documents = sorted(connection.execute(_documents(query)), key=lambda row: str(row.name))
    size = FIRST_CHUNK
    while documents:
        yield from _chunk(connection, documents[:size], query)
        documents = documents[size:]
        size = min(2 * size, LARGEST_CHUNK)


def unit_names(connection: Connection) -> list[str]:
    """Every unit that the catalogue names, sorted."""
    units = RESPONSIBILITIES.c.unit
    return sorted(connection.execute(select(units).distinct()).scalars())


def _documents(query: TaskQuery) -> Select[Any]:
    columns = (DOCUMENTS.c.id, DOCUMENTS.c.name, DOCUMENTS.c.title, DOCUMENTS.c.date)
    statement = select(*columns)
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
                heading=row.heading or "",
                text=without_noise(text, row.start, row.end, gone),
                units=tuple(named.get(row.position, ())),
                deadlines=read_deadlines(text, row.start, row.end, gone),
            )


def _texts(ids: Sequence[int]) -> Select[Any]:
    return select(DOCUMENTS.c.id, DOCUMENTS.c.text).where(DOCUMENTS.c.id.in_(ids))


def _clauses(ids: Sequence[int], query: TaskQuery) -> Select[Any]:
    """The numbered clauses asked for, in order, each with its heading's title."""
    table = CLAUSES
    columns = (table.c.document_id, table.c.position, table.c.locator, table.c.title, table.c.start, table.c.end)
    statement = select(*columns, _heading()).order_by(table.c.document_id, table.c.position)
    statement = statement.where(table.c.document_id.in_(ids), table.c.part == "numbered")
    if query.unnamed and not query.units:
        return statement
    return statement.where(_in_clause_of(table.c.position, table, query.units, ids))


def _heading() -> Label[str]:
    """The title of the clause whose locator is the clause's own less its last label. It stands before it."""
    above = CLAUSES.alias()
    without_label = func.rtrim(CLAUSES.c.locator, func.replace(CLAUSES.c.locator, "/", ""))
    here = (above.c.document_id == CLAUSES.c.document_id) & (above.c.position < CLAUSES.c.position)
    statement = select(above.c.title).where(here, above.c.locator + "/" == without_label)
    return statement.order_by(above.c.position.desc()).limit(1).correlate(CLAUSES).label("heading")


def _units(ids: Sequence[int], query: TaskQuery) -> Select[Any]:
    """Everyone named in those clauses, in order."""
    table = RESPONSIBILITIES
    statement = select(table).where(table.c.document_id.in_(ids)).order_by(table.c.document_id, table.c.position)
    if not query.units:
        return statement
    return statement.where(_in_clause_of(table.c.clause_position, table, query.units, ids))


def _in_clause_of(
    position: Column[int], table: Table, units: Collection[str], ids: Sequence[int] = ()
) -> ColumnElement[bool]:
    """Whether a row of `table` belongs to a clause (of the documents `ids`) that names any of `units`, or anyone."""
    held = RESPONSIBILITIES.alias()
    statement = select(held.c.document_id, held.c.clause_position)
    if ids:
        statement = statement.where(held.c.document_id.in_(ids))
    if units:
        statement = statement.where(held.c.unit.in_(units))
    return tuple_(table.c.document_id, position).in_(statement)


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
