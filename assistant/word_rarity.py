"""How rare a word is in Chinese at large: the same in a library of one short document and in one of a thousand.

The counts of word_counts.tsv are made from general text by `python -m evals word-counts`.
"""

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

COUNTS_FILE = Path(__file__).with_name("word_counts.tsv")
SENTENCES = "sentences"
"""What stands in the place of a word in the first line, before the number of sentences counted."""
MEANT_CUT = 4
"""Names that a foreign word may stand for, of which its rarity is the mean, at most."""


@dataclass(frozen=True)
class WordCounts:
    """In how many of `sentences` sentences each word stands; a word left out stands in fewer than any other."""

    sentences: int
    counts: Mapping[str, int]

    def rarity(self, word: str) -> float:
        """Inverse sentence frequency, > 0; of every word left out alike the highest."""
        held = self.counts.get(word, self._least)
        return math.log(self.sentences / held)

    @functools.cached_property
    def _least(self) -> int:
        return min(self.counts.values(), default=1)

    def mean_rarity(self, word: str, standing_for: Sequence[str]) -> float:
        """The rarity of a word; of a foreign one the mean of the first Chinese names that it may stand for."""
        names = standing_for[:MEANT_CUT] or (word,)
        return sum(map(self.rarity, names)) / len(names)


@functools.cache
def word_counts(path: Path = COUNTS_FILE) -> WordCounts:
    """The counts in the file at `path`, read once."""
    lines = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    counts = {word: int(count) for word, count in lines}
    return WordCounts(counts.pop(SENTENCES), counts)
