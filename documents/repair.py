"""Restores masked characters, one for one, and records the rule and the probability of each.

A filter masks every occurrence of the characters on its list, so a document's masks hide few different characters,
and a character that still stands in the document is not one of them. Both facts weigh the lexicon's estimates: first
each mask by itself, then again with the characters that the sure ones revealed (the document's alphabet).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from documents.lexicon import (
    REACH,
    SHAPES,
    UNKNOWN,
    Distribution,
    Lexicon,
    normalise,
    read_alphabet,
    read_grammar,
    shipped_lexicon,
)
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
_IS_HAN = re.compile(f"[{_HAN}]")
_INSERTION_AFTER = re.compile(rf"[(（][{_HAN}]{{1,2}}[)）](?=[{_HAN}])")
_INSERTION_BEFORE = re.compile(rf"(?<=[{_HAN}])[(（][{_HAN}]{{1,2}}[)）]$")


@dataclass(frozen=True)
class Weighing:
    """What is believed about filters before a document is read; fitted by `lexicon_training --evaluate`."""

    still_standing: float = 1e-3
    """Weight of a character that the document still shows unmasked, against 1 for one that it does not, in (0, 1]."""
    unlisted: float = 0.3
    """Weight of all characters that no filter is known to mask, against 1 for a listed one, in (0, 1]."""
    grammatical: float = 0.05
    """Factor on an unlisted character that filters leave alone, in (0, 1]."""
    beside: float = 10.0
    """Weight of each sure restoration of the same character beside the same neighbour, >= 0."""
    revealed: float = 1.0
    """Weight of what sure restorations say about the document's alphabet, >= 0."""
    unread: float = 0.0
    """How much a mask that is not read for sure counts as one that hides a new character, in [0, 1]."""
    most_advantage: float = 300.0
    """The most that a revealed character is preferred to others, >= 1."""
    sure: float = 0.95
    """A restoration reveals its character from this probability on, in (0, 1]."""
    candidates: int = 64
    """Characters considered for one mask, > 0."""
    rounds: int = 3
    """How often the revealed characters are weighed in, >= 1."""
    window: int = 16
    """Characters read on each side of a mask, > 3."""
    most_masks: int = 20_000
    """Masks beyond this number are left standing: such a text is not a damaged copy."""


@dataclass(frozen=True)
class Reading:
    """One mask and the likeliest characters under it, with the chance of each."""

    position: int
    neighbours: tuple[str, str]
    """The characters on the left and on the right; empty where they tell nothing."""
    candidates: npt.NDArray[np.int64]
    chances: Distribution
    rule: str


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
    context = _Context(text, positions, noise, lexicon, weighing)
    readings = [context.read(position) for position in positions[: weighing.most_masks]]
    repairs = _decide(text, readings, context.usual, lexicon, weighing, threshold)
    repairs += [Repair(place, text[place], text[place], "too_many", 0.0) for place in positions[len(repairs) :]]
    characters = list(text)
    for repair in repairs:
        characters[repair.start] = repair.after
    return "".join(characters), tuple(repairs)


class _Context:
    """The document as a mask sees it: other masks unknown, noise gone."""

    def __init__(
        self, text: str, positions: Sequence[int], noise: Sequence[Noise], lexicon: Lexicon, weighing: Weighing
    ) -> None:
        shown = list(text)
        for position in positions:
            shown[position] = UNKNOWN
        for span in noise:
            shown[span.start : span.end] = "\n" * (span.end - span.start)
        self._source = text
        self._shown = "".join(shown)
        self._lexicon = lexicon
        self._weighing = weighing
        self._weights = _weights(self._shown, lexicon, weighing)
        self.usual = lexicon.unigrams * self._weights

    def read(self, position: int) -> Reading:
        before, after, rule = self._sides(position)
        left, right = normalise(before)[-REACH:], normalise(after)[:REACH]
        left, right = left[left.rfind(UNKNOWN) + 1 :], right.partition(UNKNOWN)[0]
        chances = self._lexicon.distribution(left, right) * self._weights
        if self._source[position] in GLYPHS:
            chances = self._lexicon.distribution(left, right)
        best = np.argpartition(chances, -self._weighing.candidates)[-self._weighing.candidates :]
        neighbours = (left[-1:], right[:1])
        return Reading(position, neighbours, best, chances[best], rule or _rule_name(left, right, self._lexicon))

    def _sides(self, position: int) -> tuple[str, str, str]:
        """What stands on either side, and a rule's name where an inserted remark was skipped: X(Y)Z is read XZ."""
        before = "\n" + self._shown[max(0, position - self._weighing.window) : position]
        after = self._shown[position + 1 : position + 1 + self._weighing.window] + "\n"
        if inserted := _INSERTION_AFTER.match(after):
            return "", after[inserted.end() :], "insertion_skipped"
        if inserted := _INSERTION_BEFORE.search(before):
            return before[: inserted.start()], "", "insertion_skipped"
        return before, after, ""


