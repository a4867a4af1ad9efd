"""How sure a mean is: the percentile bootstrap over questions, the same for the same values."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RESAMPLES = 2_000
LEVEL = 0.95
SEED = 20_260_101
BLOCK = 1_000_000
"""Most values drawn at once, so that a large set does not fill the memory."""


@dataclass(frozen=True)
class Interval:
    """A mean with its interval at LEVEL; `count` values went into it."""

    mean: float
    low: float
    high: float
    count: int


def mean_interval(values: Sequence[float]) -> Interval | None:
    """The mean of `values` with its percentile bootstrap interval; None of nothing."""
    if not values:
        return None
    array = np.asarray(values, dtype=np.float64)
    low, high = np.quantile(resampled_means(array), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(array.mean()), float(low), float(high), len(array))


def resampled_means(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The means of RESAMPLES draws with replacement from `values` `[n]`, n >= 1."""
    generator = np.random.default_rng(SEED)
    rows = max(1, BLOCK // len(values))
    means = [
        values[generator.integers(0, len(values), (min(rows, RESAMPLES - first), len(values)))].mean(axis=1)
        for first in range(0, RESAMPLES, rows)
    ]
    return np.concatenate(means)
