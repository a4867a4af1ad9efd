"""The catalogue's tables: documents, and of each its clauses, responsibilities, repairs, gaps and noise."""

from typing import Any

from sqlalchemy import (
    Column,
    Engine,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TextClause,
    inspect,
    text,
)

METADATA = MetaData()
DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String, unique=True, nullable=False),
    Column("title", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("date", Text, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("pages", Text, nullable=False),
    Column("parser", String, nullable=False),
)


def _part_table(name: str, *columns: Column[Any]) -> Table:
    """A table of one document's parts, in reading order."""
    owner = Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    return Table(name, METADATA, owner, Column("position", Integer, primary_key=True), *columns)


def _span() -> tuple[Column[Any], Column[Any]]:
    return Column("start", Integer, nullable=False), Column("end", Integer, nullable=False)


CLAUSES = _part_table(
    "clauses",
    Column("locator", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("title", Text, nullable=False),
    *_span(),
    Column("part", String, nullable=False),
)
RESPONSIBILITIES = _part_table(
    "responsibilities",
    Column("clause_position", Integer, nullable=False),
    Column("unit", Text, nullable=False, index=True),
    Column("role", String, nullable=False),
    Column("basis", String, nullable=False),
    *_span(),
)
REPAIRS = _part_table(
    "repairs",
    Column("start", Integer, nullable=False),
    Column("before", String, nullable=False),
    Column("after", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("confidence", Float, nullable=False),
)
GAPS = _part_table("gaps", *_span(), Column("kind", String, nullable=False), Column("context", Text, nullable=False))
NOISE = _part_table("noise", *_span(), Column("kind", String, nullable=False))


def bring_level(reader: Engine, writer: Engine) -> None:
    """Makes the tables that are missing, and adds columns that a catalogue of an older make lacks.

    A column so added is empty: documents with an empty `parser` are outdated and read anew from their source.
    """
    inspector = inspect(reader)
    present = {
        table: {column["name"] for column in inspector.get_columns(table)} for table in inspector.get_table_names()
    }
    missing = [
        column
        for table in METADATA.sorted_tables
        if table.name in present
        for column in table.columns
        if column.name not in present[table.name]
    ]
    if missing or not all(table.name in present for table in METADATA.sorted_tables):
        METADATA.create_all(writer)
        with writer.begin() as connection:
            for column in missing:
                connection.execute(_adding(column, writer))


def _adding(column: Column[Any], engine: Engine) -> TextClause:
    name = engine.dialect.identifier_preparer.quote(column.name)
    empty = "0" if isinstance(column.type, Integer | Float) else "''"
    kind = column.type.compile(engine.dialect)
    return text(f"ALTER TABLE {column.table.name} ADD COLUMN {name} {kind} NOT NULL DEFAULT {empty}")
