"""Dates as documents write them: read exactly or not at all."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.dates import LAST_DAY, as_last_day, is_iso_day, iso_day, later, number

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2023年5月6日", "2023-05-06"),
        ("２０２０年１月１日", "2020-01-01"),
        (" 2020 年 1 月 1 日 ", "2020-01-01"),
        ("（2020年1月1日）", "2020-01-01"),
        ("二〇二〇年十二月三十一日", "2020-12-31"),
        ("二○二三年五月二十一日", "2023-05-21"),
        ("二零一九年十月十日", "2019-10-10"),
        ("2020-01-31", "2020-01-31"),
        ("2020.1.31", "2020-01-31"),
    ],
)
def test_a_whole_date(written: str, expected: str) -> None:
    day = iso_day(written)
    assert day is not None
    assert day.isoformat() == expected


@pytest.mark.parametrize(
    "written",
    [
        "",
        "年5月6日",
        "202年5月6日",
        "2*20年5月6日",
        "2023年月6日",
        "5月6日",
        "2023年5月",
        "2023年2月30日",
        "2023年13月1日",
    ],
)
def test_a_damaged_date_is_none(written: str) -> None:
    assert iso_day(written) is None


@given(DAYS)
def test_any_day_in_digits_reads_back(day: date) -> None:
    assert iso_day(f"{day.year}年{day.month}月{day.day}日") == day
    assert is_iso_day(day.isoformat())


@given(DAYS)
def test_any_day_that_lost_a_digit_of_its_year_is_none(day: date) -> None:
    for place in range(4):
        year = str(day.year)[:place] + str(day.year)[place + 1 :]
        assert iso_day(f"{year}年{day.month}月{day.day}日") is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025年12月31日", date(2025, 12, 31)),
        ("2025年底", date(2025, 12, 31)),
        ("2025年6月底", date(2025, 6, 30)),
        ("2024年2月", date(2024, 2, 29)),
        ("二〇二五年底", date(2025, 12, 31)),
    ],
)
def test_a_last_day(written: str, expected: date) -> None:
    found = re.fullmatch(LAST_DAY, written)
    assert found is not None
    assert as_last_day(found.group()) == expected


@pytest.mark.parametrize("written", ["2025年", "2025年12月上旬", "年底", "12月底"])
def test_no_last_day(written: str) -> None:
    assert re.fullmatch(LAST_DAY, written) is None


def test_numbers() -> None:
    assert [number(written) for written in ("5", "十", "十五", "两", "三十", "12")] == [5, 10, 15, 2, 30, 12]


@given(DAYS, st.integers(0, 40))
def test_moving_on_by_years_and_days(day: date, count: int) -> None:
    assert later(day, days=count) == day + timedelta(days=count)
    moved = later(day, years=count)
    assert moved is not None
    assert (moved.year, moved.month) == (day.year + count, day.month)
    assert later(day, months=12 * count) == moved


def test_the_calendar_ends() -> None:
    assert later(date(9999, 6, 1), years=1) is None
    assert later(date(9999, 12, 31), days=1) is None
    assert later(date(2020, 2, 29), years=1) == date(2021, 2, 28)


@pytest.mark.parametrize("written", ["", "2025-13-01", "2025-02-30", "2025-1-1", "20250101", "２０２５-01-01", "x"])
def test_no_iso_day(written: str) -> None:
    assert not is_iso_day(written)
