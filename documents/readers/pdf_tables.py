"""Tables with ruling lines on a page of a PDF: the grid that the lines draw, and the text in its cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from documents.readers.pdf_page import Page, Piece, Rule
from documents.readers.reading import gap_between, table_row

_TOLERANCE = 3.0
"""Points by which lines that are meant to meet may miss each other."""
_SHORTEST_RULE = 6.0
_MAX_RULES = 800
"""A page with more is a drawing."""


_SHORT_OF_WIDTH = 2.0
"""A cell's line that is so many character heights narrower than the cell does not run on."""
_NAME_ENDS, _NAME_BEGINS = frozenset("局委厅办部院会署府"), frozenset("省市县区州国")
"""Between these a line break in a cell parts two units' names."""


@dataclass(frozen=True)
class RuledTable:
    """A table's place on the page and its rows, each a piece whose cells are apart by tabs."""

    left: float
    bottom: float
    right: float
    top: float
    rows: tuple[Piece, ...]

    def holds(self, piece: Piece) -> bool:
        """Whether `piece` stands in the table."""
        middle = (piece.left + piece.right) / 2
        return self.left <= middle <= self.right and self.bottom <= piece.middle <= self.top


@dataclass(frozen=True)
class _Grid:
    """Column edges from the left, row edges from the top, and the rules that draw them."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    rules: tuple[Rule, ...]


def ruled_tables(page: Page) -> list[RuledTable]:
    """The page's tables of at least two columns, from the top."""
    if len(page.rules) > _MAX_RULES:
        return []
    long = [rule for rule in page.rules if rule.end - rule.start >= _SHORTEST_RULE]
    tables = filter(None, (_table(_grid(rules), page.pieces) for rules in _meeting(long)))
    return sorted(tables, key=lambda table: -table.top)


def _meeting(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Groups of rules that touch each other, directly or through others."""
    left = list(rules)
    while left:
        group, waiting = [], [left.pop()]
        while waiting:
            rule = waiting.pop()
            group.append(rule)
            touching = [other for other in left if _touch(rule, other)]
            left = [other for other in left if not _touch(rule, other)]
            waiting += touching
        yield group


def _touch(one: Rule, other: Rule) -> bool:
    if one.vertical == other.vertical:
        same_line = abs(one.place - other.place) <= _TOLERANCE
        return same_line and one.start - _TOLERANCE <= other.end and other.start - _TOLERANCE <= one.end
    return (
        one.start - _TOLERANCE <= other.place <= one.end + _TOLERANCE
        and other.start - _TOLERANCE <= one.place <= other.end + _TOLERANCE
    )


def _grid(rules: Sequence[Rule]) -> _Grid:
    columns = _distinct(rule.place for rule in rules if rule.vertical)
    rows = _distinct(rule.place for rule in rules if not rule.vertical)
    return _Grid(tuple(columns), tuple(reversed(rows)), tuple(rules))


def _distinct(places: Iterator[float]) -> list[float]:
    """Places in order, those that are nearly the same taken as one."""
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _TOLERANCE:
            kept.append(place)
    return kept


def _table(grid: _Grid, pieces: Sequence[Piece]) -> RuledTable | None:
    if len(grid.columns) < 3 or len(grid.rows) < 2:
        return None
    left, right, top, bottom = grid.columns[0], grid.columns[-1], grid.rows[0], grid.rows[-1]
    bounds = RuledTable(left, bottom, right, top, ())
    inside = [piece for piece in pieces if bounds.holds(piece)]
    if not inside:
        return None
    held: dict[tuple[int, int], list[Piece]] = {}
    for piece in inside:
        held.setdefault(_owner(grid, *_cell(grid, piece)), []).append(piece)
    rows = range(len(grid.rows) - 1)
    cells = [[_cell_text(grid, row, column, held) for column in range(len(grid.columns) - 1)] for row in rows]
    size = median(piece.size for piece in inside)
    texts = [(place, table_row(row)) for place, row in enumerate(cells) if any(row)]
    places = ((grid.rows[place + 1], grid.rows[place], text) for place, text in texts)
    printed = tuple(Piece(text, left, below, right, above, size) for below, above, text in places)
    return RuledTable(left, bottom, right, top, printed)


def _cell(grid: _Grid, piece: Piece) -> tuple[int, int]:
    """The row and column that `piece` begins in."""
    column = sum(edge <= piece.left + 1 for edge in grid.columns) - 1
    row = sum(edge >= piece.middle for edge in grid.rows) - 1
    return max(0, min(row, len(grid.rows) - 2)), max(0, min(column, len(grid.columns) - 2))


def _owner(grid: _Grid, row: int, column: int) -> tuple[int, int]:
    """The cell of the grid that a merged cell begins in: left and up until a line stands between."""
    while column and not _drawn(grid, True, grid.columns[column], (grid.rows[row] + grid.rows[row + 1]) / 2):
        column -= 1
    while row and not _drawn(grid, False, grid.rows[row], (grid.columns[column] + grid.columns[column + 1]) / 2):
        row -= 1
    return row, column


def _drawn(grid: _Grid, vertical: bool, place: float, along: float) -> bool:
    return any(
        rule.vertical == vertical
        and abs(rule.place - place) <= _TOLERANCE
        and rule.start - _TOLERANCE <= along <= rule.end + _TOLERANCE
        for rule in grid.rules
    )


def _cell_text(grid: _Grid, row: int, column: int, held: dict[tuple[int, int], list[Piece]]) -> str:
    """The lines of a cell: one that fills it runs on into the next, a shorter one ends with a space."""
    lines = _lines(held.get((row, column), []))
    if not lines:
        return ""
    right = max(line.right for line in lines)
    end = next((place for place in grid.columns if place >= right - 1), right)
    width = end - grid.columns[column]
    text = lines[0].text
    for before, line in pairwise(lines):
        fills = before.right - before.left >= width - _SHORT_OF_WIDTH * before.size
        two_names = before.text[-1] in _NAME_ENDS and line.text[0] in _NAME_BEGINS
        text += (gap_between(text, line.text) if fills and not two_names else " ") + line.text
    return text


def _lines(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a cell from the top, those on one line put together."""
    lines: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.middle, piece.left)):
        above = lines[-1] if lines else None
        if above is not None and abs(above.middle - piece.middle) < piece.size / 2:
            text = above.text + (gap_between(above.text, piece.text) or " ") + piece.text
            lines[-1] = Piece(text, above.left, above.bottom, piece.right, above.top, above.size)
        else:
            lines.append(piece)
    return lines
