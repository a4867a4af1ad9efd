"""What the library holds, one line a document, read from one table: no document is loaded for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from documents.naming import Naming
from documents.said import said_of
from documents.standing import Entry, Standing, standings_of
from documents.tables import DOCUMENTS


@dataclass(frozen=True)
class Holding:
    """A document of the library as a list shows it; `versions`, `clauses` (numbered ones), `units` … are counts."""

    name: str
    title: str
    issuer: str
    number: str
    date: str
    standing: Standing
    versions: int
    clauses: int
    units: int
    repairs: int
    gaps: int
    same_text: tuple[str, ...] = ()
    """The other documents with the same text, by name."""


def read_standings(connection: Connection, today: date) -> dict[str, Standing]:
    """Name → standing on that day of every document, sorted by name."""
    return standings_of(sorted(map(_entry, connection.execute(_NAMINGS)), key=lambda entry: entry.naming.name), today)


def read_holdings(connection: Connection, today: date) -> Iterator[Holding]:
    """By name."""
    standings = read_standings(connection, today)
    rows = sorted(connection.execute(_LINES), key=lambda row: str(row.name))
    sharing: dict[str, list[str]] = {}
    for row in rows:
        sharing.setdefault(row.text_hash, []).append(row.name)
    for row in rows:
        same = tuple(name for name in sharing[row.text_hash] if row.text_hash and name != row.name)
        counts = (row.version, row.clause_count, row.unit_count, row.repair_count, row.gap_count)
        yield Holding(row.name, row.title, row.issuer, row.number, row.date, standings[row.name], *counts, same)


def _entry(row: Any) -> Entry:
    set_by_officials = Standing(row.set_status, row.set_since, row.set_by, "set") if row.set_status else None
    return Entry(Naming(*row[:5]), said_of(row.said), set_by_officials)


_D = DOCUMENTS.c
_NAMES = (_D.name, _D.title, _D.issuer, _D.number, _D.date)
_NAMINGS = select(*_NAMES, _D.set_status, _D.set_since, _D.set_by, _D.said)
_LINES = select(*_NAMES, _D.version, _D.clause_count, _D.unit_count, _D.repair_count, _D.gap_count, _D.text_hash)
