"""Answers to which documents the library holds: all, those of a place or year, in force or not, or about a subject."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from assistant import grammar
from assistant.confidence import is_supported
from assistant.desk import Desk
from assistant.library import Place
from assistant.outcome import Outcome
from assistant.page import Page, refusal
from assistant.question import asked
from assistant.turn import Draft, Turn
from documents.model import Document
from documents.standing import Status

ENDED: Mapping[Status, str] = MappingProxyType(
    {"repealed": "holdings_repealed", "superseded": "holdings_superseded", "expired": "holdings_expired"}
)
"""How a document ends, in the order in which they are told, with the sentence that counts them."""


def answer_holdings(turn: Turn, desk: Desk) -> Draft:
    """Every document of the scope, counted, each by its title with how it stands; a subject keeps to those about it.

    Of those no longer in force, how many ended in which way, those repealed first.
    """
    documents: Sequence[Document] = desk.library.scope(turn.scope)
    if turn.understanding is not None and turn.understanding.terms:
        about = {hit.place.document.name for hit in turn.hits if is_supported(turn, hit, desk)}
        documents = [document for document in documents if document.name in about]
    state = grammar.HOLDINGS_STATE.search(asked(turn))
    if state is not None:
        wanted = desk.library.lapsed if state["lapsed"] or state["gone"] else desk.library.in_force
        documents = [document for document in documents if document.name in wanted]
        documents.sort(key=lambda document: _kind_of_end(document, desk))
    if not documents:
        return refusal(turn, desk, Outcome.NOT_COVERED)
    page = Page(turn, desk)
    shown = documents[: desk.settings.max_listed]
    count = page.count(len(documents))
    if len(shown) < len(documents):
        page.say("holdings_some", count=count, shown=page.count(len(shown)))
    else:
        page.say("holdings", count=count)
    if state is not None and (state["lapsed"] or state["gone"]):
        _say_kinds(page, documents)
    for document in shown:
        _line(page, document)
    return page.draft()


def _kind_of_end(document: Document, desk: Desk) -> int:
    """Where how the document ended stands in ENDED."""
    status = desk.library.standing(document.name).status
    return list(ENDED).index(status) if status in ENDED else len(ENDED)


def _say_kinds(page: Page, documents: Sequence[Document]) -> None:
    """How many of them were repealed, how many replaced, how many ran out."""
    counts = Counter(page.desk.library.standing(document.name).status for document in documents)
    kinds = [
        page.desk.sentence(page.turn.language, key, count=page.count(counts[status]))
        for status, key in ENDED.items()
        if counts[status]
    ]
    page.say("holdings_kinds", kinds=page.join_names(kinds))


def _line(page: Page, document: Document) -> None:
    """Title, document number and standing, cited where the title stands."""
    if document.clauses:
        place = Place(document, document.clauses[0])
        page.named(place)
        start = document.text.find(document.title)
        within = place.clause.start <= start and start + len(document.title) <= place.clause.end and document.title
        span = (start, start + len(document.title)) if within else (place.clause.start, place.clause.end)
        mark: int | None = page.cite(place, *span)
    else:
        mark = None
    number = page.desk.sentence(page.turn.language, "holding_number", number=document.number) if document.number else ""
    page.say("holding", mark, title=document.title, number=number)
