"""What every page of the ledger is made of: the rows, the notes, who may see them, and how things are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request

from assistant.ledger_book import LedgerBook, Rows
from assistant.ledger_export.columns import shown_title
from assistant.ledger_link import LedgerAsked
from assistant.told_apart import labels
from assistant.turn import Language
from assistant.web.pages import Pages, language_of, page_words
from assistant.web.standing_words import Shown, shown_standing, today
from documents.catalog import Catalogue
from documents.holdings import Holding
from documents.model import Responsibility, Role
from documents.notes import Note, Notes
from documents.standing import Standing
from documents.tasks import Task
from documents.units import unit_lexicon

WORDS = "ledger"
"""The words of these pages: ledger.zh.toml, ledger.en.toml."""


class Room:
    """One for the whole application."""

    def __init__(self, catalogue: Catalogue, pages: Pages) -> None:
        self.catalogue = catalogue
        self.pages = pages
        self.book = LedgerBook(catalogue)
        self.notes = Notes(catalogue)
        self._called: tuple[Mapping[str, Holding], Mapping[str, str]] = {}, {}

    def open(self) -> tuple[Rows, Mapping[str, Standing]]:
        """Today's rows and standings."""
        return self.book.open_at(today())

    def holdings(self) -> Mapping[str, Holding]:
        """Every document as a whole, by name, as of today."""
        return self.book.holdings_at(today())

    def titles(self) -> Mapping[str, str]:
        """Name → what each document is called, told apart where titles repeat."""
        holdings = self.holdings()
        if holdings is not self._called[0]:
            self._called = holdings, labels(holdings.values())
        return self._called[1]

    def notes_for(self, request: Request) -> Mapping[tuple[str, str], Note] | None:
        """The last note of each task; None for anybody but officials."""
        return self.notes.latest() if self.pages.officials.signed_in(request) else None


@dataclass(frozen=True)
class ShownUnit:
    """A unit as a page names it; `english` is empty where the page is Chinese or the table lacks it."""

    name: str
    english: str
    basis: str = ""


@dataclass(frozen=True)
class ShownTask:
    """A row as a page shows it."""

    task: Task
    title: str
    units: Mapping[Role, Sequence[ShownUnit]]
    standing: Shown | None
    """None for a document in force."""
    note: Note | None
    held: ShownUnit | None = None
    """On a unit's page: what it is there."""
    role: str = ""


def asked_of(request: Request) -> LedgerAsked:
    """The view that the request's address asks for."""
    return LedgerAsked.of(request.query_params)


def shown_unit(unit: str, language: Language, basis: str = "") -> ShownUnit:
    return ShownUnit(unit, unit_lexicon().english(unit) if language == "en" else "", basis)


def basis_word(held: Responsibility, language: Language) -> str:
    """What the role is read from, in the page's language."""
    key = f"basis_first_listed_{held.role}" if held.basis == "first_listed" else f"basis_{held.basis}"
    return str(page_words(WORDS, language)[key])


def shown_task(
    task: Task,
    language: Language,
    standings: Mapping[str, Standing],
    notes: Mapping[tuple[str, str], Note] | None,
) -> ShownTask:
    """The row for a template."""
    units: dict[Role, list[ShownUnit]] = {"lead": [], "support": [], "joint": []}
    for held in task.units:
        units[held.role].append(shown_unit(held.unit, language, basis_word(held, language)))
    standing = standings.get(task.document)
    gone = standing is not None and not standing.in_force
    return ShownTask(
        task,
        shown_title(task),
        units,
        shown_standing(standing, {}, language) if standing is not None and gone else None,
        (notes or {}).get((task.document, task.locator)),
    )


def language_and_words(request: Request) -> tuple[Language, Mapping[str, str]]:
    language = language_of(request)
    return language, page_words(WORDS, language)
