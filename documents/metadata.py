"""A document's title, issuer, number and date, as its own text writes them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from documents.lines import Line, visible_lines
from documents.listings import ISSUER_LINE, compacted
from documents.model import Clause, Noise
from documents.numbering import match_label
from documents.squeezed import unsqueezed_lines

MAX_TITLE_LENGTH = 80
MAX_TITLE_LINES = 3

KINDS = (
    "意见|方案|办法|规定|条例|通知|规划|细则|决定|公告|计划|纲要|措施|法|通告|批复|函|报告|章程|准则|政策|规则|清单|要点|若干|指南|目录"
    "|标准|制度|公报|令"
)
_TITLE_END = re.compile(rf"(?:{KINDS})(?:[(（【〔\[][^()（）【】〔〕\[\]]{{1,20}}[)）】〕\]])?$")
_PUBLICATION = re.compile(
    r"(?:[一-鿿]{2,20}(?:政府|委员会|人大常委会|国务院|厅|局|部)|国务院)(?:公报|公告栏)"
    r"|[一-鿿]{0,20}(?:门户网站?|政府网站?|官方网站|政策文件库?|政府文件|信息公开(?:目录|平台|专栏|网)?|政务公开)"
    r"|[一-鿿]{2,20}(?:人民政府|政府办公室|政府办公厅)"
)
"""The name of a gazette, a portal or an office: what stands above documents and is the title of none."""
_ISSUE = re.compile(
    r"(?:[\s·(（]*(?:19|20)\d{2}年?)?[\s·]*第?\s*\d{1,3}\s*[期号](?:[\s·(（]*总第?\s*\d+\s*期[)）]?)?$"
    r"|[\s·]*第\s*\d+\s*页.*$"
)
"""Which number of a gazette, or which page of it."""
_CRUMB_ENDS = re.compile(r"[\s_|>»·/]+|[-—–]{1,2}")
_ABOUT = re.compile(r"^(?:[一-鿿]{2,30})?关于.{2,}")
_SALUTATION = re.compile(r"[:：]$")
_NUMBER = re.compile(r"^[一-鿿]{1,12}(?:发|函|办|字|规|通|令|呈|复)?\s*[〔\[(（【]\s*\d{4}\s*[〕\])）】]\s*\d+\s*号$")
_ORDER = re.compile(r"^(?P<giver>[一-鿿]{2,20})令\s*[(（]?第?\s*[\d〇零一二三四五六七八九十百]+\s*号[)）]?$")
_DATE = re.compile(
    r"^[(（]?(?P<date>(?:(?:\d{4}|[二〇零○一三四五六七八九]{4})?年)?\d{1,2}月\d{1,2}日"
    r"|[二〇零○一三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)[)）]?(?:印发)?$"
)
_ISSUER_IN_TITLE = re.compile(
    r"^(?P<issuer>[一-鿿]{2,24}?(?:政府办公室|政府办公厅|政府|委员会|委办公室|委办公厅|办公室|办公厅|厅|局|委))关于"
)


@dataclass(frozen=True)
class Metadata:
    """Empty strings where the text does not say."""

    title: str
    title_start: int
    title_end: int
    issuer: str
    number: str
    date: str


def read_metadata(text: str, noise: Sequence[Noise], clauses: Sequence[Clause], name: str) -> Metadata:
    """What the front and closing parts say of the document; `name` stands in for a title that is not there."""
    lines = unsqueezed_lines(visible_lines(text, noise))
    front_end = next((clause.start for clause in clauses if clause.part == "numbered"), len(text))
    front = [line for line in lines if line.start < front_end]
    signed = next(((clause.start, clause.end) for clause in clauses if clause.part == "closing"), (0, 0))
    closing = [line for line in lines if signed[0] <= line.start < signed[1]]
    start, end = _title_span(front)
    title = re.sub(r"\s*\n\s*", "", text[start:end]) if end > start else name
    number = _number(front)
    return Metadata(
        title=title.lstrip("# "),
        title_start=start,
        title_end=end,
        issuer=_issuer(closing, [line for line in front if line.end <= start], title) or _order_giver(number),
        number=number,
        date=next((found["date"] for line in [*closing, *front] if (found := _DATE.match(compacted(line.text)))), ""),
    )


def is_publication(line: str) -> bool:
    """Whether the line is the name of a gazette, a portal or an office, with or without a number of issue."""
    return bool(_PUBLICATION.fullmatch(_ISSUE.sub("", line.strip("# \t　")).strip()))


def without_publication(line: str) -> str:
    """A page's title without the names of portals in front: `甲市人民政府 政策文件 关于…的意见` → `关于…的意见`."""
    while (end := _CRUMB_ENDS.search(line)) and line[end.end() :] and is_publication(line[: end.start()]):
        line = line[end.end() :]
    return line


