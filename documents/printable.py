"""Text made safe for a terminal or a log: control and invisible characters are written as escapes."""

import unicodedata

_SHOWN_CONTROLS = frozenset("\n\t")


def printable(text: str) -> str:
    """`text` with every control, format, surrogate and private character but line feed and tab written as `\\xNN`."""
    return "".join(
        character
        if character in _SHOWN_CONTROLS or not unicodedata.category(character).startswith("C")
        else character.encode("unicode_escape", "surrogatepass").decode("ascii")
        for character in text
    )
