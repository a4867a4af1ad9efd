"""The conversations, kept by the server: nothing that a browser sends back is taken for an earlier turn.

A conversation is known by the page's session. It is forgotten after an hour unused, and the longest unused one goes
first when there are too many. What the assistant is told of it are the person's own questions that were answered:
never an answer, and never a question that was refused, so that neither can steer a later one.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from assistant.ledger_link import ledger_url
from assistant.outcome import Outcome
from assistant.turn import Citation, Language, Related, Turn
from assistant.web.document import View


@dataclass(frozen=True)
class Exchange:
    """One question and how it ended, as the page shows it. `number` counts from 1 in its conversation."""

    number: int
    question: str
    outcome: Outcome
    answer: str
    citations: tuple[Citation, ...] = ()
    related: tuple[Related, ...] = ()
    language: Language = "zh"
    """The answer's language, which is the question's; the page may be in the other."""
    ledger: str = ""
    """The address of the ledger's view that the answer counts in; empty for none."""


@dataclass
class _Conversation:
    used: float
    count: int = 0
    exchanges: list[Exchange] = field(default_factory=list)
    view: View | None = None


class Conversations:
    """Every conversation of this process, in memory only. Safe to call from several threads.

    Args:
        capacity: conversations kept, > 0.
        seconds: an unused one is forgotten after this long.
        exchanges: exchanges kept in each, > 0.
        clock: monotonic seconds.
    """

    def __init__(
        self, capacity: int, seconds: float, exchanges: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._capacity = capacity
        self._seconds = seconds
        self._exchanges = exchanges
        self._clock = clock
        self._lock = Lock()
        self._kept: OrderedDict[str, _Conversation] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def exchanges(self, session: str) -> tuple[Exchange, ...]:
        """The conversation so far, oldest first."""
        with self._lock:
            conversation = self._find(session)
            return tuple(conversation.exchanges) if conversation else ()

    def questions(self, session: str) -> tuple[str, ...]:
        """The answered questions, oldest first: all that a later turn may know of this conversation."""
        return tuple(item.question for item in self.exchanges(session) if not item.outcome.refused)

    def record(self, session: str, question: str, turn: Turn) -> Exchange:
        """Keep a finished turn, under the question as the person asked it."""
        with self._lock:
            conversation = self._open(session)
            conversation.count += 1
            exchange = Exchange(
                number=conversation.count,
                question=question,
                outcome=turn.outcome or Outcome.FAILED,
                answer=turn.answer,
                citations=turn.citations,
                related=turn.related,
                language=turn.language,
                ledger=ledger_url(turn),
            )
            conversation.exchanges = [*conversation.exchanges, exchange][-self._exchanges :]
            return exchange

    def view(self, session: str) -> View | None:
        """The document that is open beside this conversation."""
        with self._lock:
            conversation = self._find(session)
            return conversation.view if conversation else None

    def show(self, session: str, view: View | None) -> None:
        """Note which document is open beside this conversation."""
        with self._lock:
            self._open(session).view = view

    def forget(self, session: str) -> None:
        """Drop a conversation."""
        with self._lock:
            self._kept.pop(session, None)

    def _find(self, session: str) -> _Conversation | None:
        now = self._clock()
        while self._kept and next(iter(self._kept.values())).used + self._seconds <= now:
            self._kept.popitem(last=False)
        conversation = self._kept.get(session)
        if conversation:
            conversation.used = now
            self._kept.move_to_end(session)
        return conversation

    def _open(self, session: str) -> _Conversation:
        conversation = self._find(session)
        if conversation is None:
            conversation = self._kept[session] = _Conversation(used=self._clock())
            if len(self._kept) > self._capacity:
                self._kept.popitem(last=False)
        return conversation
