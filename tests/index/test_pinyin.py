"""Latin words as pinyin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.pinyin import MOST_READINGS, characters, is_readable, readings, sounding_terms, without_tone


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("xiaoqing", [("xiao", "qing")]),
        ("jinan", [("ji", "nan"), ("jin", "an")]),
        ("lvyou", [("lv", "you")]),
        ("xian", []),
        ("bridge", []),
        ("", []),
        ("n", []),
        ("a" * 25, []),
    ],
)
def test_readings(word: str, expected: list[tuple[str, ...]]) -> None:
    assert readings(word) == expected


def test_readings_are_bounded() -> None:
    assert len(readings("jinan" * 4)) == MOST_READINGS


@given(st.text(alphabet="aeiounghjqxzlv", max_size=30))
def test_readings_spell_the_word_and_agree_with_is_readable(word: str) -> None:
    found = readings(word)
    assert all("".join(way) == word and len(way) > 1 for way in found)
    if found:
        assert is_readable(word)


def test_characters_know_every_reading() -> None:
    assert "重" in characters()["zhong"]
    assert "重" in characters()["chong"]
    assert "绿" in characters()["lv"]
    assert all(syllable.isascii() for syllable in characters())


def test_tones_and_umlauts_come_off() -> None:
    assert [without_tone(sound) for sound in ("qīng", "lǜ", "lü", "e")] == ["qing", "lv", "lv", "e"]


def test_terms_that_sound_alike_are_found_in_the_vocabulary_only() -> None:
    vocabulary = {"小清", "清河", "校庆", "广利"}
    assert set(sounding_terms("xiaoqing", vocabulary, set("小清河校庆广利"))) == {"小清", "校庆"}
    assert set(sounding_terms("xiaoqinghe", vocabulary, set("小清河校庆广利"))) == {"小清", "校庆", "清河"}
    assert list(sounding_terms("guangdong", vocabulary, set("小清河校庆广利"))) == []
