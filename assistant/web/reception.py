"""What happens when a person asks, opens a citation or begins anew: everything but the widgets.

All that is trusted from the browser is the question, the language and the id of the button that was pressed.
"""

import logging
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Protocol

from assistant.outcome import Outcome
from assistant.privacy import LONGEST_PERSONAL, masked
from assistant.told_apart import labels
from assistant.turn import Citation, Language, Related, Turn
from assistant.web.conversation import Sources, render_exchanges, render_welcome, render_working
from assistant.web.document import View, render_document
from assistant.web.escape import shorten
from assistant.web.holdings import Holdings, example_questions, render_library
from assistant.web.log import event
from assistant.web.page_words import words
from assistant.web.sessions import Conversations, Exchange
from assistant.web.settings import WebSettings
from assistant.web.standing_words import shown_standing, today
from documents.errors import CatalogueUnavailable, UnknownDocument
from documents.standing import Standing
from index.keys import visible

_CITED = re.compile(r"(cite|related)-([0-9]{1,6})-([0-9]{1,3})")
_LISTED = re.compile(r"document-([0-9]{1,4})")


class Answerer(Protocol):
    """The assistant, as this room uses it."""

    def stream(
        self, question: str, history: Sequence[str] = (), document: str | None = None
    ) -> Iterator[tuple[str, Turn]]:
        """The turn after each stage, under the stage's name; the last one is finished."""
        ...


class Reception:
    """One assistant, one library, and everybody's conversations. Methods return HTML that `escape` made inert.

    `stages` names what the assistant does, in order, so that the page can say what runs.
    """

    def __init__(
        self, answerer: Answerer, library: Holdings, settings: WebSettings, stages: Sequence[str] = ()
    ) -> None:
        self._answerer = answerer
        self._stages = tuple(stages)
        self._library = library
        self._settings = settings
        self._sources: tuple[tuple[str, date], Sources] = ("", date.min), {}
        self._conversations = Conversations(settings.conversations, settings.conversation_seconds, settings.exchanges)

    def has_asked(self, session: str) -> bool:
        """True where this conversation holds an exchange."""
        return bool(self._conversations.exchanges(session))

    def earlier(self, session: str, language: Language) -> str:
        """The finished exchanges, or the welcome where there are none."""
        exchanges = self._conversations.exchanges(session)
        return self._talked(exchanges, language) if exchanges else self.welcome(language)

    def welcome(self, language: Language) -> str:
        """What stands before the first question, with examples from the library."""
        limit, length = self._settings.examples, self._settings.example_characters
        examples = example_questions(self._library, words(language), limit=limit, title_length=length)
        return render_welcome(examples, words(language))

    def ask(self, session: str, written: str, language: Language) -> Iterator[str]:
        """Answer one question: the exchange as HTML, anew after each stage."""
        question = visible(written).strip()
        shown = self._shown(question)
        history = self._conversations.questions(session)
        started = time.perf_counter()
        turn = Turn(question=question)
        try:
            done: list[str] = []
            yield render_working(shown, done, self._next(done), words(language))
            for stage, reached in self._answerer.stream(question, history):
                turn = reached
                done.append(stage)
                yield render_working(shown, done, self._next(done), words(language))
        except Exception as error:  # whatever breaks below, the person gets a sentence and the log the trace
            event("turn_failed", level=logging.ERROR, error=error)
            turn = turn.ended(Outcome.FAILED, words(language).failed)
        if turn.outcome is None:
            turn = turn.ended(Outcome.FAILED, words(language).failed)
        self._note(shown, len(question), turn, time.perf_counter() - started)
        yield self._talked([self._conversations.record(session, shown, turn)], language)

    def press(self, session: str, button: str, language: Language) -> str:
        """The document pane after a button with this id was pressed; the library's list where the id opens nothing."""
        gone = ""
        if button == "library":
            self._conversations.show(session, None)
        elif view := self._find(session, button):
            self._conversations.show(session, view)
        else:
            gone = words(language).gone
        return self.pane(session, language, gone)

    def pane(self, session: str, language: Language, notice: str = "") -> str:
        """The document that is open in this conversation, else the library's list."""
        view = self._conversations.view(session)
        if view is not None and not notice:
            try:
                return self._document(view, language)
            except UnknownDocument:
                self._conversations.show(session, None)
                notice = words(language).gone
        return render_library(self._library, words(language), self._settings.listed, notice)

    def begin_anew(self, session: str) -> None:
        """Forget this conversation."""
        self._conversations.forget(session)

    def _talked(self, exchanges: Sequence[Exchange], language: Language) -> str:
        """The exchanges; without the documents' titles where the library cannot tell them now."""
        sources: Sources = {}
        with suppress(CatalogueUnavailable):
            sources = self._called()
        return render_exchanges(exchanges, words(language), sources)

    def _called(self) -> Sources:
        """What each document is called, where there are several; read again where the library changed."""
        level = self._library.revision(), today()
        if self._sources[0] != level:
            held = self._library.holdings(level[1])
            self._sources = level, labels(held) if len(held) > 1 else {}
        return self._sources[1]

    def _document(self, view: View, language: Language) -> str:
        """Raises UnknownDocument."""
        document = self._library.document(view.document)
        standing = self._library.standings(today()).get(document.name, Standing())
        titles = self._title(standing.by) if standing.by else {}
        return render_document(document, view, words(language), shown_standing(standing, titles, language))

    def _title(self, name: str) -> dict[str, str]:
        try:
            return {name: self._library.document(name).title}
        except UnknownDocument:
            return {}

    def _next(self, done: Sequence[str]) -> str | None:
        return next((stage for stage in self._stages if stage not in done), None)

    def _find(self, session: str, button: str) -> View | None:
        if match := _CITED.fullmatch(button):
            kind, number, place = match[1], int(match[2]), int(match[3]) - 1
            exchange = next((e for e in self._conversations.exchanges(session) if e.number == number), None)
            return self._view_of(exchange, kind, place) if exchange else None
        if match := _LISTED.fullmatch(button):
            names = self._library.names()[: self._settings.listed]
            return View(names[int(match[1])]) if int(match[1]) < len(names) else None
        return None

    def _view_of(self, exchange: Exchange, kind: str, place: int) -> View | None:
        shown: Sequence[Citation | Related] = exchange.citations if kind == "cite" else exchange.related
        if not 0 <= place < len(shown):
            return None
        chosen = shown[place]
        if isinstance(chosen, Citation):
            return View(chosen.document, chosen.start, chosen.end)
        return self._clause_view(chosen)

    def _clause_view(self, related: Related) -> View | None:
        try:
            clause = self._library.document(related.document).clause(related.locator)
        except UnknownDocument:
            return None
        return View(related.document, clause.start, clause.end) if clause else None

    def _shown(self, question: str) -> str:
        """What of a question is shown, kept and logged: no personal data, and not more than the settings allow."""
        limit = self._settings.shown_characters
        return shorten(masked(question[: limit + LONGEST_PERSONAL]), limit)

    def _note(self, shown: str, characters: int, turn: Turn, seconds: float) -> None:
        event(
            "turn",
            outcome=str(turn.outcome),
            characters=characters,
            citations=len(turn.citations),
            milliseconds=round(1000 * seconds),
            question=shown if self._settings.log_questions else None,
        )
