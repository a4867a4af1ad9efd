"""What a unit does, what units share, and the ledger's counts; unknown units with the closest names."""

import re

import pytest

from assistant import ledger
from assistant.answer_duties import answer_duties
from assistant.outcome import Outcome
from assistant.pipeline import Assistant
from assistant.turn import Turn
from documents.ingest import parse_document
from documents.model import Document
from tests.assistant.fakes import (
    POLICY_NAME,
    SEED_NAME,
    assistant_over,
    desk_over,
    locators,
    policy_document,
    said,
    seed_document,
)

WATER = ["第二章/第三条", "第二章/第四条", "第二章/第五条", "第二章/第六条", "第三章/第十条"]
COMMERCE = ["第三章/第七条", "第三章/第九条", "第三章/第十条"]


@pytest.mark.parametrize(
    ("question", "unit", "clauses"),
    [
        ("市商务局负责哪些任务?", "市商务局", COMMERCE),
        ("商务局管什么?", "市商务局", COMMERCE),
        ("What is the commerce bureau responsible for?", "市商务局", COMMERCE),
        ("市水利局负责哪些任务?", "市水利局", WATER),
        ("搞水利的那个局负责啥?", "市水利局", WATER),
        ("市教育局做什么?", "市教育局", ["第三章/第九条"]),
        ("What does the education bureau do?", "市教育局", ["第三章/第九条"]),
    ],
)
def test_every_clause_of_a_unit_in_order(plan: Assistant, question: str, unit: str, clauses: list[str]) -> None:
    turn = plan.ask(question)
    assert (turn.outcome, turn.units, turn.lead, locators(turn)) == (Outcome.ANSWERED, (unit,), None, clauses)


def test_the_counts_by_role(plan: Assistant) -> None:
    answer = said(plan.ask("市商务局负责哪些任务?"))
    assert answer.startswith(
        "责任清单中,市商务局共涉及 3 项,已全部列出:牵头 1 项(标明牵头,或在责任单位中列第一位),配合 2 项。"
    )
    assert "第三章/第七条 建设冷链物流园:牵头,同列单位:市交通运输局、市农业农村局[1]" in answer


def test_a_joint_duty_is_counted_as_neither(plan: Assistant) -> None:
    """One led, three supported and one shared of five: no sentence may add up to less without saying so."""
    answer = said(plan.ask("市水利局负责哪些任务?"))
    assert answer.startswith("责任清单中,市水利局共涉及 5 项")
    assert "第二章/第六条 监测饮用水水质:共同负责" in answer
    numbers = [int(number) for number in re.findall(r"(\d+) 项", answer)]
    assert numbers[0] == sum(numbers[1:]) or numbers == [5]


@pytest.mark.parametrize(
    ("question", "clauses", "count"),
    [
        ("市商务局牵头哪些任务?", ["第三章/第七条"], "市商务局牵头 1 项"),
        ("市商务局配合哪些任务?", ["第三章/第九条", "第三章/第十条"], "市商务局配合 2 项"),
        ("Which tasks does the commerce bureau lead?", ["第三章/第七条"], "leads 1"),
    ],
)
def test_one_role_alone(plan: Assistant, question: str, clauses: list[str], count: str) -> None:
    turn = plan.ask(question)
    assert locators(turn) == clauses
    assert count in said(turn)


def test_a_role_a_unit_never_has(plan: Assistant) -> None:
    turn = plan.ask("市教育局牵头哪些任务?")
    assert said(turn).startswith("市教育局没有牵头的任务。")
    assert locators(turn) == ["第三章/第九条"]


def test_two_units_one_after_the_other(plan: Assistant) -> None:
    turn = plan.ask("市财政局和市教育局负责哪些任务?")
    assert turn.units == ("市财政局", "市教育局")
    assert locators(turn) == ["第二章/第三条", "第三章/第十条", "第三章/第九条"]


def test_the_subject_beside_a_unit_narrows_its_duties() -> None:
    turn = assistant_over().ask("市水利局在雨水花园建设上负责什么?")
    assert locators(turn) == ["第二章/第四条"]


@pytest.mark.parametrize(
    "question", ["市公安局负责什么?", "司法局管什么?", "What is the police bureau responsible for?"]
)
def test_a_unit_that_is_named_nowhere(plan: Assistant, question: str) -> None:
    turn = plan.ask(question)
    assert (turn.outcome, turn.citations, turn.units) == (Outcome.UNKNOWN_UNIT, (), ())


def test_it_is_named_as_it_was_written(plan: Assistant) -> None:
    assert "“市公安局”" in plan.ask("市公安局负责什么?").answer
    assert "“police bureau”" in plan.ask("What is the police bureau responsible for?").answer


