"""Both lists → one ranking that knows how sure each side is. Pure functions over arrays.

Each side's scores are set on one scale (standard deviations above the mean of the whole library) and added. How much
the vectors count depends on the question: little where its rare words stand together in one passage, much where the
text does not use its words, alone where it shares none (most English questions).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Weighing:
    """How the weight of the dense side falls as the words of a question are found."""

    unsure: float
    """Weight where the best passage covers `low` of the question or less, >= 0."""
    sure: float
    """Weight where it covers `high` or more, >= 0."""
    low: float
    high: float
    """Coverages in [0, 1], `low` < `high`; the weight falls in a straight line between them."""

    def __post_init__(self) -> None:
        if not (0 <= self.low < self.high <= 1 and self.unsure >= 0 and self.sure >= 0):
            raise ValueError(f"Coverages must rise within [0, 1] and weights be 0 or more, not {self}.")


def standardised(scores: Scores, everything: Scores) -> Scores:
    """`scores` in standard deviations above the mean of `everything`; zeros where all of that is equal."""
    spread = float(everything.std()) if everything.size else 0.0
    if spread == 0.0:
        return np.zeros_like(scores)
    return ((scores - np.float32(everything.mean())) / np.float32(spread)).astype(np.float32)


def coverage(rarity: Mapping[str, float], weights: Mapping[str, float], present: frozenset[str]) -> float:
    """The share of a question's weighted rarity that the terms `present` in one passage hold, in [0, 1]."""
    total = sum(weights[term] * rarity[term] for term in weights)
    held = sum(weights[term] * rarity[term] for term in weights if term in present)
    return held / total if total > 0 else 0.0


def dense_weight(covered: float, weighing: Weighing) -> float:
    """The weight of the dense side for a question covered to `covered` in [0, 1]."""
    return float(np.interp(covered, [weighing.low, weighing.high], [weighing.unsure, weighing.sure]))


def fused(lexical: Scores, dense: Scores, weight: float) -> Scores:
    """One score a passage from both standardised sides: lexical + weight × dense."""
    return (lexical + np.float32(weight) * dense).astype(np.float32)


def ranks(scores: Scores) -> npt.NDArray[np.int64]:
    """The place of each score, from 1 for the highest; equal scores keep their order."""
    order = np.argsort(-scores, kind="stable")
    places = np.empty(len(scores), dtype=np.int64)
    places[order] = np.arange(1, len(scores) + 1)
    return places
