"""The file that holds a whole library: how it is written, and how it is checked before anything in it is used.

It is gzip over JSON, an object a line:

    {"format": "policy-library", "schema": 1, "made": "2026-11-24T20:00:00+00:00"}
    {"kind": "version", "document": NAME, "added": ISO, "content_hash": HEX, "pages": [0, 812], "source": TEXT}
    {"kind": "standing", "document": NAME, "status": "repealed", "by": NAME, "since": ISO}
    {"kind": "note", "document": NAME, "locator": "二/4", "title": …, "status": …, "note": …, "who": …, "written": ISO,
     "lost": 0}
    {"kind": "end", "lines": 4, "sha256": HEX of all lines before}

The versions of a document stand together, oldest first, what officials set behind them, the notes behind all documents.
Clauses and units are not in it: whoever imports reads them from the text anew, so that no file can bring a span that
its text does not have. Nothing in it is a path, and nothing is unpacked to a disk.
"""

import gzip
import hashlib
import json
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator, model_validator

from documents.dates import is_iso_day
from documents.errors import BadLibraryFile
from documents.settings import DocumentSettings
from documents.standing import Status

FORMAT, SCHEMA = "policy-library", 1
_SWELLING_FROM = 64 * 1024 * 1024
"""Bytes unpacked before the ratio to the packed ones is looked at."""
_SWELLING = 200
"""Unpacked over packed: text of the most repetitive library stays far below, a bomb far above."""
_BLOCK = 1 << 20
_COMPRESSION = 6


_NO_TEXT = re.compile("[\0\ud800-\udfff]")


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @model_validator(mode="after")
    def _holds_text_only(self) -> "_Line":
        """No reader gives a NUL or half a character, and databases take none."""
        if any(_NO_TEXT.search(value) for _, value in self if isinstance(value, str)):
            raise ValueError("holds a NUL or half a character")
        return self


class VersionLine(_Line):
    """One version of a document."""

    kind: Literal["version"] = "version"
    document: str = Field(max_length=1000)
    added: str = Field(max_length=40)
    content_hash: str = Field(pattern="^[0-9a-f]*$", max_length=128)
    pages: list[int]
    source: str

    @model_validator(mode="after")
    def _pages_lie_in_the_text(self) -> "VersionLine":
        if self.pages != sorted(self.pages) or any(not 0 <= page <= len(self.source) for page in self.pages):
            raise ValueError("pages lie outside the text")
        return self


class StandingLine(_Line):
    """What officials set of the document whose versions stand before."""

    kind: Literal["standing"] = "standing"
    document: str = Field(max_length=1000)
    status: Status
    by: str = Field(max_length=2000)
    since: str

    @field_validator("since")
    @classmethod
    def _is_a_day(cls, value: str) -> str:
        if value and not is_iso_day(value):
            raise ValueError("is no day")
        return value


class NoteLine(_Line):
    """A progress note, as documents.notes keeps it."""

    kind: Literal["note"] = "note"
    document: str = Field(max_length=1000)
    locator: str = Field(max_length=1000)
    title: str = Field(max_length=20_000)
    status: Literal["not_started", "under_way", "done", "blocked"]
    note: str = Field(max_length=20_000)
    who: str = Field(max_length=1000)
    written: str = Field(max_length=40)
    lost: int = 0


Line = VersionLine | StandingLine | NoteLine
_LINES: TypeAdapter[Line] = TypeAdapter(Annotated[Line, Field(discriminator="kind")])


class LibraryWriter:
    """Writes lines, and their digest at the end."""

    def __init__(self, stream: gzip.GzipFile) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self._lines = 0
        made = datetime.now(UTC).isoformat(timespec="seconds")
        self._write({"format": FORMAT, "schema": SCHEMA, "made": made})

    def add(self, line: Line) -> None:
        """One line."""
        self._write(line.model_dump())

    def finish(self) -> None:
        """The last line; a file without it is one that was cut short."""
        self._stream.write(_encoded({"kind": "end", "lines": self._lines, "sha256": self._digest.hexdigest()}))

    def _write(self, value: dict[str, Any]) -> None:
        encoded = _encoded(value)
        self._stream.write(encoded)
        self._digest.update(encoded)
        self._lines += 1


