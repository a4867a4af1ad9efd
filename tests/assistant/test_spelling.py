"""Questions typed by ear: only what stands nowhere in the library is touched."""

import pytest
import rjieba
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.spelling import Sounds, is_syllable, sound_of
from assistant.words import fold, is_stopword
from tests.assistant.fakes import POLICY, library_of, policy_document, seed_document

SOUNDS = library_of(policy_document()).sounds
LINES = [line for line in fold(POLICY.replace("\n", "。")).split("。") if line]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("翠胡泵站由谁牵头", "翠湖泵站由谁牵头"),
        ("鱼水花园由谁牵头", "雨水花园由谁牵头"),
        ("冷链物留园在哪里", "冷链物流园在哪里"),
        ("cuihu bengzhan shei qiantou", "翠湖泵站谁牵头"),
        ("yushuihuayuan", "雨水花园"),
        ("wurenpeisong guishui fuze", "无人配送归谁负责"),
        ("what does the shi caizheng ju do", "what does the 市财政局 do"),
        ("tasks of shuiwuju", "tasks of 水务局"),
        ("翠*泵站由谁牵头", "翠湖泵站由谁牵头"),
        ("雨水*园归谁管", "雨水花园归谁管"),
    ],
)
def test_what_sounds_or_looks_like_the_librarys_words(typed: str, meant: str) -> None:
    assert SOUNDS.corrected(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "翠湖泵站由谁牵头",
        "who leads the pump station",
        "cuihu pump",
        "the wei of tea in a meeting",
        "火星基地由谁牵头",
        "翠湖",
        "*",
        "由*牵头",
        "请*负责",
        "2025",
    ],
)
def test_what_is_left_alone(typed: str) -> None:
    assert SOUNDS.corrected(typed) == typed


def test_a_mask_with_two_readings_stands() -> None:
    sounds = Sounds.of(["东河桥", "东湖桥", "东江路"])
    assert sounds.corrected("东*桥") == "东*桥"
    assert sounds.corrected("东*路") == "东江路"


def test_a_longer_context_decides_between_two_readings() -> None:
    sounds = Sounds.of(["建东河大桥", "修东湖小桥"])
    assert sounds.corrected("东*大") == "东河大"
    assert sounds.corrected("东*小桥") == "东湖小桥"


def test_two_wrong_characters_are_not_guessed() -> None:
    assert Sounds.of(["翠湖"]).corrected("脆胡") == "脆胡"
    assert Sounds.of(["翠湖镇"]).corrected("脆胡镇") == "脆胡镇"


def test_a_word_that_is_spelt_right_is_not_bent_to_its_neighbours() -> None:
    """`省会` and `城市` stand there, `会城` does not, and `慧城市` sounds like `会城市`."""
    sounds = Sounds.of(["省会经济圈", "城市更新", "智慧城市"])
    assert sounds.corrected("省会城市") == "省会城市"


def test_a_word_is_not_split_by_what_sounds_like_its_end_and_the_next() -> None:
    """`星基地` sounds like `行基地`, but 星 is the end of 火星."""
    assert Sounds.of(["研学旅行基地"]).corrected("火星基地") == "火星基地"


def test_the_more_frequent_of_two_stretches_is_meant() -> None:
    sounds = Sounds.of(["清河镇", "青河镇", "青河镇"])
    assert sounds.corrected("qinghezhen") == "青河镇"


def test_a_latin_question_with_one_unknown_syllable_is_no_pinyin() -> None:
    assert SOUNDS.corrected("cuihu bengzhan xyz") == "cuihu bengzhan xyz"


def test_a_word_that_asks_is_never_changed() -> None:
    assert Sounds.of(["东海市优化营商环境"]).corrected("东海市有哪些文件") == "东海市有哪些文件"


@pytest.mark.parametrize(("text", "sound"), [("翠湖", "cuihu"), ("绿", "lv"), ("", "")])
def test_sounds(text: str, sound: str) -> None:
    assert sound_of(text) == sound


def test_syllables() -> None:
    assert is_syllable("hu")
    assert not is_syllable("pump")


LIBRARIES = {document.name: library_of(document) for document in (policy_document(), seed_document())}
WORDS = {
    name: sorted(
        word
        for facts in library.facts.values()
        for word in set(rjieba.cut(facts.text))
        if len(word) > 1 and library.holds(word)
    )
    for name, library in LIBRARIES.items()
}


@pytest.mark.parametrize("name", sorted(LIBRARIES))
@given(data=st.data())
def test_a_question_of_the_librarys_own_words_is_never_changed(name: str, data: st.DataObject) -> None:
    sounds = LIBRARIES[name].sounds
    words = data.draw(st.lists(st.sampled_from(WORDS[name]), min_size=1, max_size=4))
    question = "".join(words) + data.draw(st.sampled_from(["", "由谁牵头", "有哪些", "在哪一条"]))
    cut = [word for word in rjieba.cut(question) if not is_stopword(word)]
    assume(all(len(word) > 1 and sounds.text.holds(word) for word in cut))
    assert sounds.corrected(question) == question


@given(st.sampled_from(LINES), st.integers(0, 40), st.integers(1, 20))
def test_a_stretch_of_the_text_is_never_changed(line: str, start: int, length: int) -> None:
    stretch = line[start : start + length]
    assert SOUNDS.corrected(stretch) == stretch


@given(st.text(max_size=60))
def test_any_text_can_be_corrected_and_a_second_time_changes_nothing(text: str) -> None:
    once = SOUNDS.corrected(fold(text))
    assert SOUNDS.corrected(once) == once
