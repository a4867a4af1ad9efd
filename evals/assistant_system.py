"""This project's own assistant as a system under test."""

import time
from dataclasses import asdict

from assistant.confidence import support
from assistant.pipeline import Assistant, open_assistant
from assistant.prediction import prediction, questions
from assistant.retrieve import Hit
from evals.question import Question
from evals.system import Answer, Found

EVIDENCE_SHOWN = 10
"""Clauses of the search that are kept with an answer."""


class AssistantSystem:
    """The assistant, asked in the same process."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    @classmethod
    def open(cls) -> "AssistantSystem":
        """The assistant that the environment describes, its index built when missing. Raises PolicyError."""
        return cls(open_assistant())

    def answer(self, question: Question) -> Answer:
        """The assistant's answer, with the wall-clock time it took in milliseconds, and what its search found."""
        history = questions([asdict(message) for message in question.history])
        started = time.perf_counter()
        turn = self._assistant.ask(question.question, history, question.document)
        answered = prediction(turn, question.id, (time.perf_counter() - started) * 1000)
        found = tuple(map(_found, turn.hits[:EVIDENCE_SHOWN]))
        return Answer(answered, found, support(turn, self._assistant.desk))


def _found(hit: Hit) -> Found:
    document, locator = hit.place.key
    ranks = (hit.evidence.lexical_rank, hit.evidence.dense_rank) if hit.evidence else (None, None)
    return Found(document, locator, hit.place.clause.title, hit.score, *ranks)
