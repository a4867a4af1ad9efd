"""Questions read off the whole ledger, over the made-up city's plan: each figure counted by hand."""

import pytest

from assistant.outcome import Outcome
from documents.ingest import parse_document
from tests.assistant.fakes import assistant_over, locators

ASSISTANT = assistant_over()


@pytest.mark.parametrize("question", ["每个部门各有多少任务?", "列出所有部门的任务数", "各单位分别承担几项任务?"])
def test_every_unit_with_its_tasks(question: str) -> None:
    turn = ASSISTANT.ask(question)
    assert turn.outcome is Outcome.ANSWERED
    assert "共 14 个责任单位、8 项" in turn.answer
    assert "市水利局：5 项，其中牵头 1 项" in turn.answer
    assert "市教育局：1 项，其中牵头 0 项" in turn.answer
    assert len(turn.units) == 14
    assert len(locators(turn)) == 8


def test_everyone_who_stands_beside_a_unit() -> None:
    turn = ASSISTANT.ask("商务局和哪些部门合作?")
    assert turn.units[0] == "市商务局"
    assert set(turn.units[1:]) == {
        "市交通运输局",
        "市农业农村局",
        "市人力资源社会保障局",
        "市教育局",
        "市财政局",
        "市水利局",
    }
    assert "共 6 个" in turn.answer
    assert locators(turn) == ["第三章/第七条", "第三章/第九条", "第三章/第十条"]


def test_only_those_who_stand_beside_it_most() -> None:
    turn = ASSISTANT.ask("水利局和谁合作最多?")
    assert turn.units == ("市水利局", "市财政局", "市住房城乡建设局")
    assert "市商务局" not in turn.answer.splitlines()[0]


def test_a_unit_that_works_with_nobody_or_is_nobody_here() -> None:
    alone = assistant_over(parse_document("alone", "办法\n\n一、修路\n修整道路。（责任单位：市交通运输局）\n"))
    assert "没有列出其他责任单位" in alone.ask("交通局和哪些部门合作?").answer
    assert ASSISTANT.ask("民政局和哪些部门合作?").outcome is Outcome.UNKNOWN_UNIT


def test_tasks_that_name_nobody() -> None:
    turn = ASSISTANT.ask("哪些任务没有责任单位?")
    assert locators(turn) == ["第一章/第一条", "第一章/第二条", "第四章/第十一条", "第四章/第十二条"]
    assert "共 4 条" in turn.answer
    assert turn.units == ()


def test_tasks_with_a_deadline_of_all_and_of_one_unit() -> None:
    turn = ASSISTANT.ask("哪些任务有明确的完成时间?")
    assert locators(turn) == ["第二章/第三条"]
    assert "2025年底前" in turn.answer
    assert locators(ASSISTANT.ask("财政局有哪些任务有完成时限?")) == ["第二章/第三条"]
    none = ASSISTANT.ask("教育局有哪些任务有完成时限?")
    assert none.outcome is Outcome.NOT_COVERED
    assert "都没有写明完成期限" in none.answer


def test_the_unit_with_the_fewest() -> None:
    turn = ASSISTANT.ask("哪个部门的任务最少?")
    assert "各 1 项" in turn.answer
    assert "市教育局" in turn.units
    assert "市水利局" not in turn.units


def test_the_same_in_english() -> None:
    assert "Each unit's tasks" in ASSISTANT.ask("How many tasks does each department have?").answer
    assert len(locators(ASSISTANT.ask("Which tasks have a deadline?"))) == 1
