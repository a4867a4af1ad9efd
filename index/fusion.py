"""Both sides of the search → one score that knows how sure each side is. Pure functions over arrays.

    score = scale · ( w₁ words of the passage + w₂ words of its clause
                    + exp(a · signals) · (w₃ letters of the passage + w₄ letters of its clause)
                    + exp(b · signals) · (w₅ cosine of the passage + w₆ cosine of its clause)
                    + exp(c · signals) · w₇ reader's cosine of the passage ) + shift

Words are BM25 divided by the root of what there is to find in the question: coverage · √rarity, high where a specific
question is met word for word, nothing where no word is shared. Letters are the same over single characters
(`letters.py`). Cosines are in standard deviations above the mean of the library, so that any model fits. The signals
say how sure the sides are of this question: how much there is to find, how far the best stands above the next and
above the tenth on either side, how many of both sides' ten best are the same. The reader (`reader.py`), which smaller
libraries are also read by, is no signal: with and without it a question has the same ones. The numbers are fitted by
`python -m evals fusion-fit` and stand in data/fusion.json.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
FUSION_FILE = Path(__file__).parent / "data" / "fusion.json"
PARTS = ("words", "clause_words", "letters", "clause_letters", "vectors", "clause_vectors", "read")
WORDS, LETTERS, VECTORS, READ = slice(0, 2), slice(2, 4), slice(4, 6), slice(6, 7)
"""Which of PARTS each side says."""
SIGNALS = (
    "rarity",
    "known",
    "terms",
    "words_best",
    "vectors_best",
    "words_lead",
    "vectors_lead",
    "words_over_tenth",
    "vectors_over_tenth",
    "agreement",
)
TENTH = 10
LARGEST_SHIFT = 1.2
"""Bound of a signal sum: no question makes a side count more than e^1.2 = 3.3 times, or less than a third."""


@dataclass(frozen=True)
class Weights:
    """What one kind of question is fused by."""

    parts: tuple[float, ...]
    """In the order of PARTS, each >= 0."""
    letters_by_signal: tuple[float, ...] = (0.0,) * len(SIGNALS)
    vectors_by_signal: tuple[float, ...] = (0.0,) * len(SIGNALS)
    read_by_signal: tuple[float, ...] = (0.0,) * len(SIGNALS)
    scale: float = 1.0
    """Sets the spread of scores, > 0; the order does not depend on it."""
    shift: float = 0.0


@dataclass(frozen=True)
class Fusion:
    """The weights of every kind of question, and where each signal has its middle."""

    centres: tuple[float, ...]
    """In the order of SIGNALS, subtracted before a signal is weighed."""
    spreads: tuple[float, ...]
    """Likewise, divided by, > 0."""
    kinds: Mapping[str, Weights] = field(default_factory=dict)
    """`close` for a question in Chinese, `quick` for the same without letters, `bridged` for one read across; each with
    `_read` behind it where there is a reader."""


@dataclass(frozen=True)
class Candidates:
    """What both sides say of some passages, each array `[candidates]`, and of the question."""

    clauses: Rows
    """The clause of each, ascending."""
    parts: npt.NDArray[np.float32]
    """`[candidates, 7]` in the order of PARTS, on the scales that the module's first lines tell; zeros of a side that
    was not asked."""
    rarity: float
    """What there is to find in the question by words, >= 0."""
    known: float
    """Share of it in [0, 1] that stands anywhere in the library."""
    terms: int

    def __len__(self) -> int:
        return len(self.clauses)


def fused(candidates: Candidates, fusion: Fusion, kind: str) -> Scores:
    """One score a candidate, `[candidates]`."""
    weights = fusion.kinds[kind]
    weighted = candidates.parts * np.asarray(weights.parts, dtype=np.float32)
    signals = (signals_of(candidates) - np.asarray(fusion.centres)) / np.asarray(fusion.spreads)
    total = (
        weighted[:, WORDS].sum(axis=1)
        + strength(signals, weights.letters_by_signal) * weighted[:, LETTERS].sum(axis=1)
        + strength(signals, weights.vectors_by_signal) * weighted[:, VECTORS].sum(axis=1)
        + strength(signals, weights.read_by_signal) * weighted[:, READ].sum(axis=1)
    )
    return np.asarray(weights.scale * total + weights.shift, dtype=np.float32)


def strength(signals: npt.NDArray[np.float64], by_signal: tuple[float, ...]) -> np.float32:
    """How much a side counts for a question of these `signals`, around 1."""
    return np.float32(np.exp(np.clip(signals @ np.asarray(by_signal), -LARGEST_SHIFT, LARGEST_SHIFT)))


def signals_of(candidates: Candidates) -> npt.NDArray[np.float64]:
    """The SIGNALS of one question, `[10]`, as they come; zeros for no candidates."""
    if not len(candidates):
        return np.zeros(len(SIGNALS))
    parts = candidates.parts
    words = best_by_clause(parts[:, : LETTERS.stop].sum(axis=1), candidates.clauses)
    vectors = best_by_clause(parts[:, VECTORS].sum(axis=1) / 2, candidates.clauses)
    both = np.intersect1d(top(words, TENTH), top(vectors, TENTH))
    return np.array(
        [
            np.sqrt(max(candidates.rarity, 0.0)),
            candidates.known,
            np.log1p(candidates.terms),
            words.max(),
            vectors.max(),
            lead(words, 1),
            lead(vectors, 1),
            lead(words, TENTH),
            lead(vectors, TENTH),
            len(both) / TENTH,
        ]
    )


def best_by_clause(scores: Scores, clauses: Rows) -> Scores:
    """The best score of each clause, in the order of `clauses`, which ascend and are not empty."""
    starts = np.flatnonzero(np.diff(clauses, prepend=clauses[0] - 1))
    return np.asarray(np.maximum.reduceat(scores, starts), dtype=np.float32)


def lead(scores: Scores, place: int) -> float:
    """How far the best stands above the one `place` places behind it, or above the last."""
    ordered = scores[top(scores, place + 1)]
    return float(ordered[0] - ordered[-1])


def lexical_part(bm25: Scores, rarity: float) -> Scores:
    """BM25 set on the scale of the question: `bm25` / √`rarity`, zeros where the question has no rarity.

    `rarity` is the summed weight × inverse document frequency of the question's terms, >= 0.
    """
    if rarity <= 0:
        return np.zeros_like(bm25)
    return (bm25 / np.float32(np.sqrt(rarity))).astype(np.float32)


def mean_of(first: Scores, second: Scores) -> Scores:
    """Half the sum of two arrays of scores."""
    return np.asarray((first + second) / 2, dtype=np.float32)


def ranks(scores: Scores) -> npt.NDArray[np.int64]:
    """The place of each score, from 1 for the highest; equal scores keep their order."""
    order = np.argsort(-scores, kind="stable")
    places = np.empty(len(scores), dtype=np.int64)
    places[order] = np.arange(1, len(scores) + 1)
    return places


def top(scores: Scores, most: int) -> npt.NDArray[np.int64]:
    """Places of the `most` highest scores, highest first; equal scores keep their order."""
    if len(scores) > most > 0:
        edge = np.partition(scores, len(scores) - most)[len(scores) - most]
        above = np.flatnonzero(scores >= edge)
        return above[np.argsort(-scores[above], kind="stable")][:most]
    return np.argsort(-scores, kind="stable")[:most]


@cache
def fitted(path: Path = FUSION_FILE) -> Fusion:
    """The numbers in the file at `path`, read once."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    kinds = {
        name: Weights(
            tuple(kind["parts"].values()),
            tuple(kind["letters_by_signal"].values()),
            tuple(kind["vectors_by_signal"].values()),
            tuple(kind["read_by_signal"].values()),
            kind["scale"],
            kind["shift"],
        )
        for name, kind in stored["kinds"].items()
    }
    return Fusion(tuple(stored["centres"].values()), tuple(stored["spreads"].values()), kinds)
