"""The lines of a PDF in reading order: running heads and page numbers out, columns one after the other."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from documents.numbering import match_label
from documents.readers.pdf_page import Page, Piece
from documents.readers.pdf_tables import ruled_tables

Gutters = dict[tuple[int, ...], float]
"""Which side of each gutter so far → where that part of a page is divided again."""

_MARGIN = 0.12
"""The share of a page's height, at the top and at the bottom, in which a running head or page number may stand."""
_HEAD_SHARE = 0.4
"""A line that comes again at its place on at least this share of pages, and on two, is a running head."""
_APART, _SMALLER = 1.25, 0.92
"""A running head is farther from the text than so many usual distances of lines, or smaller than this share of it."""
_PAGE_NUMBER = re.compile(
    r"[-—–－―·•\s]*(?:\d{1,4}|[ivxIVX]{1,6})[-—–－―·•\s]*|第\s*[\d一二三四五六七八九十]{1,4}\s*页"
    r"(?:\s*[,，/]?\s*共\s*[\d一二三四五六七八九十]{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}|[Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?"
)
_NARROWEST_GUTTER = 0.7
"""In character heights."""
_COLUMN_LINES = 4
"""A column has at least so many lines."""
_NARROWEST_COLUMN = 9
"""In character heights."""
_FILLED, _FILLED_LINES = 0.8, 0.2
"""At least the second share of a column's lines fill the first share of its width; a table's cells do not."""
_MAX_GUTTERS = 2
"""A page of up to so many gutters, each beside the others."""
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
    """The page's width and height, and on which side of each gutter: lines of equal columns share their edges."""
    is_row: bool = False
    """A table's row, complete in itself."""


def reading_order(pages: Sequence[Page]) -> list[TextLine]:
    """Every line of the document's own text."""
    laid_out = [_with_tables(page) for page in pages]
    heads = _running_heads(laid_out)
    bodies = [replace(page, pieces=tuple(_body(page, heads))) for page in laid_out]
    usual = _usual_gutters(bodies)
    return [line for body in bodies for line in _band(body, body.pieces, usual)]


def _with_tables(page: Page) -> Page:
    """The page with each row of a ruled table as one piece, which its tabs tell from others."""
    tables = ruled_tables(page)
    free = [piece for piece in page.pieces if not any(table.holds(piece) for table in tables)]
    return replace(page, pieces=(*free, *(row for table in tables for row in table.rows)))


def _in_margin(page: Page, piece: Piece) -> bool:
    return not _MARGIN * page.height < piece.middle < (1 - _MARGIN) * page.height


def _signature(page: Page, piece: Piece) -> tuple[str, int, int]:
    """What makes a line of one page the same as one of another: its words (numbers aside), height and page."""
    return re.sub(r"\d+", "0", piece.text), round(piece.middle / 4), round(page.height)


def _running_heads(pages: Sequence[Page]) -> set[tuple[str, int, int]]:
    counts = Counter(
        signature
        for page in pages
        for signature in {_signature(page, piece) for piece in page.pieces if _stands_apart(page, piece)}
    )
    return {signature for signature, count in counts.items() if count >= max(2, _HEAD_SHARE * len(pages))}


def _stands_apart(page: Page, piece: Piece) -> bool:
    """In the margin, with nothing between it and the page's edge but its like, and set off from the text."""
    if "\t" in piece.text or not _in_margin(page, piece):
        return False
    at_top = piece.middle > page.height / 2
    inner = [(piece.middle - other.middle) * (1 if at_top else -1) for other in page.pieces]
    distances = sorted(distance for distance in inner if distance > piece.size / 2)
    usual = _usual_pitch(page)
    smaller = piece.size < _SMALLER * median(other.size for other in page.pieces)
    return bool(distances) and (smaller or distances[0] > _APART * usual)


def _usual_pitch(page: Page) -> float:
    """The usual distance of two lines of the page."""
    heights = sorted({round(piece.middle) for piece in page.pieces}, reverse=True)
    pitches = [above - below for above, below in pairwise(heights) if above - below > 2]
    return median(pitches) if pitches else page.height


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


