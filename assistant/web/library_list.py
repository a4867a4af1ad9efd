"""The lines of the library page: what is held, with its standing and damage, searched and sorted."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.told_apart import marks
from assistant.turn import Language
from assistant.web.doubt_words import shown_doubts
from assistant.web.standing_words import Shown, shown_standing, today
from documents.catalog import Catalogue
from documents.holdings import Holding
from documents.standing import STATUSES
from index.keys import search_key

CHOICES = ("in", "out", *STATUSES)
"""Standings that the list can be asked for: in force, no longer in force, or one status of these."""


@dataclass(frozen=True)
class Line:
    """A document as the page lists it."""

    holding: Holding
    standing: Shown
    doubts: tuple[str, ...] = ()
    """What is suspicious about it, a sentence each."""
    mark: str = ""
    """What tells it from others of its title; empty where none has that title."""

    @property
    def title(self) -> str:
        return self.holding.title or self.holding.name


def lines(catalogue: Catalogue, language: Language) -> list[Line]:
    """Every document, those in force first, then by title."""
    held = catalogue.holdings(today())
    titles = {holding.name: holding.title for holding in held}
    doubts = {name: shown_doubts(found, titles, language) for name, found in catalogue.suspicions().items()}
    apart = marks(held)
    made = [
        Line(
            holding,
            shown_standing(holding.standing, titles, language),
            doubts.get(holding.name, ()),
            apart.get(holding.name, ""),
        )
        for holding in held
    ]
    return sorted(made, key=lambda line: (not line.holding.standing.in_force, line.title, line.holding.name))


def choose(every: Sequence[Line], sought: str, standing: str) -> list[Line]:
    """The lines that hold every word of `sought`, of the standing asked for: one of CHOICES, all where it is empty."""
    words = search_key(sought).split()
    return [
        line
        for line in every
        if _stands(line, standing) and (not words or all(word in _key(line.holding) for word in words))
    ]


def _stands(line: Line, standing: str) -> bool:
    if standing in ("in", "out"):
        return line.holding.standing.in_force == (standing == "in")
    return standing in ("", line.holding.standing.status)


def _key(holding: Holding) -> str:
    return search_key(" ".join((holding.title, holding.issuer, holding.number, holding.date, holding.name)))