def test_names_near_in_spelling_are_offered(seed: Assistant) -> None:
    turn = seed.ask("省财政厅负责什么?")
    assert turn.outcome is Outcome.UNKNOWN_UNIT
    assert "“省财政厅”" in turn.answer
    assert "市财政局" in turn.answer
    assert turn.units == ()


def test_a_unit_of_another_document_is_unknown_to_the_one_asked(both: Assistant) -> None:
    assert both.ask("市外办负责什么?").units == ("市外办",)
    turn = both.ask("市外办负责什么?", document=POLICY_NAME)
    assert (turn.outcome, turn.units) == (Outcome.UNKNOWN_UNIT, ())
    assert "市商务局" not in turn.answer or "名称相近" in turn.answer


def test_of_two_units_the_one_in_scope_is_answered(both: Assistant) -> None:
    turn = both.ask("市外办和市教育局负责什么?", document=POLICY_NAME)
    assert (turn.outcome, turn.units, locators(turn)) == (Outcome.ANSWERED, ("市教育局",), ["第三章/第九条"])
    assert "没有把“市外办”列为责任单位" in turn.answer


@pytest.mark.parametrize(
    "question", ["市水利局的电话是多少?", "市水利局局长叫什么?", "How much budget does the finance bureau have?"]
)
def test_what_no_ledger_holds_is_refused(plan: Assistant, question: str) -> None:
    turn = plan.ask(question)
    assert (turn.outcome, turn.citations) == (Outcome.NOT_COVERED, ())


@pytest.mark.parametrize(
    "question",
    ["市水利局和市财政局共同负责哪些任务?", "What do the water affairs bureau and the finance bureau share?"],
)
def test_what_two_units_share(plan: Assistant, question: str) -> None:
    turn = plan.ask(question)
    assert turn.units == ("市水利局", "市财政局")
    assert locators(turn)[:2] == ["第二章/第三条", "第三章/第十条"]


def test_each_side_counts_its_roles_apart(plan: Assistant) -> None:
    answer = said(plan.ask("市水利局和市财政局共同负责哪些任务?"))
    assert "市水利局、市财政局共同负责 2 项" in answer
    assert "第二章/第三条 改造翠湖泵站:市水利局 牵头、市财政局 配合[1]" in answer
    assert "市水利局:共 5 项,牵头 1 项,配合 3 项。" in answer
    assert "市财政局:共 2 项,牵头 1 项,配合 1 项。" in answer


def test_units_that_share_nothing(plan: Assistant) -> None:
    turn = plan.ask("市教育局和市水利局共同负责哪些任务?")
    assert said(turn).startswith("市教育局、市水利局没有共同负责的任务。")
    assert set(locators(turn)) == {"第三章/第九条", *WATER}


def test_a_unit_that_is_not_held_cannot_be_compared(plan: Assistant) -> None:
    for question in ("市水利局和市公安局共同负责哪些任务?", "市公安局和市司法局共同负责哪些任务?"):
        turn = plan.ask(question)
        assert (turn.outcome, turn.citations) == (Outcome.UNKNOWN_UNIT, ())
        assert "“市公安局”" in turn.answer


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("一共有多少项任务?", "共 8 项任务列有责任单位,已全部计入:第二章 数字水网 4 项;第三章 现代物流 4 项。"),
        ("How many tasks are there?", "8 tasks name responsible units, all counted here: 第二章 数字水网: 4"),
    ],
)
def test_counting_tasks(plan: Assistant, question: str, part: str) -> None:
    turn = plan.ask(question)
    assert part in said(turn)
    assert len(turn.citations) == 8


@pytest.mark.parametrize("question", ["有多少个责任单位?", "How many responsible units are there?"])
def test_counting_units(plan: Assistant, question: str) -> None:
    turn = plan.ask(question)
    assert turn.units == plan.desk.library.units
    assert "14" in turn.answer


def test_the_tasks_of_a_document_without_headings_are_counted_under_its_title() -> None:
    text = (
        "关于整治河道的方案\n\n一、清淤。疏浚河道。（责任单位：市水利局）\n二、绿化。种植树木。（责任单位：市林业局）\n"
    )
    assistant = assistant_over(parse_document("flat", text))
    assert "关于整治河道的方案 2 项" in said(assistant.ask("一共有多少项任务?"))


def test_counts_over_both_documents_keep_them_apart(both: Assistant) -> None:
    assert said(both.ask("一共有多少项任务?")).startswith("共 36 项任务")
    assert said(both.ask("一共有多少项任务?", document=POLICY_NAME)).startswith("共 8 项任务")
    assert said(both.ask("一共有多少项任务?", document=SEED_NAME)).startswith("共 28 项任务")


