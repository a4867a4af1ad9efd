"""Text made safe for a terminal or a log: control and invisible characters are written as escapes."""

import json
import re
import unicodedata
from typing import Any

_SHOWN_CONTROLS = frozenset("\n\t")


def printable(text: str) -> str:
    """`text` with every control, format, surrogate and private character but line feed and tab written as `\\xNN`."""
    return "".join(
        character
        if character in _SHOWN_CONTROLS or not unicodedata.category(character).startswith("C")
        else character.encode("unicode_escape", "surrogatepass").decode("ascii")
        for character in text
    )


def one_line(text: str) -> str:
    """`text` printable, and each run of white space in it as one space."""
    return " ".join(printable(text).split())


def counted(count: int, one: str, several: str = "") -> str:
    """`1 file`, `2 files`; `several` is the plural where it is not `one` and an s."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def printable_json(value: Any, indent: int | None = 2) -> str:
    """`value` as JSON that reads back the same, with unsafe characters as `\\uNNNN` escapes; None: on one line."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return re.sub(r"[^\n -~\u3000-\u9fff\uff00-\uffef]", _json_escape, text)


def _json_escape(found: re.Match[str]) -> str:
    character = found.group()
    return json.dumps(character)[1:-1] if unicodedata.category(character).startswith("C") else character
