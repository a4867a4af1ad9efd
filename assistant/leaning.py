"""Questions that lean on the one before: answered by the clause that one was about, or one beside it, where it can be.

`那要是死亡呢？` after a question about one item of a list means its neighbour; `最长能签几年`, which fits nothing by
itself, means the contract asked about before.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant import grammar
from assistant.compose import compose
from assistant.confidence import CONTENT, is_supported
from assistant.consult import consult
from assistant.desk import Desk
from assistant.focus import Focus
from assistant.follow_up import SPAN_KINDS
from assistant.grammar import Kind
from assistant.library import Place
from assistant.outcome import Outcome
from assistant.question import Understanding
from assistant.retrieve import COVERAGE_WEIGHT, Asked, Hit, coverage, retrieve
from assistant.text import sentences
from assistant.turn import Turn
from index.keys import search_key

SAME_CLAUSE, BESIDE, SAME_DOCUMENT = 4.0, 2.0, 1.0
"""What a clause gains in score that the earlier answer cited, that stands beside such a one, or in its document."""
BARE = 3.0
"""How many times as much for the same clause where it holds all that is named, or `博士呢` only names."""
NEW_SUBJECT = 0.25
"""Share of that where the question asks who, and so names a subject of its own."""
HELD_AT_LEAST, HELD_WITH_SPAN = 0.5, 0.25
"""Share of the question's words that such a clause holds at least; where it must also hold a number or a date."""


_FIGURE = r"[\d零一二两三四五六七八九十百千]"
_MEASURED = re.compile(rf"{_FIGURE}(?:[万亿]?元|%|％|个?[月年]|[天日只倍成米人次]|小时|分钟|个工作日)")
_MEASURES = (
    (re.compile(r"[几少]个?月|\bhow many months\b"), re.compile(rf"{_FIGURE}个?月")),
    (
        re.compile(r"[几少](?:天|[工个]作?日)|\bhow many (?:working )?days\b"),
        re.compile(rf"{_FIGURE}(?:天|日|个工作日)"),
    ),
    (re.compile(r"[几少]年|\bhow many years\b"), re.compile(rf"{_FIGURE}年")),
    (re.compile(r"[几少]个?小时|\bhow many hours\b"), re.compile(rf"{_FIGURE}个?小时")),
    (re.compile(r"[几少]分钟|\bhow many minutes\b"), re.compile(rf"{_FIGURE}分钟")),
)
"""How a length of time is asked for, and how a text gives it."""
_Near = Mapping[tuple[str, str], tuple[Place, float]]


@dataclass(frozen=True)
class _Held:
    """How much of the question's own words clauses hold."""

    understanding: Understanding
    desk: Desk

    def share(self, place: Place) -> float:
        """Of those of the words that the clause's document has: the others rephrase it. In [0, 1]."""
        return coverage(self._asked[place.document.name], self.desk.library.context_key(*place.key))

    def enough(self, place: Place) -> bool:
        """Whether the clause holds enough of them to be what is asked about."""
        return self.share(place) >= (HELD_WITH_SPAN if self.understanding.kind in SPAN_KINDS else HELD_AT_LEAST)

    @cached_property
    def _asked(self) -> "_AskedOf":
        return _AskedOf(self.understanding, self.desk)


class _AskedOf(dict[str, Asked]):
    """Document → what the question asks in the words that this document has, worked out once for each."""

    def __init__(self, understanding: Understanding, desk: Desk) -> None:
        super().__init__()
        self._understanding = understanding
        self._desk = desk

    def __missing__(self, document: str) -> Asked:
        asked = Asked.of(self._understanding, self._understanding.words, self._desk)
        keys = self._desk.library.facts[document].clause_keys.values()
        meant = {word: asked.words[word] or (word,) for word in self._understanding.words}
        known = tuple(word for word, names in meant.items() if any(name in key for name in names for key in keys))
        self[document] = Asked.of(self._understanding, known, self._desk)
        return self[document]


def lean_near(turn: Turn, desk: Desk) -> Turn:
    """The hits of a follow-up with the clauses near the earlier answer's moved forward.

    The first of them is taken as meant, like a clause asked for by its number, where it holds what is asked.
    """
    understanding = turn.understanding
    if understanding is None or not understanding.near or not understanding.terms:
        return turn
    if turn.hits and turn.hits[0].evidence is None:
        return turn
    held = _Held(understanding, desk)
    near = {place.key: (place, gain) for place, gain in _near(understanding.near, desk)}
    ranked = sorted(_moved(turn, understanding, near, held), key=lambda hit: -hit.score)
    if understanding.kind in CONTENT and understanding.naming.documents is None:
        ranked = _of_same_document(ranked, understanding, held)
    if ranked and ranked[0].place.key in near and held.enough(ranked[0].place):
        ranked[0] = replace(ranked[0], evidence=None)
        understanding = _as_it_is_told(understanding, ranked[0].place)
    return replace(turn, hits=tuple(ranked), understanding=understanding)


def _as_it_is_told(understanding: Understanding, place: Place) -> Understanding:
    """`盲人呢` after a question for a sum: where its sentence gives none, it is asked for as it stands."""
    if understanding.kind not in SPAN_KINDS or grammar.INTERROGATIVE.search(understanding.unnamed):
        return understanding
    words = understanding.words
    told = [one.text for one in sentences(place) if all(word in search_key(one.text) for word in words)]
    if not told or any(_MEASURED.search(text) for text in told):
        return understanding
    return replace(understanding, kind=Kind.FACT, folded=understanding.unnamed)


