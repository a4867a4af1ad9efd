"""The term a question is about, as the text writes it, and the other clauses that hold it."""

from collections.abc import Iterator

import rjieba

from assistant.desk import Desk
from assistant.library import Place
from assistant.page import Page
from assistant.turn import Turn
from assistant.words import stopwords
from index.keys import search_key

_MAX_SHARE = 0.35
"""A term in more than this share of the clauses says nothing about the subject."""


def subject_term(turn: Turn, place: Place, desk: Desk) -> str | None:
    """The longest of the question's words, or of what they stand for, that the clause holds; of equals the rarest."""
    key = desk.library.clause_keys[place.key]
    understanding = turn.understanding
    own = [word for word in (understanding.words if understanding else ()) if len(word) > 1 and word in key]
    candidates = own or list(_words_around(key, turn))
    useful = [word for word in candidates if _share(word, desk) <= _MAX_SHARE]
    return max(useful, key=lambda word: (len(word), desk.library.word_rarity(word)), default=None)


def _words_around(key: str, turn: Turn) -> Iterator[str]:
    """Words of the clause that hold a search term an English question stands for."""
    strong = [term for term, weight in turn.search_terms.items() if weight >= 0.7 and term in key]
    for word in dict.fromkeys(rjieba.cut(key)):
        if len(word) > 1 and word not in stopwords("zh") and any(term in word for term in strong):
            yield word


def touching(turn: Turn, term: str, desk: Desk) -> list[Place]:
    """Every clause with text of its own that holds `term`, those the search ranks higher first."""
    ranks = {hit.place.key: rank for rank, hit in enumerate(turn.hits)}
    places = [place for place in desk.library.containing(term, turn.document) if not place.is_heading]
    return sorted(places, key=lambda place: ranks.get(place.key, len(ranks)))


def _share(word: str, desk: Desk) -> float:
    total = len(desk.library.clause_keys) or 1
    return sum(1 for _ in desk.library.containing(search_key(word))) / total


def relate_subject(page: Page, place: Place) -> None:
    """Names the other clauses that hold the term the question is about."""
    term = subject_term(page.turn, place, page.desk)
    if term:
        page.relate(touching(page.turn, term, page.desk), term)
