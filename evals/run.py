"""A measured run: every question asked, judged and audited; one question's crash is its own row and stops nothing."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.outcome import Outcome
from evals.audit import Library, audit
from evals.metrics import CheckResult, check, is_right
from evals.prediction import Prediction, parse_prediction
from evals.question import Question
from evals.system import Answer, Found, System

ERROR = "error"
"""The outcome of a question that ended in a fault."""

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
    evidence: tuple[Found, ...] = ()
    """What the system's search put forward, where it says so."""
    support: float | None = None
    """How sure the system is that the text holds the answer, where it says so."""
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
        yield judge(question, ask(question, system), library)


def ask(question: Question, system: System) -> Answer:
    """One question asked. Raises nothing that the system raises: a fault is a prediction with `outcome` "error"."""
    try:
        return system.answer(question)
    except Exception as error:  # the isolation is the point: any fault becomes this question's row
        logger.exception("question %r failed", question.id)
        return Answer(failed(question.id, f"{type(error).__name__}: {error}"))


def judge(question: Question, answer: Answer, library: Library) -> Row:
    """The row of one answer, judged and audited; what cannot be judged is an error."""
    raw = answer.prediction
    try:
        fault = _fault(raw)
        if fault:
            return Row(question, raw, error=fault)
        prediction = parse_prediction(raw)
        checks, audits = check(question, prediction), audit(prediction, library, question.question)
        return Row(question, raw, prediction, checks, audits, answer.evidence, answer.support)
    except Exception as error:  # an audit that fails on what a system made up is that question's row, too
        logger.exception("question %r failed", question.id)
        reason = f"{type(error).__name__}: {error}"
        return Row(question, failed(question.id, reason), error=reason)


def _fault(raw: Mapping[str, object]) -> str:
    """Why there is nothing to judge: the system failed, which would be "right" where a refusal is due."""
    if not isinstance(raw, Mapping) or raw.get("outcome") not in (ERROR, Outcome.FAILED):
        return ""
    named = raw.get("error")
    return str(named) if named else "the system reports a fault of its own (outcome failed): run with --log to see it"


def failed(identity: str, reason: str) -> dict[str, object]:
    """The prediction object of a question that nobody answered."""
    return {
        "id": identity,
        "answer": "",
        "refused": False,
        "outcome": ERROR,
        "units": [],
        "lead": None,
        "citations": [],
        "related": [],
        "latency_ms": 0.0,
        "error": reason,
    }
