"""The search key: two spellings of the same thing meet, nothing invisible gets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.keys import is_han, runs, search_key, terms, visible


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ＬＮＧ碼頭", "lng码头"),
        ("２０２０年", "2020年"),
        ("關於加快", "关于加快"),
        ("小\u200b清\u2060河\ufe0f", "小清河"),
        ("a\U000e0041\U000e0042b", "ab"),
        ("甲\u202e乙", "甲乙"),
        ("第\n一\t条", "第 一 条"),
        ("\ud800水", "水"),
    ],
)
def test_the_key_folds(text: str, key: str) -> None:
    assert search_key(text) == key


@given(st.text())
def test_a_key_of_a_key_is_itself_for_terms(text: str) -> None:
    key = search_key(text)
    assert terms(search_key(key)) == terms(key)


@given(st.text())
def test_visible_keeps_no_control_or_format_character(text: str) -> None:
    assert not any(character in visible(text) for character in "\x00\x1b\u200b\u202e\ufeff\r\n")


def test_terms_are_bigrams_of_han_and_whole_words_else() -> None:
    assert terms("小清河abc 10万 年") == ["小清", "清河", "abc", "10", "万", "年"]


def test_runs_say_which_are_han() -> None:
    assert list(runs("甲乙-x1。丙")) == [("甲乙", True), ("x1", False), ("丙", True)]


@pytest.mark.parametrize(("term", "han"), [("小清", True), ("〇", True), ("a", False), ("10", False), ("", False)])
def test_is_han(term: str, han: bool) -> None:
    assert is_han(term) is han
