"""Restores masked characters, one for one, and records the rule and the probability of each.

A filter masks every occurrence of the characters on its list, so a document's masks hide few different characters,
and a character that still stands in the document is not one of them. Both facts weigh the lexicon's estimates: first
each mask by itself, then again with the characters that the sure ones revealed (the document's alphabet).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from documents.lexicon import REACH, SHAPES, UNKNOWN, Distribution, Lexicon, normalise, shipped_lexicon
from documents.model import Noise, Repair
from documents.settings import DocumentSettings

STARS = "*＊"
"""Characters that filters write in place of another."""

GLYPHS = "×□■●○"
"""Characters that stand for one which could not be shown; masks only inside a word."""

_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_STAR_MASK = re.compile(rf"(?<=[{_HAN}])[{STARS}]+|[{STARS}]+(?=[{_HAN}])")
_GLYPH_MASK = re.compile(rf"(?<=[{_HAN}])[{GLYPHS}](?=[{_HAN}])")
_NOT_MASKS = re.compile(
    rf"""^[^\S\n]*[{STARS}]+(?=[^\S\n])            # a list's bullet
    | ^[^\S\n]*(?:[{STARS}][^\S\n]*){{3,}}$        # a rule across the page
    | \\\*                                         # an escaped star
    | (?<!\*)\*\*(?=[^\s*])[^*\n]*[^\s*]\*\*(?!\*) # Markdown's bold
    | (?<=[0-9A-Za-z)\]])[^\S\n]*\*[^\S\n]*(?=[0-9A-Za-z(\[])""",
    re.MULTILINE | re.VERBOSE,
)
_INSERTION_AFTER = re.compile(rf"[(（][{_HAN}]{{1,2}}[)）](?=[{_HAN}])")
_INSERTION_BEFORE = re.compile(rf"(?<=[{_HAN}])[(（][{_HAN}]{{1,2}}[)）]$")


@dataclass(frozen=True)
class Weighing:
    """What is believed about filters before a document is read; fitted by `lexicon_training --evaluate`."""

    still_standing: float = 1e-3
    """Weight of a character that the document still shows unmasked, against 1 for one that it does not, in (0, 1]."""
    unlisted: float = 0.1
    """Weight of all characters that no filter is known to mask, against 1 for a listed one, in (0, 1]."""
    revealed: float = 30.0
    """Weight of a character that a sure restoration revealed, >= 1."""
    sure: float = 0.9
    """A restoration reveals its character from this probability on, in (0, 1]."""
    rounds: int = 3
    """How often the revealed characters are weighed in, >= 1."""
    window: int = 16
    """Characters read on each side of a mask, > 3."""
    most_masks: int = 20_000
    """Masks beyond this number are left standing: such a text is not a damaged copy."""


@dataclass(frozen=True)
class Reading:
    """One mask and what may stand there: estimates over the lexicon's alphabet and, last, every other character."""

    position: int
    estimate: Distribution
    rule: str
    glyph: bool


def find_masks(text: str, noise: Iterable[Noise]) -> tuple[int, ...]:
    """The positions of mask characters outside noise, in order. Bullets, bold, products and rules are not masks."""
    excluded = [(span.start, span.end) for span in noise]
    excluded += [match.span() for match in _NOT_MASKS.finditer(text)]
    free = np.ones(len(text), bool)
    for start, end in excluded:
        free[start:end] = False
    spans = [match.span() for pattern in (_STAR_MASK, _GLYPH_MASK) for match in pattern.finditer(text)]
    return tuple(sorted(position for span in spans for position in range(*span) if free[position]))


def restore_masks(
    text: str,
    noise: Sequence[Noise],
    *,
    settings: DocumentSettings | None = None,
    lexicon: Lexicon | None = None,
    weighing: Weighing | None = None,
) -> tuple[str, tuple[Repair, ...]]:
    """The text with each mask replaced by one character where one is probable enough, and a repair for every mask.

    A mask whose best reading is less probable than `settings.restore_confidence` stands: `after == before`.
    """
    threshold = (settings or DocumentSettings()).restore_confidence
    lexicon = lexicon or shipped_lexicon()
    weighing = weighing or Weighing()
    positions = find_masks(text, noise)
    if not positions:
        return text, ()
    context = _Context(text, positions, noise, weighing)
    readings = [context.read(position, lexicon) for position in positions[: weighing.most_masks]]
    repairs = _decide(text, readings, _standing(text, noise, lexicon, weighing), lexicon, weighing, threshold)
    repairs += [Repair(place, text[place], text[place], "too_many", 0.0) for place in positions[len(repairs) :]]
    characters = list(text)
    for repair in repairs:
        characters[repair.start] = repair.after
    return "".join(characters), tuple(repairs)


class _Context:
    """The document as a mask sees it: other masks unknown, noise gone."""

    def __init__(self, text: str, positions: Sequence[int], noise: Iterable[Noise], weighing: Weighing) -> None:
        shown = list(text)
        for position in positions:
            shown[position] = UNKNOWN
        for span in noise:
            shown[span.start : span.end] = "\n" * (span.end - span.start)
        self._source = text
        self._shown = "".join(shown)
        self._window = weighing.window

    def read(self, position: int, lexicon: Lexicon) -> Reading:
        before = "\n" + self._shown[max(0, position - self._window) : position]
        after = self._shown[position + 1 : position + 1 + self._window] + "\n"
        rule = "lexicon"
        if inserted := _INSERTION_AFTER.match(after):
            after, rule = after[inserted.end() :], "insertion_skipped"
        elif inserted := _INSERTION_BEFORE.search(before):
            before, rule = before[: inserted.start()], "insertion_skipped"
        left, right = normalise(before)[-REACH:], normalise(after)[:REACH]
        left, right = left[left.rfind(UNKNOWN) + 1 :], right.partition(UNKNOWN)[0]
        if rule == "lexicon":
            rule = _rule_name(left, right, lexicon)
        return Reading(position, lexicon.distribution(left, right), rule, self._source[position] in GLYPHS)


def _rule_name(left: str, right: str, lexicon: Lexicon) -> str:
    """Named for the longest context that was ever counted around the mask."""
    for reach_left, reach_right in sorted(SHAPES, key=sum, reverse=True):
        if len(left) < reach_left or len(right) < reach_right:
            continue
        if lexicon.entry(left[len(left) - reach_left :], right[:reach_right]) is not None:
            return f"lexicon_{reach_left}_{reach_right}"
    return "lexicon_0_0"


def _standing(text: str, noise: Iterable[Noise], lexicon: Lexicon, weighing: Weighing) -> Distribution:
    """The weight of each character before any mask is read."""
    shown = list(text)
    for span in noise:
        shown[span.start : span.end] = " " * (span.end - span.start)
    standing = set(normalise("".join(shown)))
    weights = [weighing.still_standing if char in standing else 1.0 for char in lexicon.alphabet]
    unlisted = weighing.unlisted * max(lexicon.share_outside(standing), weighing.still_standing)
    return np.array([*weights, unlisted])


def _weigh(readings: Sequence[Reading], weights: Distribution) -> npt.NDArray[np.float64]:
    """Estimates -> probabilities, one row a reading. A glyph may hide any character, not a filter's favourites."""
    estimates = np.array([reading.estimate for reading in readings])
    weighed = estimates * weights
    glyphs = np.array([reading.glyph for reading in readings])
    weighed[glyphs, -1] = estimates[glyphs, -1]
    return weighed / weighed.sum(axis=1, keepdims=True)


def _decide(
    text: str,
    readings: Sequence[Reading],
    standing: Distribution,
    lexicon: Lexicon,
    weighing: Weighing,
    threshold: float,
) -> list[Repair]:
    alone = chances = _weigh(readings, standing)
    for _ in range(weighing.rounds):
        best = chances.max(axis=0)
        chances = _weigh(readings, standing * np.where(best >= weighing.sure, weighing.revealed, 1.0))
    repairs = []
    for row, reading in enumerate(readings):
        choice = int(chances[row, :-1].argmax())
        confidence = float(chances[row, choice])
        rule = reading.rule if alone[row, choice] >= threshold or confidence < threshold else "alphabet"
        before = text[reading.position]
        after = lexicon.alphabet[choice] if confidence >= threshold else before
        repairs.append(Repair(reading.position, before, after, rule, round(confidence, 4)))
    return repairs
