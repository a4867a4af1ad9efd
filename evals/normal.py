"""How two strings are compared: whitespace, commas and character width do not count, whole numbers do."""

import re
import unicodedata

IGNORED = re.compile(r"[\s,]+")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMERAL = r"[\d零〇一二两三四五六七八九十百千]"
BEGINS_WITH_NUMERAL = re.compile(_NUMERAL)
ENDS_WITH_NUMERAL = re.compile(rf".*{_NUMERAL}\Z", re.DOTALL)
NUMERAL_BEFORE = r"(?<![\d零〇一二两三四五六七八九十百千万亿])(?<!\d\.)"
NUMERAL_BEHIND = r"(?![\d零〇一二两三四五六七八九十百千万亿]|\.\d)"


def normalised(text: str) -> str:
    """`text` in NFKC, without whitespace and commas.

    NFKC makes full-width signs half-width, the full-width comma (，) among them. The enumeration comma (、)
    separates the members of a list and is kept.
    """
    compact = IGNORED.sub("", unicodedata.normalize("NFKC", text))
    # Once more: a letter and the accent behind it may have become neighbours.
    return unicodedata.normalize("NFKC", compact)


def contains(text: str, part: str) -> bool:
    """Whether `part` stands in `text`, both normalised, and no number is cut: 500元 does not stand in 1,500元.

    A comma or a space in `text` ends a number, except the comma of thousands: 2024 stands in `2024, 2025`.
    """
    wanted = normalised(part)
    if wanted not in normalised(text):
        return False
    joined = THOUSANDS.sub("", unicodedata.normalize("NFKC", text))
    pattern = r"[\s,]*".join(map(re.escape, wanted))
    before = NUMERAL_BEFORE if BEGINS_WITH_NUMERAL.match(wanted) else ""
    behind = NUMERAL_BEHIND if ENDS_WITH_NUMERAL.match(wanted) else ""
    return re.search(before + pattern + behind, joined) is not None
