"""`python -m evals calibrate`: fits when to refuse, and writes the numbers that the assistant reads.

A question whose best clause is a gold clause says what a found answer looks like. One from outside the library's
subjects says what none looks like: one about nothing in any of them, and one that another library answers, which is
about policy too. Questions whose best clause is a wrong one, and those about a subject of the text with an aspect it
does not give, teach neither and are left out.

Fitted over several libraries, it is judged on each as one that it has not seen.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

from assistant.confidence import FEATURES, READ_FEATURES, features, kind_of
from assistant.grammar import Kind
from assistant.pipeline import Assistant
from assistant.receive import receive
from assistant.retrieve import retrieve
from assistant.scope import scope
from assistant.turn import Language, Turn
from assistant.understand import understand
from evals.errors import RunFailed
from evals.question import Question

Source = Literal["found", "outside", "elsewhere"]
"""A question that the library answers, one about nothing in any library, one that another library answers."""
FOLDS = 5
SEED = 0
INVERSE_REGULARISATION = 0.3
ELSEWHERE_SHARE = 0.25
"""What questions that another library answers count among those that are to be refused, in [0, 1]: chance lets this
library answer some of them, too."""
FOUND_ANSWERED = 0.975
"""Share of the found answers that are to be given, over libraries that the fit has not seen."""
CHOICES = tuple(round(0.01 * step, 2) for step in range(5, 71))
"""Probabilities an answer may need, of which the fit takes one."""
LANGUAGES: tuple[Language, ...] = ("zh", "en")
AGAINST = frozenset({"missing", "content"})
"""Features that may speak against a clause only; the others may speak for it only."""
NOT_BY_SEARCH = frozenset({Kind.ABOUT, Kind.DUTIES, Kind.PARTNERS, Kind.MOST, Kind.EACH, Kind.BESIDE, Kind.UNASSIGNED,
                           Kind.DUE, Kind.HOLDINGS})  # fmt: skip

Vector = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Example:
    """One question's features, and whether its best clause is the one asked about."""

    library: str
    language: Language
    features: tuple[float, ...]
    source: Source

    @property
    def answers(self) -> bool:
        return self.source == "found"


def examples(
    assistant: Assistant, library: str, questions: Mapping[str, Sequence[Question]], outside: Iterable[Question]
) -> Iterator[Example]:
    """What can be learnt from the assistant over one library.

    `questions`: name of a library → what is asked of it. Questions that lean on a history, and those not searched for,
    are left out.
    """
    asked: list[tuple[Source, Question]] = [("outside", question) for question in outside]
    for name, its in questions.items():
        asked += [("found" if name == library else "elsewhere", question) for question in its if question.answerable]
    for source, question in asked:
        example = _example(assistant, library, question, source)
        if example is not None:
            yield example


def _example(assistant: Assistant, library: str, question: Question, source: Source) -> Example | None:
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
    if source == "found" and not _is_gold(best.place.document.name, best.place.clause.locator, question):
        return None
    return Example(library, turn.language, features(turn, best, assistant.desk), source)


def _is_gold(document: str, locator: str, question: Question) -> bool:
    """Whether a clause is one of those asked about, in the document asked about where the set names it."""
    return question.document in (None, document) and locator in {*question.clauses, *question.clauses_any}


def fit(found: Sequence[Example]) -> dict[str, Any]:
    """The object of refusal.json: weights by language, and how the fit did on what it had not seen."""
    fitted: dict[str, Any] = {"features": [*FEATURES, *READ_FEATURES]}
    for language in LANGUAGES:
        own = [example for example in found if example.language == language]
        _refuse_few(own, language)
        read = [example for example in own if len(example.features) > len(FEATURES)]
        for some in ([replace(example, features=example.features[: len(FEATURES)]) for example in own], read):
            if some:
                fitted[kind_of(language, some[0].features)] = _fit_language(some)
    return fitted


def _refuse_few(own: Sequence[Example], language: str) -> None:
    answers = sum(example.answers for example in own)
    if min(answers, len(own) - answers) < FOLDS:
        raise RunFailed(
            f"{language}: {answers} questions with a found answer and {len(own) - answers} from outside, at least "
            f"{FOLDS} of each are needed: name sets that have more"
        )


def _fit_language(own: Sequence[Example]) -> dict[str, Any]:
    matrix = np.array([example.features for example in own])
    answers = np.array([example.answers for example in own])
    counts = counts_of(own)
    names = tuple(dict.fromkeys(example.library for example in own))
    unseen_question = _held_out(matrix, answers, counts, _folds_of(answers))
    unseen_library = _held_out(matrix, answers, counts, _libraries_of(own)) if len(names) > 1 else unseen_question
    least = least_chance(unseen_library, own)
    weights, intercept = _fitted(matrix, answers, counts)
    return {
        "weights": [round(float(weight), 4) for weight in weights],
        "intercept": round(intercept, 4),
        "least": least,
        "questions": len(own),
        "unseen_question": judged(own, unseen_question, least),
        "unseen_library": {
            name: judged(own, unseen_library, least, np.array([example.library == name for example in own]))
            for name in names
        },
    }


