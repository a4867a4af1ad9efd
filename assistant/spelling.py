"""Questions as people mistype them: homophones (`小青河`) and pinyin (`xiaoqinghe`) become the library's own words.

Only what stands nowhere in the library is touched, and only when a stretch of the library sounds exactly like it.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import rjieba
from pypinyin import Style, lazy_pinyin, pinyin

from assistant.words import is_stopword
from documents.units import unit_lexicon
from index.pinyin import characters, readings

LONGEST_STRETCH = 5
LONGEST_NAME = 11
"""Syllables of the longest name that is looked for in a question of pinyin."""
MOST_STRETCHES = 100
"""Ways to write syllables that are looked up in the text, the likeliest first."""

_HAN_RUN = re.compile(r"[一-鿿]{2,}")
_MASKED = re.compile(r"(?P<before>[一-鿿]{1,2})\*(?P<after>[一-鿿]{1,2})")
_LATIN_WORD = re.compile(r"[a-z]+")
_UNIT_IN_PINYIN = re.compile(
    r"(?P<before>(?:\b[a-z]+ ){0,6})(?P<ending>\b[a-z]*(?:ju|wei)|\b(?:ting|bu|ban|yuan|zhongxin))\b"
)
_UNIT_ENDINGS = frozenset("局委厅部办院心会")
_ASKING_WORDS = (
    "谁|牵头|负责|哪个|哪些|哪家|局|部门|单位|什么|多少|几个|几项|由|归|管|的|是|有|和|任务|配合|责任|条款|哪一条|时候"
    "|怎么|吗|呢|请问|在|哪里"
).split("|")


class Text(Protocol):
    """What is looked up of a library. A stretch is of two Han characters or more."""

    def most_holding(self, key: str) -> int:
        """An upper bound of the clauses that hold the stretch, exact for two characters."""
        ...

    def holds(self, stretch: str) -> bool:
        """Whether the stretch stands somewhere."""
        ...

    def times(self, stretch: str) -> int:
        """How often it stands there."""
        ...

    def between(self, before: str, after: str) -> set[str]:
        """The Han characters that stand between two stretches."""
        ...


@dataclass(frozen=True)
class Lines:
    """A text of a few lines."""

    lines: tuple[str, ...]

    def most_holding(self, key: str) -> int:
        return min((sum(pair in line for line in self.lines) for pair in _pairs(key)), default=len(self.lines))

    def holds(self, stretch: str) -> bool:
        return any(stretch in line for line in self.lines)

    def times(self, stretch: str) -> int:
        return sum(line.count(stretch) for line in self.lines)

    def between(self, before: str, after: str) -> set[str]:
        pattern = re.compile(f"{re.escape(before)}([一-鿿]){re.escape(after)}")
        return {letter for line in self.lines for letter in pattern.findall(line)}


@dataclass(frozen=True)
class WithNames:
    """A text and names that stand beside it, each on a line of its own."""

    text: Text
    names: str

    def most_holding(self, key: str) -> int:
        return self.text.most_holding(key) + self.names.count(key)

    def holds(self, stretch: str) -> bool:
        return stretch in self.names or self.text.holds(stretch)

    def times(self, stretch: str) -> int:
        return self.text.times(stretch) + self.names.count(stretch)

    def between(self, before: str, after: str) -> set[str]:
        return self.text.between(before, after) | Lines((self.names,)).between(before, after)


@dataclass(frozen=True)
class Sounds:
    """Corrects questions by the sound of what stands in a text. No index: a question asks of few stretches."""

    text: Text

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Sounds":
        return cls(Lines(tuple(lines)))

    def corrected(self, folded: str) -> str:
        """The folded question with masks, homophones and, where all of it is pinyin, syllables replaced."""
        folded = _MASKED.sub(self._unmasked, folded)
        if _HAN_RUN.search(folded):
            return self._from_homophones(folded)
        whole = self._from_pinyin(folded)
        return whole if whole != folded else _UNIT_IN_PINYIN.sub(self._unit_from_pinyin, folded)

    def _unit_from_pinyin(self, found: re.Match[str]) -> str:
        """A unit's name in pinyin inside an English question, with as much of what stands in front as is pinyin too."""
        before, ending = found["before"].split(), found["ending"]
        for start in range(len(before) + 1):
            written = self._from_pinyin(" ".join((*before[start:], ending)))
            if written[-1:] in _UNIT_ENDINGS:
                return " ".join((*before[:start], written))
        return found.group()

    def _unmasked(self, found: re.Match[str]) -> str:
        """The one reading of a masked character that the library's own stretches give; the mask where they differ."""
        for left, right in ((2, 2), (2, 1), (1, 2), (1, 1)):
            before, after = found["before"][-left:], found["after"][:right]
            if len(before) < left or len(after) < right:
                continue
            letters = self.text.between(before, after)
            if len(letters) == 1:
                return found["before"] + letters.pop() + found["after"]
        return found.group()

    def _from_homophones(self, folded: str) -> str:
        return _HAN_RUN.sub(lambda run: self._run_corrected(run.group()), folded)

    def _run_corrected(self, run: str) -> str:
        """One pass from the left, the longest stretch first; words that only ask, and what is replaced, are let be."""
        written, place = "", 0
        asking, standing = _places_of(run, is_stopword), _places_of(run, self._stands)
        words = _words_at(run)
        while place < len(run):
            spans = [range(place, place + length) for length in (4, 3) if place + length <= len(run)]
            free = (span for span in spans if not asking & set(span))
            meant = next(filter(None, (self._meant(run, span, standing, words) for span in free)), run[place])
            written += meant
            place += len(meant)
        return written

    def _stands(self, word: str) -> bool:
        """Whether a word of several characters stands in the library: it is spelt right."""
        return len(word) > 1 and all(map(self.text.holds, _of_length(word, min(len(word), LONGEST_STRETCH))))

    def _meant(self, run: str, span: range, standing: set[int], words: Sequence[range]) -> str | None:
        """What stands in the library and sounds like a stretch that does not.

        One character may differ, and none of a word that is spelt right, nor one of a word that reaches beyond the
        stretch: `火星基地` is no `火行基地`, whatever `旅行基地` the library speaks of.
        """
        window = run[span.start : span.stop]
        if all(map(self.text.most_holding, _pairs(window))):
            return None
        sound = sound_of(window)
        likely = (
            written
            for place in range(len(window))
            if span.start + place not in standing and window[place] not in _ASKING_WORDS
            if span.start <= words[span.start + place].start and words[span.start + place].stop <= span.stop
            for letter in _same_sound(window[place])
            if all(map(self.text.most_holding, _pairs(written := window[:place] + letter + window[place + 1 :])))
        )
        meant = [written for written in likely if sound_of(written) == sound and self.text.holds(written)]
        return max(meant, key=self.text.times) if len(meant) > 1 else next(iter(meant), None)

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
            for length in range(min(LONGEST_NAME, len(syllables) - place), 0, -1):
                stretch = self._written(syllables[place : place + length])
                if stretch is not None:
                    found.append(stretch)
                    place += length
                    break
            else:
                return ""
        return "".join(found)

    def _written(self, syllables: list[str]) -> str | None:
        """A unit's name or a word that asks, of that sound; else the stretch of the text that sounds so most often."""
        sound = "".join(syllables)
        named = _named_sounds().get(sound)
        if named is not None and len(named) == len(syllables):
            return named
        if not 2 <= len(syllables) <= LONGEST_STRETCH:
            return None
        ways = [way for way in self._ways(syllables) if sound_of(way) == sound]
        counts = {way: self.text.times(way) for way in ways}
        best = max(ways, key=lambda way: counts[way], default=None)
        return best if best is not None and counts[best] else None

    def _ways(self, syllables: list[str]) -> list[str]:
        """Ways to write the syllables whose neighbouring characters stand side by side in the text, likeliest first."""
        ways = dict.fromkeys(characters().get(syllables[0], ""), 0)
        for syllable in syllables[1:]:
            longer = {
                way + letter: min(likely, holders) if len(way) > 1 else holders
                for way, likely in ways.items()
                for letter in characters().get(syllable, "")
                if (holders := self.text.most_holding(way[-1] + letter))
            }
            ways = dict(sorted(longer.items(), key=lambda pair: -pair[1])[:MOST_STRETCHES])
        return list(ways)


