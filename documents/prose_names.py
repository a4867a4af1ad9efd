"""Names of units in running text: where a list of them ends, when no bracket or key says so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from documents.sure_units import is_field, is_firm, is_place, is_unit
from documents.unit_lists import Named, looks_like_unit, read_list
from documents.units import UnitLexicon

MIN_HEADING = 4
"""Characters of a heading in front of a sentence, at least; what is shorter is a part of a name set apart."""
MAX_NAMES = 120
"""Characters of the names before a verb, at most."""
MAX_FIELD = 8
"""Characters of a field that the table of units lacks, at most."""
MAX_PARTNERS = 60
"""Characters after 会同 or 由 in which the units are looked for."""

TAIL = (
    r"(?P<tail>等(?:有关|相关)?(?P<kind>(?:行政管理|行政主管|主管|职能)?(?:部门|单位|机构|机关))(?:[和、与](?:单位|机构|组织))?"
    r"|等(?:群团|群众|社会)?(?:组织|团体)|等)?"
)
LABEL = re.compile(
    r"(?:[一二三四五六七八九十]{1,3} ?[、.．]|[(（] ?[一二三四五六七八九十\d０-９]{1,3} ?[)）]"
    r"|[\d０-９]{1,2}(?:[.．][\d０-９]{1,2}){1,3}[.．、]?|[\d０-９]{1,3}[.．、)）]|[①-⑳]"
    r"|第[^ 　]{1,5}条\s*(?:[【（(][^【】（）()]{2,20}[】）)])?)\s*"
)
"""A numbering label at the start of a sentence, an article's bracketed title included."""

_FIELDS_END = re.compile(TAIL.removesuffix("?"))
_AFTER_PARTNERS = re.compile(
    rf"{TAIL}(?:应当|应|要|须|将|具体|主要|共同|统一|全面|分别|依法|按规定|组织|联合|密切|积极|协同|另行){{0,4}}"
    r"(?:负责|实施|组织|制定|编制|落实|开展|推进|承担|研究|提出|做好|建立|确定|办理|指导|监督|完成|公布|拟订|起草|制订"
    r"|改造|推行|统筹|会商|设立|设置|成立|组建|审核|核定|牵头)"
)
_NO_NAME_HOLDS = re.compile(
    "对(?!外)|每|按照?|依法|依规|依据|进行|开展|做好|抓好|加强|共同|负责|建立|至少|将|并|及时|定期|不得|的|以(?![上及])|就|于|为"
    r"|(?<!所)在|向|把|给|从|到|通过|根据|\d"
)
"""Where the names after 会同 or 协助 have ended."""
_AND = re.compile("(?<=部门|机构|机关|政府|中心|员会|事处|公司|企业|察院|法院)(?:和|以及|或者|或(?!者)|与|及)(?!其)")
_THEIRS = re.compile("及其(?:有关|相关|所属|工作|职能|派出|授权)*(?:行政|主管|管理)*(?:部门|机构|单位)$")
_OURS = re.compile("[本我全][省市县区州旗]")
_ASKED = re.compile("(?:请|责成|委托|指定|要求|授权|明确)(?=[省市县区州旗国各])")
_NAME_STOPS = frozenset("局委厅办部院会署府关队行司处室门构心团社校站所协联镇乡道")
_VERB_BEGINS = re.compile(
    "会[同商审签议见]|联[合系动席]|处[理以置罚分警]|办[理结好]|委[托派员]|部署|关[闭停]|行[使政]|校[验核]|所[有属得在]|.[长门]"
)
"""Two characters of which the first could end a name and does not."""
_TOGETHER = re.compile("会同|(?<=[局委厅办部])商(?=[省市县区国中各])")
_OFFICE = re.compile(
    "(?:各?[省市县区]级(?:以上)?(?:地方)?(?:各级)?|(?:[省市县区州旗](?:[(（][^()（）]{1,8}[)）])?[、和]?){1,4})人民政府(?=[一-鿿]{2})"
)
"""`县级以上人民政府` in front of a field, which the fields behind share."""


