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
large; whether content is asked for, which has to stand there. None is measured against the rest of the library."""
READ_FEATURES = ("read", "read_lead")
"""What is added where the index was read: the reader's cosine in [-1, 1], and how far it is above the best of the other
clauses found.

Others told no more of libraries held out: the fused score, BM25, the margin to the next clause, the lead over the other
clauses' cosines, both sides' ranks, the share of words that stand nowhere, the number of words, the best sentence's
cosine, the cosine less that of general sentences, words held by their vectors.
"""
SPOKEN_OF_SHARE = 0.125
"""Of the probability an answer needs, what one needs from a clause that the conversation is about: what a question
leans on stands in the earlier ones."""
_MASS_SCALE = 20.0
"""The rarity of about three words: what `held` and `missing` are measured in."""
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=\D|$)(?!年?(?:\d+月)?(?:以|之|前|后|盖|建的|出生|生的|买|毕业|入))")
_ASKS_FIGURE = re.compile(r"多少|几|\bhow (?:many|much)\b")
REFUSAL_FILE = Path(__file__).with_name("refusal.json")


@dataclass(frozen=True)
class Refusal:
    """Fitted by `python -m evals calibrate`: by kind, a logistic model and the probability an answer needs."""

    weights: Mapping[str, tuple[float, ...]]
    """By `kind_of`."""
    intercepts: Mapping[str, float]
    least: Mapping[str, float]

    def probability(self, language: Language, features: Sequence[float]) -> float:
        """How likely the clause with these features is the one asked about, in (0, 1)."""
        kind = kind_of(language, features)
        total = sum(weight * feature for weight, feature in zip(self.weights[kind], features, strict=True))
        return 1.0 / (1.0 + math.exp(-(total + self.intercepts[kind])))


def kind_of(language: Language, features: Sequence[float]) -> str:
    """Which numbers of refusal.json these features are weighed by: the language's, with or without a reader."""
    return f"{language}_read" if len(features) > len(FEATURES) else language


def features(turn: Turn, hit: Hit, desk: Desk) -> tuple[float, ...]:
    """The features of `hit` for the question, in the order of FEATURES and, where there are any, READ_FEATURES."""
    understanding = turn.understanding
    if understanding is None or hit.evidence is None:
        return (hit.cosine, 0.0, 0.0, 0.0, 0.0)
    read = hit.evidence.read_score
    others = [other.evidence.read_score or 0.0 for other in turn.hits if other.evidence and other.place != hit.place]
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
        *(() if read is None else (read, read - max(others, default=0.0))),
    )


def is_supported(turn: Turn, hit: Hit, desk: Desk) -> bool:
    """Whether the clause is about what is asked; one asked for by number or by an earlier answer always is."""
    if hit.evidence is None or _says_it_all(turn, hit):
        return True
    if speaks_of_others(asked(turn), hit.place.clause.text):
        return False
    model, found = refusal_model(), features(turn, hit, desk)
    least = model.least[kind_of(turn.language, found)] * (SPOKEN_OF_SHARE if _is_spoken_of(turn, hit) else 1.0)
    return model.probability(turn.language, found) >= least


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
    kinds = [kind for kind in fitted if isinstance(fitted[kind], dict)]
    return Refusal(
        {kind: tuple(fitted[kind]["weights"]) for kind in kinds},
        {kind: fitted[kind]["intercept"] for kind in kinds},
        {kind: fitted[kind]["least"] for kind in kinds},
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
    whose: re.Pattern[str] | None = None
    """How the question and the text name whose it is."""

    def lacks(self, question: str, text: str) -> bool:
        """Whether the question asks for it and `text` does not hold it."""
        if not self.asked.search(question) or (self.unless and self.unless.search(question)):
            return False
        if not self.held.search(text) or (self.without and self.without.search(text)):
            return True
        return self.whose is not None and _is_of_others(self.whose, question, text)


def _is_of_others(whose: re.Pattern[str], question: str, text: str) -> bool:
    """Whether what `text` names shares no letter with what the question does: `发改委` may be `发展改革委`."""
    named, held = (
        set("".join(found["one"] for found in whose.finditer(part))).difference("省市区县") for part in (question, text)
    )
    return bool(named and held) and named.isdisjoint(held)


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
            re.compile(told["whose"]) if "whose" in told else None,
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
    if any(aspect.lacks(question, text) for aspect in due) or speaks_of_others(question, text):
        return True
    return not who and speaks_of_other_years(question, text)


def speaks_of_others(question: str, text: str) -> bool:
    """Whether the question names one of several things (`二等奖`, `橙色预警`) and `text` only others of them."""
    key = search_key(text)
    for pattern in _told_apart():
        named, held = (_named_by(pattern, part) for part in (question, key))
        if named and held and named.isdisjoint(held):
            return True
    return False


def _named_by(pattern: re.Pattern[str], text: str) -> set[str]:
    """What `text` names of the things told apart: its words, or the group's name where several words mean one."""
    found = pattern.finditer(text)
    return {one.group("one") if one.lastgroup == "one" else str(one.lastgroup) for one in found}


def speaks_of_other_years(question: str, text: str) -> bool:
    """Whether the question asks for a figure of some year and `text` names only years before all or after all of it.

    A year that tells when something of the asker's own was (`2003年盖的楼`) is not the year asked about.
    """
    if not _ASKS_FIGURE.search(question):
        return False
    named, held = ([int(year) for year in _YEAR.findall(part)] for part in (question, search_key(text)))
    return bool(named and held) and (max(named) < min(held) or min(named) > max(held))
