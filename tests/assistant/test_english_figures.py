"""Figures and dates of English questions as Chinese texts write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.english_figures import chinese_figures


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("up to 1.5 million from the fund", "up to 150万 from the fund"),
        ("12,000 yuan per year", "1.2万元 per year"),
        ("500 yuan", "500元"),
        ("2 billion rmb", "20亿元"),
        ("300 thousand yuan", "30万元"),
        ("1,234,567 yuan", "123.4567万元"),
        ("by 31 may 2025", "by 2025年5月31日"),
        ("by december 1st, 2026?", "by 2026年12月1日?"),
        ("in sept 2025 or sep 2025", "in sept 2025 or 2025年9月"),
        ("within 15 working days", "within 15个工作日"),
        ("30 per cent", "30%"),
        ("aged 80 years old for 2 years", "aged 80 years old for 2年"),
        ("20 square metres", "20平方米"),
    ],
)
def test_what_a_chinese_text_writes(english: str, chinese: str) -> None:
    assert chinese_figures(english) == chinese


@pytest.mark.parametrize(
    "same",
    [
        "clause 5 of 2024",
        "5g",
        "may i",
        "version 2.0.1 million",
        "30 days",
        "1,2",
        "补贴500 yuan吗",
        "9" * 40 + " million",
    ],
)
def test_what_is_no_figure_of_that_kind_stays(same: str) -> None:
    assert chinese_figures(same) == same


@given(st.text(alphabet="0123456789,. million yuanmay", max_size=60))
def test_any_text_can_be_read_and_read_again(text: str) -> None:
    once = chinese_figures(text)
    assert chinese_figures(once) == once or any("一" <= letter <= "鿿" for letter in once)
