"""Which sentence of the clauses found answers: the one of all that fits best and holds the kind of thing asked for."""

import re
from collections.abc import Sequence

from assistant.answer_span import kind_of, lacks_form, words_of
from assistant.asked_for import asks_money
from assistant.confidence import lacks_aspect
from assistant.desk import Desk
from assistant.extract import (
    Scored,
    asked_quantity,
    counts_what_is_asked,
    holds_what_is_asked,
    ranked_sentences,
)
from assistant.grammar import Kind
from assistant.listed_below import items_below
from assistant.question import asked
from assistant.retrieve import Hit
from assistant.text import Sentence
from assistant.turn import Turn
from index.keys import search_key

CONSIDERED_CLAUSES = 6
FITTING_SHARE = 0.5
"""A sentence that holds a number, date or list is quoted instead of the best one from this share of its score."""
KIND_SHARE = 0.35
"""One that holds the very kind of figure asked for, from this share on."""
CLAUSE_SCORE_WEIGHT = 0.12
KIND_WEIGHT = 0.8
"""What a clause gains where a sentence that fits holds the kind of figure asked for, on the scale of `between`."""
NEAR_SHARE = 0.6
"""What it holds counts only where the clause has this share of the first one's score: far behind it is another's."""
TITLE_WEIGHT, SHORTEST_TITLE = 0.8, 3
"""What a clause gains whose whole title, of so many characters at least, stands in the question: `Ⅱ级响应`."""


def best_sentence(turn: Turn, desk: Desk, hits: Sequence[Hit]) -> tuple[Hit, list[Scored]] | None:
    """The clause with the sentence that fits best among the first of the clauses, and its sentences ranked."""
    options = []
    telling = [hit for hit in hits if not hit.place.is_heading or hit.evidence is None]
    for hit in telling[:CONSIDERED_CLAUSES]:
        ranked = _fitting_first(turn, ranked_sentences(turn, hit, desk.library))
        if ranked:
            fit = max(scored.between for scored in ranked)
            near = hit.score >= NEAR_SHARE * telling[0].score
            kind = KIND_WEIGHT * (near and shows_kind(turn, ranked[0].sentence))
            titled = TITLE_WEIGHT * (near and _is_titled(turn, hit))
            options.append((fit + CLAUSE_SCORE_WEIGHT * hit.score + kind + titled, hit, ranked))
    if not options:
        return None
    if asks_money(asked(turn)):
        least = NEAR_SHARE * telling[0].score
        options = [one for one in options if one[1].score >= least and _holds_sum(turn, one[2])] or options
    if kind_of(turn) is Kind.LIST:
        options = _listing_what_is_asked(turn, options, NEAR_SHARE * telling[0].score)
    _, hit, ranked = max(options, key=lambda option: option[0])
    return hit, ranked


def _listing_what_is_asked(
    turn: Turn, options: list[tuple[float, Hit, list[Scored]]], least: float
) -> list[tuple[float, Hit, list[Scored]]]:
    """The near clauses that announce items of the kind asked for (`材料`), where the best shows nothing of it."""
    question = asked(turn)
    _, _, ranked = max(options, key=lambda option: option[0])
    if not lacks_aspect(question, ranked[0].sentence.text):
        return options
    announcing = [
        one
        for one in options
        if one[1].score >= least
        and items_below(one[1].place, one[2][0].sentence)
        and not lacks_aspect(question, one[2][0].sentence.text)
    ]
    return announcing or options


def _is_titled(turn: Turn, hit: Hit) -> bool:
    """Whether the clause's whole title stands in the question."""
    title = search_key(hit.place.clause.title)
    if len(title) < SHORTEST_TITLE:
        return False
    # A number or a foreign word is not part of a longer one: `i级响应` is not `ii级响应`.
    return re.search(rf"(?<![a-z\d]){re.escape(title)}(?![a-z\d])", search_key(asked(turn))) is not None


def shows_kind(turn: Turn, sentence: Sentence) -> bool:
    """Whether the sentence holds a figure of the kind asked for, or a date where one is; any number is no such sign."""
    if kind_of(turn) is Kind.DATE:
        return not lacks_form(Kind.DATE, asked(turn), sentence, words_of(turn))
    holds = holds_what_is_asked(asked(turn), sentence.text)
    counts = holds is None and kind_of(turn) in (Kind.COUNT, Kind.NUMBER)
    return bool(holds) or (counts and counts_what_is_asked(asked(turn), sentence.text))


def _holds_sum(turn: Turn, ranked: Sequence[Scored]) -> bool:
    """Whether one of the sentences gives the money that is asked for."""
    question, words = asked(turn), words_of(turn)
    return any(asked_quantity(question, scored.sentence.text, words) is not None for scored in ranked)


def _fitting_first(turn: Turn, ranked: list[Scored]) -> list[Scored]:
    """The sentences with one in front that holds the kind of thing asked for, where it fits about as well."""
    if not ranked:
        return ranked
    kind, question, words = kind_of(turn), asked(turn), words_of(turn)
    of_kind = (
        one
        for one in ranked
        if one.score >= KIND_SHARE * ranked[0].score and holds_what_is_asked(question, one.sentence.text)
    )
    near = (one for one in ranked if one.score >= FITTING_SHARE * ranked[0].score)
    with_form = (one for one in near if not lacks_form(kind, question, one.sentence, words))
    fitting = next(of_kind, None) or next(with_form, ranked[0])
    return [fitting, *(scored for scored in ranked if scored is not fitting)]
