"""A text that a copy has squeezed onto one line, or each of its sections onto one, taken apart at its labels.

Nothing is taken apart unless the labels found inside count up without a fault: `其中：1.甲；2.乙` in a paragraph is a
list of that paragraph and stays whole.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from documents.lines import BLANK, Line
from documents.numbering import match_label, normal_label, number_of

MIN_WHOLE_TEXT = 80
"""Characters of a line that may hold a whole document."""
MIN_INSIDE = 3
"""So many labels of a family must stand inside lines before sections are taken apart by it."""

MAX_GAP = 8
"""White space between a label inside a line and what stands before it, at most."""

_HAN = "[一二三四五六七八九十]{1,3}"
_INSIDE = {
    "chapter": re.compile(rf"(?<=[\s。；）])第{_HAN}章(?=[\s　])"),
    "article": re.compile(r"(?<=[\s。；）])第[〇零一二三四五六七八九十百]{1,5}条(?=[\s　【])"),
    "han": re.compile(rf"(?<![一二三四五六七八九十、第统唯单专]){_HAN}、(?!{_HAN}[、线产级类])"),
    "han_bracket": re.compile(rf"(?<![第条款项])[(（]{_HAN}[)）]"),
    "digit": re.compile(r"(?<![\d０-９.．件表A-Za-z+])[\d０-９]{1,2}[.．、](?![\d０-９])"),
    "digit_bracket": re.compile(r"(?<![第条款项])[(（][\d０-９]{1,2}[)）]"),
}
_GAP = re.compile("[ \u3000]{2,}")
"""What is left of a line break in front of the first heading."""
_LISTING = "；;：:，,、"
"""What stands before an item of a list in running text, and not before a heading."""


@dataclass(frozen=True)
class _Found:
    family: str
    value: int
    place: int
    """In the line."""


def unsqueezed_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines, those that hold several headings divided before each; the others as they are."""
    labels = [match_label(line.text) for line in lines]
    starting = {label.family.name for label in labels if label is not None}
    inside = [list(_labels_inside(line.text)) for line in lines]
    whole = [place for place, found in enumerate(inside) if _holds_a_document(lines[place].text, found)]
    numbered = {place for place, label in enumerate(labels) if label is not None and label.family.name != "annex"}
    if len(whole) == 1 and numbered <= {whole[0]}:
        families = _counting(inside[whole[0]])
        cuts = [one for one in inside[whole[0]] if one.family in families]
        front = (_Found("gap", 0, gap.end()) for gap in _GAP.finditer(lines[whole[0]].text, 0, cuts[0].place))
        return list(_divided(lines, {whole[0]: [*front, *cuts]}))
    families = frozenset(_INSIDE) - starting
    kept = {place: [one for one in inside[place] if one.family in families] for place in numbered}
    return list(_divided(lines, _sections(lines, kept)))


def _labels_inside(text: str) -> Iterator[_Found]:
    """Candidates in the order they stand."""
    found = (
        _Found(family, number_of(normal_label(match.group().rstrip("、.．"))), match.start())
        for family, pattern in _INSIDE.items()
        for match in pattern.finditer(text)
    )
    yield from sorted(found, key=lambda one: one.place)


def _holds_a_document(text: str, found: Sequence[_Found]) -> bool:
    """Whether the family that comes first counts on inside the line."""
    if len(text) < MIN_WHOLE_TEXT or not found:
        return False
    outer = [one for one in found if one.family == found[0].family]
    return len(outer) > 1 and found[0].family in _counting(found)


def _counting(found: Sequence[_Found]) -> frozenset[str]:
    """The families whose labels all count up: by one, or from one again below another heading."""
    families: set[str] = set()
    for family in {one.family for one in found}:
        values = [one.value for one in found if one.family == family]
        steps = zip([0, *values], values, strict=False)
        outermost = family == found[0].family
        if all(value == before + 1 or (value == 1 and not outermost) for before, value in steps):
            families.add(family)
    return frozenset(families)


def _sections(lines: Sequence[Line], inside: dict[int, list[_Found]]) -> dict[int, list[_Found]]:
    """Families that open no line of their own but count up inside numbered ones, none of them as a list would."""
    everything = [one for place in sorted(inside) for one in inside[place]]
    listing = {
        one.family
        for place, found in inside.items()
        for one in found
        if lines[place].text[max(0, one.place - MAX_GAP) : one.place].rstrip(BLANK)[-1:] in _LISTING
    }
    counts = {family: sum(one.family == family for one in everything) for family in _INSIDE}
    starting_anew = [_Found("line", 1, 0), *everything]
    families = {family for family in _counting(starting_anew) - listing if counts.get(family, 0) >= MIN_INSIDE}
    return {place: [one for one in found if one.family in families] for place, found in inside.items()}


def _divided(lines: Sequence[Line], cuts: dict[int, list[_Found]]) -> Iterator[Line]:
    for place, line in enumerate(lines):
        bounds = [0, *(one.place for one in cuts.get(place, ()) if one.place), len(line.text)]
        for first, last in pairwise(bounds):
            piece = line.text[first:last]
            start = first + len(piece) - len(piece.lstrip(BLANK))
            end = first + len(piece.rstrip(BLANK))
            if start < end:
                yield Line(line.start + start, line.start + end, line.text[start:end])
