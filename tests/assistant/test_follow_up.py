"""Questions that are not whole by themselves, over five turns, in both languages and over both kinds of document."""

from dataclasses import replace

import pytest

from assistant.focus import Focus
from assistant.follow_up import lean_on, trimmed
from assistant.grammar import Kind
from assistant.outcome import Outcome
from assistant.pipeline import Assistant
from assistant.question import Understanding, read_question, readable
from tests.assistant.fakes import POLICY_NAME, desk_over, in_a_conversation, locators, said

DESK = desk_over()
THIRD, FOURTH, FIFTH = ((POLICY_NAME, f"第二章/第{label}条") for label in "三四五")
UNITS = ("市水利局", "市财政局", "市大数据局")
FOCUS = Focus(Kind.LEAD, "翠湖泵站", ("翠湖泵站",), ("翠湖", "泵站"), (THIRD,), (), UNITS, "市水利局", "lead")
LISTED = replace(FOCUS, kind=Kind.DUTIES, places=(THIRD, FOURTH, FIFTH), units=("市水利局",), terms=(), words=())
ITEMS = replace(FOCUS, kind=Kind.LIST, items=("清荷新区", "老城片区", "白鹭洲"), places=(FOURTH,), units=(), unit=None)


def leaning(question: str, focus: Focus = FOCUS) -> Understanding:
    folded = readable(question, DESK)
    return lean_on(trimmed(read_question(folded, DESK), folded, DESK), focus, folded)


@pytest.mark.parametrize(
    "question", ["那配合单位呢?", "配合单位有哪些?", "它的配合单位呢?", "And the supporting units?"]
)
def test_the_subject_is_the_earlier_one(question: str) -> None:
    understanding = leaning(question)
    assert (understanding.kind, understanding.role) == (Kind.UNITS, "support")
    assert understanding.places == (THIRD,)
    assert understanding.terms == ("翠湖泵站",)


@pytest.mark.parametrize("question", ["它还负责什么?", "这个单位还管什么?", "What else does it do?"])
def test_the_unit_is_the_earlier_lead(question: str) -> None:
    understanding = leaning(question)
    assert (understanding.kind, understanding.units) == (Kind.DUTIES, ("市水利局",))


@pytest.mark.parametrize("question", ["那雨水花园呢?", "What about rain gardens?"])
def test_the_same_is_asked_of_a_new_subject(question: str) -> None:
    understanding = leaning(question)
    assert (understanding.kind, understanding.role, understanding.places) == (Kind.LEAD, "lead", ())
    assert understanding.terms in (("雨水花园",), ("rain", "gardens"))


def test_another_unit_is_asked_about_the_earlier_clause() -> None:
    understanding = leaning("那市财政局呢?")
    assert (understanding.kind, understanding.units) == (Kind.CONFIRM, ("市财政局",))
    assert understanding.places == (THIRD,)


def test_another_unit_after_a_units_duties_is_asked_for_its_own() -> None:
    understanding = leaning("那市财政局呢?", LISTED)
    assert (understanding.kind, understanding.units, understanding.places) == (Kind.DUTIES, ("市财政局",), ())


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("第二个由谁牵头?", FOURTH),
        ("第二个任务由谁牵头?", FOURTH),
        ("其中第三项由谁牵头?", FIFTH),
        ("最后一个由谁牵头?", FIFTH),
        ("Who leads the first one?", THIRD),
        ("Who leads the last one?", FIFTH),
    ],
)
def test_an_ordinal_counts_in_the_clauses_listed_before(question: str, place: tuple[str, str]) -> None:
    understanding = leaning(question, LISTED)
    assert (understanding.kind, understanding.places, understanding.labels) == (Kind.LEAD, (place,), ())


@pytest.mark.parametrize(
    ("question", "item"), [("第二个是什么?", "老城片区"), ("第一个呢?", "清荷新区"), ("后者呢?", "白鹭洲")]
)
def test_an_ordinal_picks_an_item_listed_before(question: str, item: str) -> None:
    assert leaning(question, ITEMS).picked == item


def test_an_ordinal_counts_in_the_units_where_nothing_else_was_listed() -> None:
    understanding = leaning("第二个还负责什么?")
    assert (understanding.kind, understanding.units) == (Kind.DUTIES, ("市财政局",))


def test_an_ordinal_beyond_the_list_means_nothing() -> None:
    understanding = leaning("第九个由谁牵头?", LISTED)
    assert (understanding.terms, understanding.places, understanding.mentions) == ((), (), ())


@pytest.mark.parametrize("focus", [FOCUS, LISTED, ITEMS])
@pytest.mark.parametrize(
    ("question", "label"), [("第七条由谁牵头?", "7"), ("第9项任务由谁牵头?", "9"), ("Who leads task 7?", "7")]
)
def test_a_clause_named_by_its_number_is_no_follow_up(question: str, label: str, focus: Focus) -> None:
    understanding = leaning(question, focus)
    assert (understanding.labels, understanding.places, understanding.picked) == ((label,), (), None)


