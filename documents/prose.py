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
from documents.sure_units import is_bound_unit, is_field, is_place, is_unit
from documents.unit_lists import Named, looks_like_unit, read_list
from documents.units import UnitLexicon

MIN_HEADING = 4
"""Characters of a heading in front of a sentence, at least; what is shorter is a part of a name set apart."""
MAX_NAMES = 120
"""Characters of the names before a verb, at most."""
MAX_PARTNERS = 60
"""Characters after 会同 in which the units are looked for."""

Duty = Literal["lead", "own", "with", "help", "share", "bound"]

_ADVERBS = "(?:应当|应|要|须|将|具体|主要|共同|统一|全面|分别|依法|按规定|组织|联合|密切|积极|协同|具体组织){0,4}"
_TAIL = r"(?P<tail>等(?:有关|相关)?(?P<kind>(?:行政管理|行政主管|主管|职能)?(?:部门|单位|机构|机关)))?"
_OWN = (
    r"(?:负责|组织编制|组织实施|承担)(?![人制任同者的])|对[^，,。；;由\n]{2,40}负责(?=[。；，,;\s]|$)"
    r"|落实(?=[。；，,;\s]|$)"
    r"|是[^，,。；;由\n]{0,30}?(?:主管部门|责任主体|责任单位|责任部门|实施主体)"
)
_SHARE = (
    r"(?:在|按照?|依照|根据|依据)(?:其|各自)?的?(?:法定)?(?:职责|职能)(?:分工|范围内?|权限)?"
    r"(?:共同|分别)?(?:负责|配合)?"
)
_HELP = r"(?:配合|参与|协助|参加)(?![度率者])|(?:予以|给予|提供)(?:技术|业务|必要的?)*(?:指导|支持|协助|保障)"
_BEHIND_UNIT = "(?<=[局委厅办部院会府署关队行司处室门构])"
_BOUND = (
    rf"(?:应当|必须|应(?![急对用届变])|{_BEHIND_UNIT}[要须](?![求素点闻道])"
    rf"|{_BEHIND_UNIT}(?:依法|依规|按规定|定期|每[月季年半周日个]|建立|制定|核定|审定|责令|组织(?!部)|开展|做好"
    r"|督促|指导|统筹|保持|给予|处理|处以|审核|审批|确定|公布|实施|办理|管理|统一|编制|拟订|受理|调度))(?!的|部|局)"
)
"""What gives its subject a duty without a word for being responsible."""
_LEAD = r"(?:负责)?牵头(?!的)(?:负责|组织|抓好|实施)?|是[^，,。；;由\n]{0,30}?牵头(?:单位|部门)"
_VERB = re.compile(
    rf"{_TAIL}(?:{_ADVERBS}(?:(?P<lead>{_LEAD})|(?P<with>会同)|(?P<share>{_SHARE})|(?P<own>{_OWN})|(?P<help>{_HELP}))"
    rf"|(?P<bound>{_BOUND}))"
)
_DUTIES: tuple[Duty, ...] = ("lead", "with", "share", "own", "help", "bound")
_AFTER_WITH = re.compile(
    rf"{_TAIL}{_ADVERBS}"
    r"(?:负责|实施|组织|制定|编制|落实|开展|推进|承担|研究|提出|做好|建立|确定|办理|指导|监督|完成|公布|拟订|起草)"
)
_FIELDS_END = re.compile(_TAIL.removesuffix("?"))
_NO_NAME_HOLDS = re.compile(
    "对(?!外)|每|按照?|依法|依规|依据|进行|开展|做好|抓好|加强|共同|负责|建立|至少|将|并|及时|定期|不得|的|以(?!上)|就|于|为|(?<!所)在|向"
    r"|把|给|从|到|通过|根据|\d"
)
"""Where the names after 会同 or 协助 have ended."""
_HAPPENED = re.compile("已经?|近年来|以来|截至|去年|曾")
_AND = re.compile("(?<=部门|机构|机关|政府|中心|员会|事处)(?:和|以及|或者|与|及)(?!其)")
_THEIRS = re.compile("及其(?:有关|相关|所属|工作|职能|派出|授权)*(?:行政|主管|管理)*(?:部门|机构|单位)$")
_OURS = re.compile("[本我全][省市县区州旗]")
_SENTENCE = re.compile(r"[^。！？!?\n]+")
_PART = re.compile("[^，,；;：:。\n]+")
_SAYING = re.compile("表示|指出|强调|认为|介绍说|说道|要求说|记者|采访|答记者")
_QUOTED = re.compile('[“"「『][^”"」』\n]{0,300}[”"」』]')
_UNITS_ONLY = re.compile(
    r"[(（【〔](?P<units>(?:[^()（）【】〔〕。；;：:\n]|[(（][^()（）\n]{1,12}[)）])+)[)）】〕][。；;]?[ \t　]*$",
    re.MULTILINE,
)
_ASIDE = re.compile("[(（](?:以下|下同|简称)[^()（）]*[)）]")
_LABEL = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|[(（][一二三四五六七八九十\d]+[)）]|\d{1,3}[.．、]"
    r"|第[^ 　]{1,5}条\s*(?:[【（(][^【】（）()]{2,20}[】）)])?)\s*"
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
    happened = _HAPPENED.search(text, start, end) is not None
    for part in _PART.finditer(text, start, end):
        first = part.start()
        found = _VERB.search(text, first, part.end())
        while found is not None:
            duty = next(name for name in _DUTIES if found[name])
            named = _subjects(text, first, found, lexicon)
            if duty == "bound":
                if named and not happened and all(is_bound_unit(one.name, lexicon) for one in named):
                    somebody = True
                    yield _Phrase("own", named)
                    first = found.end()
                found = _VERB.search(text, found.end(), part.end())
                continue
            # `由甲负责…，会同乙…`: the partners of whoever the sentence has named before.
            goes_on = somebody and not text[first : found.start()].strip(" \t　、并")
            somebody = somebody or bool(named)
            first = found.end()
            others = _partners(text, first, part.end(), lexicon) if named or goes_on else ()
            if duty == "help" and named and others:
                yield _Phrase("own", others)
            if named:
                yield _Phrase("own" if duty == "with" else duty, named)
            if duty == "with" and (named or goes_on):
                if others:
                    yield _Phrase("with", others)
                break
            found = _VERB.search(text, first, part.end())


