"""One sheet of the workbook, written row by row: heading lines, a header that stays, texts that never compute."""

import re
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.hyperlink import Hyperlink

from assistant.ledger_export.columns import Column, shown
from assistant.ledger_export.report import word

MAX_NAME_UNITS = 31
"""UTF-16 units that Excel allows a sheet's name."""
MAX_CELL_CHARACTERS = 32_767
MAX_LINKS = 65_000
"""Of a sheet: Excel repairs a file with more than 65,530."""
MAX_ROWS = 1_048_576
PAPER_A4 = 9
_NOT_BARE = frozenset("=+-@＝＋－＠﹦﹢﹣﹫# \t\r\n\u3000")
"""Beginnings of what openpyxl, or who edits the cell, may take for a formula or an error."""
LINE_HEIGHT, MAX_HEIGHT = 16.0, 409.0
"""Of a row, in points; Excel allows no more."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = ("history",)
_LINE = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TITLE_FONT, _HEADER_FONT = Font(bold=True, size=14), Font(bold=True)
_LINK_FONT = Font(color="0563C1", underline="single")
_HEADER_FILL = PatternFill("solid", fgColor="D9E2F3")

Value = str | int


class Sheet:
    """A sheet of a write-only workbook. `links`: column number from 0 → a place in the workbook (see `place`).

    `back`: the sheet that a link above the header leads to. The body of a `bare` sheet has no frames and does not wrap:
    it takes about 60 % of the time.
    """

    def __init__(
        self,
        book: Workbook,
        name: str,
        head: Sequence[str],
        columns: Sequence[Column],
        *,
        back: str = "",
        bare: bool = False,
    ) -> None:
        self.name = name
        self.first_row = len(head) + (2 if back else 1) + 1
        """Number of the first row of the table's body, from 1."""
        self._sheet = book.create_sheet(name)
        self._columns = columns
        self._bare = bare
        self._rows = 0
        self._links = 0
        self._heights: dict[int, RowDimension] = {}
        self._lay_out()
        for number, line in enumerate(head):
            self._sheet.append([self._text(line, _TITLE_FONT if number == 0 else None)])
        if back:
            link = self._text(word("back", sheet=back), _LINK_FONT)
            link.hyperlink = Hyperlink(ref="", location=place(back, 1))
            self._sheet.append([link])
        self._sheet.append([self._header(column) for column in columns])
        self._empty = self._body()
        self._plain = [self._body() for _ in columns]
        self._linked = [self._body(_LINK_FONT) for _ in columns]

    def add(self, values: Iterable[Value], links: Mapping[int, str] | None = None) -> None:
        """One row: texts are written as texts whatever they begin with, numbers as numbers."""
        row: list[Cell | str | None] = []
        lines = 1
        for number, value in enumerate(values):
            cell = self._cell(number, value, (links or {}).get(number))
            if isinstance(cell, Cell) and not self._bare:
                lines = max(lines, _lines(cell, self._columns[number]))
            row.append(cell)
        self._append(row, lines)
        self._rows += 1

    def _cell(self, number: int, value: Value, target: str | None) -> Cell | str | None:
        """What is written for a value; on a bare sheet a text that nobody could take for anything else as it is."""
        if value == "":
            return None if self._bare else self._empty
        if target is not None and self._links < MAX_LINKS:
            cell = self._linked[number]
            cell.hyperlink = Hyperlink(ref="", location=target)
            self._links += 1
        elif self._bare and isinstance(value, str) and value[0] not in _NOT_BARE:
            return shown(value)[:MAX_CELL_CHARACTERS]
        else:
            cell = self._plain[number]
        _fill(cell, value)
        return cell

    def finish(self) -> None:
        """After the last row: what people filter by."""
        last = self.first_row + self._rows - 1
        self._sheet.auto_filter.ref = f"A{self.first_row - 1}:{get_column_letter(len(self._columns))}{last}"

    def _append(self, row: Sequence[Cell | str | None], lines: int) -> None:
        """Higher than a line only where a text wraps: not every program finds the height itself."""
        number = self.first_row + self._rows
        if lines > 1:
            if lines not in self._heights:
                self._heights[lines] = RowDimension(self._sheet, ht=min(MAX_HEIGHT, lines * LINE_HEIGHT))
            self._sheet.row_dimensions[number] = self._heights[lines]
        self._sheet.append(row)
        self._sheet.row_dimensions.pop(number, None)

    def _lay_out(self) -> None:
        """Widths, the frozen header, and how it prints: A4 across, as wide as the page, the header on each."""
        sheet = self._sheet
        header = self.first_row - 1
        sheet.freeze_panes = f"A{self.first_row}"
        for number, column in enumerate(self._columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = PAPER_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = f"{header}:{header}"
        sheet.oddFooter.center.text = word("page")

    def _text(self, text: str, font: Font | None = None) -> Cell:
        cell = WriteOnlyCell(self._sheet)
        _fill(cell, text)
        if font:
            cell.font = font
        return cell

    def _header(self, column: Column) -> Cell:
        cell = self._text(column.heading, _HEADER_FONT)
        cell.fill, cell.border = _HEADER_FILL, _BORDER
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        return cell

    def _body(self, font: Font | None = None) -> Cell:
        """A cell that is filled anew for each row: styling one costs more than writing it."""
        cell = WriteOnlyCell(self._sheet)
        cell.alignment, cell.border = Alignment(wrap_text=True, vertical="top"), _BORDER
        cell.quotePrefix = True
        if font:
            cell.font = font
        return cell


def place(sheet: str, row: int) -> str:
    """Where a link goes: the first cell of a row of a sheet."""
    return f"{quote_sheetname(sheet)}!A{row}"


def sheet_name(wanted: str, taken: set[str]) -> str:
    """`wanted` as Excel allows a sheet to be called, and unlike any of `taken`, which it joins.

    At most 31 UTF-16 units, none of `[]:*?/\\`, no apostrophe at either end; names differ without regard to case.
    """
    clean = _FORBIDDEN.sub(" ", shown(wanted)).strip().strip("'").strip() or word("unit")
    number = 1
    while True:
        suffix = f" ({number})" if number > 1 else ""
        name = _cut(clean, MAX_NAME_UNITS - len(suffix)).rstrip("' ") + suffix
        if name.casefold() not in taken and name.casefold() not in _RESERVED:
            taken.add(name.casefold())
            return name
        number += 1


def _lines(cell: Cell, column: Column) -> int:
    """Lines that the cell's text takes at the column's width, about.

    Half of its UTF-8 bytes and characters together: one for an ASCII character, two for a Chinese one.
    """
    text = str(cell.value or "")
    width = (len(text.encode("utf-8")) + len(text)) // 2
    return max(1, -(-width // (column.width - 1))) + text.count("\n")


def _cut(text: str, units: int) -> str:
    """As many whole characters of `text` as fit into `units` UTF-16 units."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


def _fill(cell: Cell, value: Value) -> None:
    if isinstance(value, int):
        cell.value = value
        return
    cell.value = shown(value)[:MAX_CELL_CHARACTERS] or None
    if cell.value is not None:
        cell.data_type = "s"
