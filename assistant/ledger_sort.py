"""In which order rows of the ledger are shown: by document, by task, by who leads, by when they are due."""

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from documents.numbering import han_number
from documents.tasks import Task

LATEST = (9999, 99, 99)
"""Sorts what has no date behind everything that has one."""
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_YEAR = re.compile(r"(?P<year>[12]\d{3}|[〇零○一二三四五六七八九]{4})\s*年")
_MONTH = re.compile(
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?P<part>(?P<day>\d{1,2})日|[上中下]旬|[底末中初])?"
)
_QUARTER = re.compile(r"第?(?P<quarter>[一二三四1-4])季度")
_PARTS_OF_MONTH = {"初": 1, "上": 10, "中": 15, "下": 31, "底": 31, "末": 31}

Key = Callable[[Task], Any]


@functools.lru_cache(maxsize=4096)
def due_key(text: str) -> tuple[int, int, int]:
    """(year, month, day) by which something is due, as far as `text` says; only for putting deadlines in order.

    Where it names no month the year's end counts (its middle for `上半年` and `年中`); LATEST where it names no year.
    """
    found = _YEAR.search(text)
    if found is None:
        return LATEST
    year = int(found["year"].translate(_HAN_DIGITS))
    return (year, *_in_year(text[found.end() :]))


def _in_year(rest: str) -> tuple[int, int]:
    month = _MONTH.search(rest)
    if month:
        day = int(month["day"]) if month["day"] else _PARTS_OF_MONTH.get((month["part"] or "末")[0], 31)
        return _number(month["month"]), day
    quarter = _QUARTER.search(rest)
    if quarter:
        return 3 * _number(quarter["quarter"]), 31
    return (6, 30) if "上半年" in rest or rest.startswith(("中", "年中")) else (12, 31)


def _number(written: str) -> int:
    return int(written) if written.isdigit() else han_number(written) or 12


def _soonest(task: Task) -> tuple[int, int, int]:
    return min((due_key(deadline.text) for deadline in task.deadlines), default=LATEST)


def _lead(task: Task) -> bytes:
    """The first who leads, else the first named."""
    first = next((held for held in task.units if held.role == "lead"), task.units[0])
    return _by_sound(first.unit)


def _by_sound(text: str) -> bytes:
    """GB 2312 holds its 3,755 most common characters in the order of their sound."""
    return text.encode("gb18030", "replace")


SORTS: Mapping[str, Key] = {
    "document": lambda task: (_by_sound(task.document_title), task.document),
    "task": lambda task: _by_sound(task.title or task.text),
    "lead": _lead,
    "units": lambda task: len(task.units),
    "deadline": _soonest,
}


def sorted_rows(rows: Sequence[Task], order: str) -> tuple[Task, ...]:
    """`rows` by the key named, turned round after `-`; equal ones, and all where no key is named, stay as they are.

    Rows without a deadline stand last in both directions.
    """
    key = SORTS.get(order.removeprefix("-"))
    if key is None:
        return tuple(rows)
    turned = order.startswith("-")
    if key is not _soonest:
        return tuple(sorted(rows, key=key, reverse=turned))
    keyed = [(key(task), task) for task in rows]
    dated = sorted((pair for pair in keyed if pair[0] != LATEST), key=lambda pair: pair[0], reverse=turned)
    return (*(task for _, task in dated), *(task for due, task in keyed if due == LATEST))
