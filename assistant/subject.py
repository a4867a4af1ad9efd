"""The term a question is about, as the text writes it, and the other clauses that hold it."""

from collections.abc import Iterator
from itertools import chain

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
    key = desk.library.clause_key(*place.key)
    understanding = turn.understanding
    words = (word for word in (understanding.words if understanding else ()) if not word.replace(".", "").isdigit())
    own = [word for word in words if len(word) > 1 and word in key]
    candidates = own or list(_words_around(key, turn))
    useful = [word for word in candidates if _is_telling(word, desk)]
    return max(useful, key=lambda word: (len(word), desk.library.word_rarity(word)), default=None)


def _words_around(key: str, turn: Turn) -> Iterator[str]:
    """Words of the clause that hold a search term an English question stands for."""
    strong = [term for term, weight in turn.search_terms.items() if weight >= 0.7 and term in key]
    for word in dict.fromkeys(rjieba.cut(key)):
        if len(word) > 1 and word not in stopwords("zh") and any(term in word for term in strong):
            yield word


def touching(turn: Turn, term: str, desk: Desk) -> Iterator[Place]:
    """The clauses with text of their own that hold `term`: those found first, as ranked, then the others in order."""
    key = search_key(term)
    found = [hit.place for hit in turn.hits if key in desk.library.clause_key(*hit.place.key)]
    seen = {place.key for place in found}
    others = (place for place in desk.library.containing(term, turn.scope) if place.key not in seen)
    return (place for place in chain(found, others) if not place.is_heading)


def _is_telling(word: str, desk: Desk) -> bool:
    """Whether no more than a share of all clauses holds the word; they are counted only where they may be more."""
    most = _MAX_SHARE * desk.library.clauses
    if desk.library.most_holding(search_key(word)) <= most:
        return True
    return sum(1 for _ in desk.library.containing(word)) <= most


def relate_subject(page: Page, place: Place) -> None:
    """Names the other clauses that hold the term the question is about."""
    term = subject_term(page.turn, place, page.desk)
    if term:
        page.relate(touching(page.turn, term, page.desk), term)
