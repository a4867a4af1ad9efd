"""Things that a question sets beside each other are each answered by their own sentence."""

import pytest

from assistant.outcome import Outcome
from assistant.set_beside import compares_figures, set_beside
from documents.ingest import parse_document
from tests.assistant.fakes import assistant_over, desk_over, found_turn, locators

WARNINGS = (
    "预案\n\n一、预警分级\n（一）蓝色预警。霞溪站水位达到设防水位38.50米。\n"
    "（二）黄色预警。霞溪站水位达到警戒水位40.00米。\n（三）红色预警。霞溪站水位达到保证水位42.30米。\n"
)
GOALS = (
    "计划\n\n一、主要目标\n到2025年底，开通低空物流航线20条。到2026年底，开通低空物流航线45条。"
    "到2027年底，开通低空物流航线80条，建成起降设施200个，培育企业100家以上，产业规模达到120亿元，"
    "年商业飞行架次突破30万架次，引进国家级企业5家以上，形成较为完善的低空基础设施和公共服务体系。\n"
)


def test_each_side_of_several_clauses() -> None:
    turn = assistant_over(parse_document("plan", WARNINGS)).ask("蓝色预警和黄色预警的霞溪站水位分别是多少?")
    assert turn.outcome is Outcome.ANSWERED
    assert locators(turn) == ["一/(一)", "一/(二)"]
    assert "38.50米" in turn.answer
    assert "40.00米" in turn.answer


def test_each_side_of_one_clause() -> None:
    turn = assistant_over(parse_document("plan", GOALS)).ask("低空物流航线2025年底和2027年底各是多少条?")
    assert [citation.quote.partition("，")[0] for citation in turn.citations] == ["到2025年底", "到2027年底"]
    assert "20条" in turn.answer
    assert "45条" not in turn.answer


@pytest.mark.parametrize("question", ["蓝色预警的水位是多少?", "蓝色预警和黄色预警的水位是多少?"])
def test_without_a_word_for_each_nothing_is_set_beside(question: str) -> None:
    desk = desk_over(parse_document("plan", WARNINGS))
    turn = found_turn(question, desk)
    assert set_beside(turn, desk, turn.hits[0]) == []


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("蓝色预警和黄色预警的水位哪个高", True),
        ("蓝色预警和黄色预警由谁牵头,有多少不同", False),
        ("蓝色预警和黄色预警有什么区别", False),
    ],
)
def test_figures_are_compared_only_where_the_question_asks_for_some(question: str, figures: bool) -> None:
    desk = desk_over(parse_document("plan", WARNINGS))
    assert compares_figures(found_turn(question, desk), desk) is figures
