"""Word's automatic numbers: a paragraph's list properties become the label that Word prints in front of it.

As ECMA-376 17.9 has it: a paragraph names a list (`w:num`) and a level; the list points to a definition
(`w:abstractNum`) whose levels say how to count and what to print (`（%1）`, `%1.%2`). Lists of one definition share
their counts unless one starts its own.
"""

from dataclasses import dataclass, replace

from docx.oxml.ns import qn
from lxml import etree
from lxml.etree import _Element as Element

from documents.readers.docx_styles import Styles
from documents.readers.numerals import written

_LEVELS = 9
_NO_LIST = "0"
_LONGEST_CHAIN = 5
"""Definitions that point to each other through list styles; a longer chain is a circle."""
_CLOSED_LABEL = frozenset("、，。．.：:)）]】」》⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⒈⒉⒊⒋⒌⒍⒎⒏⒐①②③④⑤⑥⑦⑧⑨⑩")
"""After these nothing is needed between a label and its text; after others the tab that Word prints is a space."""


@dataclass(frozen=True)
class _Level:
    """How one level counts and what it prints."""

    start: int = 1
    style: str = "decimal"
    pattern: str = ""
    follows: str = "tab"
    """What stands behind the label: tab, space or nothing."""
    all_decimal: bool = False
    restarts_after: int | None = None
    """The level (from 1) whose number starts this one anew; None for any above it, 0 for none."""
    paragraph_style: str = ""


class Numbering:
    """Counts on with every paragraph asked about, so ask in reading order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        found = root if root is not None else etree.Element("empty")
        self._definitions = {one.get(qn("w:abstractNumId"), ""): one for one in found.findall(qn("w:abstractNum"))}
        self._lists = {one.get(qn("w:numId"), ""): one for one in found.findall(qn("w:num"))}
        self._levels: dict[str, tuple[_Level, ...]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, paragraph: Element, style: str) -> str:
        """The label in front of `paragraph`, with the space behind it; nothing where it has none."""
        number, depth = self._place(paragraph, style)
        if number not in self._lists or not 0 <= depth < _LEVELS:
            return ""
        levels = self._levels_of(number)
        counts = self._count(number, depth, levels)
        label = _printed(levels, counts, depth)
        if not label or levels[depth].follows == "nothing":
            return label
        return label if levels[depth].follows == "tab" and label[-1] in _CLOSED_LABEL else label + " "

    def _place(self, paragraph: Element, style: str) -> tuple[str, int]:
        """The list and level that the paragraph or its style names; list "0" for none."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        number, depth = _named(own)
        if number is not None:
            return number, depth or 0
        for style_id, element in self._styles.chain(style):
            number, level = _named(element.find(f"{qn('w:pPr')}/{qn('w:numPr')}"))
            if number is not None:
                by_style = self._level_for_style(number, style_id)
                return number, next(each for each in (depth, by_style, level, 0) if each is not None)
        return _NO_LIST, 0

    def _level_for_style(self, number: str, style: str) -> int | None:
        levels = self._levels_of(number) if number in self._lists else ()
        return next((depth for depth, level in enumerate(levels) if level.paragraph_style == style), None)

    def _count(self, number: str, depth: int, levels: tuple[_Level, ...]) -> list[int | None]:
        """Counts one on at `depth`; deeper levels begin anew."""
        key = self._definition_of(number)
        counts = self._counts.setdefault(key, [None] * _LEVELS)
        own_start = self._own_start(number, depth)
        standing = counts[depth]
        if own_start is not None and (number, depth) not in self._started:
            standing = None
        self._started.add((number, depth))
        first = levels[depth].start if own_start is None else own_start
        counts[depth] = first if standing is None else standing + 1
        for above in range(depth):
            counts[above] = levels[above].start if counts[above] is None else counts[above]
        for below in range(depth + 1, _LEVELS):
            after = levels[below].restarts_after
            if after is None or (after and depth < after):
                counts[below] = None
        return counts

    def _own_start(self, number: str, depth: int) -> int | None:
        """Where this list, other than its definition, starts counting; None where it goes on with the others."""
        override = _override(self._lists[number], depth)
        start = override.find(qn("w:startOverride")) if override is not None else None
        return None if start is None else _whole(start.get(qn("w:val")), 1)

    def _definition_of(self, number: str) -> str:
        pointer = self._lists[number].find(qn("w:abstractNumId"))
        return "" if pointer is None else pointer.get(qn("w:val"), "")

    def _levels_of(self, number: str) -> tuple[_Level, ...]:
        if number not in self._levels:
            base = self._defined(self._definition_of(number), _LONGEST_CHAIN)
            levels = [base.get(depth, _Level(style="none")) for depth in range(_LEVELS)]
            for depth in range(_LEVELS):
                override = _override(self._lists[number], depth)
                anew = override.find(qn("w:lvl")) if override is not None else None
                levels[depth] = levels[depth] if anew is None else _level(anew)
            self._levels[number] = tuple(levels)
        return self._levels[number]

    def _defined(self, definition: str, further: int) -> dict[int, _Level]:
        """The levels of a definition; of one that only points to a list style, those of that style's list."""
        element = self._definitions.get(definition)
        if element is None or not further:
            return {}
        link = element.find(qn("w:numStyleLink"))
        if link is not None:
            for _, style in self._styles.chain(link.get(qn("w:val"), "")):
                number, _ = _named(style.find(f"{qn('w:pPr')}/{qn('w:numPr')}"))
                if number is not None and number in self._lists:
                    return self._defined(self._definition_of(number), further - 1)
        return {_whole(one.get(qn("w:ilvl")), _LEVELS): _level(one) for one in element.findall(qn("w:lvl"))}


def _named(properties: Element | None) -> tuple[str | None, int | None]:
    """The list and the level that list properties name."""
    if properties is None:
        return None, None
    number, level = properties.find(qn("w:numId")), properties.find(qn("w:ilvl"))
    return (
        None if number is None else number.get(qn("w:val"), _NO_LIST),
        None if level is None else _whole(level.get(qn("w:val")), 0),
    )


def _override(number: Element, depth: int) -> Element | None:
    return next(
        (one for one in number.findall(qn("w:lvlOverride")) if _whole(one.get(qn("w:ilvl")), _LEVELS) == depth), None
    )


def _level(element: Element) -> _Level:
    level = _Level(
        start=_whole(_value(element, "w:start"), 1),
        style=_value(element, "w:numFmt") or "decimal",
        pattern=_value(element, "w:lvlText") or "",
        follows=_value(element, "w:suff") or "tab",
        all_decimal=element.find(qn("w:isLgl")) is not None,
        paragraph_style=_value(element, "w:pStyle") or "",
    )
    restart = _value(element, "w:lvlRestart")
    return level if restart is None else replace(level, restarts_after=_whole(restart, 0))


def _value(element: Element, name: str) -> str | None:
    found = element.find(qn(name))
    return None if found is None else found.get(qn("w:val"))


def _whole(text: str | None, default: int) -> int:
    stripped = (text or "").strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() and len(stripped) <= 6 else default


def _printed(levels: tuple[_Level, ...], counts: list[int | None], depth: int) -> str:
    """The level's pattern with each `%n` replaced by the n-th level's number. A bullet is no label."""
    if levels[depth].style == "bullet":
        return ""
    label = levels[depth].pattern
    for above in range(depth + 1):
        style = "decimal" if levels[depth].all_decimal else levels[above].style
        number = counts[above]
        label = label.replace(f"%{above + 1}", "" if number is None else written(number, style))
    return label.strip()
