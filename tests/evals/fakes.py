"""A small document of its own, a right prediction on it, and systems that answer as told."""

from collections.abc import Mapping

from documents.errors import UnknownDocument
from documents.model import Clause, Document, Responsibility
from evals.question import Question
from evals.system import Answer

NAME = "plan"
FIRST = "1.修建码头。建设4个10万吨级泊位,投资1,200万元。(责任单位:市甲局、市乙局)"
SECOND = "2.修建公路。长30公里。(责任单位:市乙局、市丙局)"
TEXT = FIRST + "\n" + SECOND
SECOND_START = len(FIRST) + 1
QUOTE = "建设4个10万吨级泊位"
QUOTE_START = TEXT.index(QUOTE)


def _responsible(units: list[str]) -> tuple[Responsibility, ...]:
    return tuple(
        Responsibility(unit, "support" if place else "lead", "first_listed", 0, 1) for place, unit in enumerate(units)
    )


DOCUMENT = Document(
    name=NAME,
    title="计划",
    source=TEXT,
    text=TEXT,
    clauses=(
        Clause("二", "二", 1, "任务", "", 0, 0),
        Clause("二/1", "1", 2, "修建码头", FIRST, 0, len(FIRST), _responsible(["市甲局", "市乙局"])),
        Clause("二/2", "2", 2, "修建公路", SECOND, SECOND_START, len(TEXT), _responsible(["市乙局", "市丙局"])),
    ),
)


class OneDocument:
    """A library that holds DOCUMENT only."""

    def names(self) -> list[str]:
        return [NAME]

    def outdated(self) -> list[str]:
        return []

    def hashes(self) -> dict[str, str]:
        return {NAME: "hash"}

    def document(self, name: str) -> Document:
        if name != NAME:
            raise UnknownDocument(f"no document {name}")
        return DOCUMENT


def question(**changes: object) -> Question:
    """A question to which every check but `clauses_any` applies."""
    fields: dict[str, object] = {
        "id": "q1",
        "question": "码头由谁牵头?",
        "lang": "zh",
        "category": "lead_unit",
        "answerable": True,
        "document": NAME,
        "units": ("市甲局", "市乙局"),
        "lead": "市甲局",
        "clauses": ("二/1",),
        "answer": (("4个", "四个"), ("10万吨",)),
        "forbidden": ("市丁局", "2025"),
    }
    return Question(**{**fields, **changes})  # type: ignore[arg-type]


def citation(**changes: object) -> dict[str, object]:
    """A citation of QUOTE as it stands."""
    fields: dict[str, object] = {
        "document": NAME,
        "locator": "二/1",
        "title": "修建码头",
        "quote": QUOTE,
        "start": QUOTE_START,
        "end": QUOTE_START + len(QUOTE),
    }
    return {**fields, **changes}


def right(**changes: object) -> dict[str, object]:
    """A prediction that answers `question()` rightly, every claim supported."""
    fields: dict[str, object] = {
        "id": "q1",
        "answer": "市甲局牵头(列在第一位),配合单位市乙局:建设4个10万吨级泊位。[1] 见 二/1。",
        "refused": False,
        "outcome": "answered",
        "units": ["市甲局", "市乙局"],
        "lead": "市甲局",
        "citations": [citation()],
        "related": [{"document": NAME, "locator": "二/2", "title": "修建公路"}],
        "latency_ms": 12.5,
    }
    return {**fields, **changes}


class Scripted:
    """A system that answers from a table by question id; an exception in the table is raised."""

    def __init__(self, answers: Mapping[str, object]) -> None:
        self._answers = answers

    def answer(self, question: Question) -> Answer:
        answer = self._answers[question.id]
        if isinstance(answer, BaseException):
            raise answer
        return answer if isinstance(answer, Answer) else Answer(answer)  # type: ignore[arg-type]
