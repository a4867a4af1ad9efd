"""Whether what was found holds the answer, or only touches the subject."""

import functools
import json
import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.desk import Desk
from assistant.grammar import NEW_TOPIC, Kind
from assistant.question import asked
from assistant.retrieve import Asked, Hit, coverage
from assistant.sentence_features import LETTER
from assistant.turn import Language, Turn
from assistant.word_rarity import word_counts
from index.keys import search_key

TOLD_APART = "told_apart"
"""The table of aspects.toml that is no aspect: things of which a text speaks of one or another."""
ASPECTS_OF_WHO = ("contact", "hours", "name")
"""Kinds of thing in aspects.toml that a question of who is responsible may ask for beside."""
CONTENT = frozenset({Kind.FACT, Kind.NUMBER, Kind.DATE, Kind.LIST, Kind.COUNT})
FEATURES = ("cosine", "letters", "held", "missing", "content")
"""What the decision is made from: the cosine in [-1, 1]; the share of the subject's Chinese letters in the passage; the
root of what the clause holds, and does not hold, of the subject's words, weighed by how rare they are in Chinese at
large; whether content is asked for, which has to stand there. None is measured against the rest of the library.

Others told no more of libraries held out: the fused score, BM25, the margin to the next clause, the lead over the other
clauses' cosines, both sides' ranks, the share of words that stand nowhere, the number of words, the best sentence's
cosine, the cosine less that of general sentences, words held by their vectors.
"""
SPOKEN_OF_SHARE = 0.125
"""Of the probability an answer needs, what one needs from a clause that the conversation is about: what a question
leans on stands in the earlier ones."""
_MASS_SCALE = 20.0
"""The rarity of about three words: what `held` and `missing` are measured in."""
REFUSAL_FILE = Path(__file__).with_name("refusal.json")


@dataclass(frozen=True)
class Refusal:
    """Fitted by `python -m evals calibrate`: by language, a logistic model and the probability an answer needs."""

    weights: Mapping[Language, tuple[float, ...]]
    intercepts: Mapping[Language, float]
    least: Mapping[Language, float]

    def probability(self, language: Language, features: Sequence[float]) -> float:
        """How likely the clause with these features is the one asked about, in (0, 1)."""
        total = sum(weight * feature for weight, feature in zip(self.weights[language], features, strict=True))
        return 1.0 / (1.0 + math.exp(-(total + self.intercepts[language])))


def features(turn: Turn, hit: Hit, desk: Desk) -> tuple[float, ...]:
    """The features of `hit` for the question, in the order of FEATURES."""
    understanding = turn.understanding
    if understanding is None or hit.evidence is None:
        return (hit.cosine, 0.0, 0.0, 0.0, 0.0)
    subject, counts = Asked.of(understanding, understanding.words, desk), word_counts()
    rarities = {word: counts.mean_rarity(word, names) for word, names in subject.words.items()}
    mass = sum(rarities.values()) / _MASS_SCALE
    share = coverage(replace(subject, weights=rarities), desk.library.context_key(*hit.place.key))
    letters = set(LETTER.findall("".join(understanding.words)))
    present = letters.intersection(search_key(hit.evidence.passage.text))
    return (
        hit.cosine,
        len(present) / len(letters) if letters else 0.0,
        math.sqrt(mass * share),
        math.sqrt(mass * (1.0 - share)),
        float(understanding.kind in CONTENT),
    )


def is_supported(turn: Turn, hit: Hit, desk: Desk) -> bool:
    """Whether the clause is about what is asked; one asked for by number or by an earlier answer always is."""
    if hit.evidence is None or _says_it_all(turn, hit):
        return True
    model = refusal_model()
    least = model.least[turn.language] * (SPOKEN_OF_SHARE if _is_spoken_of(turn, hit) else 1.0)
    return model.probability(turn.language, features(turn, hit, desk)) >= least