def _number(front: Sequence[Line]) -> str:
    """The first line that is a number: `X发〔2015〕3号`, `X令第15号`, also with the order's count on the next line."""
    for line, following in zip_longest(front, front[1:]):
        if _NUMBER.match(line.text) or _ORDER.match(line.text):
            return line.text
        if following is not None and _ORDER.match(compacted(line.text + following.text)) and "号" not in line.text:
            return compacted(line.text + following.text)
    return ""


def _title_span(front: Sequence[Line]) -> tuple[int, int]:
    """The first line that is about something or names its kind, joined with its next ones when it is broken.

    An order (令) in front of the text that it proclaims is the title only where no other line is one; the name of a
    gazette or a portal only where no other line can be.
    """
    own = [line for line in front if not is_publication(line.text) and not _ISSUE.fullmatch(line.text)]
    return _own_title_span(own) if any(map(_may_be_title, own)) else _own_title_span(front)


def _own_title_span(front: Sequence[Line]) -> tuple[int, int]:
    titles = [position for position, line in enumerate(front) if reads_like_title(line.text.lstrip("# "))]
    if titles:
        position = next((place for place in titles if not front[place].text.endswith("令")), titles[0])
        return front[position].start, _title_end(front[position : position + MAX_TITLE_LINES])
    short = next(filter(_is_short, front), None)
    return (short.start, short.end) if short and match_label(short.text) is None else (0, 0)


def _may_be_title(line: Line) -> bool:
    plain = _is_short(line) and match_label(line.text) is None
    return reads_like_title(line.text.lstrip("# ")) or plain


def _is_short(line: Line) -> bool:
    return len(line.text) <= MAX_TITLE_LENGTH and not re.search(r"[。:：]$|\t|^\|", line.text)


def reads_like_title(text: str) -> bool:
    """Whether it is about something (`关于…`) or ends in the name of a kind of document, and is no sentence."""
    if len(text) > MAX_TITLE_LENGTH or _SALUTATION.search(text) or text.endswith("。"):
        return False
    return bool(_ABOUT.match(text) or _TITLE_END.search(text))


def _title_end(lines: Sequence[Line]) -> int:
    for line in lines:
        if _SALUTATION.search(line.text) or line.text.endswith("。") or _NUMBER.match(line.text):
            break
        if _TITLE_END.search(line.text):
            return line.end
    return lines[0].end


def _issuer(closing: Sequence[Line], above_title: Sequence[Line], title: str) -> str:
    """Who signed, else who stands right above the title, else who the title says."""
    lines = [*closing, *above_title[-1:]]
    signed = next((line.text for line in lines if ISSUER_LINE.match(compacted(line.text))), "")
    named = _ISSUER_IN_TITLE.match(title)
    return _issuers(signed) or (named["issuer"] if named else "")


def _order_giver(number: str) -> str:
    found = _ORDER.match(number)
    return found["giver"] if found else ""


def _issuers(line: str) -> str:
    """`中共甲市委　甲市人民政府` → both names, one space between; letters set apart are one name."""
    names = line.split()
    several = all(ISSUER_LINE.match(name) for name in names)
    return (" " if several else "").join(names)
