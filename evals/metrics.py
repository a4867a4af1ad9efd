"""Whether an answer is right: a list of checks, each pure, each applying only where the question's gold feeds it.

A question is right only if every check that applies to it holds.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.turn import Citation
from evals.normal import contains, normalised
from evals.prediction import Prediction
from evals.question import Question


@dataclass(frozen=True)
class CheckResult:
    """The verdict of one check; `detail` says what was expected and what came, empty when it passed."""

    name: str
    passed: bool
    detail: str = ""


Check = Callable[[Question, Prediction], CheckResult | None]
"""Judges one aspect; None where the question's gold says nothing about it."""


def check(question: Question, prediction: Prediction) -> tuple[CheckResult, ...]:
    """The results of every check that applies, in the order of CHECKS."""
    results = (judge(question, prediction) for judge in CHECKS)
    return tuple(result for result in results if result is not None)


def is_right(results: Iterable[CheckResult]) -> bool:
    """Whether every check that applied holds."""
    return all(result.passed for result in results)


def check_refused(question: Question, prediction: Prediction) -> CheckResult:
    """Refuses exactly what the text does not hold; applies always. One that cites or names units claims something."""
    expected = "an answer" if question.answerable else "a refusal"
    claims = prediction.units or prediction.lead or prediction.citations
    refusal = "a refusal with claims" if claims else "a refusal"
    came = refusal if prediction.refused else "an answer"
    return _result("refused", expected == came, f"expected {expected}, got {came} ({prediction.outcome})")


def check_units(question: Question, prediction: Prediction) -> CheckResult | None:
    """The responsible units are exactly the gold's, in its order; width and spaces do not count."""
    if not question.units:
        return None
    detail = f"expected {_listed(question.units)}, got {_listed(prediction.units)}"
    same = tuple(map(normalised, question.units)) == tuple(map(normalised, prediction.units))
    return _result("units", same, detail)


def check_lead(question: Question, prediction: Prediction) -> CheckResult | None:
    """The lead is the gold's."""
    if question.lead is None:
        return None
    same = normalised(question.lead) == normalised(prediction.lead or "")
    return _result("lead", same, f"expected {question.lead}, got {prediction.lead}")


def check_clauses(question: Question, prediction: Prediction) -> CheckResult | None:
    """Every clause of `clauses` is cited."""
    if not question.clauses:
        return None
    missing = [gold for gold in question.clauses if not _cited(gold, question, prediction)]
    return _result("clauses", not missing, f"not cited: {_listed(missing)}")


def check_clauses_any(question: Question, prediction: Prediction) -> CheckResult | None:
    """One clause of `clauses_any` is cited; beside `clauses` they are only allowed, not asked for."""
    if not question.clauses_any or question.clauses:
        return None
    found = any(_cited(gold, question, prediction) for gold in question.clauses_any)
    return _result("clauses_any", found, f"none cited of {_listed(question.clauses_any)}")


def check_citations(question: Question, prediction: Prediction) -> CheckResult | None:
    """No clause is cited beyond `clauses` and `clauses_any`."""
    allowed = question.clauses + question.clauses_any
    if not allowed:
        return None
    wrong = [
        f"{citation.document}:{citation.locator}"
        for citation in prediction.citations
        if not any(cites(citation, gold, question) for gold in allowed)
    ]
    return _result("citations", not wrong, f"cited beyond the gold: {_listed(wrong)}")


def check_answer(question: Question, prediction: Prediction) -> CheckResult | None:
    """Of each inner list one string stands in the answer."""
    if not question.answer:
        return None
    missing = [
        " | ".join(alternatives)
        for alternatives in question.answer
        if not any(contains(prediction.answer, part) for part in alternatives)
    ]
    return _result("answer", not missing, f"not in the answer: {_listed(missing)}")


def check_forbidden(question: Question, prediction: Prediction) -> CheckResult | None:
    """No forbidden string stands in the answer."""
    if not question.forbidden:
        return None
    found = [part for part in question.forbidden if contains(prediction.answer, part)]
    return _result("forbidden", not found, f"in the answer: {_listed(found)}")


CHECKS: tuple[Check, ...] = (
    check_refused,
    check_units,
    check_lead,
    check_clauses,
    check_clauses_any,
    check_citations,
    check_answer,
    check_forbidden,
)


def same_clause(gold: str, predicted: str) -> bool:
    """Whether `predicted` is the clause `gold`: the same locator, or a longer one whose tail it is.

    The tail is compared label by label: `附件1/二/4` ends in `二/4`, `十二/4` does not.
    """
    return predicted == gold or predicted.endswith("/" + gold)


def cites(citation: Citation, gold: str, question: Question) -> bool:
    """Whether `citation` is of the gold clause, in the document asked about."""
    in_document = question.document is None or question.document == citation.document
    return in_document and same_clause(gold, citation.locator)


def _cited(gold: str, question: Question, prediction: Prediction) -> bool:
    return any(cites(citation, gold, question) for citation in prediction.citations)


def _result(name: str, passed: bool, detail: str) -> CheckResult:
    return CheckResult(name, passed, "" if passed else detail)


def _listed(values: Iterable[str]) -> str:
    return ", ".join(values) or "nothing"
