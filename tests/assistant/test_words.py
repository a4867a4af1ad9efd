"""Words: folding, the language of a text, stretches that name a subject."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.words import content_words, fold, is_chinese, is_stopword, stopwords, subject_terms, word_starts


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("小清河 由 谁 牵头", "小清河由谁牵头"),
        ("Who  leads\nthe Pump?", "who leads the pump?"),
        ("２０２５年（一）", "2025年(一)"),
        ("臺灣與廣東", "台湾与广东"),
        ("  泵站 pump 站  ", "泵站 pump 站"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=60))
def test_folding_leaves_single_spaces_only(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())


@pytest.mark.parametrize(
    ("text", "chinese"),
    [("谁", True), ("who", False), ("", False), ("123", False), ("泵站abcdef", True), ("泵站abcdefg", False)],
)
def test_a_han_character_weighs_three_letters(text: str, chinese: bool) -> None:
    assert is_chinese(text) is chinese


@pytest.mark.parametrize(
    ("folded", "terms"),
    [
        ("小清河复航由哪个局牵头", ("小清河复航",)),
        ("雨水花园和冷链物流园分别由谁负责", ("雨水花园", "冷链物流园")),
        ("由哪个部门牵头", ()),
        ("who leads the pump station", ("pump", "station")),
        ("2025年翠湖", ("2025年翠湖",)),
        ("", ()),
    ],
)
def test_subjects(folded: str, terms: tuple[str, ...]) -> None:
    assert subject_terms(folded) == terms


@given(st.text(alphabet="翠湖泵站由哪个局牵头负责2025 abc,.?", max_size=40))
def test_a_subject_is_a_stretch_of_the_question(folded: str) -> None:
    terms = subject_terms(folded)
    assert all(term in folded.replace(" ", "") or term in folded for term in terms)
    assert all(terms)


def test_content_words_are_single_words_each_once() -> None:
    assert content_words(("雨水花园", "雨水管网")) == ("雨水", "花园", "管网")
    assert content_words(("pump", "pump")) == ("pump",)
    assert content_words(()) == ()


@pytest.mark.parametrize(
    "word", ["哪个", "什么", "牵头", "负责", "的", "多少", "几方面", "哪四网", "who", "which", "the"]
)
def test_words_that_only_ask(word: str) -> None:
    assert is_stopword(word)


@pytest.mark.parametrize("word", ["泵站", "几何", "几率", "花园", "pump"])
def test_words_that_name_something(word: str) -> None:
    assert not is_stopword(word)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_lists_hold_one_word_a_line(language: str) -> None:
    assert len(stopwords(language)) > 50
    assert all(word == word.strip() and " " not in word for word in stopwords(language))


@given(st.text(alphabet="翠湖泵站由哪个局牵头 abc12", max_size=30))
def test_words_start_where_the_last_one_ended(folded: str) -> None:
    starts = word_starts(folded)
    assert starts == sorted(set(starts))
    assert not folded or starts[0] == 0
    assert all(0 <= start < len(folded) for start in starts)


def test_a_verb_that_asks_is_not_part_of_the_word_behind_it() -> None:
    """`负责人才引进` is not read as a 负责人."""
    assert subject_terms("哪些单位负责人才引进") == ("人才引进",)


@pytest.mark.parametrize("asked", ["到底是哪五样", "是哪三种叫法", "说咱这儿有哪两家", "全列出来"])
def test_words_that_tell_a_story_or_ask_for_so_many_name_no_subject(asked: str) -> None:
    assert subject_terms(f"拉货的路子{asked}") == ("拉货", "路子")


@pytest.mark.parametrize(
    ("folded", "terms"),
    [
        ("钱从哪个局出", ("钱", "出")),
        ("人才市场统一这件事归谁管", ("人才市场统一",)),
        ("学校停课由谁来组织", ("学校停课", "组织")),
        ("揭榜挂帅的项目归谁管", ("揭榜挂帅", "项目")),
    ],
)
def test_no_piece_of_the_asking_sticks_to_the_subject(folded: str, terms: tuple[str, ...]) -> None:
    assert subject_terms(folded) == terms