def counts_of(own: Sequence[Example]) -> Vector:
    """What each example counts, `[n]`, 1 on average.

    A library counts by the root of its found answers, so that none outweighs the others by its number of questions.
    Within a library found answers count as much as all others, and of these ELSEWHERE_SHARE those of other libraries.
    """
    numbers = Counter((example.library, example.source) for example in own)
    found = {library: number for (library, source), number in numbers.items() if source == "found"}
    several = len(found) > 1
    shares = {"found": 1.0, "outside": 1.0 - ELSEWHERE_SHARE * several, "elsewhere": ELSEWHERE_SHARE}
    counts = np.array(
        [
            np.sqrt(found.get(example.library, 0)) * shares[example.source] / numbers[example.library, example.source]
            for example in own
        ]
    )
    return np.asarray(counts / counts.mean(), dtype=np.float64)


def _folds_of(answers: Truth) -> list[Truth]:
    """Which examples each of FOLDS folds holds out, found and outside ones spread evenly."""
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(answers[:, None], answers)
    return [np.isin(np.arange(len(answers)), held_out) for _, held_out in folds]


def _libraries_of(own: Sequence[Example]) -> list[Truth]:
    """Which examples are each library's."""
    libraries = np.array([example.library for example in own])
    return [libraries == name for name in dict.fromkeys(libraries.tolist())]


def _held_out(matrix: Vector, answers: Truth, counts: Vector, folds: Sequence[Truth]) -> Vector:
    """How likely each example is an answer, `[n]`, by a fit over the folds that it is not in."""
    chances = np.zeros(len(answers))
    for fold in folds:
        weights, intercept = _fitted(matrix[~fold], answers[~fold], counts[~fold])
        chances[fold] = 1.0 / (1.0 + np.exp(-(matrix[fold] @ weights + intercept)))
    return chances


def _fitted(matrix: Vector, answers: Truth, counts: Vector) -> tuple[Vector, float]:
    """(weights, intercept) of a logistic model over features held to one scale while it is fitted.

    No weight has the sign that makes no sense: a word that the clause lacks never speaks for it.
    """
    middle, spread = matrix.mean(axis=0), matrix.std(axis=0) + 1e-9
    scaled = np.column_stack([(matrix - middle) / spread, np.ones(len(matrix))])
    signs = np.where(answers, 1.0, -1.0)

    def loss(numbers: Vector) -> tuple[float, Vector]:
        margins = signs * (scaled @ numbers)
        pull = np.append(numbers[:-1], 0.0) / INVERSE_REGULARISATION
        slope = scaled.T @ (counts * -signs * expit(-margins)) + pull
        return float(counts @ np.logaddexp(0.0, -margins) + numbers @ pull / 2), slope

    bounds: list[tuple[float | None, float | None]] = [
        (None, 0.0) if name in AGAINST else (0.0, None) for name in (*FEATURES, *READ_FEATURES)
    ]
    bounds = [*bounds[: matrix.shape[1]], (None, None)]
    found = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds)
    weights = found.x[:-1] / spread
    return np.asarray(weights, dtype=np.float64), float(found.x[-1] - weights @ middle)


def least_chance(chances: Vector, own: Sequence[Example]) -> float:
    """The highest of CHOICES that still gives FOUND_ANSWERED of the found answers, each library counting alike.

    `chances`: `[n]`, of each example by a fit that has not seen it. The lowest of CHOICES where none gives as many.
    """
    names = {example.library for example in own if example.answers}
    found = [np.array([example.answers and example.library == name for example in own]) for name in names]
    enough = [
        least
        for least in CHOICES
        if float(np.mean([(chances[of_library] >= least).mean() for of_library in found])) >= FOUND_ANSWERED
    ]
    return max(enough, default=CHOICES[0])


def judged(own: Sequence[Example], chances: Vector, least: float, among: Truth | None = None) -> dict[str, float | int]:
    """How a fit that has not seen them does on the examples `among`, all for None; shares in [0, 1].

    `area`: how often a found answer is held likelier than a question from outside or elsewhere.
    """
    kept = np.ones(len(own), dtype=np.bool_) if among is None else among
    sources = np.array([example.source for example in own])
    of = {source: chances[kept & (sources == source)] for source in ("found", "outside", "elsewhere")}
    others = np.concatenate([of["outside"], of["elsewhere"]])
    both = len(of["found"]) and len(others)
    truth = np.repeat([True, False], [len(of["found"]), len(others)])
    return {
        "questions": int(kept.sum()),
        "found_and_answered": _share(of["found"] >= least),
        "outside_and_refused": _share(of["outside"] < least),
        "elsewhere_and_refused": _share(of["elsewhere"] < least),
        "area": round(float(roc_auc_score(truth, np.concatenate([of["found"], others]))), 4) if both else 0.0,
    }


def _share(held: Truth) -> float:
    return round(float(held.mean()), 4) if len(held) else 0.0


def write(fitted: dict[str, Any], path: Path) -> None:
    """Writes the fitted numbers, readable and the same for the same fit."""
    path.write_text(json.dumps(fitted, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
