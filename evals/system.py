"""What is measured: anything that answers a question with a prediction object."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from evals.question import Question


@dataclass(frozen=True)
class Found:
    """A clause that the system's search put forward, with what spoke for it."""

    document: str
    locator: str
    title: str
    score: float
    lexical_rank: int | None = None
    """Its place among the candidates by words, from 1; None where no word is shared."""
    dense_rank: int | None = None
    """Its place among the candidates by vectors, from 1."""


@dataclass(frozen=True)
class Answer:
    """What came back for one question."""

    prediction: Mapping[str, object]
    """The prediction object of the contract, unchecked."""
    evidence: tuple[Found, ...] = ()
    """What was found, best first; empty for a system that does not say."""
    support: float | None = None
    """How sure the system is that the text holds the answer, in [0, 1]; None where it does not say."""


class System(Protocol):
    """A system under test."""

    def answer(self, question: Question) -> Answer:
        """The answer to one question; may raise anything."""
        ...
