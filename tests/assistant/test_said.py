"""Whom one sentence of a clause makes responsible, where the clause is about several tasks."""

import pytest

from assistant.outcome import Outcome
from assistant.pipeline import Assistant
from assistant.said import units_in
from assistant.text import sentences
from documents.ingest import parse_document
from tests.assistant.fakes import assistant_over, in_a_conversation, locators, place_of, said

NOTICE = parse_document(
    "renwu",
    """安和市人民政府办公室关于推进旧城更新的通知

一、重点任务

（一）更新地下管线。供水管网由市水务局牵头，会同市供水集团改造；燃气管道由市城市管理局牵头，会同市应急管理局改造，免费更换软管。
供电线路由市电力公司负责，实现一户一表。道路恢复后5年内不得重复开挖。

（二）发布汛情。汛情由市水务局发布，灾情由市应急管理局发布。

（三）监管资金。市住房和城乡建设局负责质量监管，并会同市财政局监督维修资金使用。市审计局负责审计。

（四）建设绿道。建设绿道30公里，由市园林局核定标准。（责任单位：市园林局、市财政局）

（五）清运垃圾。由市城市管理局牵头，会同市生态环境局清运建筑垃圾。
""",
    "policy",
)
PIPES = "一/(一)"


@pytest.fixture(scope="module")
def notice() -> Assistant:
    return assistant_over(NOTICE)


@pytest.mark.parametrize(
    ("question", "locator", "units", "lead"),
    [
        ("燃气管道由谁牵头?", PIPES, ("市城市管理局", "市应急管理局"), "市城市管理局"),
        ("供水管网改造哪个局牵头?", PIPES, ("市水务局", "市供水集团"), "市水务局"),
        ("灾情由谁发布?", "一/(二)", ("市应急管理局",), None),
        ("维修资金使用由哪些部门监督?", "一/(三)", ("市住房和城乡建设局", "市财政局"), None),
        ("谁来审计?", "一/(三)", ("市审计局",), None),
    ],
)
def test_the_units_of_the_sentence_asked_about(
    notice: Assistant, question: str, locator: str, units: tuple[str, ...], lead: str | None
) -> None:
    turn = notice.ask(question)
    assert (turn.outcome, locators(turn), turn.units, turn.lead) == (Outcome.ANSWERED, [locator], units, lead)


def test_that_the_clause_names_others_is_said(notice: Assistant) -> None:
    answer = said(notice.ask("燃气管道由谁牵头?"))
    assert "市城市管理局牵头,原文标明。[1]同列的责任单位:市应急管理局。" in answer
    assert "同一条的其他句子还写到:市水务局、市供水集团、市电力公司。" in answer


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("市城市管理局牵头燃气管道改造吗?", "是的。市城市管理局是"),
        ("市水务局牵头燃气管道改造吗?", "不是。这一句写明的是市城市管理局、市应急管理局;市水务局在"),
        ("市教育局牵头燃气管道改造吗?", "不是。市教育局不在"),
    ],
)
def test_who_does_it_is_confirmed_by_that_sentence(notice: Assistant, question: str, start: str) -> None:
    assert said(notice.ask(question)).startswith(start)


def test_a_follow_up_stays_with_the_sentence(notice: Assistant) -> None:
    *_, last = in_a_conversation(notice, ["燃气管道由谁牵头?", "那配合单位呢?"])
    assert "配合单位:市应急管理局。" in said(last)
    assert last.units == ("市城市管理局", "市应急管理局")


def test_a_whole_task_has_all_units_of_its_clause(notice: Assistant) -> None:
    turn = notice.ask("更新地下管线由哪些单位负责?")
    assert set(turn.units) == {"市水务局", "市供水集团", "市城市管理局", "市应急管理局", "市电力公司"}
    assert "其他句子" not in said(turn)


def test_units_listed_apart_belong_to_every_sentence(notice: Assistant) -> None:
    assert notice.ask("绿道的标准哪个局核定?").units == ("市园林局", "市财政局")


def test_one_sentence_that_names_all_says_nothing_of_others(notice: Assistant) -> None:
    turn = notice.ask("建筑垃圾清运由谁牵头?")
    assert (turn.units, turn.lead) == (("市城市管理局", "市生态环境局"), "市城市管理局")
    assert "其他句子" not in said(turn)


def test_a_unit_named_twice_is_found_in_both_sentences() -> None:
    twice = parse_document(
        "erci",
        "安和市通知\n\n一、任务\n\n（一）装电梯。市住建局负责检验。由市财政局牵头，会同市住建局审查方案。\n",
        "policy",
    )
    place = place_of(twice, "一/(一)")
    found = [tuple(held.unit for held in units_in(place, one)) for one in sentences(place)]
    assert [units for units in found if units] == [("市住建局",), ("市财政局", "市住建局")]
