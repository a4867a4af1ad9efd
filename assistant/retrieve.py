"""Second stage: the clauses that the question is about, best first."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.desk import Desk
from assistant.document_facts import DocumentFacts
from assistant.english import subject_of
from assistant.grammar import CONNECTIVE, Kind
from assistant.library import Library, Place
from assistant.question import Understanding
from assistant.rare_word import rare_word_first
from assistant.turn import Turn
from assistant.words import content_words
from index.keys import search_key
from index.model import Evidence

COVERAGE_WEIGHT = 5.0
"""What full coverage of the question's terms by a clause adds to its best passage's fused score."""
LEANING_COVERAGE = 0.5
"""Share of the question's words an earlier clause must hold for `这项` to mean it."""
APART_SHARE = 0.8
"""What a word counts that stands in a text with a character or two between its parts."""
TITLE_WEIGHT = 4.0
"""What full coverage by the clause's title adds."""
SOURCE_COVERAGE, SOURCE_AHEAD = 0.7, 1.0
"""A clause whose title another document repeats comes first, and so far ahead, where it holds this share as much."""
TASK_BONUS = 1.0
"""What a clause with text of its own gains over a bare heading or a preamble."""


@dataclass(frozen=True)
class Hit:
    """A clause with what speaks for it."""

    place: Place
    evidence: Evidence | None
    """The clause's best passage; None where the clause was not searched for but asked for."""
    coverage: float
    """Share in [0, 1] of the question's words, weighed by rarity, that stand in the clause."""
    score: float = 0.0
    """Comparable within one question only."""

    @property
    def cosine(self) -> float:
        return self.evidence.dense_score if self.evidence else 0.0


@dataclass(frozen=True)
class Asked:
    """What a question is searched by."""

    understanding: Understanding
    search_terms: Mapping[str, float]
    words: Mapping[str, tuple[str, ...]]
    """Each word of the subject with the Chinese names it may stand for, when it is English."""
    weights: Mapping[str, float]
    """Each word with how rare it is."""

    @classmethod
    def of(cls, understanding: Understanding, words: Sequence[str], desk: Desk) -> "Asked":
        """What a question is searched by, of which `words` are the subject."""
        standing_for = {word: desk.searcher.renderings(word) if word.isascii() else () for word in words}
        return cls(
            understanding,
            desk.searcher.terms(understanding.query),
            standing_for,
            {word: _rarity(word, standing_for[word], desk.library) for word in words},
        )


def retrieve(turn: Turn, desk: Desk) -> Turn:
    """Fills `turn.evidence` and `turn.hits`: asked-for clauses as they are, else what the search finds."""
    understanding = turn.understanding
    if understanding is None:
        return turn
    asked = Asked.of(understanding, understanding.words, desk)
    search_terms = asked.search_terms
    asked_for = [*_places(understanding.places, desk.library), *_labelled(understanding, desk.library, turn.scope)]
    meant = [place for place in _places(understanding.leaning, desk.library) if _holds(place, asked, desk.library)]
    asked_for = asked_for or meant
    if asked_for or not understanding.terms:
        hits = tuple(_hit(place, None, asked, desk.library) for place in asked_for)
        return replace(turn, search_terms=search_terms, hits=hits)
    evidence = _search(understanding.query, turn, desk)
    hits = _by_clause(evidence, asked, desk.library)
    if understanding.kind is Kind.COMPARE and not understanding.units:
        hits = _side_by_side(turn, asked, desk) or hits
    hits = rare_word_first(hits, understanding, turn.scope, desk)
    return replace(turn, search_terms=search_terms, evidence=tuple(evidence), hits=hits)


def _search(query: str, turn: Turn, desk: Desk) -> list[Evidence]:
    """The passages of the documents that may answer.

    Where only some are left out because they are no longer in force, all are searched and theirs dropped: a search kept
    to most of a large library costs far more. Where theirs are most of what was found, it is kept to the others.
    """
    limit = desk.settings.evidence
    if turn.scope is not None and turn.scope in _nearly_all(desk.library):
        found = desk.searcher.search(query, documents=None, limit=limit)
        kept = [evidence for evidence in found if evidence.passage.document in turn.scope]
        if len(kept) > len(found) / 2 or not turn.scope:
            return kept
    documents = None if turn.scope is None else sorted(turn.scope)
    return desk.searcher.search(query, documents=documents, limit=limit)


def _nearly_all(library: Library) -> tuple[frozenset[str], frozenset[str]]:
    """The scopes that leave out few documents of a large library."""
    return library.in_force, library.in_force - library.doubted


def _side_by_side(turn: Turn, asked: Asked, desk: Desk) -> tuple[Hit, ...]:
    """The best clause with units for each of the things compared; nothing where they are not two."""
    best: dict[tuple[str, str], Hit] = {}
    for side in CONNECTIVE.split(asked.understanding.folded):
        words = content_words(subject_of(side, desk))
        if not words:
            continue
        own = Asked.of(asked.understanding, words, desk)
        hits = _by_clause(_search(" ".join(words), turn, desk), own, desk.library)
        hit = next((hit for hit in hits if hit.place.clause.units), None)
        if hit is not None:
            best.setdefault(hit.place.key, hit)
    return tuple(best.values()) if len(best) > 1 else ()


