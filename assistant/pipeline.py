"""The flow from a question to a checked answer, as a list of stages."""

import functools
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Protocol

from assistant.compose import compose
from assistant.consult import consult
from assistant.desk import Desk, Searcher
from assistant.focus import Focus
from assistant.library import Library
from assistant.outcome import Outcome
from assistant.parts import join, split
from assistant.receive import receive
from assistant.retrieve import retrieve
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
from index.settings import IndexSettings

_LOG = logging.getLogger(__name__)


class Stage(Protocol):
    """One step: takes the turn, returns it with its own part filled in, or ended."""

    __name__: str

    def __call__(self, turn: Turn, desk: Desk) -> Turn: ...


STAGES: tuple[Stage, ...] = (
    receive,
    understand,
    retrieve,
    consult,
    compose,
    verify,
)


class Assistant:
    """Answers questions over one library. Safe to use from several threads at once."""

    def __init__(self, library: Library, searcher: Searcher, settings: AssistantSettings) -> None:
        self.desk = Desk(library, searcher, sentences(), settings)
        self._focus = functools.lru_cache(maxsize=1024)(self._focus_after)

    def ask(self, question: str, history: Sequence[str] = (), document: str | None = None) -> Turn:
        """The finished turn. `history`: the questions asked before, oldest first; answers never come from outside."""
        *_, (_, finished) = self.stream(question, history, document)
        return finished

    def require(self, document: str | None) -> None:
        """Raises UnknownDocument unless `document` is None or held."""
        held = self.desk.library.documents
        if document is not None and document not in held:
            names = ", ".join(list(held)[:5]) or "none"
            raise UnknownDocument(f"document {document!r} is not in the library; it holds: {names}")

    def stream(
        self, question: str, history: Sequence[str] = (), document: str | None = None
    ) -> Iterator[tuple[str, Turn]]:
        """(stage name, turn so far) after each stage; the last turn is finished whatever happened."""
        earlier = tuple(history)[-self.desk.settings.max_history :]
        parts = split(question, self.desk.settings)
        answered: list[Turn] = []
        for part in parts:
            turn = Turn(part.text, history=earlier, document=document, focus=self._focus(earlier, document))
            for name, turn_so_far in self._flow(turn):
                turn = turn_so_far
                if len(parts) == 1 or not turn.finished:
                    yield name, turn
            answered.append(turn)
            earlier = (*earlier, part.text)
        if len(parts) > 1:
            yield (
                verify.__name__,
                join(question, [turn for part, turn in zip(parts, answered, strict=True) if part.asks]),
            )

    def _flow(self, turn: Turn) -> Iterator[tuple[str, Turn]]:
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
    retriever = open_index(catalogue, IndexSettings.from_environment(), progress)
    return Assistant(Library.of(catalogue), retriever, AssistantSettings.from_environment())
