"""Units that an English question names: by official name, by what they are called, by what they deal with."""

import functools
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from assistant.english_spelling import frequencies
from assistant.mention import Mention
from assistant.unit_names import UnitNames, english_words
from documents.units import UnitEntry, UnitLexicon
from index.english import spellings
from index.pinyin import is_readable

_BODY = (
    "(?:bureau|department|dept|office|commission|administration|authority|agency|center|centre|committee|customs"
    "|ministry)"
)
_OFFICIAL = (
    re.compile(rf"(?P<words>(?:(?!{_BODY}s?\b)[a-z][a-z-]*[ ,]+){{1,8}}){_BODY}s?(?![a-z])"),
    re.compile(r"\b(?:bureau|department|office|ministry|commission) (?:of|for) (?P<words>(?:[a-z-]+[ ,]*){1,6})"),
)
_SAYS_A_UNIT = re.compile(
    rf"{_BODY}(?<!customs)$|(?:board|brigade|federation|association|council|regulator|watchdog|league|cooperative"
    r"|co-op|organs?|authorities|station|academy|college|bank|auditors|firefighters|firemen)$"
)
"""A name that is nobody's but a unit's: it says what body it is."""
_AS_A_UNIT = re.compile(
    r"(?=\s*(?:$|[?,.;:!]|'s\b|and\b|or\b|with\b|do(?:es)?\b|did\b|ha(?:s|ve)\b|had\b|is\b|are\b|was\b|were\b|must\b|should\b"
    r"|will\b|can\b|may\b|need|lead|handle|run\b|runs\b|help|in\b|under\b|on\b|involved|responsible|supposed|asked|required"
    r"|doing|about\b|to\b|as\b|at\b|here\b|also\b|take|get\b|gets\b|work|cooperate|share|appear))"
)
"""What follows a bare `police` or `customs` where the body is meant, not `customs clearance`."""
_LEVEL = r"(?:(?:the|a|our|my|your) )?(?:(?P<level>{levels})(?:'s)? )?"
_LEVELS: Mapping[str, str] = {
    "municipal": "市", "city": "市", "provincial": "省", "province": "省", "county": "县", "district": "区",
    "prefectural": "州", "prefecture": "州", "national": "国", "state": "国",
}  # fmt: skip
_PLACE = re.compile(rf"\b(?P<place>[a-z]{{4,}})(?:'s)? (?:(?:{'|'.join(_LEVELS)})(?:'s)? )?$")
_PEOPLE = (
    "(?:people|folks|lot|guys|crowd|ones|chaps|officials|officers|team|side|authorities|authority|regulators?|watchdog)"
)
_DEALING = (
    r"(?:(?:who|that|which) )?(?:run|runs|running|look(?:s|ing)? after|handl(?:e|es|ing)|manag(?:e|es|ing)"
    r"|deal(?:s|ing)? with|(?:are |is )?in charge of|(?:are |is )?responsible for|oversee(?:s|ing)?|regulat(?:e|es|ing)"
    r"|supervis(?:e|es|ing)|collect(?:s|ing)?|inspect(?:s|ing)?|check(?:s|ing)?|do(?:es|ing)?|tak(?:e|es|ing) care of"
    r"|work(?:s|ing)? (?:on|in))"
)
_FILLER = r"(?:(?:the|our|all|this|that|these|your|city's|county's|local|public)\s)*"


def english_mentions(folded: str, units: UnitNames, lexicon: UnitLexicon) -> Iterator[Mention]:
    """Every reading of a stretch of the folded question as a unit; they may overlap."""
    if re.search("[a-z]{3}", folded) is None:
        return
    for named in (_official, _called, _dealing_with):
        yield from (_with_its_place(mention, folded) for mention in named(folded, units, lexicon))


def _with_its_place(mention: Mention, folded: str) -> Mention:
    """The mention with the name in pinyin in front of it: `dongying education bureau`, `the qihe city police`."""
    found = _PLACE.search(folded[: mention.start])
    if found is None or not is_readable(found["place"]) or found["place"] in frequencies():
        return mention
    return replace(mention, text=folded[found.start() : mention.end], start=found.start())


def _official(folded: str, units: UnitNames, lexicon: UnitLexicon) -> Iterator[Mention]:
    """`the education bureau`, `department of agriculture`: words that stand in a unit's English name."""
    names = units.english
    known = {*names.values(), *(english_words(entry.english) for entry in lexicon.entries)}
    for pattern in _OFFICIAL:
        for found in pattern.finditer(folded):
            name = _longest_name(folded, found, known)
            if name is not None:
                start, end, words = name
                matching = _fewest_extra(tuple(unit for unit, held in names.items() if words <= held), names)
                yield Mention(folded[start:end], start, end, _of_level(matching, _level_before(folded, start)))


def _called(folded: str, units: UnitNames, lexicon: UnitLexicon) -> Iterator[Mention]:
    """`NDRC`, `the market regulator`, `do the police ...`: any other name that the lexicon has."""
    by_name, pattern = _names(lexicon)
    for found in pattern.finditer(folded):
        name = found["name"]
        sure = _SAYS_A_UNIT.search(name) or name in abbreviations(lexicon.entries)
        if sure or _AS_A_UNIT.match(folded, found.end()):
            rows = by_name[name]
            resolved = _of_level(units.of_rows(rows) or _ending_in(rows, units), found["level"])
            yield Mention(name, found.start("name"), found.end("name"), resolved)


