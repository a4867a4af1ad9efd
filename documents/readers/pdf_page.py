"""One page of a PDF as pieces of text with their boxes, and the ruling lines on it.

Coordinates are points as the reader of the page sees it: x to the right, y upwards, a page's /Rotate applied.
"""

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

WIDE_GAP = 1.2
"""A gap of more than so many character heights parts two columns or cells."""
_HYPHEN = "\x02"
"""What pdfium writes for a hyphen at a line's end."""
_SLANT = 5.0
"""Degrees off the axes from which text is a watermark."""
_SMALLEST, _LARGEST = 2.0, 300.0
"""Sizes of fonts in points that can be meant."""
_BELOW_BASELINE = 0.12
"""The share of a character's height that lies below its baseline."""
_THIN = 3.0
"""A shape up to so many points wide is a line."""
_MAX_SHAPES, _MAX_SEGMENTS = 3_000, 200
"""A page with more is a drawing: no tables are looked for."""

Box = tuple[float, float, float, float]
"""left, bottom, right, top"""


@dataclass(frozen=True)
class Piece:
    """Characters that stand together on one line."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    """Height of its characters, in points."""

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2


@dataclass(frozen=True)
class Rule:
    """A ruling line from `start` to `end` along its axis, at `place` across it."""

    vertical: bool
    place: float
    start: float
    end: float


@dataclass(frozen=True)
class Page:
    """What stands on a page."""

    number: int
    """From 0."""
    width: float
    height: float
    pieces: tuple[Piece, ...]
    rules: tuple[Rule, ...]
    has_images: bool

    @property
    def characters(self) -> int:
        return sum(len(piece.text) for piece in self.pieces)


def read_page(page: pdfium.PdfPage, number: int) -> Page:
    """The text and the ruling lines of `page`."""
    rotation: int = page.get_rotation()
    width, height = page.get_size()
    turn = _Turn(rotation, width, height)
    rules, has_images = _shapes(page, turn)
    text = page.get_textpage()
    uprights = [rule for rule in rules if rule.vertical]
    return Page(number, width, height, tuple(_pieces(text, turn, uprights)), rules, has_images)


@dataclass(frozen=True)
class _Turn:
    """Maps boxes of the file to the page as it is shown: `width` and `height` are those shown."""

    rotation: int
    width: float
    height: float

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        if self.rotation == 90:
            return bottom, self.height - right, top, self.height - left
        if self.rotation == 180:
            return self.width - right, self.height - top, self.width - left, self.height - bottom
        if self.rotation == 270:
            return self.width - top, left, self.width - bottom, right
        return left, bottom, right, top


@dataclass(frozen=True)
class _Character:
    sign: str
    box: Box
    size: float


class _Growing:
    """A piece while characters are still added to it."""

    def __init__(self, first: _Character) -> None:
        self.signs = [first.sign]
        self.left, self.bottom, self.right, self.top = first.box
        self.size = first.size

    def add(self, character: _Character, space: str) -> None:
        left, bottom, right, top = character.box
        self.signs.append(space + character.sign)
        self.left, self.right = min(self.left, left), max(self.right, right)
        self.bottom, self.top = min(self.bottom, bottom), max(self.top, top)
        self.size = max(self.size, character.size)

    def finished(self) -> Piece:
        return Piece("".join(self.signs), self.left, self.bottom, self.right, self.top, self.size)


def _pieces(text: pdfium.PdfTextPage, turn: _Turn, uprights: Sequence[Rule]) -> Iterator[Piece]:
    """Characters in the file's order, put together while they follow each other on a line."""
    growing: _Growing | None = None
    spaced = implied = False
    for character in _characters(text, turn):
        if character is None or character.sign.isspace():
            spaced, implied = True, implied or character is None
            continue
        if growing is not None and _goes_on(growing, character, uprights):
            both_wide = _is_wide(growing.signs[-1][-1]) and _is_wide(character.sign)
            growing.add(character, " " if spaced and not (implied and both_wide) else "")
        else:
            yield from [] if growing is None else [growing.finished()]
            growing = _Growing(character)
        spaced = implied = False
    yield from [] if growing is None else [growing.finished()]