@contextmanager
def writing_library(path: Path) -> Iterator[LibraryWriter]:
    """A file that takes its place at `path` when it is whole. Raises BadLibraryFile where it cannot be written."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            with beside.open("xb") as raw:
                with gzip.GzipFile("", "wb", _COMPRESSION, raw, mtime=0) as packed:
                    writer = LibraryWriter(packed)
                    yield writer
                    writer.finish()
                raw.flush()
                os.fsync(raw.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise BadLibraryFile(
            f"{path}: the library cannot be written there ({error.strerror or error}); "
            "free the disk, or name a file in a folder that can be written"
        ) from error


class LibraryFile:
    """A file that was read to its end once and found whole; its lines can then be read again."""

    def __init__(self, stream: IO[bytes], name: str, settings: DocumentSettings) -> None:
        self._stream = stream
        self._name = name
        self._settings = settings
        self.documents = sum(1 for _ in _grouped(self.lines(), name))
        """How many documents it holds."""

    def lines(self) -> Iterator[Line]:
        """The lines in order. Raises BadLibraryFile, at the latest at the end, for a file that is not what it says."""
        self._stream.seek(0)
        encoded = _unpacked_lines(self._stream, self._name, self._settings)
        digest = hashlib.sha256()
        self._check_head(next(encoded, b""), digest)
        for count, text in enumerate(encoded, start=1):
            value = self._value(text)
            if value.get("kind") == "end":
                self._check_end(value, count, digest.hexdigest(), next(encoded, None))
                return
            digest.update(text)
            try:
                yield _LINES.validate_python(value)
            except ValidationError as error:
                fault = error.errors()[0]
                where = ".".join(str(place) for place in fault["loc"][1:]) or "it"
                raise self._bad(f"line {count + 1} is no line of a library ({where}: {fault['msg']})") from error
        raise self._bad("is cut short: its last line is missing")

    def documents_in_order(self) -> Iterator[tuple[list[VersionLine], StandingLine | None]]:
        """Each document's versions, oldest first, and what officials set."""
        return _grouped(self.lines(), self._name)

    def notes(self) -> Iterator[NoteLine]:
        """The progress notes in the order in which they were written."""
        return (line for line in self.lines() if isinstance(line, NoteLine))

    def _check_head(self, text: bytes, digest: Any) -> None:
        head = self._value(text)
        digest.update(text)
        if head.get("format") != FORMAT:
            raise self._bad("is no exported library; make one with python -m documents export --all FILE")
        if head.get("schema") != SCHEMA:
            raise self._bad(
                f"has schema {str(head.get('schema'))[:20]}, and {SCHEMA} is read; use the program it is of"
            )

    def _check_end(self, value: dict[str, Any], count: int, digest: str, behind: bytes | None) -> None:
        if behind is not None:
            raise self._bad("goes on behind its last line")
        if (value.get("lines"), value.get("sha256")) != (count, digest):
            raise self._bad("is damaged: its lines are not those that were written")

    def _value(self, text: bytes) -> dict[str, Any]:
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise self._bad("is no exported library, or is damaged; export it again")
        return value

    def _bad(self, what: str) -> BadLibraryFile:
        return BadLibraryFile(f"{self._name}: {what}; nothing was imported")


@contextmanager
def reading_library(path: Path, settings: DocumentSettings) -> Iterator[LibraryFile]:
    """The file at `path`, checked from the first line to the last. Raises BadLibraryFile."""
    try:
        with path.open("rb") as stream:
            yield LibraryFile(stream, path.name, settings)
    except OSError as error:
        raise BadLibraryFile(f"{path}: cannot be read ({error.strerror or error}); check the path") from error


def _unpacked_lines(stream: IO[bytes], name: str, settings: DocumentSettings) -> Iterator[bytes]:
    """Lines with their ends, as long as they are of a size that a library's have. Raises BadLibraryFile."""
    longest = settings.library_line_bytes
    unpacked = 0
    try:
        packed = gzip.GzipFile(fileobj=stream)
        while line := packed.readline(longest):
            unpacked += len(line)
            if not line.endswith(b"\n"):
                what = "is cut short" if len(line) < longest else f"has a line of more than {longest:,} bytes"
                raise BadLibraryFile(f"{name}: {what}; nothing was imported")
            if unpacked > _SWELLING_FROM and unpacked > _SWELLING * stream.tell():
                raise BadLibraryFile(f"{name}: swells more than {_SWELLING} times when unpacked; nothing was imported")
            yield line
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BadLibraryFile(f"{name}: is no exported library, or is damaged; nothing was imported") from error


def _grouped(lines: Iterator[Line], name: str) -> Iterator[tuple[list[VersionLine], StandingLine | None]]:
    """Raises BadLibraryFile for a document that stands in two places, or a standing of no document."""
    seen: set[str] = set()
    versions: list[VersionLine] = []
    for line in lines:
        current = versions[0].document if versions else None
        if isinstance(line, VersionLine) and line.document == current:
            versions.append(line)
            continue
        if isinstance(line, StandingLine):
            if line.document != current:
                raise BadLibraryFile(f"{name}: tells the standing of a document that it does not hold")
            yield versions, line
            versions = []
            continue
        if versions:
            yield versions, None
            versions = []
        if isinstance(line, VersionLine):
            if line.document in seen:
                raise BadLibraryFile(f"{name}: holds the document {line.document[:60]!r} twice; nothing was imported")
            seen.add(line.document)
            versions = [line]
    if versions:
        yield versions, None


def _encoded(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