def _ending_in(rows: tuple[UnitEntry, ...], units: UnitNames) -> tuple[str, ...]:
    """Units that bear a place in front of the row's name, which is none of the lexicon's prefixes: `东海海关`."""
    return tuple(unit for unit in units if any(unit.endswith(row.name) for row in rows))


def _dealing_with(folded: str, units: UnitNames, lexicon: UnitLexicon) -> Iterator[Mention]:
    """`the tax people`, `the lot that runs the buses`, `I look after schools for the city`."""
    by_subject, pattern = _subjects(lexicon)
    for found in pattern.finditer(folded):
        subject = found["people"] or found["dealing"] or found["mine"]
        yield Mention(found.group(), found.start(), found.end(), units.of_rows(by_subject[subject]))


@functools.cache
def _rows(entries: tuple[UnitEntry, ...], kind: str) -> Mapping[str, tuple[UnitEntry, ...]]:
    """Name or subject, in either spelling → its rows, in the order of the table."""
    rows: dict[str, list[UnitEntry]] = {}
    for entry in entries:
        for written in (entry.english, *entry.english_names) if kind == "names" else entry.english_subjects:
            for spelt in spellings(written.lower()):
                rows.setdefault(spelt, []).append(entry)
    return {written: tuple(dict.fromkeys(found)) for written, found in rows.items()}


@functools.cache
def abbreviations(entries: tuple[UnitEntry, ...]) -> frozenset[str]:
    """The names that the table writes in capitals, as a folded question has them."""
    names = (name for entry in entries for name in entry.english_names)
    return frozenset(name.lower() for name in names if name.isupper())


def _names(lexicon: UnitLexicon) -> tuple[Mapping[str, tuple[UnitEntry, ...]], re.Pattern[str]]:
    by_name = _rows(lexicon.entries, "names")
    return by_name, _compiled(_any_of(by_name), rf"\b{_LEVEL.format(levels='|'.join(_LEVELS))}(?P<name>{{any}})\b")


def _subjects(lexicon: UnitLexicon) -> tuple[Mapping[str, tuple[UnitEntry, ...]], re.Pattern[str]]:
    by_subject = _rows(lexicon.entries, "subjects")
    written = (
        rf"\b(?:the |our )(?:(?:city|local|municipal|county|provincial)(?:'s)? )?(?P<people>{{any}}) {_PEOPLE}\b"
        rf"|(?<!who are )(?<!who are the )(?:\bthe |\bthose )?\b{_PEOPLE} {_DEALING} {_FILLER}(?P<dealing>{{any}})\b"
        rf"|\b(?:i|we) (?:am |are )?(?:also )?{_DEALING} {_FILLER}(?P<mine>{{any}})\b"
        r"(?: (?:for|at|in) (?:the )?(?:city|county|province|municipal|local)(?:'s)?(?: (?:government|hall|level))?)?"
    )
    return by_subject, _compiled(_any_of(by_subject), written)


@functools.cache
def _compiled(any_of: str, written: str) -> re.Pattern[str]:
    return re.compile(written.replace("{any}", any_of or "(?!)"))


def _any_of(written: Collection[str]) -> str:
    return "|".join(map(re.escape, sorted(written, key=len, reverse=True)))


def _level_before(folded: str, start: int) -> str | None:
    """The level that stands right in front of a name, or opens it."""
    found = re.search(rf"\b({'|'.join(_LEVELS)})(?:'s)? $", folded[:start])
    return found[1] if found else next((level for level in _LEVELS if folded.startswith(level + " ", start)), None)


def _of_level(units: tuple[str, ...], level: str | None) -> tuple[str, ...]:
    """Of the units those of the level that is said; all of them where it tells none."""
    mark = _LEVELS.get(level or "", "")
    chosen = tuple(unit for unit in units if mark and unit.startswith(mark))
    return chosen or units


def _longest_name(
    folded: str, found: re.Match[str], known: Collection[frozenset[str]]
) -> tuple[int, int, frozenset[str]] | None:
    """The words next to `bureau` that stand together in one known name, as many as there are, and where they stand.

    None when the nearest does not; words that name nothing (`what is the`) are left outside.
    """
    before = found.end("words") < found.end()
    spans = [
        word.span()
        for word in re.finditer(r"[a-z-]+", folded[: found.end("words")])
        if word.start() >= found.start("words")
    ]
    best = None
    for count in range(1, len(spans) + 1):
        chosen = spans[-count:] if before else spans[:count]
        words = english_words(folded[chosen[0][0] : chosen[-1][1]])
        if not any(words <= name for name in known):
            break
        if words and (best is None or words != best[2]):
            best = (chosen[0][0] if before else found.start(), found.end() if before else chosen[-1][1], words)
    return best


def _fewest_extra(matching: tuple[str, ...], names: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Of the units whose names hold the words, those with the fewest others: `finance bureau` is 财政局."""
    fewest = min((len(names[unit]) for unit in matching), default=0)
    return tuple(unit for unit in matching if len(names[unit]) == fewest)
