"""The door for files: a file becomes text. Each format has its reader; the rest is refused with a reason.

Text and Markdown are decoded here; every other format is parsed in a child process with limits (readers/isolated.py),
because its parsers are large and its files can be built to exhaust them.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from documents.errors import UnreadableFile
from documents.readers import plain
from documents.readers.isolated import read_isolated
from documents.settings import DocumentSettings

PLAIN_SUFFIXES = (".txt", ".md", ".markdown")
ISOLATED_SUFFIXES = (".html", ".htm", ".shtml", ".xhtml", ".docx", ".pdf")
READABLE_SUFFIXES = PLAIN_SUFFIXES + ISOLATED_SUFFIXES
SAVE_AS = {".doc": ".docx", ".wps": ".docx", ".rtf": ".docx", ".odt": ".docx", ".ofd": ".pdf", ".mht": ".html"}
"""Formats that are not read → the one that their program can save them as."""


@dataclass(frozen=True)
class SourceFile:
    """A file as read: its stem is the document's name, `text` its characters (of a text file: line ends untouched).

    `pages` holds where each page of a PDF begins in `text`; empty for formats without pages. `encoding` is that of the
    bytes, empty where the format keeps characters itself.
    """

    name: str
    text: str
    content_hash: str
    encoding: str
    pages: tuple[int, ...] = ()


def read_file(path: Path, settings: DocumentSettings) -> SourceFile:
    """Reads `path`. A web page that is called a text file is read as the page it is.

    Raises UnreadableFile when it is missing, a symbolic link or otherwise not a plain file, of another format, of
    another kind than its name says, empty, too large, damaged, encrypted, without text, or more work to read than the
    settings allow.
    """
    data = _read_bytes(path, settings.max_file_bytes)
    suffix = path.suffix.lower()
    if suffix in PLAIN_SUFFIXES and plain.is_page(data):
        suffix = ".html"
    if suffix in PLAIN_SUFFIXES:
        reading = plain.read(data, path.name)
    else:
        reading = read_isolated(data, path.name, suffix, settings.readers)
    if not reading.text.strip():
        raise UnreadableFile(f"{path.name}: the file holds no text; give a file with at least one paragraph")
    return SourceFile(document_name(path), reading.text, _digest(data), reading.encoding, reading.pages)


def content_hash(path: Path, settings: DocumentSettings) -> str:
    """The hash that `read_file` would give the file's bytes, which are looked at no further. Raises UnreadableFile."""
    return _digest(_read_bytes(path, settings.max_file_bytes))


def document_name(path: Path) -> str:
    """The name under which the library holds the file at `path`: its stem, in characters that can be typed."""
    return path.stem.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read_bytes(path: Path, limit: int) -> bytes:
    try:
        _check(path, limit)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"{path}: cannot be read ({error.strerror}); check the path and its permissions"
        ) from error
    if not data:
        raise UnreadableFile(f"{path.name}: the file is empty; give a file with at least one paragraph")
    return data


def _check(path: Path, limit: int) -> None:
    """Raises UnreadableFile for what need not be opened to be refused, OSError where it cannot even be looked at."""
    if path.is_symlink():
        raise UnreadableFile(f"{path.name}: is a symbolic link; name the file it points to")
    if path.is_dir():
        raise UnreadableFile(f"{path.name or path}: is a folder; name the files in it")
    if not path.exists():
        raise UnreadableFile(f"{path}: there is no such file; check the path")
    if not path.is_file():
        raise UnreadableFile(f"{path.name}: is not a plain file; copy its text into one")
    if path.suffix.lower() not in READABLE_SUFFIXES:
        better = SAVE_AS.get(path.suffix.lower())
        remedy = f"save it as {better}; " if better else ""
        raise UnreadableFile(
            f"{path.name}: format {path.suffix or '(none)'} is not read; {remedy}"
            f"the formats are {', '.join(READABLE_SUFFIXES)}"
        )
    size = path.stat().st_size
    if size > limit:
        raise UnreadableFile(f"{path.name}: {size:,} bytes is over the limit of {limit:,}; split the file")
