"""Dates and periods as policy documents write them → calendar dates. A date that lacks a digit is none."""

import calendar
import re
from datetime import date, timedelta

from documents.numbering import han_number

_DIGITS = "零〇○一二三四五六七八九"
_YEAR = rf"(?:(?<!\d)(?:19|20)\d{{2}}|(?<![{_DIGITS}])[一二][{_DIGITS}]{{3}})"
_COUNT = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
DAY = rf"(?:{_YEAR}年{_COUNT}月{_COUNT}[日号]|(?<!\d)(?:19|20)\d{{2}}[-./]\d{{1,2}}[-./]\d{{1,2}}(?!\d))"
"""A pattern for a whole date in text without white space and with half-width digits; `as_day` reads it."""
LAST_DAY = rf"(?:{DAY}|{_YEAR}年(?:{_COUNT}月)?[底末]|{_YEAR}年{_COUNT}月(?!{_COUNT}?[日号上中下初]))"
"""A date, or the end of a month or year."""
NUMERAL = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"

_PARTS = re.compile(rf"^({_YEAR})[年\-./](?:({_COUNT})(?:月|[-./]))?(?:({_COUNT})[日号]?)?[底末]?$")
_WRITTEN = re.compile(rf"^[(（]?(?P<day>{DAY})[)）]?$")
_PLAIN = str.maketrans("０１２３４５６７８９．－／", "0123456789.-/")


def plain(text: str) -> str:
    """`text` with half-width digits, character for character."""
    return text.translate(_PLAIN)


def iso_day(written: str) -> date | None:
    """A date such as a document signs with, white space and all; None where it is damaged or no whole date."""
    found = _WRITTEN.match(plain("".join(written.split())))
    return as_day(found["day"]) if found else None


def is_iso_day(written: str) -> bool:
    """Whether it is a day of the calendar as `2025-12-31`."""
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", written, re.ASCII)
    return found is not None and _made(*map(int, found.groups())) is not None


def as_day(written: str) -> date | None:
    """What DAY matched; None for a day that no calendar has."""
    parts = _numbers(written)
    return _made(*parts) if parts and all(parts) else None


def as_last_day(written: str) -> date | None:
    """What LAST_DAY matched: a month or a year stands for its last day."""
    parts = _numbers(written)
    if parts is None:
        return None
    year, month, day = parts
    month = month or 12
    if not 1 <= month <= 12:
        return None
    return _made(year, month, day or calendar.monthrange(year, month)[1])


def number(written: str) -> int:
    """What NUMERAL matched."""
    return int(written) if written.isascii() else han_number(written)


def later(day: date, *, years: int = 0, months: int = 0, days: int = 0) -> date | None:
    """`day` moved on; 29 February becomes the last of the month. None beyond the calendar."""
    count = day.year * 12 + day.month - 1 + 12 * years + months
    year, month = divmod(count, 12)
    try:
        moved = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        return moved + timedelta(days=days)
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return None


def _numbers(written: str) -> tuple[int, int, int] | None:
    """Year, month and day, 0 for what is not there."""
    found = _PARTS.match(written)
    if found is None:
        return None
    year, month, day = found.groups()
    return _year(year), number(month) if month else 0, number(day) if day else 0


def _year(written: str) -> int:
    return int(written.translate(str.maketrans("零〇○一二三四五六七八九", "000123456789")))


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
