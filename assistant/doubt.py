"""Documents that something is suspicious about: asked after the others, and named where they were passed over.

They are never left out for good: a question that names one, or that no other document answers, is answered from them.
"""

from dataclasses import replace

from assistant.compose import compose
from assistant.confidence import is_supported
from assistant.consult import consult
from assistant.desk import Desk
from assistant.grammar import Kind
from assistant.outcome import Outcome
from assistant.page import Page
from assistant.retrieve import retrieve
from assistant.turn import Citation, Draft, Turn
from documents.suspicion import says_no_answer

UNANSWERED = frozenset({Outcome.NOT_COVERED, Outcome.UNKNOWN_UNIT})
"""Endings after which the documents left out are asked."""


def set_aside(turn: Turn, desk: Desk) -> Turn:
    """The turn less the documents that are doubted, noted in `aside`, where it asks for none in particular."""
    understanding = turn.understanding
    if turn.finished or understanding is None or turn.asked_for or understanding.kind is Kind.HOLDINGS:
        return turn
    among = frozenset(desk.library.documents) if turn.scope is None else turn.scope
    aside = among & desk.library.doubted
    return replace(turn, scope=among - aside, aside=aside) if aside and aside != among else turn


def ask_doubted(turn: Turn, desk: Desk) -> Turn:
    """Where nothing else answers, what the doubted documents say; where something does, that they deal with it too."""
    draft = turn.draft
    if draft is None or not turn.aside:
        return turn
    asked = retrieve(replace(turn, scope=turn.aside, draft=None), desk)
    if draft.outcome not in UNANSWERED:
        return turn if draft.outcome.refused else replace(turn, draft=_named_beside(turn, draft, asked, desk))
    found = compose(consult(asked, desk), desk).draft
    if found is None or found.outcome.refused or any(_refuses(citation, desk) for citation in found.citations):
        return turn
    names = dict.fromkeys(citation.document for citation in found.citations)
    return replace(turn, draft=_with(found, "doubted_only", names, asked, desk))


def _refuses(citation: Citation, desk: Desk) -> bool:
    """Whether the clause cited says that there is no answer, which answers nothing."""
    place = desk.library.place(citation.document, citation.locator)
    return place is not None and says_no_answer(place.clause.text)


def _named_beside(turn: Turn, draft: Draft, asked: Turn, desk: Desk) -> Draft:
    """The draft, with the documents named that hold the question as well and were passed over."""
    least = max((hit.coverage for hit in turn.hits), default=1.0)
    fitting = (hit for hit in asked.hits if hit.evidence and hit.coverage >= least and is_supported(asked, hit, desk))
    names = dict.fromkeys(hit.place.document.name for hit in fitting)
    return _with(draft, "doubted_beside", names, turn, desk) if names else draft


def _with(draft: Draft, key: str, names: dict[str, None], turn: Turn, desk: Desk) -> Draft:
    page = Page(turn, desk)
    shown = list(names)[: desk.settings.max_others]
    titles = page.join_names([page.document_name(desk.library.documents[name]) for name in shown])
    named = tuple((name, clause.locator) for name in shown for clause in desk.library.documents[name].clauses[:1])
    line = desk.sentence(turn.language, key, titles=titles)
    return replace(draft, answer=f"{draft.answer}\n{line}", named=(*draft.named, *named))
