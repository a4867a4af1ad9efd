"""Where a question names a place: with its level, without it, or in pinyin."""

import re
from collections.abc import Callable, Collection

from pypinyin import lazy_pinyin

GOES_WITH = "[与和跟同到至对接往向去回从、-]"
"""What stands in front of a partner or a direction rather than of the place asked about."""
TOGETHER = "合作|对接|联合|一起|共同|方向"
"""What stands behind one."""
_LEVELS = "省市县区州旗"


def span_of(place: str, folded: str, holds: Callable[[str], bool]) -> tuple[int, int] | None:
    """Where the question names the place: with its level, without it, or in pinyin.

    Of a name without its level that goes on as the text writes it (`东海港`), no more than the start is given: it is
    a part of the subject too.
    """
    start = folded.find(place)
    if start >= 0:
        return (start, start + len(place))
    bare = _bare(place)
    found = re.search(rf"(?<!{GOES_WITH}){re.escape(bare)}(?!{TOGETHER})", folded) if len(bare) > 1 else None
    if found:
        start, end = found.span()
        goes_on = re.match("[一-鿿]", folded[end : end + 1]) is not None and holds(folded[start : end + 1])
        return (start, start if goes_on else end)
    sound = "".join(lazy_pinyin(bare))
    english = re.search(rf"\b(?<!with ){sound}(?:'s)?\b(?: (?:city|province|county|district))?", folded)
    return english.span() if english else None


def inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether `span` is a part of `other`, less than all of it."""
    return span != other and other[0] <= span[0] and span[1] <= other[1]


def beside(place: str, places: Collection[str], folded: str) -> tuple[int, int] | None:
    """Where the place stands in a list with one of the others: `东海和西海`, not `与西海合作`."""
    others = "|".join(re.escape(_bare(other)) for other in places if other != place)
    listed = rf"(?:{others})[{_LEVELS}]?[和与跟同、](?P<bare>{re.escape(_bare(place))})"
    found = re.search(listed, folded) if others else None
    return found.span("bare") if found else None


def _bare(place: str) -> str:
    return re.sub(rf"(?:自治区|自治州|[{_LEVELS}])$", "", place)
