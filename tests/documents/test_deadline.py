"""Deadlines, each read by hand: what is one, in whose words, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.deadline import read_deadlines
from documents.model import Noise


def read(text: str) -> list[str]:
    return [deadline.text for deadline in read_deadlines(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("（责任单位：市甲局；完成时限：2025年12月底）", ["2025年12月底"]),
        ("完成时限：2025年底前，持续推进 责任单位：市甲局", ["2025年底前，持续推进"]),
        ("**完成时间**：2025年（全年）。", ["2025年（全年）"]),
        ("整改时限:立行立改。", ["立行立改"]),
        ("时限要求：\n2026年3月", ["2026年3月"]),
        ("2025年底前建成全国领先的平台。", ["2025年底前"]),
        ("2025 年底前完成。", ["2025 年底前"]),
        ("力争2025年6月底前完成征迁。", ["2025年6月底前"]),
        ("2025年6月30日之前验收。", ["2025年6月30日之前"]),
        ("二〇二五年底前完成。", ["二〇二五年底前"]),
        ("每年3月底前报送。", ["每年3月底前"]),
        ("2025年底前提交3个方案。", ["2025年底前"]),
        ("2024年底前开工，2025年底前完工，2024年底前备案。", ["2024年底前", "2025年底前"]),
        ("2024年底前开工。（完成时限：2025年）", ["2025年"]),
    ],
)
def test_deadlines_are_the_texts_own_words(text: str, due: list[str]) -> None:
    assert read(text) == due


@pytest.mark.parametrize(
    "text",
    [
        "到2025年，全市建成泵站120座。",
        "2000年底前建成的小区",
        "2005年12月31日前登记并投入使用的车辆",
        "2025年前三季度增长5%",
        "2025年10月底前后",
        "办理时限：3个工作日",
        "工作时间：9:00—17:00",
        "完成时限：",
        "完成时限：责任单位：市甲局",
        "3个月前已开工",
        "",
    ],
)
def test_what_only_looks_like_a_deadline_is_none(text: str) -> None:
    assert read(text) == []


def test_only_the_clause_is_read_and_nothing_that_touches_noise() -> None:
    text = "2024年底前。2025年底前。2026年底前。"
    assert [due.text for due in read_deadlines(text, 8, 16)] == ["2025年底前"]
    assert [due.text for due in read_deadlines(text, 0, 24, [Noise(10, 12, "page")])] == ["2024年底前", "2026年底前"]


@given(st.text("完成时限：:2025年底月前（）责任单位甲，；。\n 日", max_size=60), st.integers(0, 10))
def test_every_deadline_is_a_span_of_the_text(text: str, start: int) -> None:
    for due in read_deadlines(text, min(start, len(text)), len(text)):
        assert text[due.start : due.end] == due.text != ""
        assert start <= due.start < due.end <= len(text)
