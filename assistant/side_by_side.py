"""What several documents say on one subject, or under one number: each clause quoted beside the others."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice

from assistant import grammar
from assistant.confidence import is_supported
from assistant.desk import Desk
from assistant.elsewhere import SAME_COVERAGE
from assistant.grammar import Kind
from assistant.library import Place
from assistant.page import Page, unique
from assistant.retrieve import retrieve
from assistant.text import body_span
from assistant.turn import Draft, Turn

MOST_COMPARED = 4
"""Documents, or places, that are set beside each other at most."""
MOST_CLAUSES = 3
"""Clauses that are shown of each at most, those that hold about as much of the question as its best one."""


def compare_documents(turn: Turn, desk: Desk) -> Draft | None:
    """The clause of each document or place compared, quoted whole; None where the question compares no two of them."""
    understanding = turn.understanding
    if understanding is None or not turn.asked_for or grammar.LEAD.search(understanding.folded):
        return None
    if not understanding.labels and not understanding.words:
        return None
    sides = [places for group in _sides(turn, desk) if (places := _clauses_of(turn, group, desk))][:MOST_COMPARED]
    if len(sides) < 2:
        return None
    page = Page(turn, desk)
    page.say("compare_documents", count=page.count(sum(map(len, sides))))
    for place in chain.from_iterable(sides):
        start, end = body_span(place)
        mark = page.cite(place, start, end)
        page.say("elsewhere_text", mark, quote=place.document.quote(start, end), **page.named(place))
    return page.draft()


def _sides(turn: Turn, desk: Desk) -> Iterator[frozenset[str]]:
    """The documents named, each by itself, those in force first; of places the documents of each."""
    understanding = turn.understanding
    documents = desk.library.facts_of(turn.scope)
    if understanding is not None and understanding.naming.by_place:
        places = dict.fromkeys(facts.place for facts in documents)
        yield from (frozenset(f.document.name for f in documents if f.place == place) for place in places)
        return
    names = sorted((facts.document.name for facts in documents), key=lambda name: name in desk.library.lapsed)
    yield from (frozenset({name}) for name in names)


def _clauses_of(turn: Turn, documents: frozenset[str], desk: Desk) -> list[Place]:
    """The clauses of these documents that the question is about, the best first; none where none fits."""
    understanding = turn.understanding
    if understanding is None:
        return []
    words = tuple(word for word in understanding.words if not grammar.CONTRAST.search(word))
    alone = replace(understanding, kind=Kind.FACT, words=words, query=" ".join(words) or understanding.query)
    found = retrieve(replace(turn, scope=documents, understanding=alone), desk)
    hits = [hit for hit in found.hits if not hit.place.is_over_others and is_supported(found, hit, desk)]
    least = SAME_COVERAGE * hits[0].coverage if hits else 0.0
    return list(islice(unique(hit.place for hit in hits if hit.coverage >= least), MOST_CLAUSES))
