"""Every number and switch of this room, read from the environment in one place."""

import os
import re
from dataclasses import dataclass

from documents.errors import BadSetting
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
    max_others: int = 4
    """Other documents shown beside the one that answers, where they answer too, >= 0."""
    max_listed: int = 50
    """Documents listed by name where the library is asked what it holds, >= 1; all are counted."""
    look_seconds: float = 0.5
    """POLICY_LOOK_SECONDS: the catalogue is asked for changes no more often than this, >= 0."""
    level_seconds: float = 2.0
    """POLICY_LEVEL_SECONDS: how long a question waits for the library to be brought level, >= 0; then it is answered
    from what was there before."""

    @classmethod
    def from_environment(cls) -> "AssistantSettings":
        """The settings of this process. Raises documents.errors.BadSetting."""
        return cls(
            max_question_characters=whole_number("POLICY_MAX_QUESTION", cls.max_question_characters),
            look_seconds=seconds("POLICY_LOOK_SECONDS", cls.look_seconds),
            level_seconds=seconds("POLICY_LEVEL_SECONDS", cls.level_seconds),
        )


def seconds(name: str, default: float) -> float:
    """The environment's `name` in seconds, >= 0, or `default` where it is not set. Raises BadSetting."""
    written = os.environ.get(name, "").strip()
    if not written:
        return default
    if not re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", written):
        raise BadSetting(f"{name} takes seconds such as 0.5, not {written!r}; correct it or unset it")
    return float(written)
