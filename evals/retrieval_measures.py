"""Measures of a ranking, and how sure their differences are. Pure arithmetic over ids and arrays.

Recall counts every relevant record of a question; nDCG takes the grades as gains and log2 discounts, as trec_eval does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Figures = npt.NDArray[np.float64]
MEASURES = ("hit@1", "ndcg@10", "recall@10", "recall@100", "mrr@10", "hit@3")
DEPTH = 100
"""Records of a ranking that some measure looks at."""
SEED = 0


@dataclass(frozen=True)
class Difference:
    """One row less another on one measure, over the same questions."""

    difference: float
    low: float
    high: float
    """The 95% interval of the difference."""
    p: float
    """Share of random sign flips whose mean difference is as large, in (0, 1]."""


def measured(ranking: Sequence[str], relevant: Mapping[str, int]) -> tuple[float, ...]:
    """The MEASURES of one question's ranking, best record first; a record that stands twice counts once."""
    grades = [relevant.get(record, 0) for record in dict.fromkeys(ranking)]
    first = next((place for place, grade in enumerate(grades, 1) if grade > 0), None)
    ideal = discounted(sorted(relevant.values(), reverse=True)[:10])
    return (
        float(first == 1),
        discounted(grades[:10]) / ideal if ideal else 0.0,
        recall(grades[:10], relevant),
        recall(grades[:100], relevant),
        1.0 / first if first is not None and first <= 10 else 0.0,
        float(first is not None and first <= 3),
    )


def discounted(grades: Sequence[int]) -> float:
    """The discounted cumulative gain of grades in rank order."""
    return float(sum(grade / np.log2(place + 1) for place, grade in enumerate(grades, 1) if grade > 0))


def recall(grades: Sequence[int], relevant: Mapping[str, int]) -> float:
    wanted = sum(grade > 0 for grade in relevant.values())
    return sum(grade > 0 for grade in grades) / wanted if wanted else 0.0


def intervals(figures: Figures, resamples: int) -> list[tuple[float, float]]:
    """The 95% bootstrap interval of each column's mean; `figures` is `[questions, measures]`."""
    means = resampled_means(figures, resamples)
    return [(float(low), float(high)) for low, high in np.quantile(means, (0.025, 0.975), axis=0).T]


def compared(first: Figures, second: Figures, resamples: int) -> list[Difference]:
    """`first` less `second`, question by question: bootstrap interval and paired randomisation test by measure."""
    differences = first - second
    spans = intervals(differences, resamples)
    chances = sign_flip_chances(differences, resamples)
    return [
        Difference(float(mean), low, high, chance)
        for mean, (low, high), chance in zip(differences.mean(axis=0), spans, chances, strict=True)
    ]


def resampled_means(figures: Figures, resamples: int) -> Figures:
    """Means over questions drawn with replacement, `[resamples, measures]`; the same for the same figures."""
    count = len(figures)
    draws = np.random.default_rng(SEED).multinomial(count, np.full(count, 1.0 / count), size=resamples)
    return np.asarray(draws @ figures / count, dtype=np.float64)


def sign_flip_chances(differences: Figures, resamples: int) -> list[float]:
    """Two-sided p by measure: how often random signs give a mean as far from 0; never 0, the data count as one draw."""
    signs = np.random.default_rng(SEED).integers(0, 2, size=(resamples, len(differences))) * 2 - 1
    flipped = np.abs(signs @ differences)
    as_far = flipped >= np.abs(differences.sum(axis=0)) - 1e-9
    return [float(share) for share in (as_far.sum(axis=0) + 1) / (resamples + 1)]
