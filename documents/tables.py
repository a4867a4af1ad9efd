"""The catalogue's tables: documents, and of each its clauses, responsibilities, repairs, gaps and noise."""

from typing import Any

from sqlalchemy import Column, Float, ForeignKey, Integer, MetaData, String, Table, Text

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
