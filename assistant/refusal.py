"""Endings without an answer that say what the library holds instead."""

from assistant.desk import Desk
from assistant.outcome import Outcome
from assistant.page import Page
from assistant.turn import Draft, Related, Turn


def unknown_document(turn: Turn, desk: Desk, title: str) -> Turn:
    """Ends the turn: the document asked about is not held; the closest titles are named."""
    page = Page(turn, desk)
    closest = [desk.library.documents[name] for name in desk.library.names.closest(title)]
    titles = page.join_names([page.document_name(document) for document in closest])
    key = "unknown_document_closest" if closest else Outcome.UNKNOWN_DOCUMENT
    return turn.ended(Outcome.UNKNOWN_DOCUMENT, desk.sentence(turn.language, key, title=title, closest=titles))


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
