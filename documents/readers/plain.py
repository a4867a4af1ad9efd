"""Text and Markdown: the file's bytes decoded, nothing else changed."""

import re
from itertools import islice

from documents.errors import UnreadableFile
from documents.readers.reading import Reading

_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_USUAL = frozenset("，。、：；的一是不在有和人大中上年为為国國市政府以及对對于於发發会會")
"""Characters that any Chinese text is full of, whichever way it is written."""
_SAMPLE = 20_000
"""Characters beyond ASCII, from the start, that tell the encoding."""
_TEXT_CONTROLS = frozenset("\t\n\r\f")
_MAX_CONTROL_SHARE = 0.01
_LEAST_USUAL, _MOST_KANA, _FEWEST_JUDGED = 0.03, 0.1, 20
"""Shares among the characters beyond ASCII: every Chinese policy that was looked at has 0.09 usual ones or more, other
languages read as Chinese next to none; fewer characters than the last say nothing."""
_MAX_LOST_SHARE = 0.1
"""Of the characters beyond ASCII: where fewer do not fit, a text is damaged UTF-8 and not of another encoding."""
_TYPED, _UNPACKED = "give a file with the text in characters", "unpack it and give the document itself"
_SIGNATURES = (
    (b"%PDF", "a PDF file", "rename it to .pdf"),
    (b"PK\x03\x04", "a Word document or a zip archive", "rename a Word document to .docx, unpack an archive"),
    (b"PK\x05\x06", "an empty zip archive", "give the document itself"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file", "save it as .docx from its program"),
    (b"{\\rtf", "a rich text file", "save it as .docx from its program"),
    (b"\x89PNG", "an image", _TYPED),
    (b"\xff\xd8\xff", "an image", _TYPED),
    (b"GIF8", "an image", _TYPED),
    (b"II*\0", "an image", _TYPED),
    (b"MM\0*", "an image", _TYPED),
    (b"\x7fELF", "a program", _TYPED),
    (b"MZ\x90\0", "a program", _TYPED),
    (b"\x1f\x8b", "a packed file", _UNPACKED),
    (b"Rar!", "a packed file", _UNPACKED),
    (b"7z\xbc\xaf", "a packed file", _UNPACKED),
    (b"SQLite format 3", "a database", _TYPED),
)
"""The first bytes of a file, what it is then, whatever it is called, and the remedy."""
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.I | re.S
)


def is_page(data: bytes) -> bool:
    """Whether the bytes begin as a web page does, whatever the file is called."""
    return bool(_PAGE.match(data.removeprefix(b"\xef\xbb\xbf")[:4096]))


def read(data: bytes, name: str) -> Reading:
    """The decoded text of `data`, line ends untouched. Raises UnreadableFile."""
    return Reading(*decode(data, name))


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of `data` and its encoding: by byte order mark, else UTF-8, else the likelier of GB18030 and Big5.

    Raises UnreadableFile for what is another kind of file, damaged, or in another encoding.
    """
    for signature, kind, remedy in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableFile(f"{name}: is {kind}, whatever its name says; {remedy} and try again")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(data, encoding, name), encoding
    plain = _try(data, "utf-8")
    if plain is None:
        _refuse_broken_utf8(data, name)
    readings = [(text, encoding) for encoding in ("gb18030", "big5") if (text := _try(data, encoding)) is not None]
    # Nearly all Big5 text is valid GB18030 too, but reads as rare and private characters there.
    text, encoding = (plain, "utf-8") if plain is not None else max(readings, key=_likelihood, default=("", ""))
    if not encoding or _looks_binary(text):
        raise UnreadableFile(
            f"{name}: not text in UTF-8, UTF-16, GB18030 or Big5 (binary or damaged); "
            "save it as UTF-8 text and try again"
        )
    if plain is None:
        _refuse_nonsense(text, encoding, name)
    return text, encoding


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _refuse_broken_utf8(data: bytes, name: str) -> None:
    """Raises UnreadableFile: a few bytes that do not fit can turn the rest into well-formed nonsense in GB18030."""
    text = data.decode("utf-8", "replace")
    wide = sum(not character.isascii() for character in text)
    lost = text.count("\ufffd")
    if wide > lost and lost <= _MAX_LOST_SHARE * wide:
        where = next(place for place, sign in enumerate(text) if sign == "\ufffd")
        raise UnreadableFile(
            f"{name}: is UTF-8 text, but {lost} characters are damaged, the first in line "
            f"{text.count(chr(10), 0, where) + 1}; save it anew as UTF-8 and try again"
        )


def _refuse_nonsense(text: str, encoding: str, name: str) -> None:
    """Raises UnreadableFile: text of another language fits into these encodings too, and reads as rare characters."""
    wide = sum(not character.isascii() for character in text)
    kana = sum("\u3041" <= character <= "\u30fa" for character in text)
    if wide >= _FEWEST_JUDGED and (_likelihood((text, encoding)) < _LEAST_USUAL or kana > _MOST_KANA * wide):
        raise UnreadableFile(
            f"{name}: is no Chinese text in UTF-8, UTF-16, GB18030 or Big5, but reads as rare characters in "
            f"{encoding.upper()}, as text in a Japanese or Korean encoding does; save it as UTF-8 text and try again"
        )


def _likelihood(reading: tuple[str, str]) -> float:
    """The share of usual characters, less that of private ones, among the first that are not ASCII."""
    text = "".join(islice((character for character in reading[0] if not character.isascii()), _SAMPLE))
    private = sum("\ue000" <= character <= "\uf8ff" for character in text)
    return (sum(character in _USUAL for character in text) - private) / max(len(text), 1)


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
