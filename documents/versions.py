"""The versions of a document: what it was before is kept whole, packed, and apart from the current one's rows."""

import json
import zlib
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from documents.model import Clause, Document, Gap, Noise, Repair, Responsibility
from documents.parsing import parse_document
from documents.stored import load_document
from documents.tables import VERSIONS


@dataclass(frozen=True)
class Version:
    """One state of a document: the file it was read from, and when it was put into the library."""

    number: int
    """From 1, in the order in which they were put."""
    content_hash: str
    added: str
    """ISO 8601 in UTC; empty where the library did not yet keep it."""
    current: bool


def keep_version(connection: Connection, row: Any) -> None:
    """Packs the document of that row of DOCUMENTS away; the row can then be written over."""
    values = {name: row[name] for name in ("content_hash", "added", "parser")}
    packed = pack(load_document(connection, row))
    connection.execute(insert(VERSIONS).values(document_id=row["id"], number=row["version"], packed=packed, **values))


def list_versions(connection: Connection, row: Any) -> list[Version]:
    """Every version of the document of that row of DOCUMENTS, the oldest first."""
    columns = (VERSIONS.c.number, VERSIONS.c.content_hash, VERSIONS.c.added)
    statement = select(*columns).where(VERSIONS.c.document_id == row["id"]).order_by(VERSIONS.c.number)
    old = [Version(r.number, r.content_hash, r.added, current=False) for r in connection.execute(statement)]
    return [*old, Version(row["version"], row["content_hash"], row["added"], current=True)]


def load_version(connection: Connection, identity: int, number: int, parser: str) -> Document | None:
    """An old version; None where there is none of that number. One that another parser read is read anew."""
    statement = select(VERSIONS).where(VERSIONS.c.document_id == identity, VERSIONS.c.number == number)
    row = connection.execute(statement).one_or_none()
    if row is None:
        return None
    if row.parser == parser:
        return unpack(row.packed)
    held = _unpacked(row.packed)
    return parse_document(held["name"], held["source"], held["content_hash"], tuple(held["pages"]))


def pack(document: Document) -> bytes:
    """The whole document as compressed JSON."""
    return zlib.compress(json.dumps(asdict(document), ensure_ascii=False).encode("utf-8", "surrogatepass"))


def unpack(packed: bytes) -> Document:
    """The document that `pack` was given."""
    held = _unpacked(packed)
    for clause in held["clauses"]:
        clause["units"] = tuple(Responsibility(**unit) for unit in clause["units"])
    kinds: tuple[tuple[str, Any], ...] = (("clauses", Clause), ("repairs", Repair), ("gaps", Gap), ("noise", Noise))
    parts = {name: tuple(kind(**part) for part in held[name]) for name, kind in kinds}
    return Document(**{**held, **parts, "pages": tuple(held["pages"])})


def _unpacked(packed: bytes) -> Any:
    return json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
