"""Endings without an answer that say what the library holds instead."""

from collections.abc import Sequence
from dataclasses import replace

from assistant import ledger
from assistant.desk import Desk
from assistant.outcome import Outcome
from assistant.page import Page, refusal
from assistant.turn import Draft, Related, Turn
from documents.units import unit_lexicon


def unknown_document(turn: Turn, desk: Desk, title: str) -> Turn:
    """Ends the turn: the document asked about is not held; the closest titles are named."""
    page = Page(turn, desk)
    closest = [desk.library.documents[name] for name in desk.library.names.closest(title)]
    titles = page.join_names([page.document_name(document) for document in closest])
    key = "unknown_document_closest" if closest else Outcome.UNKNOWN_DOCUMENT
    return turn.ended(Outcome.UNKNOWN_DOCUMENT, desk.sentence(turn.language, key, title=title, closest=titles))


def unknown_unit(turn: Turn, desk: Desk, names: Sequence[str]) -> Draft:
    """A refusal that says that the first of the units named is responsible for nothing here, and names the closest."""
    if not names:
        return refusal(turn, desk, Outcome.NOT_COVERED)
    duties = desk.library.duties(turn.scope)
    closest = unit_lexicon().closest(names[0], ledger.every_unit(duties))
    if not closest:
        return refusal(turn, desk, Outcome.UNKNOWN_UNIT, unit=names[0])
    shown = Page(turn, desk).unit_names(closest)
    draft = refusal(turn, desk, Outcome.UNKNOWN_UNIT, "unknown_unit_closest", unit=names[0], closest=shown)
    first = [next(duty for duty in duties if any(one.unit == unit for one in duty.units)) for unit in closest]
    held = (Related(duty.document, duty.locator, duty.title) for duty in first)
    return replace(draft, related=tuple(dict.fromkeys((*draft.related, *held))))


def no_longer_in_force(turn: Turn, draft: Draft, desk: Desk) -> Draft:
    """What is said where only documents that are no longer in force answer, as `draft` does for `turn`."""
    keys = dict.fromkeys((citation.document, citation.locator) for citation in draft.citations)
    shown = list(keys)[: desk.settings.max_nearest]
    names = tuple(dict.fromkeys(document for document, _ in shown))
    page = Page(turn, desk)
    lines = [desk.sentence(turn.language, Outcome.NOT_IN_FORCE)]
    lines += [page.lapsed(desk.library.documents[name]) for name in names]
    places = [place for key in shown if (place := desk.library.place(*key)) is not None]
    clauses = page.join_names([page.clause_name(place) for place in places], wide=True)
    lines.append(desk.sentence(turn.language, "lapsed_clauses", clauses=clauses))
    related = tuple(Related(p.document.name, p.clause.locator, p.clause.title) for p in places)
    return Draft(Outcome.NOT_IN_FORCE, "\n".join(lines), related=related)
