"""Lists of units as policy texts write them (`省财政厅、科技厅，各市政府`): where each stands, how it reads."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from documents.lines import BLANK
from documents.model import Role
from documents.units import UnitLexicon

OPENING, CLOSING = "(（【〔[［〈", ")）】〕]］〉"
_ANY_BRACKET = re.escape(OPENING + CLOSING)
BRACKETED = re.compile(
    rf"[{re.escape(OPENING)}](?P<inside>(?:[^{_ANY_BRACKET}]|[{re.escape(OPENING)}][^{_ANY_BRACKET}]*"
    rf"[{re.escape(CLOSING)}])*)[{re.escape(CLOSING)}]"
)
"""A bracket with its inside, in which brackets of any make may stand (`（各县〔市、区〕政府）`)."""
UNKEYED = re.compile(r"牵头|负责|配合|参与|参加|会同|落实")
"""Words that say who does what where no key (`责任单位：`) does."""
_AND_SO_ON = r"等(?:[省市县区]直)?(?:有关|相关)?(?:部门|单位)?(?:[(（]单位[)）])?(?:和|及|以及)"
_SEPARATOR = re.compile(
    rf"[、，,；;]|<br\s*/?>|(?:{_AND_SO_ON}|[/／])(?=[省市县区州国各])"
    r"|(?<=[局委厅办部院会署心府])(?:和|及|以及|会同|[ \t\n　]+)(?=[省市县区州国中各])"
)
_LEVELS = re.compile(
    "由?(?:各|设区的)?[省市县区州旗、]{1,5}、[省市县区州旗乡镇]{1,2}(?:[（(〔〈][^）)〕〉]*[)）〕〉])?(?:人民)?政府.*"
    "|(?:由|本)?(?:[省市县区州旗][、和]){1,3}[省市县区州旗](?:[（(〔][^）)〕]{1,6}[）)〕])?(?!直|级|委)[一-鿿]{2,}?(?:部门|机关|机构).*",
    re.S,
)
"""`各市、县人民政府` and `市、区财政部门` are one name."""
_LEVELS_END = re.compile("政府|部门|机关|机构")
_LEVELS_BEHIND = 20
"""Characters behind a separator that show whether such a name goes on."""
_COMMA = re.compile("[，,；;]")
_TRAILING = re.compile(
    r"(?:等[一-鿿]{2,6}(?:企业|公司|机构)|等(?:部门|单位|有关部门|相关部门|按职责分工负责)?|按(?:照)?职责分工(?:分别)?(?:负责|落实)?|分工负责|分别负责|负责"
    r"|牵头|配合)+$"
)
_NAME = re.compile(r"^[一-鿿A-Za-z0-9*（()）〔〕〈〉、〇·“”]{2,40}$")
_LONGEST_NAME = 60
_UNSEEN = re.compile(rf"[\s{BLANK}]")
_UNIT_ENDING = re.compile(
    r"(局|委|厅|办|部|署|院|中心|会|府|关|司|公司|集团|单位|部门|区|县|市|镇|乡|街道|社|队|行|联|校|站|所|处|室|央|党校|园|馆|台|组"
    r"|企业|机构|[大中小]学|[一-鿿]{2}[科股]|[科作侨台文律记]协|部队)(?:[(（〔〈][^()（）〔〕〈〉]{1,8}[)）〕〉])?$"
)
_NO_NAME = re.compile(r"\d{4}年|\d月|^(?:长期|持续|全年|常年|年内)|(?:完成|推进|底前)$")
"""When a task is due, as lists of units have it behind the last."""
_ENTRY = re.compile(r"[①-⑳]|\d{1,2}[.．)）](?!\d)")
_LEADS = re.compile("(?:总?牵头|主办|主责)(?:单位|部门)?")
_HELPS = re.compile("(?:配合|协办|参与|协助)(?:单位|部门)?")
_REMARK = re.compile("不?含|包括|下同|以下|简称")
_HELPING = re.compile("(?:协同|协助)?(?:配合|参与|协助)$|(?:协同|协助)?(?:配合|参与|协助)(?=[)）])")
_NO_UNITS = frozenset(("政府", "党委", "社会", "全社会", "全市", "全省", "全县", "全区", "单位", "部门"))


@dataclass(frozen=True)
class Named:
    """A unit's name as it was read, prefix written out, with the span it was read from.

    `role` is None where only its place in the list says what it does; `joint`: its list shares the work evenly.
    """

    name: str
    start: int
    end: int
    role: Role | None
    joint: bool = False


def looks_like_unit(name: str) -> bool:
    """Whether a name ends as units' names do and is none of the words for everybody (`社会`)."""
    name = name.strip()
    return 2 <= len(name) <= 30 and name not in _NO_UNITS and bool(_UNIT_ENDING.search(name))


