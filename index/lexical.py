"""BM25 over character bigrams of the search key: the side that trusts words.

A question's terms carry weights, so that what a bridge (pinyin, dictionary) adds counts as it should.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
from bm25s import BM25

from index.keys import is_han, search_key, terms

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class LexicalIndex:
    """BM25 weights by term: column `t` of a sparse matrix holds the passages with term `t` and their weights."""

    vocabulary: Mapping[str, int]
    starts: npt.NDArray[np.int64]
    """`[terms + 1]`: term `t` owns entries `starts[t]:starts[t + 1]`."""
    passages: npt.NDArray[np.int32]
    weights: Scores
    count: int
    """Passages indexed."""

    @classmethod
    def build(cls, texts: Sequence[str], k1: float, b: float) -> Self:
        """Index `texts`; a text without a term matches nothing."""
        vocabulary: dict[str, int] = {}
        rows = [[vocabulary.setdefault(term, len(vocabulary)) for term in terms(search_key(text))] for text in texts]
        if not vocabulary:
            return cls({}, np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32), len(texts))
        model = BM25(k1=k1, b=b)
        model.index((rows, vocabulary), create_empty_token=False, show_progress=False)
        matrix = model.scores
        return cls(
            vocabulary,
            np.asarray(matrix["indptr"], dtype=np.int64),
            np.asarray(matrix["indices"], dtype=np.int32),
            np.asarray(matrix["data"], dtype=np.float32),
            len(texts),
        )

    def scores(self, question: Mapping[str, float]) -> Scores:
        """BM25 of every passage, `[count]`, for a question of weighted terms; 0 where nothing matches."""
        total = np.zeros(self.count, dtype=np.float32)
        for term, weight in question.items():
            column = self.vocabulary.get(term)
            if column is not None:
                entries = slice(self.starts[column], self.starts[column + 1])
                total[self.passages[entries]] += np.float32(weight) * self.weights[entries]
        return total

    def rarity(self, term: str) -> float:
        """Inverse document frequency of `term`, ln(1 + (N - n + 0.5) / (n + 0.5)); the highest for an unknown term."""
        column = self.vocabulary.get(term)
        holders = 0 if column is None else int(self.starts[column + 1] - self.starts[column])
        return float(np.log(1 + (self.count - holders + 0.5) / (holders + 0.5)))

    def save(self, path: Path) -> None:
        """Write to `path` (npz); the vocabulary goes as its terms in order, one a line."""
        ordered = "\n".join(sorted(self.vocabulary, key=self.vocabulary.__getitem__)).encode("utf-8")
        with path.open("wb") as stream:
            np.savez(
                stream,
                starts=self.starts,
                passages=self.passages,
                weights=self.weights,
                count=np.int64(self.count),
                vocabulary=np.frombuffer(ordered, dtype=np.uint8),
            )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote. The caller has verified the file."""
        with np.load(path, allow_pickle=False) as stored:
            ordered = stored["vocabulary"].tobytes().decode("utf-8")
            vocabulary = {term: place for place, term in enumerate(ordered.split("\n") if ordered else [])}
            return cls(vocabulary, stored["starts"], stored["passages"], stored["weights"], int(stored["count"]))


@dataclass(frozen=True)
class LexicalQuestion:
    """A question as the lexical side reads it: the terms it was asked in, and weighted terms that bridges added."""

    own: tuple[str, ...]
    added: Mapping[str, float]

    @cached_property
    def weighted(self) -> Mapping[str, float]:
        """Every term with its weight; a term of the question's own counts once for each time it stands there."""
        weights: dict[str, float] = dict(self.added)
        for term in self.own:
            weights[term] = weights.get(term, 0.0) + 1.0
        return weights

    @property
    def in_han(self) -> bool:
        """Whether some term of the question's own is Chinese."""
        return any(is_han(term) for term in self.own)
