"""The visible lines of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.lines import BLANK, Line, visible_lines
from documents.model import Noise
from tests.documents.texts import copies


def test_white_space_at_both_ends_is_left_out() -> None:
    text = "　甲乙 \r\n\n\t丙\u00a0丁\u3000\n"
    assert visible_lines(text, ()) == [Line(1, 3, "甲乙"), Line(8, 11, "丙\u00a0丁")]


def test_invisible_characters_at_both_ends_are_left_out() -> None:
    assert visible_lines("\ufeff\u200b甲\u2060\n\u200d\n", ()) == [Line(2, 3, "甲")]


def test_a_line_inside_noise_is_left_out() -> None:
    text = "甲\n广告\n乙"
    assert [line.text for line in visible_lines(text, [Noise(2, 4, "advertisement")])] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("noise", "seen"),
    [
        ((0, 3), "丁戊己"),
        ((3, 6), "甲乙丙"),
        ((2, 4), "甲乙丙丁戊己"),
        ((0, 6), None),
    ],
    ids=["at the start", "at the end", "in the middle", "all of it"],
)
def test_noise_in_a_line(noise: tuple[int, int], seen: str | None) -> None:
    lines = visible_lines("甲乙丙丁戊己", [Noise(*noise, "advertisement")])
    assert [line.text for line in lines] == ([seen] if seen else [])


def test_noise_and_white_space_in_turn_at_the_start() -> None:
    text = "【一】 【二】 甲"
    noise = [Noise(4, 7, "advertisement"), Noise(0, 3, "advertisement")]
    assert visible_lines(text, noise) == [Line(8, 9, "甲")]


def test_noise_over_several_lines() -> None:
    text = "甲广\n告\n告乙"
    assert visible_lines(text, [Noise(1, 6, "advertisement")]) == [Line(0, 1, "甲"), Line(6, 7, "乙")]


@given(copies(), st.data())
def test_lines_hold_every_character_that_can_be_seen(text: str, data: st.DataObject) -> None:
    bounds = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    noise = [Noise(start, end, "x") for start, end in zip(bounds[::2], bounds[1::2], strict=False)]
    hidden = {position for gone in noise for position in range(gone.start, gone.end)}
    lines = visible_lines(text, noise)
    held = [position for line in lines for position in range(line.start, line.end)]
    assert held == sorted(set(held))
    assert all(line.text == text[line.start : line.end] for line in lines)
    seen = {place for place, character in enumerate(text) if not character.isspace() and character not in BLANK}
    assert seen - hidden <= set(held)
    assert not any(line.start in hidden or line.end - 1 in hidden for line in lines)
