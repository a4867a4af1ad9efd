"""What a document says once of all its lists of units: that the first of each leads, or who has to do all of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.model import Responsibility
from documents.unit_lists import looks_like_unit, read_list
from documents.units import UnitLexicon

FIRST_LEADS = re.compile(
    r"[，,。；;\s]{0,3}(?:其中|责任单位中?|各项任务)?[，,]?(?:排|列|位列|排列|排名|排序)?(?:在|于)?"
    r"(?:第一位|首位|第一个|第一名|第一|最前面?|首个)的?(?:责任)?(?:单位|部门)?(?:均|即)?(?:为|是|系)"
    r"(?:总)?(?:牵头|主要责任|主责|主办|第一责任)"
)
_FOR_ALL = re.compile(
    r"(?:(?P<below>以下|下列)|上述|所有|本方案|本文件|各项|每项)[^。\n:：]{0,16}?"
    r"(?:均需要?|均须|均由|均应由|都需要?|都由|需由|须由|需|须|由)(?P<units>[^，,。；;\n]{2,40}?)"
    r"(?:共同|具体|同步|分别|组织|抓好|认真)*(?:负责|落实|实施|配合|参与|执行)[^。\n]{0,14}不再[^。\n]{0,6}(?:列|标|注)"
)
_ALL_ARE = re.compile(
    r"(?P<units>各[^，,。；;\n]{1,30}?)均?(?:为|是)(?P<below>以下|下列)?[^，,。；;\n]{0,10}(?:责任|配合|落实)(?:单位|主体)"
    r"[^。\n]{0,14}不再[^。\n]{0,6}(?:列|标|注)"
)


@dataclass(frozen=True)
class Conventions:
    """`first_leads`: the first of every list leads. `everywhere`: who supports every task after `since` in the text."""

    first_leads: bool = False
    everywhere: tuple[Responsibility, ...] = ()
    since: int = 0


def read_conventions(text: str, lexicon: UnitLexicon) -> Conventions:
    """What holds for the whole of the restored `text`."""
    found = _FOR_ALL.search(text) or _ALL_ARE.search(text)
    units = tuple(_units(text, *found.span("units"), lexicon)) if found else ()
    since = found.end() if found and found["below"] else 0
    return Conventions(FIRST_LEADS.search(text) is not None, units, since)


def is_convention(sentence: str) -> bool:
    """Whether a sentence speaks of all lists or tasks and so of no single one."""
    return any(pattern.search(sentence) for pattern in (FIRST_LEADS, _FOR_ALL, _ALL_ARE))


def _units(text: str, start: int, end: int, lexicon: UnitLexicon) -> Iterator[Responsibility]:
    for named in read_list(text, start, end, "support", lexicon, joint=False):
        if looks_like_unit(named.name):
            yield Responsibility(named.name, "support", "marked", named.start, named.end)
