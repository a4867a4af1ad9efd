"""Clauses side by side: whose units, which in both, which in one, the leads."""

import pytest

from assistant.compare import compare_clauses
from assistant.outcome import Outcome
from assistant.pipeline import Assistant
from tests.assistant.fakes import FixedSearch, assistant_over, desk_over, found_turn, locators, policy_document, said

SEVENTH, EIGHTH = "第三章/第七条", "第三章/第八条"


@pytest.mark.parametrize(
    "question",
    [
        "第七条和第八条的责任单位有什么不同?",
        "第7和8条的责任单位有什么不同?",
        "冷链物流园和无人配送的责任单位有什么不同?",
        "Compare articles 7 and 8",
    ],
)
def test_two_clauses(plan: Assistant, question: str) -> None:
    turn = plan.ask(question)
    assert (turn.outcome, locators(turn)) == (Outcome.ANSWERED, [SEVENTH, EIGHTH])
    assert turn.units == ("市商务局", "市交通运输局", "市农业农村局")
    assert turn.lead is None


def test_what_is_said_of_them() -> None:
    answer = said(assistant_over().ask("第七条和第八条的责任单位有什么不同?"))
    assert f"{SEVENTH} 建设冷链物流园:责任单位 3 个:市商务局、市交通运输局、市农业农村局[1]" in answer
    assert f"{EIGHTH} 发展无人配送:责任单位 1 个:市交通运输局[2]" in answer
    assert "两边都有的责任单位:市交通运输局。" in answer
    assert f"只在 {SEVENTH} 建设冷链物流园:市商务局、市农业农村局。" in answer
    assert "建设冷链物流园的责任单位更多(3 个,另一边 1 个)。" in answer
    assert "牵头单位不同:市商务局、市交通运输局。" in answer


def test_the_same_lead() -> None:
    answer = said(assistant_over().ask("第四条和第五条的牵头单位是同一个吗?"))
    assert "牵头单位相同:市住房城乡建设局。" in answer


def test_nothing_in_common() -> None:
    answer = said(assistant_over().ask("第三条和第七条有没有共同的责任单位?"))
    assert "没有两边都有的责任单位。" in answer
    assert "更多" not in answer


def test_where_one_side_has_no_lead_the_leads_are_not_compared() -> None:
    answer = said(assistant_over().ask("第六条和第三条有什么不同?"))
    assert "两边都有的责任单位:市水利局。" in answer
    assert "牵头单位" not in answer


def test_three_sides_are_the_most() -> None:
    desk = desk_over()
    turn = found_turn("第三条、第四条、第五条和第七条有什么不同?", desk)
    assert len(turn.hits) == 4
    assert len(compare_clauses(turn, desk).citations) == 3


@pytest.mark.parametrize(
    "question", ["第七条和第十一条有什么不同?", "第七条和第九十条有什么不同?", "冷链物流园有什么不同?"]
)
def test_one_side_alone_cannot_be_compared(question: str) -> None:
    turn = assistant_over(search=FixedSearch(policy_document(), SEVENTH)).ask(question)
    assert (turn.outcome, turn.citations) == (Outcome.NOT_COVERED, ())


def test_across_two_documents(both: Assistant) -> None:
    turn = both.ask("小清河复航和翠湖泵站的责任单位有什么不同?")
    assert [citation.document for citation in turn.citations] == ["dongying-policy-forum-copy", "yunxi-plan"]
    assert "没有两边都有的责任单位" in said(turn)
