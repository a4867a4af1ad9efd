"""Text and Markdown: the file's bytes decoded, nothing else changed."""

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
_MAX_LOST_SHARE = 0.1
"""Of the characters beyond ASCII: where fewer do not fit, a text is damaged UTF-8 and not of another encoding."""


def read(data: bytes, name: str) -> Reading:
    """The decoded text of `data`, line ends untouched. Raises UnreadableFile."""
    return Reading(*decode(data, name))


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of `data` and its encoding: by byte order mark, else UTF-8, else the likelier of GB18030 and Big5."""
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
