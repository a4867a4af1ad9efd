"""Who is responsible where a sentence says so: `由甲牵头，乙、丙配合`, `由甲会同乙负责`, `甲负责…，乙负责…`.

A name counts only when it is one beyond doubt: the table of units knows it, or it has a level of government or the word
部门 and ends as units' names do. What somebody is quoted as saying is no statement of the document's own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.conventions import is_convention
from documents.duty_headings import DutyHeading, duty_headings
from documents.model import Responsibility
from documents.prose_names import all_units, leading_units, may_end_a_name, names_before, partners
from documents.prose_verbs import AFTERWARDS_LEAD, BINDS, BY, DUTIES, NO_DUTY, TOGETHER, VERB, WHEN, Duty
from documents.sure_units import is_bound_unit, is_unit
from documents.unit_lists import Named, read_list
from documents.units import UnitLexicon

NEAR = 8
"""Characters behind a verb in which 牵头 still says it of the same unit (`甲每半年牵头组织`)."""
_HAPPENED = re.compile("已经?|近年来|以来|截至|去年|曾")
_SENTENCE = re.compile(r"[^。！？!?\n]+")
_PART = re.compile("[^，,；;：:。\n]+")
_SAYING = re.compile('十[一二三]五[”"]?(?:时期|期间)|表示|指出|强调|认为|介绍说|说道|要求说|记者|采访|答记者')
"""What somebody is quoted as saying, or what an earlier plan has brought, is no duty of this document's."""
_QUOTED = re.compile('[“"「『][^”"」』\n]{0,300}[”"」』]')
_UNITS_ONLY = re.compile(
    r"[(（【〔](?P<units>(?:[^()（）【】〔〕。：:\n]|[(（〔][^()（）〔〕\n]{1,12}[)）〕])+)[)）】〕][。；;]?[ \t　]*$",
    re.MULTILINE,
)
_ASIDE = re.compile("[(（](?:以下|下同|简称)[^()（）]*[)）]")


@dataclass(frozen=True)
class _Phrase:
    duty: Duty
    named: tuple[Named, ...]
    by: bool = False
    """Whether only 由 says so."""


