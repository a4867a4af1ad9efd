"""Every number and switch of this room, read from the environment in one place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.turn import Language


@dataclass(frozen=True)
class SupportThreshold:
    """A clause answers when coverage in [0, 1] + `cosine_weight` × cosine reaches `least`."""

    cosine_weight: float
    least: float


@dataclass(frozen=True)
class AssistantSettings:
    """Limits on what is asked and what is shown, and where a refusal starts."""

    max_question_characters: int = 300
    """POLICY_MAX_QUESTION: longer questions are turned away with a sentence, in characters, > 0."""
    max_history: int = 5
    """Earlier questions a follow-up may look back on, >= 0."""
    max_parts: int = 3
    """Questions answered out of one message, >= 1."""
    evidence: int = 50
    """Passages asked of the index, >= 1."""
    max_related: int = 5
    """Clauses shown beside the citations, >= 0."""
    support: Mapping[Language, SupportThreshold] = field(
        default_factory=lambda: {"zh": SupportThreshold(1.2, 0.55), "en": SupportThreshold(2.0, 0.8)}
    )
    """Where a refusal starts, by the question's language."""
    max_nearest: int = 3
    """Clauses shown with a refusal, >= 0."""

    @classmethod
    def from_environment(cls) -> "AssistantSettings":
        return cls(
            max_question_characters=int(os.environ.get("POLICY_MAX_QUESTION", "") or cls.max_question_characters)
        )