def coverage(asked: Asked, key: str) -> float:
    """How much of the question's words stands in a text of that search key, each weighed by how rare it is.

    A foreign word stands there as far as one of the names that it may stand for does.
    """
    total = sum(asked.weights.values())
    held = sum(weight * _share(word, asked.words[word], key) for word, weight in asked.weights.items())
    return held / total if total else 0.0


def _rarity(word: str, standing_for: Sequence[str], library: Library) -> float:
    """How rare the word is; of a foreign one how rare what it may stand for is on average."""
    names = standing_for or (word,)
    return sum(map(library.word_rarity, names)) / len(names)


def _share(word: str, standing_for: Sequence[str], key: str) -> float:
    """1 where the word stands in the key, a little less where it does with a character or two between (`停车费` in
    `停车收费`), else the share of its character pairs that do, halved.
    """
    if word in key:
        return 1.0
    if standing_for:
        return max(_share(name, (), key) for name in standing_for)
    if _stands_apart(word, key):
        return APART_SHARE
    pairs = [word[place : place + 2] for place in range(len(word) - 1)] if not word.isascii() else []
    return 0.5 * sum(pair in key for pair in pairs) / len(pairs) if pairs else 0.0


def _stands_apart(word: str, key: str) -> bool:
    """Whether a word of three characters or more stands there in two parts, the first of two characters at least."""
    if word.isascii() or len(word) < 3 or word[:2] not in key:
        return False
    cuts = ((word[:cut], word[cut:]) for cut in range(2, len(word)))
    return any(re.search(f"{re.escape(left)}[一-鿿]{{1,2}}{re.escape(right)}", key) for left, right in cuts)


def _by_clause(evidence: Iterable[Evidence], asked: Asked, library: Library) -> tuple[Hit, ...]:
    """Each clause once, by its passage that fits best, the best clause first."""
    hits: dict[tuple[str, str], Hit] = {}
    for found in evidence:
        place = library.place(found.passage.document, found.passage.locator)
        if place is None:
            continue
        hit = _hit(place, found, asked, library)
        if place.key not in hits or hit.score > hits[place.key].score:
            hits[place.key] = hit
    ranked = sorted(hits.values(), key=lambda hit: -hit.score)
    return tuple(sources_first(ranked, library)) if library.borrowed_from else tuple(ranked)


def sources_first(ranked: Sequence[Hit], library: Library) -> list[Hit]:
    """The hits, best first. What repeats the titles of another document comes behind that one's that fit as well."""
    capped = []
    for hit in ranked:
        others = library.borrowed_from.get(hit.place.document.name, frozenset())
        source = next((other for other in ranked if other.place.document.name in others), None)
        as_well = source is not None and source.coverage >= SOURCE_COVERAGE * hit.coverage
        most = source.score - SOURCE_AHEAD if source is not None and as_well else hit.score
        capped.append(replace(hit, score=min(hit.score, most)))
    return sorted(capped, key=lambda hit: -hit.score)


def _hit(place: Place, evidence: Evidence | None, asked: Asked, library: Library) -> Hit:
    whole = coverage(asked, library.context_key(*place.key))
    near = coverage(asked, search_key(evidence.passage.text)) if evidence else whole
    has_text = place.clause.part == "numbered" and (bool(place.clause.units) or not place.is_heading)
    titled = coverage(asked, search_key(place.clause.title))
    score = (
        (evidence.score if evidence else 0.0) + COVERAGE_WEIGHT * near + TITLE_WEIGHT * titled + TASK_BONUS * has_text
    )
    return Hit(place, evidence, whole, score)


def _holds(place: Place, asked: Asked, library: Library) -> bool:
    """Whether a clause that a pronoun may mean holds what else the question names."""
    return coverage(asked, library.context_key(*place.key)) >= LEANING_COVERAGE


def _places(keys: Sequence[tuple[str, str]], library: Library) -> Iterable[Place]:
    found = (library.place(*key) for key in keys)
    return (place for place in found if place is not None)


def _less_borrowers(held: Collection[DocumentFacts], library: Library) -> Collection[DocumentFacts]:
    """The documents less those that repeat the titles of another one among them: `第3项` is not theirs."""
    names = {facts.document.name for facts in held}
    return [facts for facts in held if names.isdisjoint(library.borrowed_from.get(facts.document.name, ()))]


def _labelled(understanding: Understanding, library: Library, scope: Collection[str] | None) -> Iterable[Place]:
    """The clauses of the asked-for numbers: of an exact locator, else of the last label with that value."""
    if understanding.places:
        return
    held = _less_borrowers(library.facts_of(scope), library)
    for label in understanding.labels:
        exact = [place for facts in held if (place := library.place(facts.document.name, label)) is not None]
        value = int(label) if label.isdigit() else None
        numbered = [Place(facts.document, clause) for facts in held for clause in facts.labelled.get(value, ())]
        yield from exact or [place for place in numbered if place.clause.units] or numbered[:1]
