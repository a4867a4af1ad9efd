"""How likely each character that filters mask is, given what stands around the mask.

The counts come from public news and law texts (`documents.lexicon_training` is the recipe) and lie in
`lexicon.npz`. A context is up to three normalised characters on either side of the mask; its shape `(left, right)`
says how many. Longer contexts are trusted in proportion to how often they were seen and lean on shorter ones for the
rest (Dirichlet smoothing), so that every estimate is a probability.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from documents.data_lines import data_lines

DATA_FILE = Path(__file__).with_name("lexicon.npz")
ALPHABET_FILE = Path(__file__).with_name("masked_characters.txt")

SHAPES: tuple[tuple[int, int], ...] = (
    (0, 1), (0, 2), (0, 3), (1, 0), (2, 0), (3, 0), (1, 1), (1, 2), (2, 1), (2, 2),
)  # fmt: skip
"""The context shapes that are counted, as (characters on the left, characters on the right)."""

REACH = 3
"""The most characters that a context holds on one side."""

UNKNOWN = "\x00"
"""What a context holds where a neighbour is itself masked: it matches nothing that was counted."""

HASH_BITS = 40
"""Bits kept of a context's hash: a context that was never counted is taken for another once in a million."""

_LEVEL = np.log(1.08)

_WIDTH = str.maketrans(
    {
        ",": "，",
        ";": "；",
        ":": "：",
        "!": "！",
        "?": "？",
        "(": "（",
        ")": "）",
        "[": "〔",
        "]": "〕",
        "［": "〔",
        "］": "〕",
    }
    | {chr(0xFF10 + digit): str(digit) for digit in range(10)}
    | {chr(0xFF21 + letter): chr(0x41 + letter) for letter in range(26)}
    | {chr(0xFF41 + letter): chr(0x61 + letter) for letter in range(26)}
)
_CLASSES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\s*\n\s*"), "\n"),
    (re.compile(r"[^\S\n]+"), ""),
    (re.compile(r"[0-9]+"), "0"),
    (re.compile(r"[A-Za-z]+"), "a"),
    (re.compile(r"[\U00010000-\U0010ffff]"), "〓"),
)


def normalise(text: str) -> str:
    """Text as the contexts see it: full-width punctuation, no spaces, a number as 0, a Latin word as a."""
    text = text.translate(_WIDTH)
    for pattern, replacement in _CLASSES:
        text = pattern.sub(replacement, text)
    return text


def hash_contexts(keys: npt.NDArray[np.uint64], shape: int) -> npt.NDArray[np.uint64]:
    """Contexts packed 16 bits a character -> `HASH_BITS`-bit numbers, the shape mixed in (splitmix64's finaliser)."""
    with np.errstate(over="ignore"):
        mixed = keys + np.uint64((shape + 1) * 0x9E3779B97F4A7C15 % 2**64)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return (mixed ^ (mixed >> np.uint64(31))) >> np.uint64(64 - HASH_BITS)


def to_levels(numbers: npt.NDArray[np.generic]) -> npt.NDArray[np.uint8]:
    """Counts >= 1 as one byte each, within 4 % of their value."""
    levels: npt.NDArray[np.uint8] = np.rint(np.log(numbers.astype(np.float64)) / _LEVEL).astype(np.uint8)
    return levels


