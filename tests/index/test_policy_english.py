"""The glossary of policy English: its format, and that what it says stands for something that policies say."""

import re
from collections import Counter

import pytest

from documents.data_lines import data_lines
from index.bridge import DATA, LONGEST_NAME, frame_words, policy_names, stop_words
from index.keys import search_key

LINES = [line.split("\t") for line in data_lines(DATA / "policy_english.tsv")]
PHRASES = [phrase for english, _ in LINES for phrase in english.split("|")]


def test_every_line_has_english_and_chinese() -> None:
    assert [line for line in LINES if len(line) != 2] == []


def test_a_phrase_stands_once() -> None:
    assert [phrase for phrase, times in Counter(PHRASES).items() if times > 1] == []


def test_phrases_are_words_in_lower_case_that_a_question_can_be_cut_into() -> None:
    assert [phrase for phrase in PHRASES if not re.fullmatch("[a-z]+(?: [a-z]+)*", phrase)] == []
    assert [phrase for phrase in PHRASES if len(phrase.split()) > LONGEST_NAME] == []


def test_what_is_never_searched_for_is_not_listed() -> None:
    assert [phrase for phrase in PHRASES if phrase in stop_words() or phrase in frame_words()] == []


def test_names_are_as_the_search_key_writes_them_and_long_enough_to_be_found() -> None:
    names = [name for _, chinese in LINES for name in chinese.split("|")]
    assert [name for name in names if search_key(name) != name or len(name) < 2] == []


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("rural revitalization", "乡村振兴"),
        ("night time economy", "夜间经济"),
        ("low altitude", "低空"),
        ("install a lift", "加装电梯"),
        ("granny", "老人"),
        ("rubbish sorting", "垃圾分类"),
        ("ndrc", "发展改革委"),
        ("bureau of transport", "交通运输局"),
    ],
)
def test_formal_and_everyday_words_are_known(phrase: str, name: str) -> None:
    assert name in policy_names()[phrase]


def test_every_field_is_there() -> None:
    assert len(PHRASES) > 4000
