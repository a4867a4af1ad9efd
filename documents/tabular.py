"""Rows of a task table (`序号 | 任务 | 牵头单位 | 配合单位`): their labels, titles and the cells that name units.

Cells stand on one line, apart by tabs or, in Markdown, by `|`. A table counts only when its header names a column of
units. A row is labelled by its 序号, else by the numbering its task begins with, else by the words of its task: a
number that the text does not hold is never made up.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from documents.lines import BLANK, Line
from documents.model import Role
from documents.numbering import Family, Label, match_label, normal_label, number_of

MAX_HEADER_CELL = 14
MAX_NAME = 40
"""Characters of a task that serve as the label of a row without a number."""
MAX_LINES_BETWEEN = 2
"""A group's heading may stand between rows of one table; after more lines than this the table is over."""

NUMBERED_ROW = Family("row", re.compile("(?!)"), 0)
NAMED_ROW = Family("named_row", re.compile("(?!)"), 0)
GROUP_ROW = Family("group_row", re.compile("(?!)"), 0)
"""Of `一 | 强化监管 | |` in a table whose tasks are numbered 1, 2, 3."""

_NUMBER_COLUMN = re.compile(r"序号|编号|项次|No\.?|#", re.IGNORECASE)
_TASK_COLUMN = re.compile("任务|事项|内容|措施|举措|项目|工作|名称|目标|要点|职责")
_UNIT_COLUMN = re.compile(
    "(?:(?P<lead>牵头|主办|主要责任|第一责任|主责)|(?P<support>配合|协办|协助|协作|参与|参加|协同)"
    "|(?:责任|负责|承办|实施|落实|主管|承担|完成|组织))(?:责任|实施|落实)?(?:单位|部门|科室|处室|机构|主体)?(?:及分工)?"
)
_CATEGORY = re.compile("类别|分类|类型|领域|板块|类$")
"""A column whose words several rows share; the task is in another."""
_NOT_UNITS = re.compile("^(?:负责|落实|实施|完成|组织|承担|承办)$|时限|时间|情况|责任人|领导|联系")
_HAN = "[一二三四五六七八九十]{1,3}"
_PLAIN_NUMBER = re.compile(rf"[0-9０-９]{{1,3}}|{_HAN}|[(（](?:[0-9０-９]{{1,3}}|{_HAN})[)）]")
_BREAK = re.compile(r"<br\s*/?>")
_RULE = re.compile(r"[\s|:—-]+")


@dataclass(frozen=True)
class UnitCell:
    """Where a row names units, and what the column's heading says of them; None: only that they are responsible."""

    start: int
    end: int
    role: Role | None


@dataclass(frozen=True)
class Row:
    """A row of a task table. `label` is None for one that only continues the row above."""

    label: Label | None
    title: str
    units: tuple[UnitCell, ...]
    table: int = 0
    """Which header it stands below, from 1."""
    columns: tuple[str, ...] = ()
    """What that header calls its columns."""


@dataclass(frozen=True)
class TableLines:
    """Rows by the place of their line, and the places of lines that are a table's header or ruling."""

    rows: dict[int, Row] = field(default_factory=dict)
    furniture: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Header:
    number: int | None
    tasks: tuple[int, ...]
    units: tuple[tuple[int, Role | None], ...]
    columns: tuple[str, ...]


Cells = list[tuple[int, int]]


def table_lines(text: str, lines: Sequence[Line]) -> TableLines:
    """The rows of every task table among `lines`, which are lines of `text`."""
    rows: dict[int, Row] = {}
    furniture: set[int] = set()
    header: _Header | None = None
    named, last, table = 0, 0, 0
    for place, line in enumerate(lines):
        if "\t" not in text[max(0, line.start - 1) : line.end] and "|" not in line.text:
            continue
        cells = _cells(text, line)
        found = _header(text, cells)
        if found is not None:
            header = found
            table += 1
            furniture.add(place)
        elif header is not None and _RULE.fullmatch(line.text):
            furniture.add(place)
        elif header is not None and place - last <= MAX_LINES_BETWEEN + 1:
            row = _row(text, cells, header, named + 1)
            named += row.label is not None and row.label.family is NAMED_ROW
            rows[place] = replace(row, table=table, columns=header.columns)
        else:
            header = None
        last = place
    return TableLines(_with_groups(rows), frozenset(furniture))