def names_before(
    text: str, start: int, end: int, kind: str, lexicon: UnitLexicon, *, firms: bool = False
) -> tuple[Named, ...]:
    """The units of `[start, end)` when it holds nothing else, after the last 由 if there is one; else none.

    `firms`: as `all_units` has it. A heading may stand in front, with only a space behind it (`强化保障 市财政局负责`).
    """
    by = text.rfind("由", start, end)
    start = by + 1 if by >= 0 else start
    if "会同" in text[start:end]:
        return ()
    while start < end and text[start] in " \t　、和与及】)）…—":
        start += 1
    for opening in (LABEL, _OURS, _ASKED):
        found = opening.match(text[start:end])
        start += found.end() if found else 0
    gap = max(text.rfind(" ", start, end), text.rfind("\u3000", start, end))
    if gap >= start + MIN_HEADING and not looks_like_unit(text[start:gap]):
        start = gap + 1
    return all_units(text, start, end, kind, lexicon, firms=firms)


def partners(text: str, start: int, end: int, lexicon: UnitLexicon) -> tuple[Named, ...]:
    """The units after 会同 or 协助: up to a verb, or as far as names of units reach."""
    over = _NO_NAME_HOLDS.search(text, start, end)
    stop = over.start() if over else end
    verb = _FIELDS_END.search(text, start, stop) or _AFTER_PARTNERS.search(text, start, end)
    named = names_before(text, start, verb.start(), verb["kind"] or "", lexicon) if verb else ()
    if named:
        return named
    reached, _ = _longest_list(text, start, stop, lexicon)
    return () if reached and is_place(reached[-1].name) else reached


def leading_units(text: str, start: int, end: int, lexicon: UnitLexicon) -> tuple[tuple[Named, ...], int]:
    """The longest list of units that `[start, end)` begins with, and where it ends, `等部门` included."""
    together = _TOGETHER.search(text, start, end)
    end = together.start() if together else end
    fields = _FIELDS_END.search(text, start, min(end, start + MAX_NAMES))
    if fields and (named := all_units(text, start, fields.start(), fields["kind"] or "", lexicon)):
        return named, fields.end()
    return _longest_list(text, start, end, lexicon)


def _longest_list(text: str, start: int, end: int, lexicon: UnitLexicon) -> tuple[tuple[Named, ...], int]:
    for last in range(min(end, start + MAX_PARTNERS), start + 1, -1):
        if text[last - 1] in _NAME_STOPS and not _VERB_BEGINS.match(text, last - 1, last + 1):
            named = names_before(text, start, last, "", lexicon)
            if named:
                return named, last
    return (), start


def may_end_a_name(character: str) -> bool:
    """Whether a unit's name may end so; brackets may stand behind one."""
    return character in _NAME_STOPS or character in ")）"


def all_units(
    text: str, start: int, end: int, kind: str, lexicon: UnitLexicon, *, firms: bool = False
) -> tuple[Named, ...]:
    """The names of `[start, end)` when all of them are units', firms only beside a unit of government; else none.

    `kind`: what a list ends in (部门), for the fields in it. `firms`: whether firms may stand alone, since the sentence
    has named a unit before.
    """
    if not 2 <= end - start <= MAX_NAMES:
        return ()
    named = tuple(one for span in _joined_by_and(text, start, end) for one in _read_bare(text, *span, lexicon))
    named = tuple(_with_kind(named, kind, lexicon)) or named
    sure = [is_unit(one.name, lexicon) for one in named]
    fits = (firms or any(sure)) and all(known or is_firm(one.name) for known, one in zip(sure, named, strict=True))
    return named if named and fits else ()


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
    """`发展改革、财政等部门` → 发展改革部门, 财政部门: the kind that a list shares is written out on each.

    A word that no unit is named for is a field where at least half of the others are. Shared too is the government
    that the first of them stands below (`县级以上人民政府林业、财政等部门`).
    """
    shared = named and ("部门" in kind or (len(named) > 1 and named[-1].name.endswith("部门")))
    if not shared:
        return
    kind = kind if "管" in kind else "部门"
    found = _OFFICE.match(named[0].name)
    office = found.group() if found else ""
    known = sum(is_field(one.name.removeprefix(office), lexicon) for one in named)
    for one in named:
        field = one.name.removeprefix(office)
        is_one = is_field(field, lexicon) or (2 * known >= len(named) and len(field) <= MAX_FIELD)
        bare = is_one and not is_unit(one.name, lexicon)
        yield Named(f"{office}{field}{kind}", one.start, one.end, None) if bare else one
