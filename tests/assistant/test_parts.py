"""Several questions in one message: none that asks is lost, citations are numbered through."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.outcome import Outcome
from assistant.parts import Part, join, left_out, split
from assistant.settings import AssistantSettings
from assistant.turn import Citation, Related, Turn
from tests.assistant.fakes import assistant_over, locators

SETTINGS = AssistantSettings()
SUBJECTS = ["翠湖泵站", "雨水花园", "管网漏损", "冷链物流园", "无人配送", "物流人才"]
ASKING = ["由谁牵头?", "归谁管？", "的责任单位有哪些?", "在哪一条？"]


def texts(question: str, **changes: int) -> list[str]:
    return [part.text for part in split(question, replace(SETTINGS, **changes))]


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("翠湖泵站由谁牵头?雨水花园由谁牵头?", ["翠湖泵站由谁牵头", "雨水花园由谁牵头"]),
        ("翠湖泵站由谁牵头？雨水花园呢？", ["翠湖泵站由谁牵头", "雨水花园呢"]),
        ("翠湖泵站归谁管,还有雨水花园归谁管?", ["翠湖泵站归谁管", "雨水花园归谁管"]),
        ("市里要改造翠湖泵站。由谁牵头?", ["市里要改造翠湖泵站", "由谁牵头"]),
        ("Who leads the pump work? Who leads the park work?", ["Who leads the pump work", "Who leads the park work"]),
    ],
)
def test_several_questions(message: str, parts: list[str]) -> None:
    assert texts(message) == parts


@pytest.mark.parametrize(
    "message",
    [
        "翠湖泵站由谁牵头?",
        "翠湖泵站,由谁牵头?",
        "翠湖泵站由谁牵头?谢谢!",
        "您好!翠湖泵站由谁牵头?",
        "改造翠湖泵站。建设雨水花园。",
        "",
        "。。。？？？",
        "雨水花园、管网漏损、冷链物流园由谁牵头?",
        "Who leads the pump work, and why?",
    ],
)
def test_one_question_stays_whole(message: str) -> None:
    assert split(message, SETTINGS) == (Part(message, True),)


def test_a_message_over_the_limit_is_not_cut_into_shorter_ones() -> None:
    message = "翠湖泵站由谁牵头?" * 40
    assert texts(message) == [message]


def test_a_statement_goes_with_the_question_behind_it() -> None:
    message = "市里要改造翠湖泵站。由谁牵头?雨水花园归谁管?冷链物流园归谁管?"
    parts = split(message, SETTINGS)
    assert [part.asks for part in parts] == [False, True, True, True]


def test_of_too_many_questions_the_first_are_kept() -> None:
    message = "翠湖泵站由谁牵头?雨水花园归谁管?管网漏损归谁管?无人配送归谁管?"
    assert texts(message) == ["翠湖泵站由谁牵头", "雨水花园归谁管", "管网漏损归谁管"]
    assert texts(message, max_parts=1) == ["翠湖泵站由谁牵头"]


def test_the_same_question_twice_hides_none_between() -> None:
    message = "翠湖泵站由谁牵头?雨水花园归谁管?翠湖泵站由谁牵头?"
    assert texts(message) == ["翠湖泵站由谁牵头", "雨水花园归谁管", "翠湖泵站由谁牵头"]


@given(st.lists(st.tuples(st.sampled_from(SUBJECTS), st.sampled_from(ASKING)), min_size=1, max_size=3))
def test_no_question_that_asks_is_lost(pieces: list[tuple[str, str]]) -> None:
    asked = [subject + asking for subject, asking in pieces]
    parts = split("".join(asked), SETTINGS)
    assert [part.text.rstrip("?？") for part in parts if part.asks] == [question.rstrip("?？") for question in asked]


@given(st.text(max_size=320))
def test_any_message_can_be_split(message: str) -> None:
    parts = split(message, SETTINGS)
    assert any(part.asks for part in parts)
    assert sum(part.asks for part in parts) <= SETTINGS.max_parts
    assert len(parts) <= 2 * SETTINGS.max_parts
    assert all(part.text in message for part in parts)


def _answered(text: str, locator: str, *units: str) -> Turn:
    citation = Citation("plan", locator, "", "原文", 0, 2)
    related = (Related("plan", "第九条", ""),)
    return Turn("?", outcome=Outcome.ANSWERED, answer=text, citations=(citation,), related=related, units=units)


def test_joined_citations_are_numbered_through() -> None:
    turn = join("两问", [_answered("甲[1]", "一", "甲局", "乙局"), _answered("乙[1]又[1]", "二", "乙局", "丙局")])
    assert turn.answer == "甲[1]\n\n乙[2]又[2]"
    assert locators(turn) == ["一", "二"]
    assert turn.units == ("甲局", "乙局", "丙局")
    assert len(turn.related) == 1
    assert turn.question == "两问"


def test_a_refused_part_shows_its_sentence_and_adds_no_unit() -> None:
    refused = Turn("?", outcome=Outcome.NOT_COVERED, answer="没有", units=("丁局",))
    turn = join("两问", [refused, _answered("甲[1]", "一", "甲局")])
    assert turn.answer == "没有\n\n甲[1]"
    assert (turn.outcome, turn.units) == (Outcome.ANSWERED, ("甲局",))


def test_where_every_part_is_refused_the_message_is() -> None:
    refused = Turn("?", outcome=Outcome.NOT_COVERED, answer="没有")
    turn = join("两问", [refused, replace(refused, outcome=Outcome.OFF_TOPIC, answer="不答")])
    assert (turn.outcome, turn.answer, turn.question) == (Outcome.OFF_TOPIC, "不答", "两问")


def test_a_question_too_many_is_said_to_be_left_out() -> None:
    assistant = assistant_over()
    three = "翠湖泵站由谁牵头?雨水花园由谁牵头?管网漏损由谁牵头?"
    assert left_out(three, SETTINGS) == 0
    assert "没有回答" not in assistant.ask(three).answer
    assert left_out(three + "冷链物流园由谁牵头?物流人才归谁管?", SETTINGS) == 2
    turn = assistant.ask(three + "冷链物流园由谁牵头?物流人才归谁管?")
    assert "一次最多回答 3 个问题，后面还有 2 个没有回答" in turn.answer
    assert "第三章/第七条" not in locators(turn)


def test_two_questions_are_answered_in_one_turn() -> None:
    assistant = assistant_over()
    turn = assistant.ask("翠湖泵站改造由谁牵头?雨水花园由谁牵头?")
    assert locators(turn) == ["第二章/第三条", "第二章/第四条"]
    assert re.findall(r"\[(\d)\]", turn.answer) == ["1", "1", "2", "3", "3", "4"]
    assert turn.units[0] == "市水利局"
    assert "市住房城乡建设局" in turn.units


def test_a_statement_lends_its_subject_and_is_not_answered_itself() -> None:
    turn = assistant_over().ask("市里要改造翠湖泵站。由谁牵头?")
    assert locators(turn) == ["第二章/第三条"]
    assert turn.lead == "市水利局"


def test_the_lead_is_the_first_that_any_part_names() -> None:
    turn = assistant_over().ask("翠湖泵站总投资多少?翠湖泵站由谁牵头?")
    assert turn.lead == "市水利局"


def test_what_stands_behind_the_only_question_says_what_it_is_about() -> None:
    parts = split("供电公司要做什么？老旧小区改造", SETTINGS)
    assert [part.text for part in parts] == ["供电公司要做什么？老旧小区改造"]


@pytest.mark.parametrize("question", ["要是哪个县没完成，会扣多少?", "如果哪家不改，罚多少钱?"])
def test_what_is_asked_under_a_condition_is_one_question(question: str) -> None:
    assert len(split(question, SETTINGS)) == 1
