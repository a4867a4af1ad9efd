"""A file becomes decoded text. Plain text and Markdown are read; everything else is refused with its reason."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from documents.errors import UnreadableFile
from documents.settings import DocumentSettings

READABLE_SUFFIXES = (".txt", ".md", ".markdown")
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ENCODINGS = ("utf-8", "gb18030", "big5")
_TEXT_CONTROLS = frozenset("\t\n\r\f")
_MAX_CONTROL_SHARE = 0.01


@dataclass(frozen=True)
class SourceFile:
    """A file as read: its stem is the document's name, `text` its decoded characters, line ends untouched."""

    name: str
    text: str
    content_hash: str
    encoding: str


def read_file(path: Path, settings: DocumentSettings) -> SourceFile:
    """Reads and decodes `path`.

    Raises UnreadableFile when it is missing, not a plain file, of another format, empty, too large, binary, or in no
    encoding that is known.
    """
    data = _read_bytes(path, settings.max_file_bytes)
    text, encoding = decode(data, path.name)
    if not text.strip():
        raise UnreadableFile(f"{path.name}: the file holds no text; give a file with at least one paragraph")
    return SourceFile(path.stem, text, hashlib.sha256(data).hexdigest(), encoding)


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of `data` and its encoding: by byte order mark, else the first of UTF-8, GB18030, Big5 that fits."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(data, encoding, name), encoding
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _looks_binary(text):
            break
        return text, encoding
    raise UnreadableFile(
        f"{name}: not text in UTF-8, UTF-16, GB18030 or Big5 (binary or damaged); save it as UTF-8 text and try again"
    )


def _decode_as(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{name}: starts as {encoding} but byte {error.start} does not fit; save it as UTF-8 text and try again"
        ) from error
    if _looks_binary(text):
        raise UnreadableFile(f"{name}: holds control characters as a binary file does; give its text instead")
    return text


def _looks_binary(text: str) -> bool:
    controls = sum(1 for character in text if character < " " and character not in _TEXT_CONTROLS)
    return "\0" in text or controls > _MAX_CONTROL_SHARE * len(text)


def _read_bytes(path: Path, limit: int) -> bytes:
    if path.is_dir():
        raise UnreadableFile(f"{path.name}: is a folder; name the files in it")
    if not path.exists():
        raise UnreadableFile(f"{path}: there is no such file; check the path")
    if not path.is_file():
        raise UnreadableFile(f"{path.name}: is not a plain file; copy its text into one")
    if path.suffix.lower() not in READABLE_SUFFIXES:
        raise UnreadableFile(
            f"{path.name}: format {path.suffix or '(none)'} is not read; the formats are {', '.join(READABLE_SUFFIXES)}"
        )
    try:
        size = path.stat().st_size
        if size > limit:
            raise UnreadableFile(f"{path.name}: {size:,} bytes is over the limit of {limit:,}; split the file")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path.name}: cannot be read ({error.strerror}); check its permissions") from error
    if not data:
        raise UnreadableFile(f"{path.name}: the file is empty; give a file with at least one paragraph")
    return data
