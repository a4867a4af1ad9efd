"""`python -m evals calibrate`: fits when to refuse, and writes the numbers that the assistant reads.

A question whose best clause is a gold clause says what a found answer looks like; one from outside the library's
subjects says what none looks like. Questions whose best clause is a wrong one, and those about a subject of the text
with an aspect it does not give, teach neither and are left out.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from assistant.confidence import FEATURES, features
from assistant.grammar import Kind
from assistant.pipeline import Assistant
from assistant.receive import receive
from assistant.retrieve import retrieve
from assistant.scope import scope
from assistant.turn import Language, Turn
from assistant.understand import understand
from evals.question import Question

FOLDS = 5
SEED = 0
INVERSE_REGULARISATION = 3.0
CHOICES = tuple(round(0.01 * step, 2) for step in range(20, 71))
"""Probabilities an answer may need, of which the fit takes one."""
NOT_BY_SEARCH = frozenset({Kind.ABOUT, Kind.DUTIES, Kind.PARTNERS, Kind.MOST, Kind.EACH, Kind.BESIDE, Kind.UNASSIGNED,
                           Kind.DUE, Kind.HOLDINGS})  # fmt: skip


@dataclass(frozen=True)
class Example:
    """One question's features, and whether its best clause is the one asked about."""

    language: Language
    features: tuple[float, ...]
    answers: bool


def examples(assistant: Assistant, answerable: Iterable[Question], outside: Iterable[Question]) -> list[Example]:
    """What can be learnt from the questions; those with a history, and those not searched for, are left out."""
    found = [_example(assistant, question, inside=True) for question in answerable if question.answerable]
    found += [_example(assistant, question, inside=False) for question in outside]
    return [example for example in found if example is not None]


def _example(assistant: Assistant, question: Question, *, inside: bool) -> Example | None:
    if question.history:
        return None
    turn = Turn(question.question)
    for stage in (receive, understand, scope, retrieve):
        turn = stage(turn, assistant.desk)
        if turn.finished:
            return None
    kind = turn.understanding.kind if turn.understanding else Kind.ABOUT
    if not turn.hits or turn.hits[0].evidence is None or kind in NOT_BY_SEARCH:
        return None
    best = turn.hits[0]
    gold = {*(question.clauses or ()), *(question.clauses_any or ())}
    if inside and best.place.clause.locator not in gold:
        return None
    return Example(turn.language, features(turn, best, assistant.desk), inside)


def fit(found: Sequence[Example]) -> dict[str, Any]:
    """The object of refusal.json: weights by language, and how the fit did on held-out folds."""
    fitted: dict[str, Any] = {"features": list(FEATURES)}
    for language in ("zh", "en"):
        own = [example for example in found if example.language == language]
        fitted[language] = _fit_language(own)
    return fitted


def _fit_language(own: Sequence[Example]) -> dict[str, Any]:
    matrix = np.array([example.features for example in own])
    answers = np.array([example.answers for example in own])
    model = LogisticRegression(C=INVERSE_REGULARISATION, class_weight="balanced", max_iter=2000)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    chances = cross_val_predict(model, matrix, answers, cv=folds, method="predict_proba")[:, 1]
    least = least_chance(chances, answers)
    model.fit(matrix, answers)
    return {
        "weights": [round(float(weight), 4) for weight in model.coef_[0]],
        "intercept": round(float(model.intercept_[0]), 4),
        "least": least,
        "questions": len(own),
        "held_out": {
            "found_and_answered": round(float((chances[answers] >= least).mean()), 4),
            "outside_and_refused": round(float((chances[~answers] < least).mean()), 4),
        },
    }


def least_chance(chances: npt.NDArray[np.float64], answers: npt.NDArray[np.bool_]) -> float:
    """The one of CHOICES that is right most often on held-out questions, found and outside ones counting alike.

    Of equals the middle one. `chances`, `answers`: `[n]`.
    """
    right = [float((chances[answers] >= least).mean() + (chances[~answers] < least).mean()) for least in CHOICES]
    best = [least for least, share in zip(CHOICES, right, strict=True) if share >= max(right) - 1e-9]
    return best[len(best) // 2]


def write(fitted: dict[str, Any], path: Path) -> None:
    """Writes the fitted numbers, readable and the same for the same fit."""
    path.write_text(json.dumps(fitted, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
