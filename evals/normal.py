"""How two strings are compared: whitespace, commas and character width do not count."""

import re
import unicodedata

IGNORED = re.compile(r"[\s,]+")


def normalised(text: str) -> str:
    """`text` in NFKC, without whitespace and commas.

    NFKC makes full-width signs half-width, the full-width comma (，) among them. The enumeration comma (、)
    separates the members of a list and is kept.
    """
    compact = IGNORED.sub("", unicodedata.normalize("NFKC", text))
    # Once more: a letter and the accent behind it may have become neighbours.
    return unicodedata.normalize("NFKC", compact)


def contains(text: str, part: str) -> bool:
    """Whether `part` stands in `text`, both normalised."""
    return normalised(part) in normalised(text)
