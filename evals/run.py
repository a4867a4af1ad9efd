"""A measured run: every question asked, judged and audited; one question's crash is its own row and stops nothing."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.outcome import Outcome
from evals.audit import Library, audit
from evals.metrics import CheckResult, check, is_right
from evals.prediction import Prediction, parse_prediction
from evals.question import Question
from evals.system import System

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Row:
    """One question's result. Where `error` is set nothing was judged: it is neither right nor wrong."""

    question: Question
    raw: Mapping[str, object]
    """The prediction object as it came; for an error an object of the same fields with `outcome` "error"."""
    prediction: Prediction | None = None
    checks: tuple[CheckResult, ...] = ()
    audits: tuple[CheckResult, ...] = ()
    error: str = ""

    @property
    def right(self) -> bool:
        return not self.error and is_right(self.checks)

    @property
    def verdict(self) -> str:
        """right, wrong or error."""
        if self.error:
            return "error"
        return "right" if self.right else "wrong"


def run(questions: Sequence[Question], system: System, library: Library) -> Iterator[Row]:
    """A row for each question, in order, each as soon as it is known."""
    for question in questions:
        yield ask(question, system, library)


def ask(question: Question, system: System, library: Library) -> Row:
    """One question asked, judged and audited. Raises nothing that the system or the audit raises."""
    try:
        raw = system.predict(question)
        prediction = parse_prediction(raw)
        if prediction.outcome == Outcome.FAILED:
            # It looks like a refusal, and would be "right" where a refusal is due.
            return Row(
                question, raw, error="the system reports a fault of its own (outcome failed): run with --log to see it"
            )
        return Row(
            question, raw, prediction, check(question, prediction), audit(prediction, library, question.question)
        )
    except Exception as error:  # the isolation is the point: any fault becomes this question's row
        logger.exception("question %r failed", question.id)
        reason = f"{type(error).__name__}: {error}"
        return Row(question, _failed(question, reason), error=reason)


def _failed(question: Question, reason: str) -> dict[str, object]:
    return {
        "id": question.id,
        "answer": "",
        "refused": False,
        "outcome": "error",
        "units": [],
        "lead": None,
        "citations": [],
        "related": [],
        "latency_ms": 0.0,
        "error": reason,
    }