def _of_same_document(ranked: list[Hit], understanding: Understanding, held: _Held) -> list[Hit]:
    """The hits of the document spoken of, where one of them holds what is asked; else all."""
    documents = {name for name, _ in understanding.near}
    same = [hit for hit in ranked if hit.place.document.name in documents]
    return same if any(held.enough(hit.place) for hit in same) else ranked


def _moved(turn: Turn, understanding: Understanding, near: _Near, held: _Held) -> Iterator[Hit]:
    """The hits with what their place adds to their score, and clauses near that hold what is asked, found or not."""
    documents = {name for name, _ in understanding.near}
    weight = _weight(understanding, near)
    for hit in turn.hits:
        _, gain = near.get(hit.place.key, (None, SAME_DOCUMENT if hit.place.document.name in documents else 0.0))
        whole = gain == SAME_CLAUSE and weight == 1.0 and held.share(hit.place) >= 1.0
        counts = (BARE if whole else weight) if gain == SAME_CLAUSE else min(weight, 1.0)
        yield replace(hit, score=hit.score + gain * counts)
    found = {hit.place.key for hit in turn.hits}
    for place, gain in near.values():
        if place.key not in found and held.enough(place):
            share = held.share(place)
            yield Hit(place, None, share, COVERAGE_WEIGHT * share + weight * gain)


def _weight(understanding: Understanding, near: _Near) -> float:
    """How much nearness counts: who it is that prose names is asked of the same clause, of listed units elsewhere."""
    if understanding.kind not in CONTENT and any(place.clause.units for place, _ in near.values()):
        return NEW_SUBJECT
    return 1.0 if grammar.INTERROGATIVE.search(understanding.unnamed) else BARE


def lean_back(turn: Turn, desk: Desk) -> Turn:
    """Answers out of the clauses near the earlier answer what nothing else answers."""
    understanding, focus = turn.understanding, turn.focus
    if understanding is None or focus is None or turn.draft is None or turn.draft.outcome is not Outcome.NOT_COVERED:
        return turn
    if not _may_lean(understanding, focus):
        return turn
    held = _Held(understanding, desk)
    hits = [
        Hit(place, None, held.share(place), gain) for place, gain in _near(focus.places, desk) if held.enough(place)
    ]
    best = max(hits, key=lambda hit: COVERAGE_WEIGHT * hit.coverage + hit.score, default=None)
    best = best or _read_with_earlier(turn, understanding, focus, held) or _of_same_measure(understanding, desk)
    if best is None:
        return turn
    again = compose(consult(replace(turn, hits=(best,), draft=None), desk), desk)
    return turn if again.draft is None or again.draft.outcome.refused else again


def _read_with_earlier(turn: Turn, understanding: Understanding, focus: Focus, held: _Held) -> Hit | None:
    """The clause of the document spoken of that both questions together are about, where it holds what this one asks.

    Only for one that points back: `and what fine if they still don't?`.
    """
    if not understanding.near:
        return None
    words = tuple(dict.fromkeys((*understanding.words, *focus.words)))
    both = replace(understanding, words=words, query=f"{understanding.query} {focus.query}")
    found = retrieve(replace(turn, understanding=both, scope=frozenset(focus.documents)), held.desk)
    hits = (hit for hit in found.hits if not hit.place.is_over_others and held.enough(hit.place))
    best = next(hits, None)
    return replace(best, evidence=None) if best is not None and is_supported(found, best, held.desk) else None


def _of_same_measure(understanding: Understanding, desk: Desk) -> Hit | None:
    """The clause that the earlier answer cited, where a follow-up names nothing but a measure that stands there.

    `and how many months do they get?` after an answer that holds 3个月.
    """
    asked = next((held for asks, held in _MEASURES if asks.search(understanding.unnamed)), None)
    places = (place for key in understanding.near if (place := desk.library.place(*key)) is not None)
    meant = (Hit(place, None, 0.0) for place in places if asked is not None and asked.search(place.clause.text))
    stands = any(desk.library.has_word(word) for word in understanding.words if not word.isascii())
    return None if stands else next(meant, None)


def _may_lean(understanding: Understanding, focus: Focus) -> bool:
    """Whether the question asks for something of the text and names neither another document nor another place."""
    if not understanding.terms or understanding.labels or understanding.mentions or understanding.foreign:
        return False
    named = understanding.naming.documents
    same = named is None or bool(named & frozenset(focus.documents))
    kinds = (*CONTENT, Kind.CONFIRM, *((Kind.LEAD, Kind.UNITS) if understanding.near else ()))
    return same and understanding.kind in kinds and not grammar.NEW_TOPIC.search(understanding.folded)


def _near(keys: Sequence[tuple[str, str]], desk: Desk) -> Iterator[tuple[Place, float]]:
    """The clauses of `keys`, and those beside, above and below them, each once, with what it gains."""
    seen: set[tuple[str, str]] = set()
    meant = [place for key in keys if (place := desk.library.place(*key)) is not None]
    for place in meant:
        if place.key not in seen:
            seen.add(place.key)
            yield place, SAME_CLAUSE
    for place in meant:
        outer = place.clause.locator.rpartition("/")[0]
        for clause in place.document.clauses:
            beside = Place(place.document, clause)
            related = clause.locator == outer or clause.locator.rpartition("/")[0] in (outer, place.clause.locator)
            if related and beside.key not in seen:
                seen.add(beside.key)
                yield beside, BESIDE
