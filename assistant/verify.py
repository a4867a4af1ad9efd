"""Last stage: nothing leaves that the source does not hold.

A citation whose quote is not the text is dropped; a unit that no cited clause names is dropped; a number that stands in
no quote and was not counted withholds the answer; an answer with no citation left becomes a refusal.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant.desk import Desk
from assistant.outcome import Outcome
from assistant.page import refusal
from assistant.turn import Citation, Draft, Turn

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MARK = re.compile(r"\[\d+\]")


def verify(turn: Turn, desk: Desk) -> Turn:
    """Ends the turn with the draft's answer, or with a refusal where the draft does not hold."""
    draft = turn.draft
    if draft is None:
        return turn
    if not draft.outcome.refused:
        draft = _checked(turn, draft, desk)
    return replace(
        turn,
        draft=draft,
        outcome=draft.outcome,
        answer=draft.answer,
        citations=draft.citations,
        related=draft.related,
        units=draft.units,
        lead=draft.lead,
        items=draft.items,
    )


def _checked(turn: Turn, draft: Draft, desk: Desk) -> Draft:
    held = tuple(citation for citation in draft.citations if is_verbatim(citation, desk))
    units = set(_units_of(held, desk))
    sound = (
        len(held) == len(draft.citations)
        and bool(held)
        and all(unit in units for unit in draft.units)
        and draft.lead in (None, *units)
        and not unsupported_numbers(draft, desk)
    )
    return draft if sound else refusal(turn, desk, Outcome.NOT_COVERED)


def is_verbatim(citation: Citation, desk: Desk) -> bool:
    """Whether the quote is the document's text at its span, within the clause cited."""
    place = desk.library.place(citation.document, citation.locator)
    return (
        place is not None
        and place.clause.start <= citation.start < citation.end <= place.clause.end
        and place.document.quote(citation.start, citation.end) == citation.quote
    )


def _units_of(citations: Iterable[Citation], desk: Desk) -> Iterable[str]:
    for citation in citations:
        place = desk.library.place(citation.document, citation.locator)
        if place is not None:
            yield from (held.unit for held in place.clause.units)


def unsupported_numbers(draft: Draft, desk: Desk) -> tuple[str, ...]:
    """Numbers of the answer that stand in no quote, title or locator shown and that the ledger did not count."""
    supported = set(draft.counted)
    for citation in draft.citations:
        supported.update(_numbers(citation.quote, citation.title, citation.locator))
    for related in draft.related:
        supported.update(_numbers(related.title, related.locator))
    for document in desk.library.documents.values():
        supported.update(_numbers(document.title, document.number))
        supported.update(_numbers(*(clause.title for clause in document.clauses)))
        supported.update(_numbers(*(clause.locator for clause in document.clauses)))
    return tuple(number for number in _numbers(_MARK.sub("", draft.answer)) if number not in supported)


def _numbers(*texts: str) -> list[str]:
    return [number for text in texts for number in _NUMBER.findall(text)]
