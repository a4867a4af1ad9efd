"""Hostile text → text that a page can only show.

Document text, questions and answers reach the page through `escape` alone. Every ASCII sign that HTML, Markdown,
LaTeX or a template could read is written as a numeric reference, so no layer between here and the screen finds
anything to interpret. What a reader cannot see is taken out, since it can only be meant for a machine.
"""

import re

from index.keys import visible

_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")


def escape(text: str) -> str:
    """`text` as inert HTML on one line: letters, digits, spaces and non-ASCII signs stand, the rest is numbered."""
    return _SIGNS.sub(lambda sign: f"&#{ord(sign.group())};", visible(text))


def shorten(text: str, limit: int) -> str:
    """`text` cut to at most `limit` characters, with an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
