"""Last stage: nothing leaves that the source does not hold.

An answer is withheld whole, and becomes a refusal, where it cites nothing, a quote is not the text of its clause, a
unit is named by no cited clause, its lead leads none, or a number was neither counted nor stands in a quote or a name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.desk import Desk
from assistant.outcome import Outcome
from assistant.page import refusal
from assistant.turn import Citation, Draft, Turn
from documents.model import Responsibility

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
    held = list(_held_by(draft.citations, desk))
    units = {named.unit for named in held}
    leads = {named.unit for named in held if named.role == "lead" and named.unit in draft.units}
    sound = (
        bool(draft.citations)
        and all(is_verbatim(citation, desk) for citation in draft.citations)
        and units.issuperset(draft.units)
        and (draft.lead is None or draft.lead in leads)
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


def _held_by(citations: Iterable[Citation], desk: Desk) -> Iterator[Responsibility]:
    """Every unit that a cited clause names, with its role there."""
    for citation in citations:
        place = desk.library.place(citation.document, citation.locator)
        if place is not None:
            yield from place.clause.units


def unsupported_numbers(draft: Draft, desk: Desk) -> tuple[str, ...]:
    """Numbers of the answer that the ledger did not count and that stand in no quote and in no name shown.

    Names are titles and locators of clauses, and the title and number of a document.
    """
    supported = set(draft.counted)
    for citation in draft.citations:
        supported.update(_numbers(citation.quote, citation.title, citation.locator))
    for related in draft.related:
        supported.update(_numbers(related.title, related.locator))
    for key in draft.named:
        place = desk.library.place(*key)
        supported.update(_numbers(place.clause.title, place.clause.locator) if place else ())
    for name in _documents_of(draft):
        document = desk.library.documents[name]
        supported.update(_numbers(document.title, document.number))
    return tuple(number for number in _numbers(_MARK.sub("", draft.answer)) if number not in supported)


def _documents_of(draft: Draft) -> set[str]:
    """The documents that the draft refers to or names a clause of."""
    cited = {citation.document for citation in draft.citations}
    return cited | {related.document for related in draft.related} | {name for name, _ in draft.named}


def _numbers(*texts: str) -> list[str]:
    return [number for text in texts for number in _NUMBER.findall(text)]
