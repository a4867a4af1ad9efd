"""What a run measures beside strict accuracy, each a value in [0, 1] for each question that it applies to.

The mean over questions is what is reported, with its interval. None where the question's gold says nothing about it
or nothing was answered.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from assistant.turn import Citation
from evals.alce import citation_precision, citation_recall
from evals.bootstrap import Interval, mean_interval
from evals.metrics import cites, same_clause
from evals.question import Question
from evals.run import Row

Measure = Callable[[Row], float | None]


def measured(rows: Sequence[Row]) -> dict[str, Interval]:
    """Every measure that applies to some question, in the order of MEASURES."""
    found = {name: mean_interval(list(_values(rows, measure))) for name, measure in MEASURES.items()}
    return {name: interval for name, interval in found.items() if interval is not None}


def _values(rows: Iterable[Row], measure: Measure) -> Iterable[float]:
    return (value for row in rows if (value := measure(row)) is not None)


def unit_overlap(gold: Sequence[str], predicted: Sequence[str]) -> int:
    """How many of the units named are right, one named twice counted as often as the gold has it."""
    return sum((Counter(gold) & Counter(predicted)).values())


def unit_precision(row: Row) -> float | None:
    """Of the units named, the share that is right; 0 where units are due and none is named."""
    if row.prediction is None or not row.question.units:
        return None
    named = row.prediction.units
    return unit_overlap(row.question.units, named) / len(named) if named else 0.0


def unit_recall(row: Row) -> float | None:
    """Of the units due, the share that is named."""
    if row.prediction is None or not row.question.units:
        return None
    return unit_overlap(row.question.units, row.prediction.units) / len(row.question.units)


def unit_f1(row: Row) -> float | None:
    """The harmonic mean of both."""
    precision, recall = unit_precision(row), unit_recall(row)
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def alce_recall(row: Row) -> float | None:
    """ALCE's citation recall, the whole answer being one statement that the gold clauses support."""
    if row.prediction is None or not _has_clauses(row.question):
        return None
    return citation_recall(row.prediction.citations, lambda cited: _supported(row.question, cited))


def alce_precision(row: Row) -> float | None:
    """ALCE's citation precision, the mean over the answer's citations; 0 where there are none."""
    if row.prediction is None or not _has_clauses(row.question):
        return None
    precise = citation_precision(row.prediction.citations, lambda cited: _supported(row.question, cited))
    return sum(precise) / len(precise) if precise else 0.0


def refusal_precision(row: Row) -> float | None:
    """Of the refusals, those that were due."""
    if row.prediction is None or not row.prediction.refused:
        return None
    return float(not row.question.answerable)


def refusal_recall(row: Row) -> float | None:
    """Of the questions without an answer, those refused."""
    if row.prediction is None or row.question.answerable:
        return None
    return float(row.prediction.refused)


def wrongly_refused(row: Row) -> float | None:
    """Of the questions with an answer, those refused: the lower the better."""
    if row.prediction is None or not row.question.answerable:
        return None
    return float(row.prediction.refused)


def evidence_recall(row: Row) -> float | None:
    """Of the gold clauses, the share among the evidence that the search put forward, cited or not."""
    gold = row.question.clauses or row.question.clauses_any[:1]
    if not gold or not row.evidence:
        return None
    found = [clause.locator for clause in row.evidence]
    return sum(any(same_clause(locator, seen) for seen in found) for locator in gold) / len(gold)


def _check(name: str) -> Measure:
    def measure(row: Row) -> float | None:
        return next((float(result.passed) for result in row.checks if result.name == name), None)

    return measure


def _audit(name: str) -> Measure:
    def measure(row: Row) -> float | None:
        return next((float(result.passed) for result in row.audits if result.name == name), None)

    return measure


def _has_clauses(question: Question) -> bool:
    return bool(question.clauses or question.clauses_any)


def _supported(question: Question, cited: Sequence[Citation]) -> bool:
    """All of `clauses` are among the cited, or, where there are none, one of `clauses_any`."""
    if question.clauses:
        return all(any(cites(citation, gold, question) for citation in cited) for gold in question.clauses)
    return any(cites(citation, gold, question) for gold in question.clauses_any for citation in cited)


MEASURES: dict[str, Measure] = {
    "strict_accuracy": lambda row: float(row.right),
    "units_exact": _check("units"),
    "units_precision": unit_precision,
    "units_recall": unit_recall,
    "units_f1": unit_f1,
    "lead_accuracy": _check("lead"),
    "citation_precision": alce_precision,
    "citation_recall": alce_recall,
    "answer_strings": _check("answer"),
    "no_forbidden_string": _check("forbidden"),
    "refusal_precision": refusal_precision,
    "refusal_recall": refusal_recall,
    "wrongly_refused": wrongly_refused,
    "evidence_recall": evidence_recall,
    "quotes_in_text": _audit("quotes"),
    "units_supported": _audit("units"),
    "numbers_supported": _audit("numbers"),
}
"""Name in the figures → what measures it."""