def _subjects(text: str, start: int, verb: re.Match[str], lexicon: UnitLexicon) -> tuple[Named, ...]:
    """The units that stand between `start` and the verb, and nothing else there."""
    return _names(text, start, verb.start(), verb["kind"] or "", lexicon)


def _partners(text: str, start: int, end: int, lexicon: UnitLexicon) -> tuple[Named, ...]:
    """The units after 会同 or 协助: up to a verb, or as far as names of units reach."""
    over = _NO_NAME_HOLDS.search(text, start, end)
    stop = over.start() if over else end
    verb = _FIELDS_END.search(text, start, stop) or _AFTER_WITH.search(text, start, end)
    named = _names(text, start, verb.start(), verb["kind"] or "", lexicon) if verb else ()
    ends = range(min(stop, start + MAX_PARTNERS), start + 1, -1)
    reached = (_names(text, start, last, "", lexicon) for last in ends if text[last - 1 : last + 1] != "部门")
    return named or next((found for found in reached if found and not is_place(found[-1].name)), ())


def _names(text: str, start: int, end: int, kind: str, lexicon: UnitLexicon) -> tuple[Named, ...]:
    """The units of `[start, end)` when it holds nothing else, after the last 由 if there is one; else none.

    A heading may stand in front, with only a space behind it (`强化保障 市财政局负责…`).
    """
    by = text.rfind("由", start, end)
    start = by + 1 if by >= 0 else start
    while start < end and text[start] in " \t　、和与及】)）":
        start += 1
    label = _LABEL.match(text[start:end])
    start += label.end() if label else 0
    if _OURS.match(text, start, end):
        start += 2
    gap = max(text.rfind(" ", start, end), text.rfind("\u3000", start, end))
    if gap >= start + MIN_HEADING and not looks_like_unit(text[start:gap]):
        start = gap + 1
    return _all_units(text, start, end, kind, lexicon)


def _all_units(text: str, start: int, end: int, kind: str, lexicon: UnitLexicon) -> tuple[Named, ...]:
    if not 2 <= end - start <= MAX_NAMES:
        return ()
    named = tuple(one for span in _joined_by_and(text, start, end) for one in _read_bare(text, *span, lexicon))
    named = tuple(_with_kind(named, kind, lexicon)) or named
    return named if named and all(is_unit(one.name, lexicon) for one in named) else ()


def _joined_by_and(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of `[start, end)` between words for and that stand behind one unit's ending."""
    for found in _AND.finditer(text, start, end):
        yield start, found.start()
        start = found.end()
    yield start, end


def _read_bare(text: str, start: int, end: int, lexicon: UnitLexicon) -> Iterator[Named]:
    """The names of a list, without the departments that nobody is told of (`县人民政府及其有关部门`)."""
    for one in read_list(text, start, end, None, lexicon, joint=False):
        theirs = _THEIRS.search(one.name)
        gone = len(one.name) - theirs.start() if theirs else 0
        yield replace(one, name=one.name[: len(one.name) - gone], end=one.end - gone) if gone else one


def _with_kind(named: Sequence[Named], kind: str, lexicon: UnitLexicon) -> Iterator[Named]:
    """`发展改革、财政等部门` → 发展改革部门, 财政部门: the kind that a list shares is written out on each."""
    shared = "部门" in kind or (len(named) > 1 and named[-1].name.endswith("部门"))
    kind = kind if "管" in kind else "部门"
    for one in named if shared else ():
        bare = is_field(one.name, lexicon) and not is_unit(one.name, lexicon)
        yield Named(f"{one.name}{kind}", one.start, one.end, None) if bare else one


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
    if led or phrase.duty in ("help", "with") or (phrase.duty == "share" and owners):
        return Responsibility(one.name, "support", "marked", *where)
    if phrase.duty == "share" or (phrase.duty == "own" and owners > 1):
        return Responsibility(one.name, "joint", "joint", *where)
    return Responsibility(one.name, "lead" if phrase.duty == "own" and first else "support", "first_listed", *where)
