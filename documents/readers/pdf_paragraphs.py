"""Lines of a PDF → the paragraphs that the author wrote, across columns and pages.

A line that reaches its column's right edge goes on in the next one, unless that one is indented as a paragraph's first
line is (in a text that indents), or begins with a numbering label after the end of a sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from documents.numbering import match_label
from documents.readers.pdf_layout import TextLine
from documents.readers.reading import gap_between, one_text_line

_SHORT_OF_EDGE = 2.5
"""A line that ends so many character heights before the edge is a paragraph's last."""
_INDENT = 0.8
"""A line that begins so many character heights inside the column is indented."""
_DEEPEST_INDENT = 3.0
_INDENTED_SHARE = 0.08
"""A text with at least this share of indented lines indents its paragraphs."""
_OTHER_SIZE = 0.15
"""Lines whose heights differ by more are no paragraph."""
_PARAGRAPH_GAP = 1.6
"""A distance of so many times the usual one parts two paragraphs."""
_WHOLE_PAGE = 2
"""Length of a column's key (width and height only) where the page is not divided."""
_UNEVEN_MARGINS = 0.15
"""Lines that leave so much more of the page's width on the right than on the left are short ones, all of them."""
_ENDS = "。！？!?；;：:）)”"
_FIRM_FAMILIES = frozenset("annex part chapter section article han han_bracket".split())
"""Labels that a sentence hardly ever goes on with at the beginning of a line."""


@dataclass(frozen=True)
class _Edges:
    left: float
    right: float
    pitch: float
    """The usual distance of two lines."""


def rejoin(lines: Sequence[TextLine], page_count: int) -> tuple[str, tuple[int, ...]]:
    """The text, a paragraph a line, and where each page begins in it."""
    edges = _edges(lines)
    indents = _indents(lines, edges)
    text = ""
    starts: list[int] = []
    before: TextLine | None = None
    for line in lines:
        content = ("\t" if line.is_row and line.text.startswith("\t") else "") + one_text_line(line.text)
        if not content.strip():
            continue
        if before is not None:
            joins = _goes_on(before, line, edges, indents=indents)
            text += gap_between(text, content) if joins else "\n"
        starts += [len(text)] * (line.page + 1 - len(starts))
        text += content
        before = line
    text += "\n" if text else ""
    return text, tuple(starts + [len(text)] * (page_count - len(starts)))


def _edges(lines: Sequence[TextLine]) -> dict[tuple[int, ...], _Edges]:
    """Of each column: its left and right edge over all pages, and the usual distance of its lines."""
    columns: dict[tuple[int, ...], list[TextLine]] = {}
    for line in lines:
        if not line.is_row:
            columns.setdefault(line.column, []).append(line)
    return {column: _edges_of(column, its_lines) for column, its_lines in columns.items()}


def _edges_of(column: tuple[int, ...], lines: Sequence[TextLine]) -> _Edges:
    size = median(line.size for line in lines)
    left = _shared([line.left for line in lines], size)
    right = -_shared([-line.right for line in lines], size)
    width = column[0]
    if len(column) == _WHOLE_PAGE and width - left - right > _UNEVEN_MARGINS * width:
        right = width - left
    pitches = [above.middle - below.middle for above, below in pairwise(lines) if above.page == below.page]
    usual = [pitch for pitch in pitches if 0 < pitch < 4 * size]
    return _Edges(left, right, median(usual) if usual else 2 * size)


def _shared(places: Sequence[float], size: float) -> float:
    """The smallest place that a second line shares, within half a character; the smallest where none does."""
    ordered = sorted(places)
    return next((one for one, other in pairwise(ordered) if other - one <= size / 2), ordered[0])


def _indents(lines: Sequence[TextLine], edges: dict[tuple[int, ...], _Edges]) -> bool:
    """Whether the text sets the first line of a paragraph in."""
    plain = [line for line in lines if not line.is_row]
    indented = [line for line in plain if _INDENT < _indent(line, edges) < _DEEPEST_INDENT]
    return len(indented) >= 2 and len(indented) >= _INDENTED_SHARE * len(plain)


def _indent(line: TextLine, edges: dict[tuple[int, ...], _Edges]) -> float:
    return (line.left - edges[line.column].left) / line.size


def _goes_on(before: TextLine, line: TextLine, edges: dict[tuple[int, ...], _Edges], *, indents: bool) -> bool:
    """Whether `line` belongs to the paragraph of the line before it."""
    if before.is_row or line.is_row or abs(before.size - line.size) > _OTHER_SIZE * max(before.size, line.size):
        return False
    column = edges[before.column]
    if before.right < column.right - _SHORT_OF_EDGE * before.size:
        return False
    together = before.column == line.column and before.page == line.page
    if together and before.middle - line.middle > _PARAGRAPH_GAP * column.pitch:
        return False
    label = match_label(line.text)
    ended = before.text[-1] in _ENDS
    if _indent(line, edges) > _INDENT:
        return not indents and not ended and label is None
    if label is None or not ended:
        return True
    return indents and label.family.name not in _FIRM_FAMILIES
