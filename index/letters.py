"""Reading candidates closely: BM25 over single Chinese characters, for the few passages that a search looks at twice.

Two characters side by side (the terms of the index) miss what is said in another order or with another word between;
single ones meet it, and are too common to find candidates by: every passage holds some of them. So they are counted
in the candidates' own text when a question is asked, and nothing of them is stored.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from index.keys import is_han, simplifier

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class LetterScale:
    """How rare each character is, and how long texts are, in an even sample of the library."""

    holders: Mapping[str, int]
    """Character → texts of the sample that hold it."""
    count: int
    """Texts in the sample."""
    mean_length: float
    """Characters of a text, on average, >= 1."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """The scale of a sample of folded `texts`."""
        holders = Counter(letter for text in texts for letter in set(text))
        lengths = sum(map(len, texts))
        return cls(holders, len(texts), max(1.0, lengths / max(1, len(texts))))

    def rarity(self, letter: str) -> float:
        """Inverse document frequency, ln(1 + (N - n + 0.5) / (n + 0.5))."""
        holders = self.holders.get(letter, 0)
        return float(np.log(1 + (self.count - holders + 0.5) / (holders + 0.5)))


@dataclass(frozen=True)
class LetterQuestion:
    """A question's Chinese characters, each with its weight: how often it is asked × how rare it is."""

    letters: tuple[str, ...]
    weights: npt.NDArray[np.float64]

    @classmethod
    def of(cls, key: str, scale: LetterScale) -> Self:
        """The characters of a search key, less what is not Chinese."""
        asked = Counter(letter for letter in key if is_han(letter))
        return cls(tuple(asked), np.array([times * scale.rarity(letter) for letter, times in asked.items()]))

    @property
    def rarity(self) -> float:
        """What there is to find: the weights, summed."""
        return float(self.weights.sum())

    def scores(self, texts: Sequence[str], scale: LetterScale, k1: float, b: float) -> Scores:
        """BM25 of each folded text, `[texts]`, divided by the root of the question's rarity; zeros for no letters."""
        if not self.letters or not texts or self.rarity <= 0:
            return np.zeros(len(texts), dtype=np.float32)
        counts = np.array([[text.count(letter) for letter in self.letters] for text in texts], dtype=np.float64)
        lengths = np.array([len(text) for text in texts], dtype=np.float64)[:, np.newaxis]
        saturated = counts / (counts + k1 * (1 - b + b * lengths / scale.mean_length))
        return np.asarray(saturated @ self.weights / np.sqrt(self.rarity), dtype=np.float32)


def folded(texts: Sequence[str]) -> list[str]:
    """`texts` in lower case and simplified script, one conversion for all: a search key costs three times as much."""
    if not texts:
        return []
    joined = "\n".join(text.replace("\n", " ") for text in texts)
    return str(simplifier().convert(joined)).lower().split("\n")
