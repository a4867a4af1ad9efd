"""PDF files for the readers' tests, set as a government office sets them."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.documents.readers.make import Item, Policy, Rows, numbered

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
SIZE, LEADING = 16.0, 28.0
LEFT, RIGHT, TOP, BOTTOM = 79.0, 523.0, 731.0, 110.0
_NEVER_FIRST = "，。、；：！？）》”」】%"


@dataclass
class Printer:
    """Sets text on pages as a government office does: lines full, first lines set in by two characters."""

    head: str = ""
    numbers: bool = False
    columns: int = 1
    indent: float = 2.0
    bottom: float = BOTTOM
    size: float = SIZE
    gutter: float = 30.0
    rotate: int = 0
    ruled: bool = True

    def __post_init__(self) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self._stream = io.BytesIO()
        self._canvas = Canvas(self._stream, pagesize=(WIDTH, HEIGHT), invariant=1)
        self._page = 0
        self._column = 0
        self._start_page()

    def print(self, policy: Policy) -> bytes:
        """`policy` as a PDF."""
        for place, block in enumerate(numbered(policy)):
            source = policy.blocks[place]
            if isinstance(block, Rows):
                self.table(block)
            elif isinstance(source, Item) and source.centred:
                self.line(block, centred=True)
            else:
                self.paragraph(block)
        return self.finish()

    def finish(self) -> bytes:
        self._end_page()
        self._canvas.save()
        return self._stream.getvalue()

    def paragraph(self, text: str) -> None:
        for place, line in enumerate(broken(text, self.column_width / self.size, self.indent)):
            self.line(line, indent=self.indent if place == 0 else 0.0)

    def line(self, text: str, *, indent: float = 0.0, centred: bool = False, size: float = 0.0) -> None:
        self._make_room()
        size = size or self.size
        self._canvas.setFont(FONT, size)
        left = self.left + indent * size
        if centred:
            self._canvas.drawCentredString(self.left + self.column_width / 2, self._y, text)
        else:
            self._canvas.drawString(left, self._y, text)
        self._y -= LEADING

    def table(self, rows: Rows) -> None:
        """Cells of several lines, ruled unless the printer is told otherwise."""
        widths = rows.widths or (self.column_width / len(rows.cells[0]),) * len(rows.cells[0])
        self._canvas.setFont(FONT, self.size)
        for row in rows.cells:
            cells = [list(broken(c, w / self.size - 1, 0)) for c, w in zip(row, widths, strict=True)]
            height = max(map(len, cells)) * LEADING
            if self._y - height < self.bottom:
                self._next()
            self._table_row(cells, widths, height)
            self._y -= height

    def _table_row(self, cells: Sequence[Sequence[str]], widths: Sequence[float], height: float) -> None:
        left, top = self.left, self._y + self.size
        for lines, width in zip(cells, widths, strict=True):
            if self.ruled:
                self._canvas.rect(left, top - height, width, height)
            for place, line in enumerate(lines):
                self._canvas.drawString(left + self.size / 3, self._y - place * LEADING, line)
            left += width

    @property
    def column_width(self) -> float:
        return (RIGHT - LEFT - self.gutter * (self.columns - 1)) / self.columns

    @property
    def left(self) -> float:
        return LEFT + self._column * (self.column_width + self.gutter)

    def page_break(self) -> None:
        self._end_page()
        self._start_page()

    def _make_room(self) -> None:
        if self._y < self.bottom:
            self._next()

    def _next(self) -> None:
        if self._column + 1 < self.columns:
            self._column += 1
            self._y = TOP
        else:
            self.page_break()

    def _start_page(self) -> None:
        self._page += 1
        self._column = 0
        self._y = TOP
        if self.rotate:
            self._canvas.setPageRotation(self.rotate)

    def _end_page(self) -> None:
        self._canvas.setFont(FONT, 10)
        if self.head:
            self._canvas.drawString(LEFT, 790, self.head)
        if self.numbers:
            self._canvas.drawCentredString(WIDTH / 2, 60, f"— {self._page} —")
        self._canvas.showPage()


def broken(text: str, width: float, indent: float) -> Iterator[str]:
    """`text` in lines of `width` full-width characters, no closing sign at a line's beginning."""
    line, used = "", indent
    for sign in text:
        wide = 0.5 if sign.isascii() else 1.0
        if used + wide > width and sign not in _NEVER_FIRST and line:
            yield line
            line, used = "", 0.0
        line += sign
        used += wide
    yield line


def as_pdf(policy: Policy, **options: Any) -> bytes:
    return Printer(**options).print(policy)