def read_list(
    text: str, start: int, end: int, role: Role | None, lexicon: UnitLexicon, *, joint: bool
) -> Iterator[Named]:
    """The names of one list; a prefix written once for the names after it (`省`, `市委`) is written out on each.

    Commas divide a list into groups, each with a prefix of its own (`省委组织部、宣传部，省财政厅、科技厅`).
    """
    spans = [_trim_name(text, *bounds) for bounds in _between_separators(text, start, end)]
    names = [_UNSEEN.sub("", text[first:last]) for first, last in spans]
    places = [start, *(first for first, _ in spans)]
    groups = list(accumulate(len(_COMMA.findall(text, *between)) for between in pairwise(places)))
    written = Counter((group, lexicon.shared_prefix(name)) for group, name in zip(groups, names, strict=True))
    prefix, prefix_group = "", 0
    for (first, last), name, group in zip(spans, names, groups, strict=True):
        if not _NAME.match(name) or _NO_NAME.search(name):
            continue
        own = lexicon.shared_prefix(name)
        if own:
            prefix, prefix_group = own, group
        shared = not own and written[prefix_group, prefix] == 1
        whole = lexicon.with_shared_prefix(name, prefix) if shared else name
        yield Named(whole, first, last, role or _marked(text, last, end), joint)
        yield from _helpers(text, last, end, lexicon)


def _marked(text: str, start: int, end: int) -> Role | None:
    """What `（牵头）` right behind a name says of it."""
    remark = BRACKETED.match(text, start, end)
    if remark is None:
        return None
    return "lead" if _LEADS.fullmatch(remark["inside"]) else "support" if _HELPS.fullmatch(remark["inside"]) else None


def _helpers(text: str, start: int, end: int, lexicon: UnitLexicon) -> Iterator[Named]:
    """`（市财政局配合）` right behind a name: who helps that unit."""
    remark = BRACKETED.match(text, start, end)
    helping = _HELPING.search(text, *remark.span("inside")) if remark else None
    if remark and helping:
        named = read_list(text, remark.start("inside"), helping.start(), "support", lexicon, joint=False)
        yield from (one for one in named if looks_like_unit(one.name))


def _between_separators(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of `[start, end)` between separators; those inside brackets (`各县（市、区）政府`) do not count."""
    brackets = BRACKETED.finditer(text, start, end)
    bracket = next(brackets, None)
    for found in _SEPARATOR.finditer(text, start, end):
        while bracket and bracket.end() <= found.start():
            bracket = next(brackets, None)
        inside = bracket is not None and bracket.start() < found.start()
        behind = text[found.end() : min(end, found.end() + _LEVELS_BEHIND)]
        whole = _LEVELS_END.search(text, start, found.start()) is not None
        if not inside and (whole or not _LEVELS.fullmatch(text[start : found.end()].strip() + behind)):
            yield start, found.start()
            start = found.end()
    yield start, end


def _trim_name(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ":：。"):
        start += 1
    entry = _ENTRY.match(text, start, end)
    start = entry.end() if entry else start
    remark = BRACKETED.search(text, start, end)
    if remark and (UNKEYED.search(remark["inside"]) or _REMARK.match(remark["inside"])):
        end = remark.start()
    end = start + len(text[start:end].rstrip(" \t\r\n　。.】"))
    ending = max(start, end - _LONGEST_NAME)
    trailing = _TRAILING.search(text[ending:end])
    end = ending + trailing.start() if trailing else end
    while end > start and (text[end - 1].isspace() or text[end - 1] in "。.】"):
        end -= 1
    return start, end