def _usual_gutters(pages: Sequence[Page]) -> Gutters:
    """The gutters that at least half of the pages have: on a page that is not full its lines do not show one."""
    found: dict[tuple[int, ...], list[float]] = {}
    for page in pages:
        _collect_gutters(page.pieces, (), found)
    return {path: median(places) for path, places in found.items() if 2 * len(places) >= len(pages)}


def _collect_gutters(pieces: Sequence[Piece], path: tuple[int, ...], found: dict[tuple[int, ...], list[float]]) -> None:
    gutter = _gutter(pieces) if len(path) < _MAX_GUTTERS else None
    if gutter is not None:
        found.setdefault(path, []).append(gutter)
        _collect_gutters([piece for piece in pieces if piece.right <= gutter], (*path, 0), found)
        _collect_gutters([piece for piece in pieces if piece.left >= gutter], (*path, 1), found)


def _band(page: Page, pieces: Sequence[Piece], usual: Gutters, path: tuple[int, ...] = ()) -> Iterator[TextLine]:
    """`path`: which side of each gutter so far the pieces stand on."""
    gutter = _gutter(pieces) if len(path) < _MAX_GUTTERS else None
    if gutter is None and path in usual and _crossing_share(pieces, usual[path]) <= _MAX_CROSSING:
        gutter = usual[path]
    if gutter is None:
        yield from _column(page, pieces, path)
        return
    waiting: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if piece.left < gutter < piece.right:
            yield from _two_columns(page, waiting, gutter, usual, path)
            yield from _column(page, [piece], path)
            waiting = []
        else:
            waiting.append(piece)
    yield from _two_columns(page, waiting, gutter, usual, path)


def _two_columns(
    page: Page, pieces: Sequence[Piece], gutter: float, usual: Gutters, path: tuple[int, ...]
) -> Iterator[TextLine]:
    yield from _band(page, [piece for piece in pieces if piece.right <= gutter], usual, (*path, 0))
    yield from _band(page, [piece for piece in pieces if piece.right > gutter], usual, (*path, 1))


def _crossing_share(pieces: Sequence[Piece], place: float) -> float:
    return sum(piece.left < place < piece.right for piece in pieces) / max(len(pieces), 1)


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Where a page of several columns is divided first; None for one of a single column."""
    if len(pieces) < 2 * _COLUMN_LINES:
        return None
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    size = median(piece.size for piece in pieces)
    width = right - left or 1
    starts = sorted({math.floor(piece.left) - 1 for piece in pieces if 0.2 < (piece.left - left) / width < 0.8})
    fitting = [place for place in starts if _divides(pieces, place, size)]
    return min(fitting, key=lambda place: sum(piece.left < place < piece.right for piece in pieces), default=None)


def _divides(pieces: Sequence[Piece], place: float, size: float) -> bool:
    """Whether running text stands on both sides of `place` and next to nothing across it."""
    before = [piece for piece in pieces if piece.right <= place]
    after = [piece for piece in pieces if piece.left >= place]
    if min(len(before), len(after)) < _COLUMN_LINES or _crossing_share(pieces, place) > _MAX_CROSSING:
        return False
    if place - max(piece.right for piece in before) < (_NARROWEST_GUTTER * size) - 1:
        return False
    return _is_running_text(before) and (_is_running_text(after) or _gutter(after) is not None)


def _is_running_text(pieces: Sequence[Piece]) -> bool:
    """Many lines fill the column, it is wide enough to read, and no two stand on the same line."""
    width = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    filled = sum(piece.right - piece.left >= _FILLED * width for piece in pieces)
    heights = sorted(piece.middle for piece in pieces)
    beside = sum(abs(one - other) < 1 for one, other in pairwise(heights))
    if width < _NARROWEST_COLUMN * median(piece.size for piece in pieces):
        return False
    return filled >= _FILLED_LINES * len(pieces) and beside <= len(pieces) / 10


def _column(page: Page, pieces: Sequence[Piece], path: tuple[int, ...]) -> Iterator[TextLine]:
    """The lines of one column from the top; pieces that stand apart on one line are cells of a row."""
    key = (round(page.width), round(page.height), *path)
    for row in _rows(pieces):
        first, last = row[0], row[-1]
        label = match_label(first.text)
        only_label = label is not None and label.length >= len(first.text) and len(row) == 2
        text = (" " if only_label else "\t").join(piece.text for piece in row)
        is_row = (len(row) > 1 and not only_label) or "\t" in first.text
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