def support(turn: Turn, desk: Desk) -> float | None:
    """How likely the best clause found is the one asked about, in (0, 1); None where nothing was searched for."""
    best = turn.hits[0] if turn.hits else None
    if best is None or best.evidence is None:
        return None
    return refusal_model().probability(turn.language, features(turn, best, desk))


def _is_spoken_of(turn: Turn, hit: Hit) -> bool:
    """Whether the clause found first is one that the last answer cited, and no new topic is announced."""
    if turn.focus is None or hit.place.key not in turn.focus.places or NEW_TOPIC.search(asked(turn)):
        return False
    return bool(turn.hits) and turn.hits[0].place.key == hit.place.key


def _says_it_all(turn: Turn, hit: Hit) -> bool:
    """Whether the clause holds every word of a question that asks for no more than where or who."""
    kind = turn.understanding.kind if turn.understanding else Kind.FACT
    return turn.language == "zh" and kind not in CONTENT and hit.coverage >= 1.0


@functools.cache
def refusal_model() -> Refusal:
    """The fitted numbers of refusal.json, read once."""
    fitted = json.loads(REFUSAL_FILE.read_text(encoding="utf-8"))
    return Refusal(
        {language: tuple(fitted[language]["weights"]) for language in ("zh", "en")},
        {language: fitted[language]["intercept"] for language in ("zh", "en")},
        {language: fitted[language]["least"] for language in ("zh", "en")},
    )


@dataclass(frozen=True)
class Aspect:
    """A kind of thing that a question may ask for."""

    asked: re.Pattern[str]
    """How it is asked for."""
    unless: re.Pattern[str] | None
    """What shows that the question asks for another kind."""
    held: re.Pattern[str]
    """How a text shows it."""
    without: re.Pattern[str] | None
    """What shows that the text speaks of another kind."""
    figure: bool
    """Whether a figure of the kind asked for holds it, however it is written."""

    def lacks(self, question: str, text: str) -> bool:
        """Whether the question asks for it and `text` does not hold it."""
        if not self.asked.search(question) or (self.unless and self.unless.search(question)):
            return False
        return not self.held.search(text) or bool(self.without and self.without.search(text))


@functools.cache
def _aspects_file() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("aspects.toml").read_text(encoding="utf-8"))


def _any_of(patterns: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(patterns)) if patterns else None


@functools.cache
def _aspects() -> Mapping[str, Aspect]:
    """Name of a kind of thing in aspects.toml → how it is asked for and shown."""
    return {
        name: Aspect(
            re.compile("|".join(told["asked"])),
            _any_of(told.get("unless", ())),
            re.compile("|".join(told["held"])),
            _any_of(told.get("without", ())),
            bool(told.get("figure", False)),
        )
        for name, told in _aspects_file().items()
        if name != TOLD_APART
    }


@functools.cache
def _told_apart() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in _aspects_file()[TOLD_APART]["patterns"])


def lacks_aspect(question: str, text: str, *, who: bool = False, figure: bool = False) -> bool:
    """Whether the question asks for a kind of thing (money, a telephone, a date) that `text` does not hold.

    A question of `who` is responsible may be about fees without asking for any. `figure`: whether the text gives a
    figure that is counted in what the question counts in; it may still be another one: a grant is no price.
    """
    aspects = [_aspects()[name] for name in (ASPECTS_OF_WHO if who else _aspects())]
    due = (aspect for aspect in aspects if not (figure and aspect.figure))
    return any(aspect.lacks(question, text) for aspect in due) or speaks_of_others(question, text)


def speaks_of_others(question: str, text: str) -> bool:
    """Whether the question names one of several things (`二等奖`, `橙色预警`) and `text` only others of them."""
    key = search_key(text)
    for pattern in _told_apart():
        named, held = ({found["one"] for found in pattern.finditer(part)} for part in (question, key))
        if named and held and named.isdisjoint(held):
            return True
    return False
