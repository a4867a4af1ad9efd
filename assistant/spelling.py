"""Questions as people mistype them: homophones (`小青河`) and pinyin (`xiaoqinghe`) become the library's own words.

Only what stands nowhere in the library is touched, and only when a stretch of the library sounds exactly like it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pypinyin import lazy_pinyin

from documents.units import unit_lexicon
from index.bridge import characters, readings

LONGEST_STRETCH = 5
MAX_INDEXED_CHARACTERS = 400_000
"""Libraries beyond this are indexed by sound up to here only: a table of every stretch grows with the text."""

_HAN_RUN = re.compile(r"[一-鿿]{2,}")
_LATIN_WORD = re.compile(r"[a-z]+")
_ASKING_WORDS = (
    "谁 牵头 负责 哪个 哪些 哪家 局 部门 单位 什么 多少 几个 几项 由 归 管 的 是 有 和 任务 配合 责任 条款 哪一条 时候 怎么 吗 呢 请问 在 哪里"
).split()
_ASKING_CHARACTERS = frozenset("谁由归的是有和吗呢哪什么多少几")


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
        """The folded question with its homophones and, where all of it is pinyin, its syllables replaced."""
        return self._from_pinyin(folded) if not _HAN_RUN.search(folded) else self._from_homophones(folded)

    def _from_homophones(self, folded: str) -> str:
        for run in _HAN_RUN.findall(folded):
            for length in (4, 3, 2):
                for window in _of_length(run, length):
                    meant = self._meant(window)
                    if meant is not None:
                        return self._from_homophones(folded.replace(window, meant))
        return folded

    def _meant(self, window: str) -> str | None:
        """What stands in the library and sounds like a window that does not; half of the characters must be the same."""
        if window in self.known or _ASKING_CHARACTERS & set(window) or not _pairs(window) - self.known:
            return None
        meant = self.stretches.get(sound_of(window))
        if meant is None or len(meant) != len(window) or meant not in self.known:
            return None
        return meant if 2 * sum(a == b for a, b in zip(meant, window, strict=True)) >= len(window) else None

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
