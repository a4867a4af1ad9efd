"""Yes-or-no questions: of a unit's part in a clause, and of what the text says."""

import pytest

from assistant.outcome import Outcome
from assistant.pipeline import Assistant
from documents.ingest import parse_document
from tests.assistant.fakes import FixedSearch, assistant_over, locators, policy_document, said

THIRD = ("市水利局", "市财政局", "市大数据局")
SEVENTH = ("市商务局", "市交通运输局", "市农业农村局")
UNITS = [
    ("市水利局牵头翠湖泵站改造吗?", "是的。市水利局是", "第二章/第三条", "市水利局", THIRD),
    ("翠湖泵站改造是不是由水利局牵头?", "是的。市水利局是", "第二章/第三条", "市水利局", THIRD),
    ("市财政局负责翠湖泵站改造吗?", "是的。市财政局是", "第二章/第三条", "市水利局", THIRD),
    ("市财政局牵头翠湖泵站改造吗?", "不是。市财政局在", "第二章/第三条", "市水利局", THIRD),
    ("市教育局牵头冷链物流园吗?", "不是。市教育局不在", "第三章/第七条", "市商务局", SEVENTH),
    ("市公安局牵头冷链物流园吗?", "不是。市公安局不在", "第三章/第七条", "市商务局", SEVENTH),
    (
        "Does the water affairs bureau lead the Cuihu pump station renovation?",
        "Yes. 市水利局 (Municipal Water Affairs Bureau)",
        "第二章/第三条",
        "市水利局",
        THIRD,
    ),
    (
        "Is the finance bureau the lead of the Cuihu pump station renovation?",
        "No. In 第二章/第三条 改造翠湖泵站 市财政局",
        "第二章/第三条",
        "市水利局",
        THIRD,
    ),
    (
        "Does the education bureau lead the cold chain logistics park?",
        "No. 市教育局 (Municipal Education Bureau) is not among",
        "第三章/第七条",
        "市商务局",
        SEVENTH,
    ),
]


@pytest.mark.parametrize(("question", "start", "locator", "lead", "units"), UNITS)
def test_a_units_part(
    plan: Assistant, question: str, start: str, locator: str, lead: str, units: tuple[str, ...]
) -> None:
    turn = plan.ask(question)
    assert said(turn).startswith(start)
    assert (turn.outcome, locators(turn), turn.lead, turn.units) == (Outcome.ANSWERED, [locator], lead, units)


def test_another_role_names_the_lead(plan: Assistant) -> None:
    assert "中是配合,牵头的是市水利局。" in said(plan.ask("市财政局牵头翠湖泵站改造吗?"))


def test_a_unit_that_is_not_there_is_told_who_is(plan: Assistant) -> None:
    answer = said(plan.ask("市教育局牵头冷链物流园吗?"))
    assert "市商务局、市交通运输局、市农业农村局" in answer
    assert "市商务局牵头,原文标明" in answer


def test_where_all_are_equal_none_leads(plan: Assistant) -> None:
    turn = plan.ask("饮用水水质监测由市水利局牵头吗?")
    assert said(turn).startswith("不是。市水利局在 第二章/第六条")
    assert "共同负责" in said(turn)
    assert (turn.lead, len(turn.units)) == (None, 3)


@pytest.mark.parametrize(
    ("question", "agrees"),
    [
        ("冷链物流园占地450亩吗?", True),
        ("冷链物流园占地500亩,对吗?", False),
        ("翠湖泵站2025年底前完成改造,对吗?", True),
    ],
)
def test_a_statement_about_the_text_is_answered_with_the_text(plan: Assistant, question: str, agrees: bool) -> None:
    turn = plan.ask(question)
    assert turn.outcome is Outcome.ANSWERED
    assert turn.citations[0].quote in turn.answer
    assert ("数字不一致" not in said(turn)) is agrees


