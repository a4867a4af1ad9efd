"""How two strings are compared: whitespace, commas and character width do not count."""

import re
import unicodedata

IGNORED = re.compile(r"[\s,]+")


def normalised(text: str) -> str:
    """`text` in NFKC, without whitespace and commas.

    NFKC makes full-width signs half-width, the full-width comma (，) among them. The enumeration comma (、)
    separates the members of a list and is kept.
    """
    return IGNORED.sub("", unicodedata.normalize("NFKC", text))


def contains(text: str, part: str) -> bool:
    """Whether `part` stands in `text`, both normalised."""
    return normalised(part) in normalised(text)
