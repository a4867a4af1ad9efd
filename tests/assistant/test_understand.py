"""Understanding a turn: what ends it, which language it is answered in, what an earlier question lends."""

import pytest

from assistant.focus import Focus
from assistant.grammar import Kind
from assistant.outcome import Outcome
from assistant.turn import Turn
from assistant.understand import ASKED_OF_ALL, understand
from tests.assistant.fakes import POLICY_NAME, desk_over

DESK = desk_over()
PUMP = Focus(
    Kind.LEAD,
    "翠湖泵站",
    ("翠湖泵站",),
    ("翠湖", "泵站"),
    ((POLICY_NAME, "第二章/第三条"),),
    (),
    ("市水利局", "市财政局", "市大数据局"),
    "市水利局",
    "lead",
)


def understood(question: str, focus: Focus | None = None) -> Turn:
    return understand(Turn(question, focus=focus), DESK)


@pytest.mark.parametrize(
    "question",
    [
        "写一首关于翠湖的诗",
        "今天天气怎么样",
        "你是谁",
        "帮我翻译一下这段话",
        "Write me a poem about the lake",
        "What is the weather like?",
        "tell me a joke",
    ],
)
def test_what_is_no_question_to_a_policy_library(question: str) -> None:
    turn = understood(question)
    assert turn.outcome is Outcome.OFF_TOPIC
    assert turn.answer == DESK.sentence(turn.language, "off_topic")
    assert turn.understanding is None


@pytest.mark.parametrize(
    "question",
    [
        "谁?",
        "由谁牵头?",
        "那呢?",
        "它是什么?",
        "其中有哪些?",
        "What are they?",
        "Who?",
        "which bureau?",
        "it?",
        "please",
    ],
)
def test_a_question_without_a_subject_is_asked_for_one(question: str) -> None:
    turn = understood(question)
    assert turn.outcome is Outcome.NEEDS_CLARIFYING
    assert turn.answer == DESK.sentence(turn.language, "needs_clarifying")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("一共有多少项任务?", Kind.COUNT),
        ("有哪些责任单位?", Kind.UNITS),
        ("有哪些任务?", Kind.LIST),
        ("哪两个单位合作最多?", Kind.PARTNERS),
        ("哪个单位任务最多?", Kind.MOST),
        ("这个文件叫什么?", Kind.ABOUT),
        ("How many tasks are there?", Kind.COUNT),
    ],
)
def test_some_kinds_are_asked_of_the_whole_text(question: str, kind: Kind) -> None:
    turn = understood(question)
    assert not turn.finished
    assert turn.understanding is not None
    assert turn.understanding.kind is kind
    assert kind in ASKED_OF_ALL


def test_a_unit_or_a_number_is_enough() -> None:
    assert not understood("市水利局").finished
    assert not understood("第三条").finished


def test_an_earlier_question_lends_its_subject() -> None:
    turn = understood("那配合单位呢?", PUMP)
    assert turn.understanding is not None
    assert turn.understanding.places == ((POLICY_NAME, "第二章/第三条"),)
    assert (turn.understanding.kind, turn.understanding.role) == (Kind.UNITS, "support")


def test_a_new_subject_is_its_own() -> None:
    turn = understood("冷链物流园由谁牵头?", PUMP)
    assert turn.understanding is not None
    assert (turn.understanding.terms, turn.understanding.places) == (("冷链物流园",), ())


def test_pinyin_is_answered_in_chinese() -> None:
    turn = understood("cuihu bengzhan shei qiantou")
    assert turn.language == "zh"
    assert turn.understanding is not None
    assert turn.understanding.folded == "翠湖泵站谁牵头"
