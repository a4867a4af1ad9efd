"""Every number and switch of this room, read from the environment in one place."""

from dataclasses import dataclass

from documents.settings import whole_number


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
    max_nearest: int = 3
    """Clauses shown with a refusal, >= 0."""

    @classmethod
    def from_environment(cls) -> "AssistantSettings":
        """The settings of this process. Raises documents.errors.BadSetting."""
        return cls(max_question_characters=whole_number("POLICY_MAX_QUESTION", cls.max_question_characters))
