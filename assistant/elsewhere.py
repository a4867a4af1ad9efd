"""Other documents that answer the same question: each is shown with what it says, so that none speaks for all."""

from collections.abc import Iterator

from assistant.confidence import is_supported
from assistant.desk import Desk
from assistant.page import Page
from assistant.retrieve import Hit
from assistant.turn import Turn

SAME_COVERAGE = 0.85
"""Share of the best clause's coverage that another document's clause holds of the question at least."""
SAME_SCORE = 0.85
"""Share of the best clause's score that it reaches at least: both hold little of a question in people's own words."""


def elsewhere(turn: Turn, hit: Hit, desk: Desk, *, listed: bool) -> list[Hit]:
    """The best clause of each other document that fits about as well as `hit`; `listed`: that names units.

    None where the clause was asked for by number or leans on an earlier answer: then that clause is meant. None either
    where the conversation is about that document.
    """
    if hit.evidence is None or (turn.focus is not None and hit.place.document.name in turn.focus.documents):
        return []
    return list(_fitting(turn, hit, desk, listed=listed))


def _fitting(turn: Turn, hit: Hit, desk: Desk, *, listed: bool) -> Iterator[Hit]:
    seen = {hit.place.document.name}
    for other in turn.hits:
        name = other.place.document.name
        if name in seen or (listed and not other.place.clause.units) or other.place.is_heading:
            continue
        seen.add(name)
        if _fits_as_well(other, hit) and is_supported(turn, other, desk):
            yield other


def _fits_as_well(other: Hit, hit: Hit) -> bool:
    """Whether the clause holds about as much of the question as the best one, and was found about as surely."""
    holds = hit.coverage > 0 and other.coverage >= SAME_COVERAGE * hit.coverage
    return holds and other.score >= SAME_SCORE * hit.score


def show_units_elsewhere(page: Page, hit: Hit) -> None:
    """One line for each other document that names who is responsible for the same."""
    others = elsewhere(page.turn, hit, page.desk, listed=True)
    if others:
        page.say("elsewhere")
    for other in others[: page.desk.settings.max_others]:
        place = other.place
        names = [page.role_of(held) for held in place.clause.units]
        page.say("group_line", page.cite_units(place), units=page.join_names(names), **page.named(place))
    say_more(page, len(others))


def say_more(page: Page, found: int) -> None:
    """Says how many of the other documents found are not shown, where that is any."""
    left = found - page.desk.settings.max_others
    if left > 0:
        page.say("elsewhere_more", count=page.count(left))
