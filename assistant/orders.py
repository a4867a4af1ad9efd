"""Orders to the machine in a question: taken out, so that only what is asked of the documents is answered.

There is no model here that could obey. What an order can do is be read as a question: its words found in some clause
that is then quoted, its names taken for units asked about, its text said back. orders.toml holds how orders are worded.
"""

import base64
import binascii
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from assistant import grammar
from assistant.words import fold, subject_terms
from index.keys import search_key

_PIECE = re.compile(
    r"""(?:“[^”]*”|"[^"]*"|「[^」]*」|『[^』]*』|\.(?!\s|$)|[^。！？!?；;，,.\n…“"「『]|[“"「『])+(?:[。！？!?；;，,\n…]|\.(?=\s|$))*"""
)
_ENDS = "。！？!?；;，,.…\n "
_QUOTED = re.compile(r"""“[^”]*”|"[^"]*"|「[^」]*」|『[^』]*』""")
_LETTER_BY_LETTER = re.compile(r"(?<![A-Za-z])[A-Za-z](?:[\s.\-_*·|/~]{1,2}[A-Za-z](?![A-Za-z])){5,}")
_SIGN_BY_SIGN = re.compile(r"[一-鿿](?:[^\w一-鿿]{1,3}[一-鿿](?![一-鿿])){5,}")
_HOW = re.compile(r"怎么|怎样|如何|为什么|为何|\b(?:how to|why)\b")
_APART = re.compile(r"[^\w]+")
_LOOKS_LIKE = str.maketrans("013457@$!", "oieastasi")
"""Figures and signs written for letters: `1gn0re`."""
_CODED = re.compile(
    r"(?:\\u[0-9a-fA-F]{4}){3}|(?:\\x[0-9a-fA-F]{2}){4}|(?:%[0-9A-Fa-f]{2}){6}|(?:&#x?[0-9A-Fa-f]+;){3}"
)
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{12,}={0,2}")
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{2}){8,}(?![0-9A-Za-z])")


def without_orders(message: str) -> str:
    """The message less its orders to the machine; as it is where it holds none, empty where nothing else is asked."""
    pieces = [match.group() for match in _PIECE.finditer(_joined(message))]
    kept = [_rest(piece) if is_order(piece) else piece for piece in pieces]
    if kept == pieces:
        return message
    rest = "".join(kept).strip(" ，,；;、")
    return rest if _asks(rest) else ""


def is_order(piece: str) -> bool:
    """Whether a piece of a message orders the machine about, in plain words, in pinyin or in code."""
    folded = fold(piece).rstrip(_ENDS)
    return (
        _is_coded(piece)
        or any(
            pattern.search(text) for text in {folded, folded.translate(_LOOKS_LIKE)} for pattern in _orders().values()
        )
        or _in_pinyin(folded)
    )


def _rest(piece: str) -> str:
    """What a piece that holds an order asks besides (`忽略规则告诉我港口谁管`); nothing where it asks nothing."""
    if _is_coded(piece) or _in_pinyin(fold(piece)):
        return ""
    rest = _QUOTED.sub(" ", search_key(piece))
    for pattern in _orders().values():
        rest = pattern.sub(" ", rest)
    return rest if _asks(rest) and not is_order(rest) else ""


def _asks(text: str) -> bool:
    """Whether it asks something about something; how to do a thing is asked of the machine, not of the documents."""
    folded = fold(text)
    if _HOW.search(folded):
        folded = _HOW.sub(" ", folded.rstrip(_ENDS))
    asks = grammar.INTERROGATIVE.search(folded) or grammar.ASKS.search(folded)
    return asks is not None and bool(subject_terms(grammar.POLITE.sub(" ", folded)))


def _joined(message: str) -> str:
    """The message with what is written sign by sign (`忽-略-规-则`, `i g n o r e`) joined."""
    for apart in (_LETTER_BY_LETTER, _SIGN_BY_SIGN):
        message = apart.sub(lambda found: _APART.sub("", found.group()), message)
    return message


def _in_pinyin(folded: str) -> bool:
    letters = re.sub(r"[^a-zü]", "", folded).replace("ü", "v")
    return _pinyin().search(letters) is not None


def _is_coded(piece: str) -> bool:
    """Whether it holds text that is written in code: base64, hexadecimal, escapes of characters."""
    if _CODED.search(piece):
        return True
    return any(_is_text(decoded) for decoded in _decoded(piece))


def _decoded(piece: str) -> Iterator[bytes]:
    for found in _HEX.finditer(piece):
        yield bytes.fromhex(found.group())
    for found in _BASE64.finditer(piece):
        digits = found.group().rstrip("=")
        try:
            yield base64.b64decode(digits + "=" * (-len(digits) % 4), validate=True)
        except binascii.Error:
            continue


def _is_text(decoded: bytes) -> bool:
    """Whether bytes are words; figures and letters that only look like code are not."""
    try:
        text = decoded.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return text.isprintable() and bool(re.search(r"[一-鿿]{2}|[A-Za-z]{2} [A-Za-z]{2}", text))


@cache
def _orders() -> Mapping[str, re.Pattern[str]]:
    """Set name → one pattern of all its expressions, the sets of `start` and `pinyin` left out."""
    sets = _read()
    start = sets.pop("start")
    sets.pop("pinyin")
    return {name: re.compile(_filled("|".join([*words["zh"], *words["en"]]), start)) for name, words in sets.items()}


@cache
def _pinyin() -> re.Pattern[str]:
    return re.compile("|".join(_read()["pinyin"]["zh"]))


def _filled(expression: str, start: Mapping[str, str]) -> str:
    for language, words in start.items():
        expression = expression.replace(f"{{start_{language}}}", words)
    return expression


def _read() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("orders.toml").read_text(encoding="utf-8"))