@pytest.mark.parametrize(
    ("question", "part", "units", "lead"),
    [
        ("哪个单位任务最多?", "任务最多的是市水利局,共 5 项", ("市水利局",), None),
        ("Which department has the most tasks?", "has the most: 5", ("市水利局",), None),
        ("哪个单位牵头最多?", "牵头最多的是市住房城乡建设局,共 2 项", ("市住房城乡建设局",), "市住房城乡建设局"),
        ("哪个单位配合最多?", "市水利局配合 3 项", ("市水利局",), None),
    ],
)
def test_the_unit_with_the_most(
    plan: Assistant, question: str, part: str, units: tuple[str, ...], lead: str | None
) -> None:
    turn = plan.ask(question)
    assert part in said(turn)
    assert (turn.units, turn.lead) == (units, lead)


def test_a_tie_names_every_unit(seed: Assistant) -> None:
    turn = seed.ask("哪个单位牵头最多?")
    assert set(turn.units) == {"市发展改革委", "市科技局", "市交通运输局"}
    assert turn.lead is None


@pytest.mark.parametrize("question", ["哪两个单位合作最多?", "Which two units work together most?"])
def test_the_units_that_work_together_most(plan: Assistant, question: str) -> None:
    turn = plan.ask(question)
    assert set(turn.units) == {"市水利局", "市财政局", "市住房城乡建设局"}
    assert locators(turn) == ["第二章/第三条", "第三章/第十条", "第二章/第四条", "第二章/第五条"]


@pytest.mark.parametrize(
    "question", ["哪个单位任务最多?", "哪两个单位合作最多?", "一共有多少项任务?", "市水利局负责什么?"]
)
def test_without_a_ledger_nothing_is_counted(question: str) -> None:
    turn = assistant_over(parse_document("prose", "办法\n\n第一条 保护古树。\n第二条 保护水源。\n")).ask(question)
    assert turn.outcome is not None
    assert turn.outcome.refused
    assert (turn.citations, turn.units) == ((), ())


def _clauses_by_unit(assistant: Assistant) -> dict[str, set[str]]:
    """Every unit with the clauses that its own answer cites."""
    return {unit: set(locators(assistant.ask(f"{unit}负责哪些任务?"))) for unit in assistant.desk.library.units}


@pytest.mark.parametrize("document", [policy_document(), seed_document()], ids=lambda document: document.name)
def test_asking_every_unit_finds_the_ledger_no_more_and_no_less(document: Document) -> None:
    assistant = assistant_over(document)
    rows = assistant.desk.library.duties()
    asked = _clauses_by_unit(assistant)
    assert asked == {
        unit: {duty.locator for duty in ledger.of_unit(rows, (unit,))} for unit in assistant.desk.library.units
    }
    assert sum(map(len, asked.values())) == sum(len(duty.units) for duty in rows)


def test_a_turn_that_was_not_understood_is_refused() -> None:
    assert answer_duties(Turn("?"), desk_over()).outcome is Outcome.NOT_COVERED


NOTICE = parse_document(
    "gaizao",
    """安和市人民政府关于推进老旧小区改造的通知

一、重点任务

（一）编制计划。由市住房和城乡建设局牵头，会同市民政局普查小区。

（二）养老设施。由市民政局牵头建设社区食堂。

（三）引导出资。公积金提取由市住房公积金管理中心办理，3个工作日内办结。
""",
    "policy",
)


def test_the_sentence_that_names_the_unit_is_quoted_where_no_list_does() -> None:
    turn = assistant_over(NOTICE).ask("公积金中心管哪一块?")
    assert locators(turn) == ["一/(三)"]
    assert "公积金提取由市住房公积金管理中心办理,3个工作日内办结" in said(turn)
    assert "一/(三) 引导出资:负责" in said(turn)


def test_what_the_whole_document_is_about_leaves_no_duty_out() -> None:
    """`小区` stands in one of the two clauses and in the title: both are duties in the renovation."""
    assert locators(assistant_over(NOTICE).ask("市民政局在老旧小区改造里负责什么?")) == ["一/(一)", "一/(二)"]


def test_a_unit_that_no_document_names_is_not_counted_for(plan: Assistant) -> None:
    turn = plan.ask("云溪市体育局负责建几座智慧泵站?")
    assert (turn.outcome, turn.citations) == (Outcome.UNKNOWN_UNIT, ())


def test_duties_under_one_article_are_those_of_that_article(plan: Assistant) -> None:
    turn = plan.ask("What does the water affairs bureau do under article five?")
    assert (turn.units, locators(turn)) == (("市水利局",), ["第二章/第五条"])
