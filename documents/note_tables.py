"""The table of progress notes, in the catalogue's database and bound to no document's row: a note outlives versions."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from documents.tables import METADATA

NOTES = Table(
    "notes",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("document", String, nullable=False),
    Column("locator", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("status", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("written", String, nullable=False),
    Index("ix_notes_clause", "document", "locator"),
)
"""`title` is the clause's when the note was written, so that a note on a clause that is another now can be seen."""
