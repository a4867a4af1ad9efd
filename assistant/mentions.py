"""Which units a question names, and which of the library's units each can mean."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from documents.units import UnitEntry, UnitLexicon

_ENDING = re.compile(r"[局委厅办部署院会社府关校联室团]|中心|支队|总队")
_MAX_LENGTH = 18
_PLACED_UNIT = re.compile(
    r"(?:[一-鿿]{2,4}?[市省县区])?(?:市|省|县|区)(?P<base>[一-鿿]{2,9}?(?:局|委|厅|办|中心|管委会|部))(?![一-鿿]{0,1}[们])"
)
_ENGLISH_BODY = r"(?:bureau|department|dept|office|commission|administration|authority|agency|center|centre|committee|customs|ministry)"
_ENGLISH_UNITS = (
    re.compile(rf"(?P<words>(?:[a-z][a-z-]*[ ,]+){{1,8}}){_ENGLISH_BODY}s?\b"),
    re.compile(r"\b(?:bureau|department|office|ministry|commission) (?:of|for) (?P<words>(?:[a-z-]+[ ,]*){1,6})"),
)
_ENGLISH_NOISE = frozenset(
    "the a an of and for municipal provincial city county district s local is does do what which are did whose with by about bureau department office".split()
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
    found = [
        *_by_name(folded, units, lexicon),
        *_by_subject(folded, units, lexicon),
        *_in_english(folded, units, lexicon),
    ]
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (not m.units, m.start - m.end)):
        if all(mention.end <= other.start or mention.start >= other.end for other in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: m.start))


def _by_name(folded: str, units: Collection[str], lexicon: UnitLexicon) -> Iterator[Mention]:
    """The longest stretch before each unit ending that is a name or an abbreviation of a unit."""
    for ending in _ENDING.finditer(folded):
        end = ending.end()
        for start in range(max(0, end - _MAX_LENGTH), end - 1):
            name = folded[start:end]
            if not re.fullmatch(r"[一-鿿]+", name):
                continue
            resolved = lexicon.resolve(name, units)
            if resolved and (lexicon.entry(name) or lexicon.base(name) != "") and _is_name(name, resolved, lexicon):
                yield Mention(name, start, end, resolved)
                break
            if lexicon.entry(name) is not None and not resolved:
                yield Mention(name, start, end, ())
                break
    for placed in _PLACED_UNIT.finditer(folded):
        yield Mention(placed.group(), placed.start(), placed.end(), lexicon.resolve(placed.group(), units))


def _is_name(name: str, resolved: tuple[str, ...], lexicon: UnitLexicon) -> bool:
    """A stretch with a prefix must have a base of its own: `由市财政局` is not a name, `市财政局` is."""
    base = lexicon.base(name)
    return (
        name in resolved
        or base in lexicon.by_name
        or any(base[0] == lexicon.base(unit)[0] or base == lexicon.base(unit) for unit in resolved)
    )


def _by_subject(folded: str, units: Collection[str], lexicon: UnitLexicon) -> Iterator[Mention]:
    """Everyday ways of naming a unit by what it deals with: `管教育的`, `水利口`, `环保部门`."""
    subjects = "|".join(sorted(map(re.escape, lexicon.by_subject), key=len, reverse=True))
    pattern = rf"(?:管|搞|抓|负责|分管|主管)(?P<a>{subjects})的(?:部门|单位|局|人|那个)?|(?P<b>{subjects})(?:主管)?(?:部门|口|系统|战线|条线)"
    for found in re.finditer(pattern, folded):
        entries = lexicon.by_subject[found["a"] or found["b"]]
        yield Mention(found.group(), found.start(), found.end(), _units_of(entries, units, lexicon))


def _units_of(entries: Collection[UnitEntry], units: Collection[str], lexicon: UnitLexicon) -> tuple[str, ...]:
    """The library's units of these rows, the first row that has any."""
    for entry in entries:
        held = tuple(unit for unit in units if lexicon.entry(unit) is entry)
        if held:
            return held
    return ()


def _in_english(folded: str, units: Collection[str], lexicon: UnitLexicon) -> Iterator[Mention]:
    """`the education bureau`, `department of agriculture`: words that stand in a unit's English name."""
    names = {unit: _english_words(lexicon.english(unit)) for unit in units}
    known = [*names.values(), *(_english_words(entry.english) for entry in lexicon.entries)]
    for pattern in _ENGLISH_UNITS:
        for found in pattern.finditer(folded):
            words = _longest_name(found["words"], known, from_end=found.end("words") < found.end())
            if words:
                matching = tuple(unit for unit, name in names.items() if words <= name)
                yield Mention(found.group(), found.start(), found.end(), _fewest_extra(matching, names))


def _longest_name(phrase: str, known: Collection[frozenset[str]], *, from_end: bool) -> frozenset[str]:
    """The most words next to `bureau` that stand together in one known name; empty when the nearest does not."""
    ordered = phrase.replace(",", " ").split()
    best: frozenset[str] = frozenset()
    for count in range(1, len(ordered) + 1):
        words = _english_words(" ".join(ordered[-count:] if from_end else ordered[:count]))
        if not any(words <= name for name in known):
            break
        best = words
    return best


def _fewest_extra(matching: tuple[str, ...], names: dict[str, frozenset[str]]) -> tuple[str, ...]:
    """Of the units whose names hold the words, those with the fewest others: `finance bureau` is 财政局."""
    fewest = min((len(names[unit]) for unit in matching), default=0)
    return tuple(unit for unit in matching if len(names[unit]) == fewest)


def _english_words(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z]+", text.lower())
    return frozenset(_stem(word) for word in words if word not in _ENGLISH_NOISE)


def _stem(word: str) -> str:
    """Enough of stemming for `transportation`/`transport`, `fisheries`/`fishery`, `affairs`/`affair`."""
    for suffix, kept in (("ation", ""), ("ies", "y"), ("s", "")):
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word.removesuffix(suffix) + kept
    return word
