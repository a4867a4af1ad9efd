"""Every number and switch of this room, read from the environment in one place."""

import os
from dataclasses import dataclass, field

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
    officials_password: str = field(default="", repr=False)
    """POLICY_OFFICIALS_PASSWORD: what officials sign in with, 12 to 200 characters; unset: nobody can."""
    official_seconds: int = 8 * 3600
    """POLICY_OFFICIALS_SECONDS: a sign-in ends after this long, 300 to 86400."""
    officials: int = 200
    """Sign-ins kept; the oldest ends when there are more."""
    attempts: int = 5
    """Wrong passwords from one address within `attempt_seconds`; further attempts are answered 429."""
    attempts_in_all: int = 50
    """The same from all addresses together."""
    attempt_seconds: int = 900
    """How long a wrong password counts."""
    upload_bytes: int = 100 * 1024 * 1024
    """POLICY_WEB_UPLOAD_BYTES: all files sent at once, in bytes, 1 MiB to 2 GiB; a longer body is answered 413."""
    upload_files: int = 50
    """Files sent at once."""
    form_fields: int = 200
    """Fields of a form."""
    staged: int = 20
    """Sets of files that wait to be confirmed; the oldest is deleted when there are more."""
    staged_seconds: int = 1800
    """Files sent but not confirmed are deleted after this long."""
    jobs: int = 20
    """Finished jobs whose results can still be read."""
    page_rows: int = 100
    """Documents on one page of the library."""
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
            officials_password=_password("POLICY_OFFICIALS_PASSWORD", 12, 200),
            official_seconds=_number("POLICY_OFFICIALS_SECONDS", cls.official_seconds, 300, 86_400),
            upload_bytes=_number("POLICY_WEB_UPLOAD_BYTES", cls.upload_bytes, 1024**2, 2 * 1024**3),
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


def _password(name: str, shortest: int, longest: int) -> str:
    """The value of `name`, "" where unset. What is wrong with it is said without saying it."""
    written = os.environ.get(name, "")
    if written and not shortest <= len(written) <= longest:
        raise BadSetting(
            f"{name} must have {shortest} to {longest} characters, not {len(written)}; correct or unset it"
        )
    return written