@pytest.mark.parametrize("question", ["冷链物流园由谁牵头?", "文号是什么?", "市财政局负责哪些任务?"])
def test_a_whole_question_takes_nothing(question: str) -> None:
    folded = readable(question, DESK)
    assert leaning(question) == read_question(folded, DESK)


def test_a_pronoun_beside_a_subject_may_mean_the_earlier_clause() -> None:
    assert leaning("这项改造由谁牵头?").places in ((), (THIRD,))
    assert THIRD in (*leaning("这项改造由谁牵头?").places, *leaning("这项改造由谁牵头?").leaning)


def test_words_that_stand_nowhere_are_no_subject_of_a_follow_up() -> None:
    assert leaning("它跟谁搭班子?").places == (THIRD,)


CONVERSATIONS = {
    "zh": (
        [
            "翠湖泵站改造由哪个单位牵头?",
            "那配合单位呢?",
            "它还负责哪些任务?",
            "那冷链物流园由谁牵头?",
            "它占地面积多少亩?",
        ],
        [
            (["第二章/第三条"], "配合单位:市财政局、市大数据局。", 1),
            (["第二章/第三条", "第二章/第四条", "第二章/第五条", "第二章/第六条", "第三章/第十条"], "市水利局", 2),
            (["第三章/第七条"], "市商务局牵头,原文标明", 3),
            (["第三章/第七条"], "450亩", 4),
        ],
    ),
    "en": (
        [
            "Which bureau leads the Cuihu pump station renovation?",
            "And the supporting units?",
            "What else does it do?",
            "What about rain gardens?",
            "And the supporting units?",
        ],
        [
            (["第二章/第三条"], "Supporting units: 市财政局 (Municipal Finance Bureau), 市大数据局", 1),
            (["第二章/第三条", "第二章/第四条", "第二章/第五条", "第二章/第六条", "第三章/第十条"], "市水利局", 2),
            (["第二章/第四条"], "市住房城乡建设局", 3),
            (["第二章/第四条"], "Supporting units: 市自然资源和规划局", 4),
        ],
    ),
}


@pytest.mark.parametrize("language", CONVERSATIONS)
def test_five_turns_over_the_made_up_plan(plan: Assistant, language: str) -> None:
    asked, expected = CONVERSATIONS[language]
    turns = list(in_a_conversation(plan, asked))
    assert [turn.outcome for turn in turns] == [Outcome.ANSWERED] * 5
    for cited, part, place in expected:
        assert locators(turns[place]) == cited
        assert part in said(turns[place])


def test_five_turns_over_the_shipped_corpus(seed: Assistant) -> None:
    asked = ["小清河复航由哪个局牵头?", "那配合单位呢?", "它还负责什么?", "那机场呢?", "第9项任务由谁牵头?"]
    turns = list(in_a_conversation(seed, asked))
    assert [turn.lead for turn in turns] == ["市交通运输局", "市交通运输局", None, "市交通运输局", "市农业农村局"]
    assert [locators(turn) for turn in turns] == [
        ["二/(一)/4"],
        ["二/(一)/4"],
        ["二/(一)/1", "二/(一)/2", "二/(一)/3", "二/(一)/4", "二/(八)/28"],
        ["二/(一)/3"],
        ["二/(二)/9"],
    ]
    assert turns[2].units == ("市交通运输局",)


def test_a_list_is_picked_from(plan: Assistant) -> None:
    turn = plan.ask("第二个是什么?", ["坚持哪些原则?"])
    assert (turn.outcome, locators(turn)) == (Outcome.ANSWERED, ["第一章/第二条"])
    assert turn.answer.startswith("分步实施")


def test_a_refused_question_is_passed_over_for_the_one_before(plan: Assistant) -> None:
    turn = plan.ask("那配合单位呢?", ["翠湖泵站改造由哪个单位牵头?", "火星基地由谁牵头?", "写一首诗"])
    assert (turn.outcome, locators(turn)) == (Outcome.ANSWERED, ["第二章/第三条"])


@pytest.mark.parametrize("history", [[], ["写一首诗"], ["火星基地由谁牵头?", "😀"]])
@pytest.mark.parametrize("question", ["它由谁牵头?", "其中有哪些单位?", "Who supports it?"])
def test_a_follow_up_to_nothing_asks_for_a_subject(plan: Assistant, question: str, history: list[str]) -> None:
    turn = plan.ask(question, history)
    assert (turn.outcome, turn.citations) == (Outcome.NEEDS_CLARIFYING, ())


def test_only_the_last_questions_are_looked_back_on(plan: Assistant) -> None:
    filler = ["写一首诗"] * plan.desk.settings.max_history
    assert plan.ask("它由谁牵头?", ["翠湖泵站改造由哪个单位牵头?", *filler]).outcome is Outcome.NEEDS_CLARIFYING
    assert plan.ask("它由谁牵头?", ["翠湖泵站改造由哪个单位牵头?", *filler[1:]]).outcome is Outcome.ANSWERED
