"""What a question sets beside each other, and the sentence for each: `蓝色预警和黄色预警的水位分别是多少`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant import grammar
from assistant.answer_span import words_of
from assistant.best_sentence import KIND_WEIGHT, shows_kind
from assistant.desk import Desk
from assistant.extract import quantities, ranked_sentences
from assistant.question import asked
from assistant.retrieve import Hit
from assistant.text import Sentence
from assistant.turn import Turn
from index.keys import search_key

_EACH = re.compile(
    r"分别|各(?:自|是|有|要|能|出|为|给|占|补|达|建|在|多少|几|什么)|差多少|相差"
    r"|哪(?:一?个|一?种|一?年|一?家|一?条|一?类|边|方|一?项)?[^,，。;；?？]{0,8}?更?(?:多|少|长|短|早|晚|高|低|大|小|快|慢)"
    r"|\b(?:respectively|each|both|compare\w*|versus|vs|first|earlier|later|more|less|fewer|longer|shorter|larger|higher)\b"
)
_FIGURES = re.compile(
    r"多少|几|(?:多|少|长|短|高|低|大|小|早|晚|快|慢)(?:些|一些|一点)?$"
    r"|\bhow (?:many|much|long)\b|\b(?:grants?|subsid\w+|allowances?|fines?|fees?|rewards?)\b"
    r"|\b(?:amounts?|deadlines?|limits?|rates?)\b"
)
"""What is compared in figures."""
_PART = re.compile(r"[,，;；?？。]")
_AND = re.compile(r"和|与|跟|及|、|还是|或者?|\band\b|\bor\b|\bwith\b|\bversus\b|\bvs\b|\bthan\b")
CONSIDERED = 8
"""Clauses among whose sentences each side is looked for."""
ALONE = 1.5
"""How far ahead of the next clause one is found that alone is about all that is compared."""


@dataclass(frozen=True)
class Side:
    """One of the things set beside each other, with the sentence on it."""

    hit: Hit
    sentence: Sentence
    words: tuple[str, ...]
    """The words that only this side has."""


def set_beside(turn: Turn, desk: Desk, best: Hit) -> list[Side]:
    """The best sentence for each side, of clauses of the document of `best`; none where not two sides have one."""
    question = asked(turn)
    if not _EACH.search(question):
        return []
    hits = [
        hit for hit in turn.hits if hit.place.document.name == best.place.document.name and not hit.place.is_heading
    ]
    for own in _sides(question, words_of(turn)):
        found = [side for words in own if (side := _best(turn, desk, hits[:CONSIDERED], words)) is not None]
        if len(found) > 1:
            return found
    return []


def compares_figures(turn: Turn, desk: Desk) -> bool:
    """Whether the question compares what the text gives in figures, and no units: `智慧农场和果园哪种建得多`."""
    understanding = turn.understanding
    if understanding is None or understanding.mentions or _several_documents(turn, desk):
        return False
    asks_units = (grammar.LEAD, grammar.UNITS, grammar.LEADING, grammar.COMMON)
    if any(pattern.search(understanding.folded) for pattern in asks_units) or not _FIGURES.search(understanding.folded):
        return False
    hits = [hit for hit in turn.hits if not hit.place.is_heading][:2]
    sides = set_beside(turn, desk, hits[0]) if hits else []
    return all(quantities(side.sentence.text) for side in sides) if sides else _alone(turn, desk, hits)


def _alone(turn: Turn, desk: Desk, hits: Sequence[Hit]) -> bool:
    """Whether one clause is found far before any other and its best sentence holds several figures."""
    if not hits or (len(hits) > 1 and hits[0].score < ALONE * hits[1].score):
        return False
    best = ranked_sentences(turn, hits[0], desk.library)[:1]
    return any(len(quantities(one.sentence.text)) > 1 for one in best)


def _several_documents(turn: Turn, desk: Desk) -> bool:
    """Whether the question names several documents: then those are what it compares."""
    return turn.asked_for and len(desk.library.scope(turn.scope)) > 1


def _sides(question: str, words: Sequence[str]) -> Iterator[list[tuple[str, ...]]]:
    """For each part of the question that joins things: the words that only one of them has, thing by thing."""
    for part in _PART.split(question):
        pieces = [[word for word in words if word in piece] for piece in _AND.split(part)]
        own = [tuple(w for w in held if sum(w in other for other in pieces) == 1) for held in pieces]
        named = [side for side in own if side]
        if len(named) > 1:
            yield named


def _best(turn: Turn, desk: Desk, hits: Sequence[Hit], own: tuple[str, ...]) -> Side | None:
    """The sentence that holds most of a side's own words, of equals the one that fits the whole question best."""
    names = {word: (word, *desk.searcher.renderings(word)) if word.isascii() else (word,) for word in own}
    best: tuple[float, Side] | None = None
    for hit in hits:
        for scored in ranked_sentences(turn, hit, desk.library):
            key = search_key(f"{hit.place.clause.title} {scored.sentence.text}")
            held = sum(any(name in key for name in names[word]) for word in own)
            if not held:
                continue
            kind = KIND_WEIGHT * shows_kind(turn, scored.sentence)
            worth = 2.0 * held / len(own) + scored.between + kind
            if best is None or worth > best[0]:
                best = (worth, Side(hit, scored.sentence, own))
    return best[1] if best else None
