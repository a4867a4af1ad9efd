"""Who is responsible where a sentence says so: `由甲牵头，乙、丙配合`, `由甲会同乙负责`, `甲负责…，乙负责…`.

A name counts only when it is one beyond doubt: the table of units knows it, or it has a level of government or the word
部门 and ends as units' names do. What somebody is quoted as saying is no statement of the document's own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from documents.conventions import is_convention
from documents.model import Responsibility
from documents.unit_lists import Named, looks_like_unit, read_list
from documents.units import UnitLexicon

MAX_PARTNERS = 60
"""Characters after 会同 in which the units are looked for."""

Duty = Literal["lead", "own", "with", "help", "share"]

_ADVERBS = "(?:应当|应|要|须|将|具体|主要|共同|统一|全面|分别|依法|按规定|组织|联合|密切|积极|协同|具体组织){0,4}"
_VERB = re.compile(
    rf"(?P<tail>等(?:有关|相关)?(?:部门|单位|机构|机关)?)?{_ADVERBS}"
    r"(?:(?P<lead>牵头)(?!的)(?:负责|组织|抓好|实施)?|(?P<with>会同)|(?P<share>(?:在|按照?|依照|根据|依据)(?:其|各自)?的?(?:法定)?(?:职责|职能)"
    r"(?:分工|范围内?|权限)?(?:共同|分别)?(?:负责|配合)?)|(?P<own>(?:负责|组织编制|组织实施|承担)(?![人制任同者的])|对[^，,。；;由\n]{2,40}负责(?=[。；，,;\s]|$)|落实(?=[。；，,;\s]|$))|(?P<help>配合|参与|协助|参加)(?![度率者]))"
)
_AFTER_WITH = re.compile(
    rf"(?P<tail>等(?:有关|相关)?(?:部门|单位|机构|机关)?)?{_ADVERBS}"
    r"(?:负责|实施|组织|制定|编制|落实|开展|推进|承担|研究|提出|做好|建立|确定|办理|指导|监督|完成|公布|拟订|起草)"
)
_SENTENCE = re.compile(r"[^。！？!?\n]+")
_PART = re.compile("[^，,；;：:。\n]+")
_SAYING = re.compile("表示|指出|强调|认为|介绍说|说道|要求说|记者|采访|答记者")
_QUOTED = re.compile('[“"「『][^”"」』\n]{0,300}[”"」』]')
_UNITS_ONLY = re.compile(
    r"[(（【〔](?P<units>(?:[^()（）【】〔〕。；;：:\n]|[(（][^()（）\n]{1,12}[)）])+)[)）】〕][。；;]?[ \t　]*$",
    re.MULTILINE,
)
_ASIDE = re.compile("[(（](?:以下|下同|简称)[^()（）]*[)）]")
_LEVEL = re.compile(
    r"(?:国家|中央|全国|县级以上|设区的市|省级|市级|县级|区级|乡镇|镇|乡|街道|各|属地|所在地|村|社区|居民|省|市|县|区|州|旗|[一-鿿]{2,7}?(?:省|市|自治区|州|县|区|旗|镇))"
)
_DEPARTMENT = re.compile(r"[一-鿿、]{2,30}(?:部门|机关|机构)$")
_NOBODY = re.compile(
    "^(?:有关|相关|各有关|各相关|各|其他|上级|下级|职能|责任|牵头|配合|同级|两|多|所在|上述|成员|该|本)*(?:部门|单位|机关|机构)$"
    "|(?:领导小组|指挥部|工作专班|专班|联席会议)$"
)
"""Names that say nobody in particular, and bodies that coordinate a whole plan rather than do one of its tasks."""
_NOT_IN_NAMES = re.compile("[向由的把将被给为是从让未要]|(?<!所)在")
_LABEL = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|[(（][一二三四五六七八九十\d]+[)）]|\d{1,3}[.．、]|第[^ 　]{1,5}条)\s*"
)


@dataclass(frozen=True)
class _Phrase:
    duty: Duty
    named: tuple[Named, ...]


def read_prose(text: str, lexicon: UnitLexicon, *, first_leads: bool = False) -> list[Responsibility]:
    """The units that sentences of a clause's `text` make responsible, in order; spans are positions in `text`."""
    text = _ASIDE.sub(lambda found: " " * len(found.group()), text)
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    phrases = [
        phrase
        for sentence in _SENTENCE.finditer(text)
        if not _SAYING.search(sentence.group()) and not is_convention(sentence.group())
        for phrase in _phrases(text, *sentence.span(), lexicon)
        if not any(start < one.start < end for start, end in quoted for one in phrase.named)
    ]
    named = list(_roles(phrases)) or list(_bracketed(text, lexicon))
    if first_leads and named and all(one.role == "joint" for one in named):
        leads = (replace(one, role="support" if place else "lead") for place, one in enumerate(named))
        return [replace(one, basis="first_listed") for one in leads]
    return named


