"""This project's own assistant as a system under test."""

import time
from collections.abc import Mapping
from dataclasses import asdict

from assistant.pipeline import Assistant, open_assistant
from assistant.prediction import prediction, questions
from evals.question import Question


class AssistantSystem:
    """The assistant, asked in the same process."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    @classmethod
    def open(cls) -> "AssistantSystem":
        """The assistant that the environment describes, its index built when missing. Raises PolicyError."""
        return cls(open_assistant())

    def predict(self, question: Question) -> Mapping[str, object]:
        """The assistant's answer, with the wall-clock time it took in milliseconds."""
        history = questions([asdict(message) for message in question.history])
        started = time.perf_counter()
        turn = self._assistant.ask(question.question, history, question.document)
        return prediction(turn, question.id, (time.perf_counter() - started) * 1000)
