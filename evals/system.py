"""What is measured: anything that answers a question with a prediction object."""

from collections.abc import Mapping
from typing import Protocol

from evals.question import Question


class System(Protocol):
    """A system under test."""

    def predict(self, question: Question) -> Mapping[str, object]:
        """The prediction object of the contract for one question; may raise anything."""
        ...