def _with_groups(rows: dict[int, Row]) -> dict[int, Row]:
    """Rows with a Chinese number and no unit are groups where the table numbers its tasks with digits."""
    digits = {row.table for row in rows.values() if row.label and row.label.text.isdigit()}
    return {
        place: replace(row, label=replace(row.label, family=GROUP_ROW))
        if row.label and row.label.family is NUMBERED_ROW and row.table in digits and _is_group(row)
        else row
        for place, row in rows.items()
    }


def _is_group(row: Row) -> bool:
    return row.label is not None and re.fullmatch(rf"{_HAN}|\({_HAN}\)", row.label.text) is not None and not row.units


def _cells(text: str, line: Line) -> Cells:
    """Spans of the cells without white space around them; empty first cells, which a Line leaves out, too."""
    start = line.start
    while start and text[start - 1] in "\t ":
        start -= 1
    mark = "|" if "|" in line.text else "\t"
    if mark == "|":
        start = line.start + line.text.startswith("|")
    end = line.end - (line.text.startswith("|") and line.text.endswith("|"))
    cells = []
    while start <= end:
        following = text.find(mark, start, end)
        following = end if following < 0 else following
        cells.append(_trimmed(text, start, following))
        start = following + 1
    return cells


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in BLANK + "*":
        start += 1
    while end > start and text[end - 1] in BLANK + "*":
        end -= 1
    return start, end


def _header(text: str, cells: Cells) -> _Header | None:
    words = [re.sub(r"\s", "", text[start:end]) for start, end in cells]
    if len(words) < 2 or max(map(len, words)) > MAX_HEADER_CELL or _PLAIN_NUMBER.fullmatch(words[0]):
        return None
    units = tuple(_unit_columns(words))
    if not units:
        return None
    number = next((column for column, word in enumerate(words) if _NUMBER_COLUMN.fullmatch(word)), None)
    taken = {number, *(column for column, _ in units)}
    free = [column for column, word in enumerate(words) if column not in taken and word]
    tasks = [column for column in free if _TASK_COLUMN.search(words[column]) and not _NOT_UNITS.search(words[column])]
    tasks = [column for column in tasks if not _CATEGORY.search(words[column])] or tasks or free[:1]
    return _Header(number, tuple(tasks), units, tuple(words)) if tasks else None


def _unit_columns(words: Sequence[str]) -> Iterator[tuple[int, Role | None]]:
    for column, word in enumerate(words):
        found = _UNIT_COLUMN.match(word)
        if found and found.end() > 1 and len(word) - found.end() <= 4 and not _NOT_UNITS.search(word):
            role: Role | None = "lead" if found["lead"] else "support" if found["support"] else None
            both = "牵头" in word and "配合" in word
            yield column, None if both else role


def _row(text: str, cells: Cells, header: _Header, named: int) -> Row:
    def cell(column: int) -> str:
        return _BREAK.sub("", text[slice(*cells[column])]) if column < len(cells) else ""

    filled = [span for span in cells if span[0] < span[1]]
    group = match_label(text[slice(*filled[0])]) if len(filled) == 1 else None
    if group is not None:
        return Row(replace(group, in_table=True), text[slice(*filled[0])][group.length :].strip(), ())
    task = next(filter(None, map(cell, header.tasks)), "")
    label = _numbered(cell(header.number)) if header.number is not None else None
    opening = match_label(task)
    if label is None and header.number is None and task:
        label = Label(NAMED_ROW, row_name(task), named, (), 0, in_table=True)
        if opening is not None:
            label = Label(NUMBERED_ROW, opening.text, opening.value, (), 0, in_table=True)
    title = task[opening.length :].strip() if opening is not None else task
    units = tuple(
        UnitCell(*cells[column], role)
        for column, role in header.units
        if column < len(cells) and cells[column][0] < cells[column][1]
    )
    return Row(label, title, units)


def row_name(task: str) -> str:
    """The words of a task that serve as its row's label."""
    return re.sub(r"\s", "", task).replace("/", "／")[:MAX_NAME]


def _numbered(written: str) -> Label | None:
    """The label that a 序号 cell holds; None for an empty one or one with other words in it."""
    bare = written.strip(BLANK + ".．、")
    if not _PLAIN_NUMBER.fullmatch(bare):
        return None
    text = normal_label(bare)
    return Label(NUMBERED_ROW, text, number_of(text), (), 0, in_table=True)
