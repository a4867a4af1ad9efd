"""Which units a question names, and which of the library's units each can mean."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import rjieba

from assistant.unit_names import UnitNames, english_words
from assistant.words import is_stopword, stopwords, word_starts
from documents.units import UnitLexicon

_ENDING = re.compile(r"(?:[局委厅办部署院会社府关校联室团]|中心|支队|总队)(?!长)")
_MAX_LENGTH = 18
_HAN_NAME = re.compile(r"[一-鿿]+")
_PLACED_UNIT = re.compile(r"(?:[一-鿿]{2,4}[市省县区])?[市省县区][一-鿿]{1,9}(?:局|委员会|厅|办公室|中心|管委会)")
_LEVELS = frozenset("省市县区州旗委")
_MAX_PREFIX = 7
_JOINERS = frozenset("和与及的是由归被把对为让跟同在哪那这有没请问里")
_ENGLISH_BODY = (
    "(?:bureau|department|dept|office|commission|administration|authority|agency|center|centre|committee|customs"
    "|ministry)"
)
_ENGLISH_UNITS = (
    re.compile(rf"(?P<words>(?:(?!{_ENGLISH_BODY}s?\b)[a-z][a-z-]*[ ,]+){{1,8}}){_ENGLISH_BODY}s?(?![a-z])"),
    re.compile(r"\b(?:bureau|department|office|ministry|commission) (?:of|for) (?P<words>(?:[a-z-]+[ ,]*){1,6})"),
)


@dataclass(frozen=True)
class Mention:
    """A unit as the question writes it, at `[start, end)` of the folded question."""

    text: str
    start: int
    end: int
    units: tuple[str, ...]
    """The library's units it can mean, in ledger order; empty for a unit that the library does not name."""


def find_mentions(folded: str, units: Collection[str], lexicon: UnitLexicon) -> tuple[Mention, ...]:
    """Units named in the folded question, in order, never overlapping."""
    names = units if isinstance(units, UnitNames) else UnitNames.of(units, lexicon)
    found = [
        *_by_name(folded, names, lexicon),
        *_by_subject(folded, names, lexicon),
        *_in_english(folded, names, lexicon),
    ]
    found = [mention for mention in found if not _is_glossed(mention, found, folded)]
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (not m.units, m.start - m.end)):
        if all(mention.end <= other.start or mention.start >= other.end for other in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: m.start))


def _is_glossed(mention: Mention, found: Collection[Mention], folded: str) -> bool:
    """Whether the name is English and its Chinese one stands right behind it: `estuary bureau (河口管理局)`."""
    behind = re.match(r"\s*[(（]\s*", folded[mention.end :])
    start = mention.end + behind.end() if behind and folded[mention.start : mention.end].isascii() else -1
    return any(other.start == start for other in found)


def _by_name(folded: str, units: UnitNames, lexicon: UnitLexicon) -> Iterator[Mention]:
    """The longest stretch before each unit ending, from one word's start, that names or abbreviates a unit."""
    starts = sorted({*word_starts(folded), *(place for place, letter in enumerate(folded) if letter in _LEVELS)})
    for ending in _ENDING.finditer(folded):
        end = ending.end()
        for start in (place for place in starts if max(0, end - _MAX_LENGTH) <= place < end - 1):
            name = folded[start:end]
            if not _HAN_NAME.fullmatch(name) or not _is_name(name, lexicon):
                continue
            resolved = units.resolve(name)
            if resolved or lexicon.entry(name) is not None or _is_placed(name, lexicon):
                yield Mention(name, start, end, resolved)
                break


def _is_placed(name: str, lexicon: UnitLexicon) -> bool:
    """A unit that neither the library nor the lexicon knows, by its level in front: `市殡葬管理局`."""
    return _PLACED_UNIT.fullmatch(name) is not None and not any(map(is_stopword, rjieba.cut(lexicon.base(name))))


def _is_name(name: str, lexicon: UnitLexicon) -> bool:
    """No word of a sentence stands inside it: `由市财政局` and `甲局和乙局` are no names, `市财政局` is."""
    prefix = lexicon.prefix(name)
    if len(prefix) > _MAX_PREFIX or _JOINERS & set(prefix):
        return False
    if any(word in stopwords("zh") - _LEVELS for word in rjieba.cut(prefix)):
        return False
    return lexicon.entry(name) is not None or not any(word in _JOINERS for word in rjieba.cut(lexicon.base(name))[:1])


def _by_subject(folded: str, units: UnitNames, lexicon: UnitLexicon) -> Iterator[Mention]:
    """Everyday ways of naming a unit by what it deals with: `管教育的`, `水利口`, `环保部门`."""
    subjects = "|".join(sorted(map(re.escape, lexicon.by_subject), key=len, reverse=True))
    pattern = (
        rf"(?:管|搞|抓|负责|分管|主管)(?P<a>{subjects})的(?:那个|这个)?(?:部门|单位|局|人)?"
        rf"|(?:管|搞|抓|负责|分管|主管)[一-鿿]{{0,6}}?(?P<c>{subjects})的(?:(?:那个|这个)?(?:部门|单位|局|人)|(?=跟|和|与|有|要|在|呢|$))"
        rf"|(?P<b>{subjects})(?:主管)?(?:部门|口|系统|战线|条线)"
    )
    for found in re.finditer(pattern, folded):
        entries = lexicon.by_subject[found["a"] or found["b"] or found["c"]]
        yield Mention(found.group(), found.start(), found.end(), units.of_rows(entries))


def _in_english(folded: str, units: UnitNames, lexicon: UnitLexicon) -> Iterator[Mention]:
    """`the education bureau`, `department of agriculture`: words that stand in a unit's English name."""
    names = units.english
    known = {*names.values(), *(english_words(entry.english) for entry in lexicon.entries)}
    for pattern in _ENGLISH_UNITS:
        for found in pattern.finditer(folded):
            name = _longest_name(folded, found, known)
            if name is not None:
                start, end, words = name
                matching = tuple(unit for unit, held in names.items() if words <= held)
                yield Mention(folded[start:end], start, end, _fewest_extra(matching, names))


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
