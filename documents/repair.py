"""Restores masked characters, one for one, and records the rule and the probability of each.

Each mask is read by what stands around it (`documents.lexicon`), then all masks of the document are read together
(`documents.alphabet`). A mask without a reading that is sure enough stands as it was.
"""

import re
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from documents.alphabet import Reading, Verdict, Weighing, read_together
from documents.lexicon import (
    REACH,
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

NUMBER_CHARACTER = "政"
"""What a government's documents are numbered by, after the short name of the place: 京政发, 粤政办函."""

NUMBER_SHARE = 0.97
"""How often it is that character which stands in such a place, in [0, 1]."""

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
_ALL_HAN = re.compile(f"[{_HAN}]+")
_INSERTION = re.compile(rf"[(（]([{_HAN}]{{1,2}})[)）](?=[{_HAN}])")
_NUMBER_BEFORE = re.compile(rf"(?<![{_HAN}])[{_HAN}]{{1,2}}$")
_NUMBER_AFTER = re.compile(r"办?[发字函规][ \t]*[〔\[［(（【]")


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
    verdicts = read_together(readings, context.usual, context.standing, weighing)
    repairs = [
        _repair(text, reading, verdict, lexicon, threshold) for reading, verdict in zip(readings, verdicts, strict=True)
    ]
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
        self.standing = np.zeros(len(lexicon.characters), bool)
        self.standing[_places(sorted(set(self._shown)), lexicon)] = True
        self._weights = _weights(self.standing, lexicon, weighing)
        self.usual = lexicon.unigrams * self._weights

    def read(self, position: int) -> Reading:
        """The likeliest characters at `position`, from what stands around it."""
        before, after, rule = self._sides(position)
        left, right, chances = self._estimate(before, after)
        if rule == "insertion":
            chances = self._without_insertion(after)
        # A glyph that could not be shown may be any character; a filter has its favourites.
        if self._source[position] not in GLYPHS:
            chances = chances * self._weights
        if rule == "document_number":
            chances = self._as_number(chances)
        best = np.argpartition(chances, -self._weighing.candidates)[-self._weighing.candidates :]
        reach_left, reach_right = self._lexicon.longest(left, right)
        return Reading(
            position,
            best,
            chances[best],
            rule or f"lexicon_{reach_left}_{reach_right}",
            two_sided=bool(rule) or reach_right == REACH or (reach_left > 0 and reach_right > 0),
            in_run=before.endswith(UNKNOWN) or after.startswith(UNKNOWN),
            beside=_keys(("L" + left[-1:], "R" + right[:1]), 1),
            words=_keys(("L" + left[-2:], "R" + right[:2]), 2),
            short_forms=_keys(("L" + left[-3:-1], "R" + right[1:3]), 2),
        )

    def _sides(self, position: int) -> tuple[str, str, str]:
        """What stands on either side, and the name of a rule where one says how to read it."""
        before = "\n" + self._shown[max(0, position - self._weighing.window) : position]
        after = self._shown[position + 1 : position + 1 + self._weighing.window] + "\n"
        if _INSERTION.match(after):
            return before, after, "insertion"
        if _NUMBER_BEFORE.search(before) and _NUMBER_AFTER.match(after):
            return before, after, "document_number"
        return before, after, ""

    def _estimate(self, before: str, after: str) -> tuple[str, str, Distribution]:
        """The context as the lexicon knows it, up to the next mask, and what stands in it."""
        left, right = normalise(before)[-REACH:], normalise(after)[:REACH]
        left, right = left[left.rfind(UNKNOWN) + 1 :], right.partition(UNKNOWN)[0]
        return left, right, self._lexicon.distribution(left, right)

    def _without_insertion(self, after: str) -> Distribution:
        """X(Y)Z names XZ and YZ in one, and both are often written XYZ: X is read before Z and before YZ alike."""
        skipped = self._estimate("", _INSERTION.sub("", after, count=1))[2]
        unbracketed = self._estimate("", _INSERTION.sub(r"\1", after, count=1))[2]
        both: Distribution = skipped * unbracketed / self._lexicon.unigrams
        return both

    def _as_number(self, chances: Distribution) -> Distribution:
        """Chances in the number of a government's document, where the mask stands before 发〔 or the like."""
        place = self._lexicon.index[NUMBER_CHARACTER]
        certain = np.zeros_like(chances)
        certain[place] = self._weights[place]
        numbered: Distribution = NUMBER_SHARE * certain + (1 - NUMBER_SHARE) * chances / max(chances.sum(), 1e-12)
        return numbered


def _keys(pairs: Iterable[str], size: int) -> tuple[str, ...]:
    """Those of the side-marked neighbours that are whole words' worth of Chinese characters."""
    return tuple(pair for pair in pairs if len(pair) == size + 1 and _ALL_HAN.fullmatch(pair[1:]))


def _weights(standing: npt.NDArray[np.bool_], lexicon: Lexicon, weighing: Weighing) -> Distribution:
    """What is believed of each character before any mask is read, [C]; 0 for what no mask hides."""
    weights = np.array([weighing.unlisted if _ALL_HAN.match(char) else 0.0 for char in lexicon.characters])
    weights[_places(read_grammar(), lexicon)] *= weighing.grammatical
    weights[_places(read_alphabet(), lexicon)] = 1.0
    weights[standing] *= weighing.still_standing
    return weights


def _places(characters: Iterable[str], lexicon: Lexicon) -> list[int]:
    return [lexicon.index[char] for char in characters if char in lexicon.index]


def _repair(text: str, reading: Reading, verdict: Verdict, lexicon: Lexicon, threshold: float) -> Repair:
    before = text[reading.position]
    best = lexicon.characters[verdict.character]
    restored = verdict.confidence >= threshold and bool(_ALL_HAN.match(best))
    rule = "alphabet" if restored and verdict.alone < threshold else reading.rule
    return Repair(reading.position, before, best if restored else before, rule, round(verdict.confidence, 4))
