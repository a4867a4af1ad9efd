"""Answers about a heading: which items stand under it and how many."""

from collections.abc import Sequence

from assistant.answer_who import headings, named_heading
from assistant.desk import Desk
from assistant.library import Place
from assistant.outcome import Outcome
from assistant.page import Page, refusal
from assistant.question import asked
from assistant.turn import Draft, Turn
from assistant.words import fold


def asked_heading(turn: Turn, desk: Desk) -> Place | None:
    """The heading over other clauses whose title the question names better than any other clause's."""
    words = turn.understanding.words if turn.understanding else ()
    return named_heading(asked(turn), words, headings(turn, desk), desk)


def answer_children(turn: Turn, desk: Desk, heading: Place) -> Draft:
    """The items right under a heading, counted and all named."""
    page = Page(turn, desk)
    below = _below(heading)
    names = page.join_names([page.clause_name(place) for place in below], wide=True)
    page.list_beside(below)
    mark = page.cite(heading, heading.clause.start, heading.clause.end)
    page.say("children", mark, count=page.count(len(below)), children=names, **page.named(heading))
    return page.draft()


def answer_parts(turn: Turn, desk: Desk) -> Draft:
    """The areas the tasks fall into: what stands right under the heading that holds the most tasks or is named."""
    question = turn.understanding.folded if turn.understanding else ""
    places = headings(turn, desk)
    if not places:
        return refusal(turn, desk, Outcome.NOT_COVERED)
    named = [place for place in places if place.clause.title and fold(place.clause.title) in question]
    return answer_children(turn, desk, (named or [_widest(places)])[0])


def _widest(headings: Sequence[Place]) -> Place:
    return max(headings, key=lambda place: len(place.document.children(place.clause.locator)))


def _below(place: Place) -> list[Place]:
    """The clauses one level under the place."""
    children = place.document.children(place.clause.locator)
    level = min((child.level for child in children), default=0)
    return [Place(place.document, child) for child in children if child.level == level]
