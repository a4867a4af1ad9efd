"""Questions as people mistype them: homophones (`小青河`) and pinyin (`xiaoqinghe`) become the library's own words.

Only what stands nowhere in the library is touched, and only when a stretch of the library sounds exactly like it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import rjieba
from pypinyin import lazy_pinyin

from assistant.words import is_stopword
from documents.units import unit_lexicon
from index.pinyin import characters, readings

LONGEST_STRETCH = 5
MAX_INDEXED_CHARACTERS = 400_000
"""Libraries beyond this are indexed by sound up to here only: a table of every stretch grows with the text."""

_HAN_RUN = re.compile(r"[一-鿿]{2,}")
_MASKED = re.compile(r"(?P<before>[一-鿿]{1,2})\*(?P<after>[一-鿿]{1,2})")
_LATIN_WORD = re.compile(r"[a-z]+")
_ASKING_WORDS = (
    "谁|牵头|负责|哪个|哪些|哪家|局|部门|单位|什么|多少|几个|几项|由|归|管|的|是|有|和|任务|配合|责任|条款|哪一条|时候"
    "|怎么|吗|呢|请问|在|哪里"
).split("|")


@dataclass(frozen=True)
class Sounds:
    """Pinyin without tones → the stretch of the library's text that sounds so, the most frequent one."""

    stretches: Mapping[str, str]
    known: frozenset[str]
    """Every stretch that stands in the library."""

    @classmethod
    def of(cls, keys: Iterator[str] | list[str]) -> "Sounds":
        counts: Counter[str] = Counter()
        total = 0
        for key in keys:
            total += len(key)
            if total > MAX_INDEXED_CHARACTERS:
                break
            for run in _HAN_RUN.findall(key):
                counts.update(_windows(run))
        names = [name for entry in unit_lexicon().entries for name in (entry.name, *entry.aliases)]
        stretches: dict[str, str] = {"shei": "谁", "neige": "哪个"}
        for stretch in (*names, *_ASKING_WORDS, *(stretch for stretch, _ in counts.most_common())):
            stretches.setdefault(sound_of(stretch), stretch)
        return cls(stretches, frozenset(counts))

    def corrected(self, folded: str) -> str:
        """The folded question with masks, homophones and, where all of it is pinyin, syllables replaced."""
        folded = _MASKED.sub(self._unmasked, folded)
        return self._from_pinyin(folded) if not _HAN_RUN.search(folded) else self._from_homophones(folded)

    def _unmasked(self, found: re.Match[str]) -> str:
        """The one reading of a masked character that the library's own stretches give; the mask where they differ."""
        for left, right in ((2, 2), (2, 1), (1, 2), (1, 1)):
            before, after = found["before"][-left:], found["after"][:right]
            if len(before) < left or len(after) < right:
                continue
            characters_ = {
                s[left] for s in self.known if len(s) == left + 1 + right and s.startswith(before) and s.endswith(after)
            }
            if len(characters_) == 1:
                return found["before"] + characters_.pop() + found["after"]
        return found.group()

    def _from_homophones(self, folded: str) -> str:
        return _HAN_RUN.sub(lambda run: self._run_corrected(run.group()), folded)

    def _run_corrected(self, run: str) -> str:
        """One pass from the left, the longest stretch first; words that only ask, and what is replaced, are let be."""
        written, place = "", 0
        asking, standing = _places_of(run, is_stopword), _places_of(run, self._stands)
        while place < len(run):
            spans = [range(place, place + length) for length in (4, 3) if place + length <= len(run)]
            free = (span for span in spans if not asking & set(span))
            meant = next(filter(None, (self._meant(run, span, standing) for span in free)), run[place])
            written += meant
            place += len(meant)
        return written

    def _stands(self, word: str) -> bool:
        """Whether a word of several characters stands in the library: it is spelt right."""
        return len(word) > 1 and all(part in self.known for part in _of_length(word, min(len(word), LONGEST_STRETCH)))

    def _meant(self, run: str, span: range, standing: set[int]) -> str | None:
        """What stands in the library and sounds like a stretch that does not.

        One character may differ, and none of a word that is spelt right.
        """
        window = run[span.start : span.stop]
        if window in self.known or not _pairs(window) - self.known:
            return None
        meant = self.stretches.get(sound_of(window))
        if meant is None or len(meant) != len(window) or meant not in self.known:
            return None
        changed = {place for place, letter in zip(span, meant, strict=True) if run[place] != letter}
        return meant if len(changed) == 1 and not changed & standing else None

    def _from_pinyin(self, folded: str) -> str:
        syllables: list[str] = []
        for word in _LATIN_WORD.findall(folded):
            ways = readings(word)
            if ways:
                syllables.extend(ways[0])
            elif is_syllable(word):
                syllables.append(word)
            else:
                return folded
        return self._greedy(syllables) or folded

    def _greedy(self, syllables: list[str]) -> str:
        """The longest known stretch from each syllable on; empty when a syllable belongs to none."""
        found: list[str] = []
        place = 0
        while place < len(syllables):
            for length in range(min(LONGEST_STRETCH + 6, len(syllables) - place), 0, -1):
                stretch = self.stretches.get("".join(syllables[place : place + length]))
                if stretch is not None and len(stretch) == length:
                    found.append(stretch)
                    place += length
                    break
            else:
                return ""
        return "".join(found)


def _places_of(run: str, wanted: Callable[[str], bool]) -> set[int]:
    """The positions of the run's words that are `wanted`."""
    places: set[int] = set()
    position = 0
    for word in rjieba.cut(run):
        if wanted(word):
            places.update(range(position, position + len(word)))
        position += len(word)
    return places


def sound_of(text: str) -> str:
    """Toneless pinyin of Han text, joined."""
    return "".join(lazy_pinyin(text))


def is_syllable(word: str) -> bool:
    """Whether `word` is one pinyin syllable."""
    return word in characters()


def _windows(run: str) -> Iterator[str]:
    for length in range(2, LONGEST_STRETCH + 1):
        yield from _of_length(run, length)


def _of_length(run: str, length: int) -> Iterator[str]:
    return (run[place : place + length] for place in range(len(run) - length + 1))


def _pairs(window: str) -> set[str]:
    return set(_of_length(window, 2))