def _rule_name(left: str, right: str, lexicon: Lexicon) -> str:
    """Named for the longest context that was ever counted around the mask."""
    for reach_left, reach_right in sorted(SHAPES, key=sum, reverse=True):
        if len(left) < reach_left or len(right) < reach_right:
            continue
        if lexicon.entry(left[len(left) - reach_left :], right[:reach_right]) is not None:
            return f"lexicon_{reach_left}_{reach_right}"
    return "lexicon_0_0"


def _weights(shown: str, lexicon: Lexicon, weighing: Weighing) -> Distribution:
    """What is believed of each character before any mask is read, [C]; 0 for what no mask hides."""
    weights = np.array([weighing.unlisted if _IS_HAN.match(char) else 0.0 for char in lexicon.characters])
    weights[_places(read_grammar(), lexicon)] *= weighing.grammatical
    weights[_places(read_alphabet(), lexicon)] = 1.0
    weights[_places(sorted(set(shown)), lexicon)] *= weighing.still_standing
    return weights


def _places(characters: Iterable[str], lexicon: Lexicon) -> list[int]:
    return [lexicon.index[char] for char in characters if char in lexicon.index]


def _decide(
    text: str,
    readings: Sequence[Reading],
    usual: Distribution,
    lexicon: Lexicon,
    weighing: Weighing,
    threshold: float,
) -> list[Repair]:
    """Weighs every reading alone, then again with what the sure ones revealed."""
    candidates = np.array([reading.candidates for reading in readings])
    alone = chances = _scaled(np.array([reading.chances for reading in readings]))
    for _ in range(weighing.rounds):
        sure = np.where(chances >= weighing.sure, chances, 0.0)
        seen = np.bincount(candidates.ravel(), sure.ravel(), minlength=len(lexicon.characters))
        # A reading is no evidence for itself: only what the others reveal counts.
        by_others = np.clip(seen[candidates] - sure, 0.0, 1.0)
        weights = 1 + _advantage(seen, len(sure) - np.count_nonzero(sure), usual, weighing) * by_others
        chances = _scaled(alone * weights * (1 + weighing.beside * _beside(readings, candidates, sure)))
    repairs = []
    for row, reading in enumerate(readings):
        choice = int(chances[row].argmax())
        confidence = float(chances[row, choice])
        rule = reading.rule if alone[row, choice] >= threshold or confidence < threshold else "alphabet"
        before = text[reading.position]
        after = lexicon.characters[candidates[row, choice]] if confidence >= threshold else before
        repairs.append(Repair(reading.position, before, after, rule, round(confidence, 4)))
    return repairs


def _beside(
    readings: Sequence[Reading], candidates: npt.NDArray[np.int64], sure: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """How often other sure readings put each candidate beside the same neighbour: a document repeats its words."""
    seen: Counter[tuple[int, str, int]] = Counter()
    pairs = [
        [(side, neighbour) for side, neighbour in enumerate(reading.neighbours) if _IS_HAN.match(neighbour)]
        for reading in readings
    ]
    for row, column in np.argwhere(sure > 0).tolist():
        seen.update((*pair, int(candidates[row, column])) for pair in pairs[row])
    result = np.zeros(candidates.shape)
    for row, here in enumerate(pairs):
        for column, candidate in enumerate(candidates[row].tolist()):
            own = sure[row, column] > 0
            result[row, column] = sum(max(0, seen[(*pair, candidate)] - own) for pair in here)
    return np.minimum(result, 3.0)


def _advantage(seen: Distribution, unread: int, usual: Distribution, weighing: Weighing) -> float:
    """How much likelier a character that this document's masks revealed is than one that they did not, >= 0.

    Good and Turing's estimate of the chance that a mask hides a character of which no other mask is known: the share
    of characters that were seen but once. `usual` is how much of all text each character makes up, weighed.
    """
    new = (np.count_nonzero((seen > 0) & (seen < 1.5)) + 0.5 + weighing.unread * unread) / (seen.sum() + 1)
    known = usual[seen > 0].sum()
    return float(min((usual.sum() - known) / max(new * known, 1e-12), weighing.most_advantage)) * weighing.revealed


def _scaled(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return rows / rows.sum(axis=1, keepdims=True)
