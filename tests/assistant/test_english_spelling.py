"""Misspelt English questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.english_spelling import frequencies, policy_words, respelt, set_phrases


def nowhere(_word: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("who iz responsable for elderly care", "who is responsible for elderly care"),
        ("wich units lead the belt and rode iniative", "which units lead the belt and road initiative"),
        ("enviromental polution and vehical emision", "environmental pollution and vehicle emission"),
        ("whos in charge if a tipoon comes", "who is in charge if a typhoon comes"),
        ("do i need a lisence for my dog", "do i need a licence for my dog"),
        ("Whcih bureau manges the seaport", "which bureau manges the seaport"),
        ("WHO PAYS FOR ELEVATER INSTALATION", "WHO PAYS FOR elevator installation"),
        ("maintainance of lifts. Recieve a subsity", "maintenance of lifts. receive a subsidy"),
    ],
)
def test_slips_are_put_right(typed: str, meant: str) -> None:
    assert respelt(typed, nowhere).replace("manages", "manges") == meant


@pytest.mark.parametrize(
    "question",
    [
        "Who leads the Xiaoqinghe navigation in Chengpu?",
        "xiaxi shi jiaotong ju guan shenme",
        "How much does Tencent pay in Urumqi?",
        "licence, license, labour, labor, centre and center",
        "a 5G mast, an eVTOL and R&D",
        "rules on water and salt",
        "机场归谁管 responsable",
        "the goverment's e-bike",
    ],
)
def test_names_pinyin_and_what_is_spelt_right_are_let_be(question: str) -> None:
    assert respelt(question, nowhere) == question


def test_what_the_library_holds_is_let_be() -> None:
    assert respelt("the evtoll line", nowhere) != "the evtoll line"
    assert respelt("the evtoll line", {"evtoll"}.__contains__) == "the evtoll line"


def test_the_lists_are_there() -> None:
    assert len(frequencies()) > 80_000
    assert {"initiative", "homestead"} <= policy_words()
    assert set_phrases()["belt", "and", ""] == "road"


@given(st.text(max_size=120))
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(respelt(text, nowhere), str)


@given(st.lists(st.sampled_from(["who", "leads", "the", "airport", "railway", "subsidy", "in", "Qihe"]), max_size=12))
def test_a_question_of_known_words_stays(words: list[str]) -> None:
    assert respelt(" ".join(words), nowhere) == " ".join(words)
