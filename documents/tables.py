"""The catalogue's tables: documents, of each its clauses, responsibilities, repairs, gaps and noise; what they were.

The tables of parts hold the current version of each document only, so that no query of the ledger meets an old one. An
old version lies whole and packed in `versions`.
"""

from typing import Any

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

METADATA = MetaData()
DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String, unique=True, nullable=False),
    Column("title", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("date", Text, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("parser", String, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("added", String, nullable=False, server_default=""),
    Column("clause_count", Integer, nullable=False, server_default="0"),
    Column("unit_count", Integer, nullable=False, server_default="0"),
    Column("repair_count", Integer, nullable=False, server_default="0"),
    Column("gap_count", Integer, nullable=False, server_default="0"),
    Column("set_status", String, nullable=False, server_default=""),
    Column("set_by", Text, nullable=False, server_default=""),
    Column("set_since", String, nullable=False, server_default=""),
    Column("said", Text, nullable=False, server_default=""),
    Column("trace", Text, nullable=False, server_default=""),
    Column("text_hash", String, nullable=False, server_default=""),
    Column("pages", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_documents_text_hash", "text_hash"),
)
"""`text_hash` is of the text alone: files of one policy that differ in format or page furniture share it. The long
columns stand last: SQLite reads a row from its beginning, so that a list of holdings stays cheap."""


def _part_table(name: str, *columns: Column[Any] | Index) -> Table:
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
    Column("unit", Text, nullable=False),
    Column("role", String, nullable=False),
    Column("basis", String, nullable=False),
    *_span(),
    Index("ix_responsibilities_named", "unit", "document_id", "clause_position"),
    Index("ix_responsibilities_clause", "document_id", "clause_position", "unit", "role"),
)
"""The first finds the clauses that name a unit, the second whom a clause names; neither look-up reads a row."""
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
PARTS = (CLAUSES, RESPONSIBILITIES, REPAIRS, GAPS, NOISE)

VERSIONS = Table(
    "versions",
    METADATA,
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("content_hash", String, nullable=False),
    Column("added", String, nullable=False),
    Column("parser", String, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)
"""What a document was before its current version, oldest first by `number`."""

REVISION = Table("revision", METADATA, Column("id", Integer, primary_key=True), Column("value", String, nullable=False))
"""One row, written first in every transaction that writes: what the library is at, and the lock that writers take."""
