"""The table of progress notes, in the catalogue's database and bound to no document's row: a note outlives versions."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from documents.tables import METADATA

HELD = 0
"""`lost` of a note whose clause the current version has."""
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
    Column("lost", Integer, nullable=False, server_default=str(HELD)),
    Index("ix_notes_clause", "document", "locator"),
)
"""`title` is the clause's when the note was written, so that a note on a clause that is another now can be seen. `lost`
is HELD, or the version that last had the clause: then `locator` is the one it had there."""