def test_a_clause_without_units_answers_with_its_words(plan: Assistant) -> None:
    turn = plan.ask("市政府每年年底进行考核吗?")
    assert (locators(turn), turn.units) == (["第四章/第十一条"], ())
    assert "市政府每年年底对各项任务完成情况进行考核" in turn.answer


@pytest.mark.parametrize("question", ["火星基地是由外星人牵头吗?", "火星上有没有翡翠矿?"])
def test_what_stands_nowhere_is_neither_confirmed_nor_denied(plan: Assistant, question: str) -> None:
    turn = plan.ask(question)
    assert (turn.outcome, turn.citations) == (Outcome.NOT_COVERED, ())


def test_with_nothing_found_nothing_is_confirmed() -> None:
    turn = assistant_over(search=FixedSearch(policy_document())).ask("市水利局牵头翠湖泵站改造吗?")
    assert (turn.outcome, turn.citations) == (Outcome.NOT_COVERED, ())


def test_the_clause_that_fits_best_decides_even_where_another_names_the_unit() -> None:
    """Both clauses hold `企业`; that the second names the unit is no yes to a question about the first."""
    search = FixedSearch(policy_document(), "第三章/第八条", "第三章/第七条")
    turn = assistant_over(search=search).ask("市商务局负责企业吗?")
    assert locators(turn) == ["第三章/第八条"]
    assert said(turn).startswith("不是。")


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("市交通运输局牵头小清河复航吗?", "是的。市交通运输局是"),
        ("市水务局牵头小清河复航吗?", "不是。市水务局在 二/(一)/4"),
        ("市教育局负责小清河复航吗?", "不是。市教育局不在 二/(一)/4"),
    ],
)
def test_on_the_shipped_corpus(seed: Assistant, question: str, start: str) -> None:
    turn = seed.ask(question)
    assert said(turn).startswith(start)
    assert (turn.lead, locators(turn)) == ("市交通运输局", ["二/(一)/4"])


def test_of_two_units_named_the_one_that_is_not_responsible_is_said_not_to_be() -> None:
    turn = assistant_over().ask("翠湖泵站改造由市水利局和市教育局负责，对吗?")
    assert "不全对。市教育局不在" in turn.answer
    assert "市水利局是其中之一，牵头" in turn.answer
    assert turn.units == ("市水利局", "市财政局", "市大数据局")


def test_a_fee_that_the_text_does_not_give_is_not_confirmed() -> None:
    turn = assistant_over().ask("无人配送涨价了吗?")
    assert turn.outcome is Outcome.NOT_COVERED


OFFICES = parse_document(
    "fangxun",
    """安和县防汛预案

1 组织体系
1.1 指挥部
县政府设立防汛指挥部，由县长任总指挥。
1.2 办公室
防汛指挥部办公室设在县应急局，县水利局派1名副局长兼任办公室副主任。

2 职责
（1）县水利局：负责水情监测。
（2）县应急局：负责救援。

3 检查
3.1 汛前检查
县水利局检查17座小型水库。
3.2 响应
小型水库垮坝时启动响应。
""",
    "policy",
)


@pytest.mark.parametrize(
    ("question", "start"),
    [("防汛指挥部办公室设在县水利局吗?", "不是。"), ("防汛指挥部办公室设在县应急局吗?", "是的。")],
)
def test_where_an_office_sits_is_read_off_the_sentence_that_says_so(question: str, start: str) -> None:
    """The sentence names the other unit too, further on: only where the office is set up counts."""
    turn = assistant_over(OFFICES).ask(question)
    assert said(turn).startswith(start)
    assert "设在县应急局" in said(turn)
    assert locators(turn) == ["1/1.2"]


def test_a_number_that_is_not_the_texts_is_answered_by_the_clause_that_counts_the_same() -> None:
    turn = assistant_over(OFFICES).ask("小型水库有27座，没错吧?")
    assert locators(turn) == ["3/3.1"]
    assert "数字不一致" in turn.answer and "17座" in turn.answer
