"""A clause → when it is due, in the text's own words: a keyed statement (`完成时限：…`) or a date (`2025年底前`).

A table's row is due by its cell below `完成时限` (`due_cells`). Where a clause has such a cell, or else keyed
statements, only they count. A goal's year (`到2025年`) and a period (`20个工作日内`) are no
deadline, and a date that only describes a thing (`2000年底前建成的小区`) is none either.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from documents.model import Noise, overlapping

_BOLD = r"(?:\*\*)?"
_OTHER_KEY = rf"(?:责任|牵头|配合|主办|协办|承办|参与|联系)(?:单位|部门|科室|处室|领导|人)?{_BOLD}\s*[:：]"
_KEY = (
    r"(?:(?:完成|办结|整改)(?:时限|时间节点|时间|期限|日期)(?:要求)?"
    r"|(?<![一-鿿])(?:(?:工作|任务|落实)?时限(?:要求)?|时间节点|时间要求))"
)
_KEYED = re.compile(
    rf"{_KEY}{_BOLD}\s*[:：]{_BOLD}\s*"
    rf"(?P<due>(?:[(（][^()（）\n]{{0,40}}[)）]|(?!{_OTHER_KEY})[^。；;\n()（）【】〔〕\[\]]){{1,80}})"
)
_SIGNS = ("前", "限", "时间", "日期")
"""One of these stands in every deadline that is read."""
_EDGES = " \t　，,、*"

_DUE_HEADING = re.compile(r"(?:时限|时间|期限|日期|节点)")
_DUE_COLUMN = re.compile(
    r"(?:计划|预计|拟|要求|目标)?(?:(?:完成|办结|整改|落实|工作|任务|办理|推进|竣工|实施|责任|销号|进度)(?:的)?"
    r"(?:时限|时间节点|时间|期限|日期|节点)|时限|期限|时间节点|时间要求|时间安排|时间进度)"
    r"(?:要求|安排)?(?:[（(][^（()）]*[)）])?"
)
"""A heading of a table's column that says by when. A bare `时间` may be when something happened."""
_OTHER_HEADING = re.compile(r"序号|编号|(?:工作|重点|主要)?(?:任务|事项|内容|措施)|(?:责任|牵头|配合)?(?:单位|部门)")
"""Stands in the first row of a table that has no such column."""
_ROW = re.compile(r"^(?:\|(?P<piped>[^\n]*?)\|?[ ]*|[^\n\t]*\t[^\n]*)$", re.MULTILINE)
_FILLED = re.compile(r"[\w]")
_LONGEST_HEADING = 14
_MOST_LINES_BETWEEN = 3
"""Line ends between two rows of one table: a group's heading may stand there."""
_TEXTS_KEPT = 4
"""Whose tables were looked at last: the clauses of one text are asked for after each other."""
_BLANK = " \t　*"

_NUMERAL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:(?<!\d)[12]\d{3}\s?年|[二〇零○一三四五六七八九]{4}年)"
_NAMED_YEAR = rf"(?:{_YEAR}|今年|明年|当年|本年度?|每年|次年)"
_MONTH = rf"{_NUMERAL}月份?(?:{_NUMERAL}日|[上中下]旬|[底末中初])?"
_CLOSE = (
    rf"(?:{_NAMED_YEAR}?\s?(?<![\d个]){_MONTH}|(?:{_NAMED_YEAR}|年)(?:年?[底末中]|上半年|第?[一二三四]季度[底末]?))"
)
_BUILT = (
    "建成|竣工|投入使用|投产|登记|注册|成立|取得|出生|参加工作|入学|毕业|退休|签订|开工"
    "|批准|审批|发布|印发|出台|购置|生产"
)
_BEFORE = r"(?:之|以)?前"
_NOT_OTHER_WORD = "(?![期列沿后瞻景夕半])"
_DATED = re.compile(
    rf"(?:{_CLOSE}{_BEFORE}{_NOT_OTHER_WORD}|{_YEAR}{_BEFORE}{_NOT_OTHER_WORD}(?![一二三四五六七八九十两几\d]))"
    rf"(?!(?:已)?(?:{_BUILT})(?:[并或、]?(?:{_BUILT}))?的)"
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """`text` is the restored text of `[start, end)`, as the document writes it."""

    text: str
    start: int
    end: int


def read_deadlines(text: str, start: int, end: int, noise: Sequence[Noise] = ()) -> tuple[Deadline, ...]:
    """The deadlines of the clause at `[start, end)` of the restored `text`, in order, each wording once.

    None that touches `noise` is read.
    """
    cells = due_cells(text)
    inside = cells[bisect_left(cells, (start,)) : bisect_left(cells, (end,))]
    due = [
        Deadline(text[first:last], first, last) for first, last in inside if not any(overlapping(noise, first, last))
    ]
    if due:
        return _each_once(due)
    if not any(sign in text[start:end] for sign in _SIGNS):
        return ()  # most clauses: the patterns cost a hundred times this
    found = list(_read(_KEYED, text, start, end, noise)) or list(_read(_DATED, text, start, end, noise))
    return _each_once(found)


@lru_cache(maxsize=_TEXTS_KEPT)
def due_cells(text: str) -> tuple[tuple[int, int], ...]:
    """Where the tables of `text` say by when their rows are due: the filled cells below such a heading, in order."""
    found: list[tuple[int, int]] = []
    columns: list[int] = []
    last = 0
    for row in _ROW.finditer(text) if _DUE_HEADING.search(text) else ():
        cells = list(_cells(row))
        words = ["".join(text[start:end].split()) for start, end in cells]
        if max(map(len, words)) <= _LONGEST_HEADING and any(map(_DUE_COLUMN.fullmatch, words)):
            columns = [place for place, word in enumerate(words) if _DUE_COLUMN.fullmatch(word)]
        elif any(map(_OTHER_HEADING.fullmatch, words)) or text.count("\n", last, row.start()) > _MOST_LINES_BETWEEN:
            columns = []
        else:
            filled = (place for place in columns if place < len(cells) and _FILLED.search(words[place]))
            found += [cells[place] for place in filled]
        last = row.end()
    return tuple(found)


def _cells(row: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Spans of a row's cells, less the white space around them."""
    text = row.string
    start, end, mark = (*row.span(), "\t") if row["piped"] is None else (*row.span("piped"), "|")
    while start <= end:
        following = text.find(mark, start, end)
        following = end if following < 0 else following
        words = text[start:following]
        first = start + len(words) - len(words.lstrip(_BLANK))
        yield first, max(first, start + len(words.rstrip(_BLANK)))
        start = following + 1


def _each_once(found: Iterable[Deadline]) -> tuple[Deadline, ...]:
    first: dict[str, Deadline] = {}
    for deadline in found:
        first.setdefault(deadline.text, deadline)
    return tuple(first.values())


def _read(pattern: re.Pattern[str], text: str, start: int, end: int, noise: Sequence[Noise]) -> Iterator[Deadline]:
    group = "due" if "due" in pattern.groupindex else 0
    for match in pattern.finditer(text, start, end):
        first, last = match.span(group)
        while first < last and text[first] in _EDGES:
            first += 1
        while last > first and text[last - 1] in _EDGES:
            last -= 1
        if first < last and not any(overlapping(noise, first, last)):
            yield Deadline(text[first:last], first, last)
