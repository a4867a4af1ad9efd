"""What the page needs of the library: the list of documents, one document, and questions to start from."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Protocol

from assistant.told_apart import labels
from assistant.web.escape import escape
from assistant.web.page_words import Words
from assistant.web.standing_words import status_label, today
from documents.holdings import Holding
from documents.model import Clause, Document
from documents.standing import Standing
from index.keys import visible

_SCANNED = 3
"""Documents read for examples."""


class Holdings(Protocol):
    """The catalogue, as this room uses it."""

    def names(self) -> list[str]:
        """The names of all documents, sorted."""
        ...

    def document(self, name: str) -> Document:
        """The document of that name. Raises UnknownDocument."""
        ...

    def standings(self, today: date) -> dict[str, Standing]:
        """Whether each document is in force on that day, by name."""
        ...

    def holdings(self, today: date) -> list[Holding]:
        """A line for each document, sorted by name."""
        ...

    def revision(self) -> str:
        """Another text after every change of the library."""
        ...


def render_library(library: Holdings, words: Words, limit: int, notice: str = "") -> str:
    """The pane before a document is opened: a hint (or a notice), and a button for each document.

    One that is not in force says so; documents of one title are told apart.
    """
    held = library.holdings(today())
    called = labels(held)
    buttons = "".join(
        f'<li><button type="button" class="act holding" id="document-{number}">'
        f"{escape(called[one.name])}{_standing(one, words)}</button></li>"
        for number, one in enumerate(held[:limit])
    )
    more = words.library_more.format(count=len(held) - limit) if len(held) > limit else ""
    return (
        f'<nav class="library" lang="{words.language}"><h2>{escape(words.library)}</h2>'
        f'<p class="hint">{escape(notice or words.library_hint)}</p><ul>{buttons}</ul>'
        f"{f'<p>{escape(more)}</p>' if more else ''}</nav>"
    )


def example_questions(library: Holdings, words: Words, *, limit: int, title_length: int) -> tuple[str, ...]:
    """Questions that the first documents can answer, made from their own clause titles and units."""
    documents = [library.document(name) for name in library.names()[:_SCANNED]]
    kinds = [list(islice(questions, limit)) for questions in _by_kind(documents, words, title_length)]
    mixed = [kind[turn] for turn in range(limit) for kind in kinds if turn < len(kind)]
    return tuple(dict.fromkeys(mixed))[:limit]


def _by_kind(documents: Sequence[Document], words: Words, title_length: int) -> Iterator[Iterator[str]]:
    titled = [
        (visible(clause.title).strip(" 。．."), clause)
        for document in documents
        for clause in document.clauses
        if clause.part == "numbered"
    ]
    short = [(title, clause) for title, clause in titled if 0 < len(title) <= title_length]
    led = [title for title, clause in short if clause.units]
    yield (words.example_lead.format(title=title) for title in led)
    yield (words.example_unit.format(unit=unit) for unit in _busiest(clause for _, clause in short))
    yield (words.example_clause.format(title=title) for title in reversed(led))


def _busiest(clauses: Iterator[Clause]) -> list[str]:
    counts = Counter(visible(unit.unit) for clause in clauses for unit in clause.units)
    return [unit for unit, _ in counts.most_common()]


def _standing(holding: Holding, words: Words) -> str:
    """A mark on a document that is not, or not yet, in force."""
    if holding.standing.in_force and not holding.standing.is_pending(today()):
        return ""
    return f' <span class="damaged">{escape(status_label(holding.standing, words.language))}</span>'