def _bracketed(text: str, lexicon: UnitLexicon) -> Iterator[Responsibility]:
    """A bracket that ends a line and holds units and nothing else (`（市教育局、市财政局）`)."""
    for found in _UNITS_ONLY.finditer(text):
        named = list(read_list(text, *found.span("units"), None, lexicon, joint=False))
        if all(is_unit(one.name, lexicon) for one in named):
            for place, one in enumerate(named):
                yield Responsibility(one.name, "support" if place else "lead", "first_listed", one.start, one.end)
            return


def _phrases(text: str, start: int, end: int, lexicon: UnitLexicon) -> Iterator[_Phrase]:
    somebody = False
    for part in _PART.finditer(text, start, end):
        first = part.start()
        found = _VERB.search(text, first, part.end())
        while found is not None:
            duty: Duty = next(name for name in ("lead", "with", "share", "own", "help") if found[name])
            named = _names(text, first, found.start(), found["tail"] or "", lexicon)
            if named:
                yield _Phrase("own" if duty == "with" else duty, named)
            # `由甲负责…，会同乙…`: the partners of whoever the sentence has named before.
            goes_on = somebody and not text[first : found.start()].strip(" \t　、并")
            somebody = somebody or bool(named)
            first = found.end()
            if duty == "with" and (named or goes_on):
                partners = _partners(text, first, part.end(), lexicon)
                if partners:
                    yield _Phrase("with", partners)
                break
            found = _VERB.search(text, first, part.end())


def _partners(text: str, start: int, end: int, lexicon: UnitLexicon) -> tuple[Named, ...]:
    """The units after 会同: up to a verb, or as far as names of units reach."""
    found = _AFTER_WITH.search(text, start, end)
    named = _names(text, start, found.start(), found["tail"] or "", lexicon) if found else ()
    ends = range(min(end, start + MAX_PARTNERS), start + 1, -1)
    return named or next(filter(None, (_names(text, start, last, "", lexicon) for last in ends)), ())


def _names(text: str, start: int, end: int, tail: str, lexicon: UnitLexicon) -> tuple[Named, ...]:
    """The units of `[start, end)` when it holds nothing else, after the last 由 if there is one; else none."""
    by = text.rfind("由", start, end)
    start = by + 1 if by >= 0 else start
    while start < end and text[start] in " \t　、和与及】)）":
        start += 1
    label = _LABEL.match(text[start:end])
    start += label.end() if label else 0
    if not 2 <= end - start <= 120:
        return ()
    named = tuple(read_list(text, start, end, None, lexicon, joint=False))
    named = tuple(_with_kind(named, tail, lexicon)) or named
    return named if named and all(is_unit(one.name, lexicon) for one in named) else ()


def _with_kind(named: Sequence[Named], tail: str, lexicon: UnitLexicon) -> Iterator[Named]:
    """`发展改革、财政等部门` → 发展改革部门, 财政部门: the kind that a list shares is written out on each."""
    shared = "部门" in tail or (len(named) > 1 and named[-1].name.endswith("部门"))
    for one in named if shared else ():
        bare = not looks_like_unit(one.name) and _is_field(one.name, lexicon)
        yield Named(f"{one.name}部门", one.start, one.end, None) if bare else one


def _is_field(name: str, lexicon: UnitLexicon) -> bool:
    """Whether some unit is named for this field (`财政`, `市发展改革`)."""
    base = lexicon.base(name)
    fields = (f"{field}{kind}" for field in (name, base) for kind in ("局", "委", "厅"))
    return base in lexicon.by_subject or any(field in lexicon.by_name for field in fields)


def is_unit(name: str, lexicon: UnitLexicon) -> bool:
    """Whether a name standing by itself is a unit's beyond doubt."""
    if _NOBODY.search(name) or _NOT_IN_NAMES.search(name) or not looks_like_unit(name):
        return False
    if _DEPARTMENT.match(name):
        return True
    known = lexicon.entry(name) is not None and len(name) > 2
    return known or (_LEVEL.match(name) is not None and len(name) <= 24)


def _roles(phrases: Sequence[_Phrase]) -> Iterator[Responsibility]:
    """Marked leads lead; else who is responsible does, or shares evenly with others who have duties of their own."""
    led = any(phrase.duty == "lead" for phrase in phrases)
    owners = {phrase.named[0].name for phrase in phrases if phrase.duty == "own"}
    seen: set[str] = set()
    for phrase in phrases:
        for place, one in enumerate(phrase.named):
            if one.name not in seen:
                seen.add(one.name)
                yield _responsibility(phrase, one, first=place == 0, led=led, owners=len(owners))


def _responsibility(phrase: _Phrase, one: Named, *, first: bool, led: bool, owners: int) -> Responsibility:
    where = (one.start, one.end)
    if phrase.duty == "lead":
        return Responsibility(one.name, "lead", "marked", *where)
    if led or phrase.duty == "help" or (phrase.duty == "share" and owners):
        return Responsibility(one.name, "support", "marked", *where)
    if phrase.duty == "share" or (phrase.duty == "own" and owners > 1):
        return Responsibility(one.name, "joint", "joint", *where)
    return Responsibility(one.name, "lead" if phrase.duty == "own" and first else "support", "first_listed", *where)
