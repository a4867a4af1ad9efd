"""Which units a question names, and which of the library's units each can mean."""

import re
from collections.abc import Collection, Iterator

import rjieba

from assistant.english_mentions import english_mentions
from assistant.mention import Mention
from assistant.unit_names import UnitNames
from assistant.words import is_stopword, stopwords, word_starts
from documents.units import UnitLexicon

_ENDING = re.compile(r"(?:[局委厅办部署院会社府关校联室团]|中心|[支总大]队|机关|部门|公司|集团|银行|[分支]行)(?!长)")
_MAX_LENGTH = 18
_HAN_NAME = re.compile(r"[一-鿿]+")
_PLACED_UNIT = re.compile(r"(?:[一-鿿]{2,4}[市省县区])?[市省县区][一-鿿]{1,9}(?:局|委员会|厅|办公室|中心|管委会)")
_GOVERNMENT = re.compile(r"各?(?P<level>乡镇|[县区])(?:[县区]|级)?(?:里|上)?的?(?:人民)?政府")
_ALL_OF_A_LEVEL = re.compile(r"(?:各|县|区|市、|乡镇|所在地|属地|街道).*政府$")
_LEVELS = frozenset("省市县区州旗委")
_MAX_PREFIX = 7
_GOES_ON = frozenset("跟和与同及还也都又有要得在呢")
"""How a sentence goes on behind a unit, whatever the cutting joins to the letter: `跟|管医院的` as `跟管|医院`."""
_JOINERS = frozenset("和与及的是由归被把对为让跟同在哪那这有没请问里")


def find_mentions(folded: str, units: Collection[str], lexicon: UnitLexicon) -> tuple[Mention, ...]:
    """Units named in the folded question, in order, never overlapping."""
    names = units if isinstance(units, UnitNames) else UnitNames.of(units, lexicon)
    found = [
        *_by_name(folded, names, lexicon),
        *_by_subject(folded, names, lexicon),
        *_governments(folded, names),
        *english_mentions(folded, names, lexicon),
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


def _governments(folded: str, units: UnitNames) -> Iterator[Mention]:
    """`县里政府` for `各县（市、区）人民政府`: the governments of a level below, which documents name together."""
    for found in _GOVERNMENT.finditer(folded):
        meant = tuple(unit for unit in units if _ALL_OF_A_LEVEL.match(unit) and found["level"] in unit)
        if meant:
            yield Mention(found.group(), found.start(), found.end(), meant)


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


def _describes(named: str, behind: str) -> bool:
    """Whether `搞科研的` only describes what follows it: `搞科研的资料` is no unit, `搞科研的要做什么` asks of one."""
    goes_on = not named.endswith("的") or (behind[:1] or "呢") in _GOES_ON
    word = "" if goes_on else next(iter(rjieba.cut(behind)), "")
    return len(word) > 1 and _HAN_NAME.fullmatch(word) is not None and not is_stopword(word)


def _by_subject(folded: str, units: UnitNames, lexicon: UnitLexicon) -> Iterator[Mention]:
    """Everyday ways of naming a unit by what it deals with: `管教育的`, `水利口`, `环保部门`."""
    subjects = "|".join(sorted(map(re.escape, lexicon.by_subject), key=len, reverse=True))
    pattern = (
        rf"(?:管|搞|抓|负责|分管|主管)(?P<a>{subjects})的(?:那个|这个)?(?:部门|单位|局|人)?"
        rf"|(?:管|搞|抓|负责|分管|主管)[一-鿿]{{0,6}}?(?P<c>{subjects})的(?:(?:那个|这个)?(?:部门|单位|局|人)|(?=跟|和|与|有|要|在|呢|$))"
        rf"|(?P<b>{subjects})(?:主管)?(?:部门|口|系统|战线|条线)"
        rf"|(?P<d>{subjects})(?=还是)|(?<=还是)(?P<e>{subjects})"
    )
    for found in re.finditer(pattern, folded):
        if _describes(found.group(), folded[found.end() :]):
            continue
        subject = next(filter(None, found.groups()))
        entries = lexicon.by_subject[subject]
        yield Mention(found.group(), found.start(), found.end(), units.of_rows(entries))
