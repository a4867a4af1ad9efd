"""Reads all masks of a document together: what one mask hides says what the others are likely to hide.

A filter masks every occurrence of the characters on its list. So a character that still stands in the document is
hardly ever what a mask hides, the masks of a document hide few different characters, and a word that occurs masked
once tends to occur masked again. The first belief is part of each reading; the other two are weighed in here.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from documents.lexicon import Distribution


@dataclass(frozen=True)
class Weighing:
    """What is believed about filters before a document is read; fitted with `lexicon_training --evaluate`."""

    still_standing: float = 1e-3
    """Weight of a character that the document still shows unmasked, against 1 for one that it does not, in (0, 1]."""
    unlisted: float = 0.3
    """Weight of a character that no filter is known to mask, against 1 for a listed one, in (0, 1]."""
    grammatical: float = 0.05
    """Factor on an unlisted character that filters leave alone, in (0, 1]."""
    sure: float = 0.95
    """A reading reveals its character to the other masks from this probability on, in (0, 1]."""
    revealed: float = 1.0
    """Weight of the document's alphabet, >= 0."""
    unread: float = 0.3
    """How much a mask that is not read for sure counts as one that hides a new character, in [0, 1]."""
    most_advantage: float = 300.0
    """The most that a revealed character is preferred to others, >= 1."""
    beside: float = 3.0
    """Weight of each sure reading of the same character beside the same neighbour, >= 0."""
    same_word: float = 10.0
    """Weight of each sure reading of the same character in the same word or its short form, >= 0."""
    most_repeated: int = 3
    """Repetitions beyond this number add nothing, >= 1."""
    uncorroborated: float = 0.94
    """Factor on the probability of a reading from one side only of a character that no other mask reveals."""
    in_run: float = 0.75
    """Factor on the probability of a reading beside another mask: whole words are masked too."""
    rounds: int = 3
    """How often what was revealed is weighed in, >= 1."""
    candidates: int = 64
    """Characters considered for one mask, > 0."""
    window: int = 16
    """Characters read on each side of a mask, > 3."""
    most_masks: int = 5_000
    """Masks beyond this number are left standing: such a text is not a damaged copy."""


@dataclass(frozen=True)
class Reading:
    """One mask and the likeliest characters under it."""

    position: int
    candidates: npt.NDArray[np.int64]
    """Indices into the lexicon's characters, [K]."""
    chances: Distribution
    """How likely each is, not scaled, [K]."""
    rule: str
    two_sided: bool
    """Whether the estimate rests on what stands on both sides, or on enough of what follows."""
    in_run: bool = False
    """Whether the mask stands beside another."""
    beside: tuple[str, ...] = ()
    """The neighbours, each with its side."""
    words: tuple[str, ...] = ()
    """The two characters on either side, each pair with its side."""
    short_forms: tuple[str, ...] = ()
    """The same with the nearest character left out, as short forms of a name do."""


@dataclass(frozen=True)
class Verdict:
    """The best character for one mask."""

    character: int
    confidence: float
    alone: float
    """What the confidence was before the other masks were heard, in [0, 1]."""


def read_together(
    readings: Sequence[Reading], usual: Distribution, standing: npt.NDArray[np.bool_], weighing: Weighing
) -> list[Verdict]:
    """One verdict a reading.

    `usual` is how much of all text each character makes up, weighed by belief, [C]; `standing` says which characters
    the document still shows, [C]: those gain nothing from other masks.
    """
    candidates = np.array([reading.candidates for reading in readings])
    alone = chances = _scaled(np.array([reading.chances for reading in readings]))
    in_run = np.array([reading.in_run for reading in readings])[:, None]
    telling = ~in_run & ~standing[candidates]
    for _ in range(weighing.rounds):
        sure = np.where((chances >= weighing.sure) & telling, chances, 0.0)
        seen = np.bincount(candidates.ravel(), sure.ravel(), minlength=len(usual)).astype(np.float64)
        unread = len(sure) - int(np.count_nonzero(sure))
        # A reading is no evidence for itself: only what the others reveal counts.
        by_others = np.clip(seen[candidates] - sure, 0.0, 1.0)
        weights = 1 + _advantage(seen, unread, usual, weighing) * by_others
        chances = _scaled(alone * weights * _repetition(readings, candidates, sure, weighing))
    one_sided = ~np.array([reading.two_sided for reading in readings])
    doubtful = one_sided[:, None] & (by_others < weighing.sure)
    chances = chances * np.where(in_run, weighing.in_run, np.where(doubtful, weighing.uncorroborated, 1.0))
    choices = chances.argmax(axis=1)
    return [
        Verdict(int(candidates[row, choice]), float(chances[row, choice]), float(alone[row, choice]))
        for row, choice in enumerate(choices.tolist())
    ]


def _repetition(
    readings: Sequence[Reading],
    candidates: npt.NDArray[np.int64],
    sure: npt.NDArray[np.float64],
    weighing: Weighing,
) -> npt.NDArray[np.float64]:
    """How much each candidate gains from other sure readings of it beside the same neighbours, [readings, K]."""
    seen: Counter[tuple[str, int]] = Counter()
    for row, column in np.argwhere(sure > 0).tolist():
        reading, character = readings[row], int(candidates[row, column])
        seen.update((key, character) for key in {*reading.beside, *reading.words, *reading.short_forms})
    known = np.zeros(int(candidates.max()) + 1, bool)
    known[[character for _, character in seen]] = True
    gains = np.ones(candidates.shape)
    for row, column in np.argwhere(known[candidates]).tolist():
        reading, character = readings[row], int(candidates[row, column])
        own = int(sure[row, column] > 0)
        for keys, weight in ((reading.beside, weighing.beside), (reading.words, weighing.same_word)):
            times = sum(max(0, seen[key, character] - own) for key in keys)
            gains[row, column] += weight * min(times, weighing.most_repeated)
    return gains


def _advantage(seen: Distribution, unread: int, usual: Distribution, weighing: Weighing) -> float:
    """How much likelier a character that this document's masks revealed is than one that they did not, >= 0.

    Good and Turing's estimate of the chance that a mask hides a character of which no other mask is known: the share
    of characters that were seen but once.
    """
    new = (np.count_nonzero((seen > 0) & (seen < 1.5)) + 0.5 + weighing.unread * unread) / (seen.sum() + 1)
    known = usual[seen > 0].sum()
    return float(min((usual.sum() - known) / max(new * known, 1e-12), weighing.most_advantage)) * weighing.revealed


def _scaled(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    scaled: npt.NDArray[np.float64] = rows / rows.sum(axis=1, keepdims=True)
    return scaled
