"""Hostile text → text that a page can only show.

Document text, questions and answers reach the page through `escape` alone. Every ASCII sign that HTML, Markdown,
LaTeX or a template could read is written as a numeric reference, so no layer between here and the screen finds
anything to interpret. What a reader cannot see is taken out, since it can only be meant for a machine.
"""

import unicodedata

_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
"""Control, format (zero width, bidi, tag letters) and surrogate characters."""


def visible(text: str) -> str:
    """`text` less every character that shows nothing; line breaks and tabs become single spaces."""
    return "".join(" " if letter in _SPACES else letter for letter in text if letter in _SPACES or _is_seen(letter))


def escape(text: str) -> str:
    """`text` as inert HTML on one line: letters, digits, spaces and non-ASCII signs stand, the rest is numbered."""
    return "".join(_reference(letter) for letter in visible(text))


def shorten(text: str, limit: int) -> str:
    """`text` cut to at most `limit` characters, with an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _is_seen(letter: str) -> bool:
    if unicodedata.category(letter) in _UNSEEN:
        return False
    return not any(ord(letter) in selectors for selectors in _SELECTORS)


def _reference(letter: str) -> str:
    if letter == " " or not letter.isascii() or letter.isalnum():
        return letter
    return f"&#{ord(letter)};"
