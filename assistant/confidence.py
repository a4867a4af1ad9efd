"""Whether what was found holds the answer, or only touches the subject."""

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from assistant.desk import Desk
from assistant.grammar import Kind
from assistant.retrieve import Hit
from assistant.turn import Turn

CONTENT = frozenset({Kind.FACT, Kind.NUMBER, Kind.DATE, Kind.LIST, Kind.COUNT})


ABSENT_COVERAGE = 0.75
ABSENT_COSINE = 0.5
"""A question of fact with a word that stands nowhere is answered from this coverage or this cosine on."""


@dataclass(frozen=True)
class Support:
    """What speaks for the best clause, each in [0, 1] or a cosine."""

    coverage: float
    cosine: float
    absent: tuple[str, ...]
    """Words of the question that stand nowhere in the library."""

    def strength(self, cosine_weight: float) -> float:
        """One number: words count most, vectors carry where the words differ."""
        return self.coverage + cosine_weight * self.cosine


def support(turn: Turn, hit: Hit, desk: Desk) -> Support:
    """What speaks for `hit` as the place that is asked about."""
    words = turn.understanding.words if turn.understanding else ()
    absent = tuple(word for word in words if not any(True for _ in desk.library.containing(word, turn.document)))
    return Support(hit.coverage, hit.cosine, absent if turn.language == "zh" else ())


def is_supported(turn: Turn, hit: Hit, desk: Desk) -> bool:
    """Whether the clause is about what is asked."""
    understanding = turn.understanding
    if understanding is None:
        return False
    if hit.evidence is None:
        return True
    found = support(turn, hit, desk)
    if understanding.kind in CONTENT and _asks_for_absent(found):
        return False
    threshold = desk.settings.support[turn.language]
    return found.strength(threshold.cosine_weight) >= threshold.least


def _asks_for_absent(found: Support) -> bool:
    """Where a word of the question stands nowhere in the library, only near-certain evidence answers."""
    absent = [word for word in found.absent if len(word) > 1]
    return bool(absent) and found.coverage < ABSENT_COVERAGE and found.cosine < ABSENT_COSINE


@functools.cache
def _aspects() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """(how it is asked for, how a text shows it) of each kind of thing in aspects.toml."""
    sets = tomllib.loads(Path(__file__).with_name("aspects.toml").read_text(encoding="utf-8"))
    return tuple((re.compile(aspect["asked"]), re.compile(aspect["held"])) for aspect in sets.values())


def lacks_aspect(question: str, text: str) -> bool:
    """Whether the question asks for a kind of thing (money, a telephone, a date) that `text` does not hold."""
    return any(asked.search(question) and not held.search(text) for asked, held in _aspects())