def read_prose(text: str, lexicon: UnitLexicon, *, first_leads: bool = False) -> list[Responsibility]:
    """The units that sentences of a clause's `text` make responsible, in order; spans are positions in `text`."""
    text = _ASIDE.sub(lambda found: " " * len(found.group()), text)
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    phrases = [
        phrase
        for phrase in _all_phrases(text, duty_headings(text, lexicon), lexicon)
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
        # `各村（社区）` is one name.
        of_a_name = text[max(0, found.start() - 1) : found.start()] in tuple("村镇乡县区市")
        if not of_a_name and all(is_unit(one.name, lexicon) for one in named):
            for place, one in enumerate(named):
                yield Responsibility(one.name, "support" if place else "lead", "first_listed", one.start, one.end)
            return


def _all_phrases(text: str, headings: Sequence[DutyHeading], lexicon: UnitLexicon) -> Iterator[_Phrase]:
    """The phrases of every sentence; a unit that a line begins with is told of in all the line's sentences."""
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        heading = next((one for one in headings if one.start <= start < one.end), None)
        if heading is not None and start <= heading.named[0].start < end:
            yield _Phrase("own", heading.named)
            start = min(end, heading.behind)
        if not _SAYING.search(sentence.group()) and not is_convention(sentence.group()):
            yield from _phrases(text, start, end, lexicon, somebody=heading is not None)


def _phrases(text: str, start: int, end: int, lexicon: UnitLexicon, *, somebody: bool) -> Iterator[_Phrase]:
    """Of one sentence. `somebody`: whether it goes on about a unit named before it."""
    happened = _HAPPENED.search(text, start, end) is not None
    by = False
    waiting: tuple[Named, ...] = ()
    for part in _PART.finditer(text, start, end):
        found = list(_of_part(text, *part.span(), lexicon, by=by, somebody=somebody, happened=happened))
        by = any(phrase.by for phrase in found)
        somebody = somebody or bool(found)
        if found and waiting and not found[0].named[0].start - part.start():
            found[0] = replace(found[0], named=(*waiting, *found[0].named))
        yield from found
        waiting = () if found else (*waiting, *_only_units(text, *part.span(), lexicon))


def _only_units(text: str, start: int, end: int, lexicon: UnitLexicon) -> tuple[Named, ...]:
    """The units of a part of a sentence that holds nothing else."""
    return all_units(text, start, end, "", lexicon) if may_end_a_name(text[end - 1]) else ()


def _of_part(
    text: str, first: int, end: int, lexicon: UnitLexicon, *, by: bool, somebody: bool, happened: bool
) -> Iterator[_Phrase]:
    """Of what stands between two commas. `by`: whether the part before told by 由 who does it."""
    if not happened:
        done, first = _done_by(text, first, end, lexicon, goes_on=by)
        somebody = somebody or bool(done)
        yield from done
    yield from _verbs(text, first, end, lexicon, somebody=somebody, happened=happened)


def _done_by(text: str, start: int, end: int, lexicon: UnitLexicon, *, goes_on: bool) -> tuple[list[_Phrase], int]:
    """Who does what a part of a sentence tells, by 由 alone (`由甲核发`), and where the last of them ends.

    `goes_on`: the part before told so, and this one may name another in the same way (`由甲初审，乙复审`).
    """
    done = []
    places = [found.end() for found in BY.finditer(text, start, end)]
    for place in places or ([start] if goes_on else []):
        named, last = leading_units(text, place, end, lexicon)
        plain = not VERB.match(text, last, end) and not NO_DUTY.match(text, last, end)
        if named and plain and all(is_bound_unit(one.name, lexicon, by=True) for one in named):
            together = len(named) > 1 and TOGETHER.match(text, last, end)
            done.append(_Phrase("share" if together else "own", named, by=True))
            start = last
    return done, start


def _verbs(
    text: str, first: int, end: int, lexicon: UnitLexicon, *, somebody: bool, happened: bool
) -> Iterator[_Phrase]:
    """The phrases of one part of a sentence, `[first, end)`, by its verbs."""
    found = VERB.search(text, first, end)
    while found is not None:
        duty = next(name for name in DUTIES if found[name])
        beside = somebody and duty in ("help", "own", "share")
        named = names_before(text, first, found.start(), found["kind"] or "", lexicon, firms=beside)
        # `由甲负责…，会同乙…`: the partners of whoever the sentence has named before.
        goes_on = somebody and not text[first : found.start()].strip(" \t　、并")
        if duty != "bound":
            first = found.end()
            others = partners(text, first, end, lexicon) if named or goes_on or duty == "help" else ()
            yield from _told(text, duty, named, others, found)
            if duty == "with":
                return
            # `协助乙排查`: 乙 is no subject of what follows.
            first = others[-1].end if duty == "help" and others and not named else first
        elif named and not happened and _binds(text, named, found, end, lexicon):
            first = found.end()
            yield _Phrase(_subject_duty(text, "own", named, (), found), named)
        somebody = somebody or (bool(named) and (duty != "bound" or first == found.end()))
        found = VERB.search(text, max(first, found.end()), end)


def _told(
    text: str, duty: Duty, named: tuple[Named, ...], others: tuple[Named, ...], verb: re.Match[str]
) -> Iterator[_Phrase]:
    """What a verb says of its subjects and of the units behind it: whom 甲 helps is responsible, with whom it works
    supports."""
    if duty == "help" and named and others:
        yield _Phrase("own", others)
    if named:
        yield _Phrase(_subject_duty(text, duty, named, others, verb), named)
    if duty == "with" and others:
        yield _Phrase("with", others)


def _binds(text: str, named: Sequence[Named], verb: re.Match[str], end: int, lexicon: UnitLexicon) -> bool:
    """Whether a verb that only by its subject gives a duty does so; not in `甲发现问题时`."""
    by = text.startswith("由", named[0].start - 1)
    told = BINDS.match(verb["bound"]) or not WHEN.search(text, verb.end(), end)
    return bool(told) and all(is_bound_unit(one.name, lexicon, by=by) for one in named)


def _subject_duty(text: str, duty: Duty, named: Sequence[Named], others: Sequence[Named], verb: re.Match[str]) -> Duty:
    """What the verb says of its subjects: `甲会同乙牵头` leads, `甲和乙共同负责` share."""
    if duty == "with":
        return "lead" if others and AFTERWARDS_LEAD.match(text, others[-1].end) else "own"
    if duty == "own" and AFTERWARDS_LEAD.search(text, verb.end(), verb.end() + NEAR):
        return "lead"
    return "share" if duty == "own" and len(named) > 1 and TOGETHER.search(verb.group()) else duty


def _roles(phrases: Sequence[_Phrase]) -> Iterator[Responsibility]:
    """Marked leads lead; else who is responsible does, or shares evenly with others who have duties of their own."""
    led = any(phrase.duty == "lead" for phrase in phrases)
    owners = {phrase.named[0].name for phrase in phrases if phrase.duty == "own"}
    seen: set[str] = set()
    for phrase in phrases:
        for place, one in enumerate(phrase.named):
            if one.name not in seen:
                seen.add(one.name)
                own = len(owners) > 1 and one.name in owners and phrase.duty in ("with", "help")
                told = replace(phrase, duty="own") if own else phrase
                yield _responsibility(told, one, first=place == 0, led=led, owners=len(owners))


def _responsibility(phrase: _Phrase, one: Named, *, first: bool, led: bool, owners: int) -> Responsibility:
    where = (one.start, one.end)
    if phrase.duty == "lead":
        return Responsibility(one.name, "lead", "marked", *where)
    if led or phrase.duty in ("help", "with") or (phrase.duty == "share" and owners):
        return Responsibility(one.name, "support", "marked", *where)
    if phrase.duty == "share" or (phrase.duty == "own" and owners > 1):
        return Responsibility(one.name, "joint", "joint", *where)
    return Responsibility(one.name, "lead" if phrase.duty == "own" and first else "support", "first_listed", *where)
