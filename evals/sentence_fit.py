"""Fits how much each feature of a sentence counts: the chance that a right sentence stands above the wrong ones."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant.sentence_features import FEATURES, WITH_READER, WITHOUT_READER
from evals.sentence_selection import Asked, matrix

RESTRAINT = 0.3
"""Weight of the squared weights in what is minimised, summed over questions."""
AGAINST = frozenset({"lacks_kind", "length"})
"""Features that may speak against a sentence; none of what it shares with the question does."""
FULL_SCORE = 3.5
"""What the positive weights add up to: scores are also compared between clauses, on this scale."""

Array = npt.NDArray[np.float64]


def fit(sets: Sequence[Sequence[Asked]]) -> tuple[float, ...]:
    """The weights in the order of FEATURES; every set counts the same, however many questions it has."""
    lessons = [(matrix(one), np.array(one.right), 1.0 / len(found)) for found in sets for one in found]
    size = sum(len(found) for found in sets)

    def loss(weights: Array) -> tuple[float, Array]:
        total, slope = RESTRAINT * float(weights @ weights), 2 * RESTRAINT * weights
        for features, right, share in lessons:
            weight = share * size / len(sets)
            value, gradient = missed(features, right, weights)
            total += weight * value
            slope += weight * gradient
        return total, slope

    bounds = [(None if name in AGAINST else 0.0, None) for name in FEATURES]
    found = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B", bounds=bounds)
    weights = np.asarray(found.x, dtype=np.float64)
    scale = FULL_SCORE / float(weights[weights > 0].sum())
    return tuple(float(weight) for weight in np.round(weights * scale, 4))


def missed(features: Array, right: npt.NDArray[np.bool_], weights: Array) -> tuple[float, Array]:
    """-log of the softmax share of the right sentences, and its gradient. `features`: `[sentences, features]`."""
    scores = features @ weights
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    among = chances * right / max(float(chances[right].sum()), 1e-12)
    return -float(np.log(max(float(chances[right].sum()), 1e-12))), features.T @ (chances - among)


def write(weights: Sequence[float], sets: dict[str, int], model: str, path: Path, *, read: bool) -> None:
    """Writes the fitted numbers with what they were fitted on, beside those of the other fit: `read`, with a reader."""
    held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    held[WITH_READER if read else WITHOUT_READER] = {
        "fitted_on": sets,
        "model": model,
        "weights": dict(zip(FEATURES, weights, strict=True)),
    }
    path.write_text(json.dumps(held, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")
