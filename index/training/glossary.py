"""Chinese put into English word by word: for a model that averages its tokens, a translation needs no order."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import rjieba

from index.training.sources import HAN, Gloss

LONGEST_WORD = 8
CONSONANT_Y = re.compile(r"[^aeiou]y$")
HISSING = re.compile(r"(?:s|x|z|ch|sh)$")


class Glossary:
    """CC-CEDICT's words numbered from 0, each with its renderings."""

    def __init__(self, glosses: Iterable[Gloss]) -> None:
        renderings: dict[str, list[str]] = {}
        for gloss in glosses:
            renderings.setdefault(gloss.word, []).append(gloss.english)
        self.words: Sequence[str] = tuple(renderings)
        self.renderings: Sequence[Sequence[str]] = tuple(tuple(found) for found in renderings.values())
        self._number: Mapping[str, int] = {word: place for place, word in enumerate(self.words)}

    def numbers(self, text: str) -> list[int]:
        """The numbers of the words of `text`, in order; what the dictionary lacks is left out."""
        return [number for word in rjieba.cut(text, True) if HAN.match(word) for number in self._within(word)]

    def _within(self, word: str) -> Iterator[int]:
        """The number of `word`, or of the longest words it is made of, read from the left."""
        place = 0
        while place < len(word):
            for length in range(min(LONGEST_WORD, len(word) - place), 0, -1):
                number = self._number.get(word[place : place + length])
                if number is not None:
                    yield number
                    break
            place += length


def forms(english: str) -> Iterator[str]:
    """`english`, and its last word in the plural, and its first word as a participle and in the past."""
    yield english
    words = english.split(" ")
    first, last = words[0], words[-1]
    if not (first.isalpha() and last.isalpha() and first.islower() and len(first) > 2 and len(last) > 2):
        return
    yield " ".join([*words[:-1], f"{last[:-1]}ies" if CONSONANT_Y.search(last) else plain_plural(last)])
    stem = first[:-1] if first.endswith("e") else first
    yield " ".join([f"{stem}ing", *words[1:]])
    yield " ".join([f"{first[:-1]}ied" if CONSONANT_Y.search(first) else f"{stem}ed", *words[1:]])


def plain_plural(word: str) -> str:
    return f"{word}es" if HISSING.search(word) else f"{word}s"