@functools.cache
def _named_sounds() -> Mapping[str, str]:
    """Pinyin without tones → the unit's name or the word that asks that sounds so."""
    names = [name for entry in unit_lexicon().entries for name in (entry.name, *entry.aliases)]
    sounds = {"shei": "谁", "neige": "哪个"}
    for name in (*names, *_ASKING_WORDS):
        sounds.setdefault(sound_of(name), name)
    return sounds


@functools.lru_cache(maxsize=1024)
def _same_sound(letter: str) -> str:
    """The other characters that can be read as this one can."""
    syllables = pinyin(letter, style=Style.NORMAL, heteronym=True)[0]
    return "".join(dict.fromkeys("".join(characters().get(syllable, "") for syllable in syllables))).replace(letter, "")


def _places_of(run: str, wanted: Callable[[str], bool]) -> set[int]:
    """The positions of the run's words that are `wanted`."""
    places: set[int] = set()
    position = 0
    for word in rjieba.cut(run):
        if wanted(word):
            places.update(range(position, position + len(word)))
        position += len(word)
    return places


def _words_at(run: str) -> list[range]:
    """Of each character of the run, the places of the dictionary's word that it stands in."""
    words: list[range] = []
    for word in rjieba.cut(run, False):
        words.extend([range(len(words), len(words) + len(word))] * len(word))
    return words


def sound_of(text: str) -> str:
    """Toneless pinyin of Han text, joined."""
    return "".join(lazy_pinyin(text))


def is_syllable(word: str) -> bool:
    """Whether `word` is one pinyin syllable."""
    return word in characters()


def _of_length(run: str, length: int) -> Iterator[str]:
    return (run[place : place + length] for place in range(len(run) - length + 1))


def _pairs(window: str) -> list[str]:
    return ["".join(pair) for pair in pairwise(window)]
