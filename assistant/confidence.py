"""Whether what was found holds the answer, or only touches the subject."""

import functools
import json
import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.desk import Desk
from assistant.grammar import Kind
from assistant.retrieve import Hit
from assistant.turn import Language, Turn

ASPECTS_OF_WHO = ("contact", "person")
"""Kinds of thing in aspects.toml that a question of who is responsible may ask for beside."""
CONTENT = frozenset({Kind.FACT, Kind.NUMBER, Kind.DATE, Kind.LIST, Kind.COUNT})


FEATURES = ("coverage", "cosine", "fused", "margin", "content", "absent", "words")
"""What the decision is made from; each about in [0, 1], the cosine in [-1, 1].

Others were tried and told no more on held-out questions: agreement of both sides' ranks, the lead over the tenth
cosine, the share of the question's letters in the clause, the share of its words in one sentence.
"""
_FUSED_SCALE, _MARGIN_SCALE, _WORDS_SCALE = 10.0, 10.0, 8.0
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
    words = understanding.words if understanding else ()
    absent = [word for word in words if len(word) > 1 and not stands_in_library(word, turn, desk)]
    rival = max((other.score for other in turn.hits if other.place.key != hit.place.key), default=0.0)
    return (
        hit.coverage,
        hit.cosine,
        (hit.evidence.score if hit.evidence else 0.0) / _FUSED_SCALE,
        max(-1.0, min(1.0, (hit.score - rival) / _MARGIN_SCALE)),
        float(understanding is not None and understanding.kind in CONTENT),
        len(absent) / len(words) if words else 0.0,
        min(1.0, len(words) / _WORDS_SCALE),
    )


def is_supported(turn: Turn, hit: Hit, desk: Desk) -> bool:
    """Whether the clause is about what is asked; one asked for by number or by an earlier answer always is."""
    if hit.evidence is None or _says_it_all(turn, hit):
        return True
    model = refusal_model()
    return model.probability(turn.language, features(turn, hit, desk)) >= model.least[turn.language]


def support(turn: Turn, desk: Desk) -> float | None:
    """How likely the best clause found is the one asked about, in (0, 1); None where nothing was searched for."""
    best = turn.hits[0] if turn.hits else None
    if best is None or best.evidence is None:
        return None
    return refusal_model().probability(turn.language, features(turn, best, desk))


def _says_it_all(turn: Turn, hit: Hit) -> bool:
    """Whether the clause holds every word of a question that asks for no more than where or who."""
    kind = turn.understanding.kind if turn.understanding else Kind.FACT
    return turn.language == "zh" and kind not in CONTENT and hit.coverage >= 1.0


def stands_in_library(word: str, turn: Turn, desk: Desk) -> bool:
    """Whether a Chinese word, or a Chinese term an English one stands for, is in a clause that may answer."""
    if not word.isascii():
        return any(True for _ in desk.library.containing(word, turn.scope))
    return any(desk.library.frequencies[term] for term in desk.searcher.terms(word))


@functools.cache
def refusal_model() -> Refusal:
    """The fitted numbers of refusal.json, read once."""
    fitted = json.loads(REFUSAL_FILE.read_text(encoding="utf-8"))
    return Refusal(
        {language: tuple(fitted[language]["weights"]) for language in ("zh", "en")},
        {language: fitted[language]["intercept"] for language in ("zh", "en")},
        {language: fitted[language]["least"] for language in ("zh", "en")},
    )


@functools.cache
def _aspects() -> Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Name of a kind of thing in aspects.toml → how it is asked for, how a text shows it."""
    sets = tomllib.loads(Path(__file__).with_name("aspects.toml").read_text(encoding="utf-8"))
    return {name: (re.compile(aspect["asked"]), re.compile(aspect["held"])) for name, aspect in sets.items()}


def lacks_aspect(question: str, text: str, *, who: bool = False) -> bool:
    """Whether the question asks for a kind of thing (money, a telephone, a date) that `text` does not hold.

    A question of `who` is responsible may be about fees without asking for any.
    """
    aspects = [_aspects()[name] for name in (ASPECTS_OF_WHO if who else _aspects())]
    return any(asked.search(question) and not held.search(text) for asked, held in aspects)
