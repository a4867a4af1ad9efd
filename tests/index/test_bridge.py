"""Questions read as terms: their own, and those their Latin words stand for."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bridge import MOST_PHRASES, Bridge, question_words, stop_words
from index.dictionary import Dictionary
from index.keys import search_key, terms

VOCABULARY = {"小清", "清河", "航运", "导航", "机场", "港口", "码头", "长恶", "我们"}
HEADWORDS = {"steerage": ("航运", "导航"), "airport": ("机场",), "shipping box": ("港口",), "box": ("码头",)}
BRIDGE = Bridge(VOCABULARY, Dictionary(HEADWORDS, frozenset({"change", "women"})))


def test_a_name_in_pinyin_and_words_of_the_dictionary_are_read_across() -> None:
    question = BRIDGE.read("Which bureau leads the Xiaoqing steerage?")
    assert question.own == ("bureau", "leads", "xiaoqing", "steerage")
    assert question.added == pytest.approx({"小清": 1.0, "航运": 2**-0.5, "导航": 2**-0.5})


def test_the_longest_phrase_wins() -> None:
    assert BRIDGE.read("the shipping boxes").added == {"港口": 1.0}
    assert BRIDGE.read("boxes for shipping").added == {"码头": 1.0, "航运": 1.0}


UNITS = Bridge(
    {"体育", "育局", "体委", "一带", "带一", "一路", "办公", "养老"}, Dictionary({"bureau": ("办公",)}, frozenset())
)


@pytest.mark.parametrize("name", ["the Sports Bureau", "Bureau of Sports", "SPORTS BUREAU"])
def test_a_unit_is_known_by_its_english_name(name: str) -> None:
    assert UNITS.read(name).added == pytest.approx({"体育": 2**-0.5, "育局": 2**-0.5, "体委": 2**-0.5})


def test_policy_phrases_are_read_whole() -> None:
    assert UNITS.read("the Belt and Road").added == {"一带": 1.0, "带一": 1.0, "一路": 1.0}


def test_of_several_readings_only_those_in_the_text_count() -> None:
    assert UNITS.read("nursing homes").added == {"养老": 1.0}


def test_what_an_english_question_is_asked_with_is_left_out_beside_a_subject() -> None:
    assert UNITS.read("Which bureau leads elderly care?").added == {"养老": 1.0}
    assert UNITS.read("Which bureau?").added == {"办公": 1.0}


def test_an_english_word_is_not_read_as_pinyin() -> None:
    assert BRIDGE.read("change for women").added == {}


def test_tone_marks_come_off() -> None:
    assert BRIDGE.read("Xiǎoqīng").added == {"小清": 1.0}


def test_stop_words_are_neither_searched_nor_read_across() -> None:
    question = BRIDGE.read("who is it for and why")
    assert (question.own, question.added) == ((), {})


def test_what_a_chinese_question_is_asked_with_is_left_out() -> None:
    assert BRIDGE.read("小清河由哪个部门牵头?").own == ("小清", "清河")
    assert BRIDGE.read("机场归谁管").own == ("机场",)


def test_a_question_of_frames_alone_has_no_terms() -> None:
    assert BRIDGE.read("哪个部门负责?").own == ()


@given(st.text(max_size=200))
def test_every_question_can_be_read_and_stays_within_the_vocabulary(text: str) -> None:
    question = BRIDGE.read(text)
    assert set(question.added) <= VOCABULARY
    assert all(0 < weight <= 1 for weight in question.added.values())


def test_only_so_many_phrases_are_read_across() -> None:
    words = [f"nothing{letter}{other}" for letter in "abcdefg" for other in "abcdefg"][:MOST_PHRASES]
    assert BRIDGE.read(" ".join([*words[:-1], "airport"])).added == {"机场": 1.0}
    assert BRIDGE.read(" ".join([*words, "airport"])).added == {}


def test_the_word_lists_are_read_without_their_comments() -> None:
    assert "the" in stop_words()
    assert not any(word.startswith("#") for word in stop_words())
    assert question_words().sub("", "请问由哪个局牵头") == ""


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ("Who leads the shipping boxes?", ["shipping boxes"]),
        ("boxes for shipping", []),
        ("shipping, boxes", []),
        ("the one-belt-one-road plan and shipping-boxes", ["shipping-boxes"]),
        ("航运 shipping boxes 航运", ["shipping boxes"]),
    ],
)
def test_words_that_mean_something_together_are_found_where_they_stand(question: str, phrases: list[str]) -> None:
    assert [question.lower()[start:end] for start, end in BRIDGE.phrases(question)] == phrases


def test_what_words_stand_for_is_told_by_whole_names() -> None:
    assert BRIDGE.renderings("shipping boxes") == ("港口",)
    assert UNITS.renderings("the Belt and Road") == ("一带一路",)
    assert BRIDGE.renderings("Xiaoqing") == ("小清",)
    assert BRIDGE.renderings("change of nothing") == ()


def test_a_british_spelling_finds_what_is_listed_in_american() -> None:
    assert Bridge({"乡村", "村振", "振兴"}, Dictionary({}, frozenset())).renderings("rural revitalisation") == (
        "乡村振兴",
    )


@given(st.text(max_size=100))
def test_phrases_lie_inside_the_question_and_never_overlap(text: str) -> None:
    spans = BRIDGE.phrases(text)
    assert list(spans) == sorted(spans)
    assert all(0 <= start < end <= len(search_key(text)) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert all(set(terms(name)) <= VOCABULARY for name in BRIDGE.renderings(text))
