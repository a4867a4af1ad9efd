"""The flow from a question to a checked answer, as a list of stages."""

import functools
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Protocol

from assistant.compose import compose
from assistant.consult import consult
from assistant.desk import Desk, Searcher
from assistant.focus import Focus
from assistant.following import Clock, Follower, Seen
from assistant.leaning import lean_back, lean_near
from assistant.library import Library
from assistant.look_back import look_back
from assistant.outcome import Outcome
from assistant.parts import join, left_out, split
from assistant.receive import receive
from assistant.retrieve import retrieve
from assistant.scope import scope
from assistant.sentences import sentences
from assistant.settings import AssistantSettings
from assistant.turn import Turn
from assistant.understand import understand
from assistant.verify import verify
from documents.catalog import Catalogue
from documents.errors import PolicyError, UnknownDocument
from documents.ingest import ensure_library
from documents.settings import DocumentSettings
from index.build import Progress, open_index
from index.embedding import open_embedder
from index.settings import IndexSettings

_LOG = logging.getLogger(__name__)


class Stage(Protocol):
    """One step: takes the turn, returns it with its own part filled in, or ended."""

    __name__: str

    def __call__(self, turn: Turn, desk: Desk) -> Turn: ...


STAGES: tuple[Stage, ...] = (
    receive,
    understand,
    scope,
    retrieve,
    lean_near,
    consult,
    compose,
    lean_back,
    look_back,
    verify,
)


class Assistant:
    """Answers questions over a library that may change. Safe to use from several threads at once.

    Without a `follower` the library stays as it is given.
    """

    def __init__(
        self, library: Library, searcher: Searcher, settings: AssistantSettings, follower: Follower | None = None
    ) -> None:
        self._flow = Flow(Desk(library, searcher, sentences(), settings))
        self._follower = follower

    @property
    def desk(self) -> Desk:
        """The desk that the next question is answered from, as far as is known."""
        return self._flow.desk

    def ask(self, question: str, history: Sequence[str] = (), document: str | None = None) -> Turn:
        """The finished turn. `history`: the questions asked before, oldest first; answers never come from outside."""
        *_, (_, finished) = self.stream(question, history, document)
        return finished

    def require(self, document: str | None) -> None:
        """Raises UnknownDocument unless `document` is None or held."""
        held = self._level().desk.library.documents
        if document is not None and document not in held:
            names = ", ".join(list(held)[:5]) or "none"
            raise UnknownDocument(f"document {document!r} is not in the library; it holds: {names}")

    def stream(
        self, question: str, history: Sequence[str] = (), document: str | None = None
    ) -> Iterator[tuple[str, Turn]]:
        """(stage name, turn so far) after each stage; the last turn is finished whatever happened."""
        yield from self._level().stream(question, history, document)

    def _level(self) -> "Flow":
        """The flow over the library as the catalogue is now, or as it was where that takes long or fails."""
        if self._follower is not None:
            self._follower.follow(self._flow.desk, self._publish)
        return self._flow

    def _publish(self, desk: Desk) -> None:
        self._flow = Flow(desk)


class Flow:
    """The stages over one desk, which stays the same for all of a question. Knows what conversations were about."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._focus = functools.lru_cache(maxsize=1024)(self._focus_after)

    def ask(self, question: str, history: Sequence[str], document: str | None) -> Turn:
        """The finished turn."""
        *_, (_, finished) = self.stream(question, history, document)
        return finished

    def stream(
        self, question: str, history: Sequence[str] = (), document: str | None = None
    ) -> Iterator[tuple[str, Turn]]:
        """(stage name, turn so far) after each stage; the last turn is finished whatever happened."""
        earlier = tuple(history)[-self.desk.settings.max_history :]
        parts = split(question, self.desk.settings)
        answered: list[Turn] = []
        for part in parts:
            turn = Turn(part.text, history=earlier, document=document, focus=self._focus(earlier, document))
            for name, turn_so_far in self._stages(turn):
                turn = turn_so_far
                if len(parts) == 1 or not turn.finished:
                    yield name, turn
            answered.append(turn)
            earlier = (*earlier, part.text)
        if len(parts) > 1:
            asked = [turn for part, turn in zip(parts, answered, strict=True) if part.asks]
            yield verify.__name__, join(question, asked, self._left_out(question, asked[-1]))

    def _left_out(self, question: str, turn: Turn) -> str:
        """The sentence that says how many questions of the message were not answered; empty for none."""
        count = left_out(question, self.desk.settings)
        values = {"limit": self.desk.settings.max_parts, "count": count}
        return self.desk.sentence(turn.language, "parts_left_out", **values) if count else ""

    def _stages(self, turn: Turn) -> Iterator[tuple[str, Turn]]:
        for stage in STAGES:
            turn = self._run(stage, turn)
            yield stage.__name__, turn
            if turn.finished:
                return

    def _run(self, stage: Stage, turn: Turn) -> Turn:
        """One stage, timed; a fault of ours ends the turn with its sentence and goes to the log."""
        started = time.perf_counter()
        try:
            after = stage(turn, self.desk)
        except PolicyError:
            raise
        except Exception:
            _LOG.exception("stage %s failed", stage.__name__)
            after = turn.ended(Outcome.FAILED, self.desk.sentence(turn.language, Outcome.FAILED))
        seconds = {**turn.seconds, stage.__name__: time.perf_counter() - started}
        return replace(after, seconds=MappingProxyType(seconds))

    def _focus_after(self, history: tuple[str, ...], document: str | None) -> Focus | None:
        """What the conversation is about: the last of its questions that was answered, asked again here."""
        for length in range(len(history), 0, -1):
            focus = Focus.of(self.ask(history[length - 1], history[: length - 1], document))
            if focus is not None:
                return focus
        return None


def open_assistant(progress: Progress | None = None) -> Assistant:
    """The assistant that the environment describes; the library is filled and the index built where they are missing.

    Raises PolicyError where catalogue, index or model cannot be used.
    """
    settings = DocumentSettings.from_environment()
    catalogue = Catalogue.open(settings)
    ensure_library(catalogue, settings)
    return assistant_of(catalogue, IndexSettings.from_environment(), AssistantSettings.from_environment(), progress)


def assistant_of(
    catalogue: Catalogue,
    index_settings: IndexSettings,
    settings: AssistantSettings,
    progress: Progress | None = None,
    clock: Clock = date.today,
) -> Assistant:
    """The assistant that follows a catalogue, its index built first where it is behind; `clock` tells the day.

    Raises PolicyError where catalogue, index or model cannot be used.
    """
    embedder = open_embedder(index_settings)
    seen = Seen(catalogue.revision(), clock())
    searcher = open_index(catalogue, index_settings, progress, embedder=embedder)
    follower = Follower(
        catalogue, lambda: open_index(catalogue, index_settings, embedder=embedder), settings, clock, seen
    )
    return Assistant(Library.of(catalogue, seen.today), searcher, settings, follower)
