"""The lines of a PDF in reading order: running heads and page numbers out, columns one after the other."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from documents.numbering import match_label
from documents.readers.pdf_page import Page, Piece
from documents.readers.pdf_tables import RuledTable, ruled_tables

_MARGIN = 0.12
"""The share of a page's height, at the top and at the bottom, in which a running head or page number may stand."""
_HEAD_SHARE = 0.4
"""A line that comes again at its place on at least this share of pages, and on two, is a running head."""
_PAGE_NUMBER = re.compile(
    r"[-—–－―·•\s]*(?:\d{1,4}|[ivxIVX]{1,6})[-—–－―·•\s]*|第\s*[\d一二三四五六七八九十]{1,4}\s*页"
    r"(?:\s*[,，/]?\s*共\s*[\d一二三四五六七八九十]{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}|[Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?"
)
_NARROWEST_GUTTER = 0.8
"""In character heights."""
_COLUMN_LINES = 4
"""A column has at least so many lines."""
_FILLED = 0.6
"""Half of a column's lines fill at least this share of its width; a table's cells do not."""
_MAX_CROSSING = 0.3
"""At most this share of a page's lines may cross the gutter (titles, tables)."""


@dataclass(frozen=True)
class TextLine:
    """One line as the page shows it, knowing the column that it stands in."""

    text: str
    left: float
    right: float
    middle: float
    size: float
    page: int
    column: tuple[int, ...]
    """The page's size and which of how many columns: lines of equal columns share their edges."""
    is_row: bool = False
    """A table's row, complete in itself."""


def reading_order(pages: Sequence[Page]) -> list[TextLine]:
    """Every line of the document's own text."""
    tables = [ruled_tables(page) for page in pages]
    free = [
        replace(page, pieces=tuple(p for p in page.pieces if not any(table.holds(p) for table in its_tables)))
        for page, its_tables in zip(pages, tables, strict=True)
    ]
    heads = _running_heads(free)
    bodies = [replace(page, pieces=tuple(_body(page, heads))) for page in free]
    return [line for body, its_tables in zip(bodies, tables, strict=True) for line in _page_lines(body, its_tables)]


def _in_margin(page: Page, piece: Piece) -> bool:
    return not _MARGIN * page.height < piece.middle < (1 - _MARGIN) * page.height


def _signature(page: Page, piece: Piece) -> tuple[str, int, int]:
    """What makes a line of one page the same as one of another: its words (numbers aside), height and page."""
    return re.sub(r"\d+", "0", piece.text), round(piece.middle / 4), round(page.height)


def _running_heads(pages: Sequence[Page]) -> set[tuple[str, int, int]]:
    counts = Counter(
        signature
        for page in pages
        for signature in {_signature(page, piece) for piece in page.pieces if _in_margin(page, piece)}
    )
    return {signature for signature, count in counts.items() if count >= max(2, _HEAD_SHARE * len(pages))}


def _body(page: Page, heads: set[tuple[str, int, int]]) -> Iterator[Piece]:
    """The pieces of a page that are neither a running head nor its number."""
    for piece in page.pieces:
        edge = _in_margin(page, piece)
        if edge and _signature(page, piece) in heads:
            continue
        if edge and _PAGE_NUMBER.fullmatch(piece.text) and _is_outermost(page, piece):
            continue
        yield piece


def _is_outermost(page: Page, piece: Piece) -> bool:
    """Alone on the page's first or last line."""
    others = [other for other in page.pieces if other is not piece]
    above = any(other.middle > piece.middle - piece.size / 2 for other in others)
    below = any(other.middle < piece.middle + piece.size / 2 for other in others)
    return not (above and below)


def _page_lines(page: Page, tables: Sequence[RuledTable]) -> Iterator[TextLine]:
    """Between two tables the text is read by itself, so that a table stands where the page shows it."""
    rest = list(page.pieces)
    for table in tables:
        above = [piece for piece in rest if piece.middle > table.top]
        rest = [piece for piece in rest if piece.middle <= table.top]
        yield from _band(page, above)
        middle = (table.top + table.bottom) / 2
        key = (round(page.width), round(page.height), 0, 0)
        for row in table.rows:
            yield TextLine(row, table.left, table.right, middle, 1.0, page.number, key, is_row=True)
    yield from _band(page, rest)


def _band(page: Page, pieces: Sequence[Piece]) -> Iterator[TextLine]:
    gutter = _gutter(pieces)
    if gutter is None:
        yield from _column(page, pieces, 0, 1)
        return
    waiting: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if piece.left < gutter < piece.right:
            yield from _two_columns(page, waiting, gutter)
            yield from _column(page, [piece], 0, 1)
            waiting = []
        else:
            waiting.append(piece)
    yield from _two_columns(page, waiting, gutter)


def _two_columns(page: Page, pieces: Sequence[Piece], gutter: float) -> Iterator[TextLine]:
    yield from _column(page, [piece for piece in pieces if piece.right <= gutter], 0, 2)
    yield from _column(page, [piece for piece in pieces if piece.right > gutter], 1, 2)


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Where a page of two columns is divided; None for one of a single column."""
    if len(pieces) < 2 * _COLUMN_LINES:
        return None
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    size = median(piece.size for piece in pieces)
    starts = sorted({piece.left - 1 for piece in pieces if 0.3 < (piece.left - left) / (right - left or 1) < 0.7})
    fitting = [place for place in starts if _divides(pieces, place, size)]
    return min(fitting, key=lambda place: sum(piece.left < place < piece.right for piece in pieces), default=None)


def _divides(pieces: Sequence[Piece], place: float, size: float) -> bool:
    """Whether running text stands on both sides of `place` and next to nothing across it."""
    crossing = [piece for piece in pieces if piece.left < place < piece.right]
    before = [piece for piece in pieces if piece.right <= place]
    after = [piece for piece in pieces if piece.left >= place]
    if min(len(before), len(after)) < _COLUMN_LINES or len(crossing) > _MAX_CROSSING * len(pieces):
        return False
    if place - max(piece.right for piece in before) < (_NARROWEST_GUTTER * size) - 1:
        return False
    return all(_is_running_text(side) for side in (before, after))


def _is_running_text(pieces: Sequence[Piece]) -> bool:
    """Most lines fill the column, and no two stand on the same line."""
    width = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    heights = sorted(piece.middle for piece in pieces)
    beside = sum(abs(one - other) < 1 for one, other in pairwise(heights))
    return median(piece.right - piece.left for piece in pieces) >= _FILLED * width and beside <= len(pieces) / 10


def _column(page: Page, pieces: Sequence[Piece], which: int, of: int) -> Iterator[TextLine]:
    """The lines of one column from the top; pieces that stand apart on one line are cells of a row."""
    key = (round(page.width), round(page.height), which, of)
    for row in _rows(pieces):
        first, last = row[0], row[-1]
        label = match_label(first.text)
        only_label = label is not None and label.length >= len(first.text) and len(row) == 2
        text = (" " if only_label else "\t").join(piece.text for piece in row)
        is_row = len(row) > 1 and not only_label
        yield TextLine(text, first.left, last.right, first.middle, first.size, page.number, key, is_row)


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces on one line put together, from the left; lines from the top."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if rows and abs(rows[-1][0].middle - piece.middle) < min(rows[-1][0].size, piece.size) / 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]
