"""Every number and switch of this room, read from the environment in one place."""

import os
from dataclasses import dataclass

from assistant.web.errors import BadSetting


@dataclass(frozen=True)
class WebSettings:
    """What the page accepts, keeps and shows."""

    body_bytes: int = 64 * 1024
    """The largest request body, in bytes; a longer one is answered 413 before it is read."""
    concurrency: int = 4
    """POLICY_WEB_CONCURRENCY: questions answered at the same time, 1 to 64."""
    waiting: int = 64
    """POLICY_WEB_WAITING: questions that may wait for their turn, 1 to 10000; the next is answered 503."""
    conversations: int = 2000
    """POLICY_WEB_CONVERSATIONS: conversations kept in memory, 1 to 100000; the longest unused goes first."""
    conversation_seconds: int = 3600
    """POLICY_WEB_CONVERSATION_SECONDS: an unused conversation is forgotten after this long, 60 to 86400."""
    exchanges: int = 30
    """Questions with their answers kept and shown for each conversation."""
    box_characters: int = 4000
    """What the question box lets in. More than the assistant answers, so that its own sentence names the limit."""
    shown_characters: int = 300
    """A longer question is shown cut to this length."""
    examples: int = 4
    """Questions to start from."""
    example_characters: int = 24
    """A clause's title no longer than this makes an example."""
    listed: int = 50
    """Documents named in the library's list."""
    log_questions: bool = False
    """POLICY_LOG_QUESTIONS=1: write each question into the log. Off: only its length."""

    @classmethod
    def from_environment(cls) -> "WebSettings":
        """The settings of this process.

        Raises:
            BadSetting: a variable is not a whole number or is outside its range.
        """
        return cls(
            concurrency=_number("POLICY_WEB_CONCURRENCY", cls.concurrency, 1, 64),
            waiting=_number("POLICY_WEB_WAITING", cls.waiting, 1, 10_000),
            conversations=_number("POLICY_WEB_CONVERSATIONS", cls.conversations, 1, 100_000),
            conversation_seconds=_number("POLICY_WEB_CONVERSATION_SECONDS", cls.conversation_seconds, 60, 86_400),
            log_questions=bool(_number("POLICY_LOG_QUESTIONS", 0, 0, 1)),
        )


def _number(name: str, default: int, low: int, high: int) -> int:
    written = os.environ.get(name, "").strip()
    if not written:
        return default
    if not (written.isascii() and written.isdigit() and low <= int(written) <= high):
        raise BadSetting(
            f"{name} must be a whole number from {low} to {high}, not {written[:40]!r}; correct or unset it"
        )
    return int(written)
