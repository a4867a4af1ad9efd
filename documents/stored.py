"""A document to and from the catalogue's rows."""

import hashlib
import json
from dataclasses import asdict, replace
from typing import Any, cast

from sqlalchemy import Connection, Table, delete, insert, select, update

from documents.model import Basis, Clause, Document, Gap, Noise, Part, Repair, Responsibility, Role, without_noise
from documents.tables import CLAUSES, DOCUMENTS, GAPS, NOISE, PARTS, REPAIRS, RESPONSIBILITIES

_FIELDS = ("name", "title", "source", "text", "issuer", "number", "date", "content_hash")


def write_document(connection: Connection, document: Document, identity: int | None, facts: dict[str, Any]) -> None:
    """Writes `document` as a new row, or over that of `identity` and its parts; `facts` are further columns."""
    values = {name: getattr(document, name) for name in _FIELDS}
    values |= {"pages": json.dumps(document.pages), "text_hash": text_hash(document), **_counts(document), **facts}
    if identity is None:
        key = connection.execute(insert(DOCUMENTS).values(values)).inserted_primary_key
        identity = cast(int, key[0]) if key else 0
    else:
        connection.execute(update(DOCUMENTS).where(DOCUMENTS.c.id == identity).values(values))
        for table in PARTS:
            connection.execute(delete(table).where(table.c.document_id == identity))
    for table, rows in zip(PARTS, _parts(document), strict=True):
        kept = [
            {"document_id": identity, "position": position, **{c.name: row[c.name] for c in table.c if c.name in row}}
            for position, row in enumerate(rows)
        ]
        if kept:
            connection.execute(insert(table), kept)


def load_document(connection: Connection, row: Any) -> Document:
    """The document of that row of DOCUMENTS, a mapping of all its columns."""
    identity = row["id"]
    noise = tuple(Noise(r.start, r.end, r.kind) for r in rows_of(connection, NOISE, identity))
    pages = tuple(json.loads(row["pages"] or "[]"))
    bare = Document(**{name: row[name] for name in _FIELDS}, clauses=(), noise=noise, pages=pages)
    return replace(
        bare,
        clauses=_clauses(connection, bare, identity),
        repairs=tuple(
            Repair(r.start, r.before, r.after, r.rule, r.confidence) for r in rows_of(connection, REPAIRS, identity)
        ),
        gaps=tuple(Gap(r.start, r.end, r.kind, r.context) for r in rows_of(connection, GAPS, identity)),
    )


def rows_of(connection: Connection, table: Table, identity: int) -> list[Any]:
    """The rows of a table of parts that belong to one document, in order."""
    statement = select(table).where(table.c.document_id == identity).order_by(table.c.position)
    return list(connection.execute(statement))


def text_hash(document: Document) -> str:
    """The same for documents whose text differs in nothing but noise and white space."""
    text = without_noise(document.text, 0, len(document.text), document.noise)
    return hashlib.sha256("".join(text.split()).encode("utf-8", "replace")).hexdigest()


def _counts(document: Document) -> dict[str, int]:
    return {
        "clause_count": sum(1 for clause in document.clauses if clause.part == "numbered"),
        "unit_count": len({unit.unit for clause in document.clauses for unit in clause.units}),
        "repair_count": len(document.repairs),
        "gap_count": len(document.gaps),
    }


def _parts(document: Document) -> tuple[list[dict[str, Any]], ...]:
    """Rows for each of PARTS."""
    units = [
        {**asdict(unit), "clause_position": position}
        for position, clause in enumerate(document.clauses)
        for unit in clause.units
    ]
    others = ([asdict(row) for row in rows] for rows in (document.repairs, document.gaps, document.noise))
    return ([asdict(clause) for clause in document.clauses], units, *others)


def _clauses(connection: Connection, bare: Document, identity: int) -> tuple[Clause, ...]:
    units: dict[int, list[Responsibility]] = {}
    for r in rows_of(connection, RESPONSIBILITIES, identity):
        named = Responsibility(r.unit, cast(Role, r.role), cast(Basis, r.basis), r.start, r.end)
        units.setdefault(r.clause_position, []).append(named)
    return tuple(
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
        for r in rows_of(connection, CLAUSES, identity)
    )