def from_levels(levels: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
    """What `to_levels` stands for."""
    numbers: npt.NDArray[np.float64] = np.exp(levels.astype(np.float64) * _LEVEL)
    return numbers


def to_planes(numbers: npt.NDArray[np.uint64], width: int) -> npt.NDArray[np.uint8]:
    """Integers of `width` bytes [n] as [width, n], the lowest byte first: like bytes side by side compress well."""
    return np.stack([(numbers >> np.uint64(8 * byte)).astype(np.uint8) for byte in range(width)])


def from_planes(planes: npt.NDArray[np.generic]) -> npt.NDArray[np.uint64]:
    """What `to_planes` made into planes."""
    result = np.zeros(planes.shape[1], np.uint64)
    for byte, plane in enumerate(planes.astype(np.uint64)):
        result |= plane << np.uint64(8 * byte)
    return result


def read_alphabet(path: Path = ALPHABET_FILE) -> tuple[str, ...]:
    """The characters that filters are known to mask, each once, in the order of the file."""
    return tuple(dict.fromkeys(char for line in data_lines(path) if not line.startswith("-") for char in line))


def read_grammar(path: Path = ALPHABET_FILE) -> tuple[str, ...]:
    """The characters that filters leave alone because sentences cannot do without them."""
    return tuple(dict.fromkeys(char for line in data_lines(path) if line.startswith("-") for char in line[1:]))


@dataclass(frozen=True)
class Smoothing:
    """How the estimates of long and short contexts are mixed; fitted on held-out text by `lexicon_training`."""

    side: float = 2.0
    """Pseudo-count that a context on one side lends to its shorter neighbour, > 0."""
    joint: float = 2.0
    """Pseudo-count that a context on both sides lends to its shorter neighbours, > 0."""
    floor: float = 1e-12
    """The least probability that is divided by, > 0."""


@dataclass(frozen=True)
class Entry:
    """What was counted in one context: `total` characters of any kind, `counts[i]` of the one at `indices[i]`."""

    total: float
    indices: npt.NDArray[np.int64]
    counts: npt.NDArray[np.float64]


Distribution = npt.NDArray[np.float64]
"""Probabilities over `Lexicon.characters`, [C]; they sum to 1."""


class Lexicon:
    """Counts of characters by context."""

    def __init__(self, columns: Mapping[str, npt.NDArray[np.generic]], smoothing: Smoothing | None = None) -> None:
        self.smoothing = smoothing or Smoothing()
        frequencies = columns["frequencies"].astype(np.float64)
        self.characters = tuple(chr(code) for code in columns["common"].tolist())
        self.index = {char: place for place, char in enumerate(self.characters)}
        self.unigrams: Distribution = frequencies / frequencies.sum()
        by_rank = np.argsort(-frequencies, kind="stable")
        self._contexts = np.cumsum(from_planes(columns["contexts"]), dtype=np.uint64)
        self._ends = np.cumsum(columns["sizes"].astype(np.int64))
        self._indices = by_rank[from_planes(columns["ranks"]).astype(np.int64)]
        self._totals = columns["totals"]
        self._counts = columns["counts"]
        self._cached = functools.lru_cache(maxsize=256)(self._distribution)

    @classmethod
    def load(cls, path: Path = DATA_FILE) -> "Lexicon":
        """The lexicon that `lexicon_training.save` wrote at `path`. Raises OSError or ValueError."""
        with np.load(path, allow_pickle=False) as data:
            return cls({name: data[name] for name in data.files})

    def distribution(self, left: str, right: str) -> Distribution:
        """What stands between `left` and `right` (normalised; the nearest `REACH` characters count), [C]."""
        return self._cached(left[-REACH:], right[:REACH])

    def entry(self, left: str, right: str) -> Entry | None:
        """What was counted between exactly `left` and `right`, or None where it is not in the lexicon."""
        if UNKNOWN in left or UNKNOWN in right:
            return None
        key = np.uint64(int.from_bytes((left + right).encode("utf-16-be"), "big"))
        wanted = hash_contexts(np.array([key]), SHAPES.index((len(left), len(right))))[0]
        index = int(np.searchsorted(self._contexts, wanted))
        if index == len(self._contexts) or self._contexts[index] != wanted:
            return None
        span = slice(int(self._ends[index - 1]) if index else 0, int(self._ends[index]))
        counts = from_levels(self._counts[span])
        total = max(float(from_levels(self._totals[index])), float(counts.sum()))
        return Entry(total, self._indices[span], counts)

    def longest(self, left: str, right: str) -> tuple[int, int]:
        """The shape of the longest context around the mask that was ever counted; (0, 0) where none was.

        One that reaches to both sides goes before any that does not: it says more.
        """
        for reach_left, reach_right in sorted(SHAPES, key=lambda shape: (min(shape) > 0, sum(shape)), reverse=True):
            if len(left) < reach_left or len(right) < reach_right:
                continue
            if self.entry(left[len(left) - reach_left :], right[:reach_right]) is not None:
                return reach_left, reach_right
        return 0, 0

    def _distribution(self, left: str, right: str) -> Distribution:
        side, joint = self.smoothing.side, self.smoothing.joint
        from_left = from_right = self.unigrams
        for reach in range(1, REACH + 1):
            if len(left) >= reach:
                from_left = self._lean(from_left, left[-reach:], "", side)
            if len(right) >= reach:
                from_right = self._lean(from_right, "", right[:reach], side)
        both = _scaled(from_left * from_right / self.unigrams)
        if left and right:
            both = self._lean(both, left[-1:], right[:1], joint)
        longer_left = self._lean(both, left[-2:], right[:1], joint) if len(left) >= 2 and right else both
        longer_right = self._lean(both, left[-1:], right[:2], joint) if left and len(right) >= 2 else both
        both = _scaled(np.sqrt(longer_left * longer_right))
        if len(left) >= 2 and len(right) >= 2:
            both = self._lean(both, left[-2:], right[:2], joint)
        return both

    def _lean(self, shorter: Distribution, left: str, right: str, weight: float) -> Distribution:
        """The estimate in this context, leaning on that of a shorter one with `weight` pseudo-counts.

        Occurrences whose characters were not kept go to the others as the shorter context would have them.
        """
        entry = self.entry(left, right)
        if entry is None:
            return shorter
        mixed = shorter.copy()
        mixed[entry.indices] = 0.0
        mixed *= (entry.total - entry.counts.sum()) / max(mixed.sum(), self.smoothing.floor)
        mixed += weight * shorter
        mixed[entry.indices] += entry.counts
        return mixed / (entry.total + weight)


def _scaled(values: Distribution) -> Distribution:
    scaled: Distribution = values / values.sum()
    return scaled


@functools.cache
def shipped_lexicon() -> Lexicon:
    """The lexicon that comes with the project, read on first use."""
    return Lexicon.load()