class _Glyphs:
    """Asks pdfium for one character after the other, through one set of buffers."""

    def __init__(self, text: pdfium.PdfTextPage, turn: _Turn) -> None:
        self._text, self._turn = text, turn
        self._box, self._matrix = pdfium_c.FS_RECTF(), pdfium_c.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def measured(self, place: int, sign: str) -> _Character | None:
        """The character with its box; None for one that is slanted or has no place on the page.

        Heights come from the baseline and the font's size: the outlines of 一 and of 国 share neither.
        """
        found = (
            pdfium_c.FPDFText_GetMatrix(self._text, place, self._matrix)
            and pdfium_c.FPDFText_GetCharOrigin(self._text, place, self._x, self._y)
            and pdfium_c.FPDFText_GetLooseCharBox(self._text, place, self._box)
        )
        slant = math.degrees(math.atan2(self._matrix.b, self._matrix.a)) % 90
        if not found or _SLANT < slant < 90 - _SLANT:
            return None
        box, matrix = self._box, self._matrix
        left, bottom, right, top = self._turn.box(box.left, box.bottom, box.right, box.top)
        x, y, _, _ = self._turn.box(self._x.value, self._y.value, self._x.value, self._y.value)
        size = pdfium_c.FPDFText_GetFontSize(self._text, place) * math.hypot(matrix.c, matrix.d)
        if not _SMALLEST <= size <= _LARGEST:
            return _Character(sign, (left, bottom, right, top), max(top - bottom, _SMALLEST))
        right = max(right, x + size) if _is_wide(sign) else right
        return _Character(sign, (x, y - _BELOW_BASELINE * size, right, y + (1 - _BELOW_BASELINE) * size), size)


def _characters(text: pdfium.PdfTextPage, turn: _Turn) -> Iterator[_Character | None]:
    """Every character with its box; None for white space that is not in the file but follows from gaps."""
    glyphs, pending = _Glyphs(text, turn), ""
    for place in range(text.count_chars()):
        if pdfium_c.FPDFText_IsGenerated(text, place) == 1:
            yield None
            continue
        sign, pending = _sign(pdfium_c.FPDFText_GetUnicode(text, place), pending)
        character = glyphs.measured(place, sign) if sign and sign != _HYPHEN else None
        if character is not None:
            yield character


def _sign(code: int, pending: str) -> tuple[str, str]:
    """The character of a UTF-16 code unit, and the first half of a pair that still waits for its second."""
    if 0xD800 <= code <= 0xDBFF:
        return "", chr(code)
    if 0xDC00 <= code <= 0xDFFF:
        pair = pending + chr(code)
        return (pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le") if pending else ""), ""
    return (chr(code) if 0 < code <= 0x10FFFF else ""), ""


def _goes_on(piece: _Growing, character: _Character, uprights: Sequence[Rule]) -> bool:
    """Whether `character` stands right behind `piece` on its line, with no ruling line between them."""
    left, bottom, _, top = character.box
    size = min(piece.size, character.size)
    gap = left - piece.right
    if abs(bottom + top - piece.bottom - piece.top) > size or not -size < gap < WIDE_GAP * size:
        return False
    middle = (bottom + top) / 2
    return gap < 1 or not any(
        piece.right - 1 <= rule.place <= left + 1 and rule.start <= middle <= rule.end for rule in uprights
    )


def _is_wide(sign: str) -> bool:
    return "\u2e80" <= sign <= "\u9fff" or "\u3000" <= sign <= "\u303f" or "\uff00" <= sign <= "\uffef"


def _shapes(page: pdfium.PdfPage, turn: _Turn) -> tuple[tuple[Rule, ...], bool]:
    """The page's ruling lines, and whether it holds an image."""
    rules: list[Rule] = []
    images = shapes = 0
    for shape in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        images += shape.type == pdfium_c.FPDF_PAGEOBJ_IMAGE
        shapes += shape.type == pdfium_c.FPDF_PAGEOBJ_PATH
        if shapes > _MAX_SHAPES:
            return (), images > 0
        if shape.type == pdfium_c.FPDF_PAGEOBJ_PATH and shape.level == 0:
            rules += _rules(shape, turn)
    return tuple(rules), images > 0


def _rules(shape: pdfium.PdfObject, turn: _Turn) -> Iterator[Rule]:
    """The straight lines of a path, along the axes."""
    left, bottom, right, top = turn.box(*shape.get_bounds())
    if right - left <= _THIN or top - bottom <= _THIN:
        upright = right - left < top - bottom
        if upright:
            yield Rule(True, (left + right) / 2, bottom, top)
        else:
            yield Rule(False, (bottom + top) / 2, left, right)
        return
    for (x, y), (to_x, to_y) in _strokes(shape):
        left, bottom, right, top = turn.box(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
        if right - left <= 1 < top - bottom:
            yield Rule(True, left, bottom, top)
        elif top - bottom <= 1 < right - left:
            yield Rule(False, bottom, left, right)


Point = tuple[float, float]


def _strokes(shape: pdfium.PdfObject) -> Iterator[tuple[Point, Point]]:
    """The straight segments of a path in the file's coordinates; none of one with very many."""
    count = pdfium_c.FPDFPath_CountSegments(shape)
    if not 0 < count <= _MAX_SEGMENTS:
        return
    matrix = shape.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    first: Point = (0, 0)
    here: Point = (0, 0)
    for place in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(shape, place)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        there: Point = matrix.on_point(x.value, y.value)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_LINETO:
            yield here, there
        elif kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            first = there
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            yield there, first
        here = there
