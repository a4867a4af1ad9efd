"""Brings a catalogue of an older make level: tables, columns and indexes that it lacks, nothing taken away."""

from typing import Any

from sqlalchemy import Column, Connection, Engine, Float, Integer, Table, func, insert, inspect, select, text, update

from documents.tables import CLAUSES, DOCUMENTS, GAPS, METADATA, REPAIRS, RESPONSIBILITIES, REVISION

_LOCK = 5_004_004
"""Any number of our own: PostgreSQL's lock for those who change tables."""


def bring_level(reader: Engine, writer: Engine) -> None:
    """Makes what is missing, in one transaction; two processes that open a catalogue at once take turns.

    A column so added is empty, or filled from what the catalogue holds; documents with an empty `parser` are outdated
    and read anew from their source.
    """
    with reader.connect() as connection:
        level = _is_level(connection)
    if level:
        return
    with writer.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        columns = _missing_columns(connection)
        METADATA.create_all(connection)
        for column in columns:
            connection.execute(_adding(column, connection))
        for table in METADATA.sorted_tables:
            _add_indexes(table, connection)
        _fill(columns, connection)
        if connection.execute(select(REVISION.c.id)).first() is None:
            connection.execute(insert(REVISION).values(id=1, value="0"))


def _is_level(connection: Connection) -> bool:
    present = inspect(connection)
    names = set(present.get_table_names())
    return (
        all(table.name in names for table in METADATA.sorted_tables)
        and not _missing_columns(connection)
        and not any(_missing_indexes(table, connection) for table in METADATA.sorted_tables)
        and connection.execute(select(REVISION.c.id)).first() is not None
    )


def _missing_columns(connection: Connection) -> list[Column[Any]]:
    """Columns that tables of the catalogue lack; tables that are not there lack none."""
    present = inspect(connection)
    names = set(present.get_table_names())
    missing = []
    for table in METADATA.sorted_tables:
        held = (
            {column["name"] for column in present.get_columns(table.name)}
            if table.name in names
            else set(table.c.keys())
        )
        missing += [column for column in table.columns if column.name not in held]
    return missing


def _missing_indexes(table: Table, connection: Connection) -> list[Any]:
    held = {index["name"] for index in inspect(connection).get_indexes(table.name)}
    return [index for index in table.indexes if index.name not in held]


def _add_indexes(table: Table, connection: Connection) -> None:
    for index in _missing_indexes(table, connection):
        index.create(connection)


def _adding(column: Column[Any], connection: Connection) -> Any:
    name = connection.dialect.identifier_preparer.quote(column.name)
    default = getattr(column.server_default, "arg", None)
    empty = default if default else ("0" if isinstance(column.type, Integer | Float) else "")
    kind = column.type.compile(connection.dialect)
    return text(f"ALTER TABLE {column.table.name} ADD COLUMN {name} {kind} NOT NULL DEFAULT '{empty}'")


def _fill(columns: list[Column[Any]], connection: Connection) -> None:
    """Counts of documents that were put before counts were kept."""
    counts = {
        DOCUMENTS.c.clause_count: (CLAUSES, func.count(), CLAUSES.c.part == "numbered"),
        DOCUMENTS.c.unit_count: (RESPONSIBILITIES, func.count(RESPONSIBILITIES.c.unit.distinct()), None),
        DOCUMENTS.c.repair_count: (REPAIRS, func.count(), None),
        DOCUMENTS.c.gap_count: (GAPS, func.count(), None),
    }
    for column, (table, count, only) in counts.items():
        if column in columns:
            counting = select(count).select_from(table).where(table.c.document_id == DOCUMENTS.c.id)
            if only is not None:
                counting = counting.where(only)
            connection.execute(update(DOCUMENTS).values({column: counting.scalar_subquery()}))
