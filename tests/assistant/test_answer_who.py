"""Who leads and which units: marked, first listed, the only one, joint, groups, prose, foreign places."""

import pytest

from assistant.answer_who import lead_key, list_rows, named_heading, state_units
from assistant.outcome import Outcome
from assistant.page import Page
from assistant.pipeline import Assistant
from assistant.turn import Duty, Turn
from documents.ingest import parse_document
from documents.model import Responsibility
from tests.assistant.fakes import (
    POLICY_NAME,
    SEED_NAME,
    FixedSearch,
    assistant_over,
    composed_turn,
    desk_over,
    locators,
    place_of,
    policy_document,
    related_locators,
    said,
    seed_document,
)

DESK = desk_over()
HEADLINES = ["小清河复航由哪个局牵头?", "Which bureau leads the Xiaoqing River navigation work?"]


@pytest.mark.parametrize("question", HEADLINES)
def test_the_headline_question(seed: Assistant, question: str) -> None:
    turn = seed.ask(question)
    assert turn.outcome is Outcome.ANSWERED
    assert turn.units == ("市交通运输局", "市水务局")
    assert turn.lead == "市交通运输局"
    assert {(citation.document, citation.locator) for citation in turn.citations} == {(SEED_NAME, "二/(一)/4")}
    assert [citation.quote for citation in turn.citations[1:]] == ["(责任单位:市交通运输局、市水务局)"]
    citation = turn.citations[0]
    assert citation.quote.startswith("借助小清河复航工程,提升济南经小清河至广利港河海联运货物运输能力")
    assert citation.quote == seed_document().quote(citation.start, citation.end)
    assert citation.quote in turn.answer
    assert set(related_locators(turn)) == {"二/(三)/14", "二/(四)/15"}


def test_the_headline_answers_say_on_what_basis_in_their_language(seed: Assistant) -> None:
    chinese, english = (seed.ask(question) for question in HEADLINES)
    assert "市交通运输局牵头(在责任单位中列第一位;原文没有写“牵头”二字)" in said(chinese)
    assert "市水务局" in said(chinese)
    assert "市交通运输局 (Municipal Transport Bureau) leads (listed first" in said(english)
    assert "the text itself does not say 牵头" in said(english)
    assert "市水务局 (Municipal Water Affairs Bureau)" in said(english)


@pytest.mark.parametrize("question", HEADLINES)
def test_the_headline_question_finds_its_document_among_others(both: Assistant, question: str) -> None:
    turn = both.ask(question)
    assert (turn.lead, turn.citations[0].document, locators(turn)) == ("市交通运输局", SEED_NAME, ["二/(一)/4"])


MARKED = [
    ("翠湖泵站改造由哪个单位牵头?", "第二章/第三条", "市水利局", ("市水利局", "市财政局", "市大数据局")),
    (
        "雨水花园建设由谁牵头?",
        "第二章/第四条",
        "市住房城乡建设局",
        ("市住房城乡建设局", "市自然资源和规划局", "市城市管理局", "市水利局"),
    ),
    ("管网漏损谁负责?", "第二章/第五条", "市住房城乡建设局", ("市住房城乡建设局", "市水利局", "市市场监管局")),
    ("冷链物流园归谁管?", "第三章/第七条", "市商务局", ("市商务局", "市交通运输局", "市农业农村局")),
    ("Who leads the Cuihu pump station work?", "第二章/第三条", "市水利局", ("市水利局", "市财政局", "市大数据局")),
]


@pytest.mark.parametrize(("question", "locator", "lead", "units"), MARKED)
def test_a_marked_lead(plan: Assistant, question: str, locator: str, lead: str, units: tuple[str, ...]) -> None:
    turn = plan.ask(question)
    assert (turn.outcome, turn.lead, turn.units, locators(turn)) == (Outcome.ANSWERED, lead, units, [locator])
    assert ("原文标明" if turn.language == "zh" else "the text marks it as lead") in said(turn)
    assert "列第一位" not in said(turn)


def test_the_only_unit(plan: Assistant) -> None:
    turn = plan.ask("无人配送谁牵头?")
    assert (turn.lead, turn.units, locators(turn)) == ("市交通运输局", ("市交通运输局",), ["第三章/第八条"])
    assert "唯一列出的责任单位;原文没有写“牵头”二字" in said(turn)


def test_joint_units_have_no_lead(plan: Assistant) -> None:
    turn = plan.ask("饮用水水质监测由谁牵头?")
    assert turn.lead is None
    assert turn.units == ("市生态环境局", "市水利局", "市卫生健康委")
    assert "市生态环境局、市水利局、市卫生健康委按职责分工共同负责,原文没有分牵头与配合" in said(turn)


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("雨水花园的配合单位有哪些?", "配合单位:市自然资源和规划局、市城市管理局、市水利局。"),
        ("Which units support the rain gardens work?", "Supporting units: 市自然资源和规划局"),
    ],
)
def test_supporting_units(plan: Assistant, question: str, part: str) -> None:
    turn = plan.ask(question)
    assert part in said(turn)
    assert turn.lead == "市住房城乡建设局"
    assert len(turn.units) == 4


def test_no_other_unit_supports(plan: Assistant) -> None:
    assert "没有列出其他配合单位" in said(plan.ask("无人配送的配合单位有哪些?"))


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("雨水花园的责任单位有哪些?", "责任单位共 4 个:市住房城乡建设局、市自然资源和规划局、市城市管理局、市水利局。"),
        ("Which departments are responsible for rain gardens?", "4 units are responsible: 市住房城乡建设局"),
        ("雨水花园有几个责任单位?", "责任单位共 4 个:"),
    ],
)
def test_all_units_are_counted(plan: Assistant, question: str, part: str) -> None:
    turn = plan.ask(question)
    assert part in said(turn)
    assert turn.units == ("市住房城乡建设局", "市自然资源和规划局", "市城市管理局", "市水利局")


@pytest.mark.parametrize("question", ["第三条由谁牵头?", "第二章/第三条由谁牵头?", "Who leads article 3?"])
def test_a_clause_by_its_number(plan: Assistant, question: str) -> None:
    turn = plan.ask(question)
    assert (turn.lead, locators(turn)) == ("市水利局", ["第二章/第三条"])


def test_a_group_is_answered_clause_by_clause() -> None:
    turn = assistant_over().ask("第二章由哪些单位负责?")
    assert locators(turn) == ["第二章/第三条", "第二章/第四条", "第二章/第五条", "第二章/第六条"]
    assert turn.lead is None
    assert len(turn.units) == 9
    assert "共 4 项任务,涉及 9 个责任单位" in said(turn)
    assert "市水利局(牵头)、市财政局、市大数据局[1]" in said(turn)


def test_a_group_named_by_its_title(plan: Assistant) -> None:
    turn = plan.ask("现代物流由哪些单位负责?")
    assert locators(turn) == ["第三章/第七条", "第三章/第八条", "第三章/第九条", "第三章/第十条"]


def test_several_clauses_by_number() -> None:
    turn = assistant_over().ask("第七条和第八条由谁牵头?")
    assert locators(turn) == ["第三章/第七条", "第三章/第八条"]
    assert turn.lead is None
    assert turn.units == ("市商务局", "市交通运输局", "市农业农村局")


def test_a_clause_that_names_no_unit_speaks_for_itself() -> None:
    turn = assistant_over().ask("第十一条由谁负责?")
    assert (turn.outcome, turn.units, turn.lead) == (Outcome.ANSWERED, (), None)
    assert "没有列出责任单位" in said(turn)
    assert locators(turn) == ["第四章/第十一条"]


def test_a_subject_that_stands_nowhere_is_refused_with_the_nearest(plan: Assistant) -> None:
    turn = plan.ask("火星基地由谁牵头?")
    assert (turn.outcome, turn.citations, turn.units, turn.lead) == (Outcome.NOT_COVERED, (), (), None)
    assert len(turn.related) <= 3
    assert turn.answer.startswith(plan.desk.sentence("zh", "not_covered"))


@pytest.mark.parametrize(
    ("question", "place"),
    [("青岛的轨道交通由谁牵头?", "青岛"), ("Who is responsible for the airport in Qingdao?", "青岛")],
)
def test_another_citys_work_is_not_this_ones(seed: Assistant, question: str, place: str) -> None:
    turn = seed.ask(question)
    assert (turn.outcome, turn.units, turn.citations) == (Outcome.NOT_COVERED, (), ())
    assert place in turn.answer
    assert "东营市" in turn.answer


@pytest.mark.parametrize("question", ["那我市的小清河复航由谁牵头?", "东营市的小清河复航由谁牵头?"])
def test_the_own_citys_work_is(seed: Assistant, question: str) -> None:
    assert seed.ask(question).lead == "市交通运输局"


def test_with_nothing_found_nothing_is_claimed() -> None:
    turn = assistant_over(search=FixedSearch(policy_document())).ask("翠湖泵站由谁牵头?")
    assert (turn.outcome, turn.related) == (Outcome.NOT_COVERED, ())


def test_the_document_asked_of_alone_may_answer(both: Assistant) -> None:
    assert both.ask("小清河复航由哪个局牵头?", document=POLICY_NAME).outcome is Outcome.NOT_COVERED
    assert both.ask("翠湖泵站改造由哪个单位牵头?", document=POLICY_NAME).lead == "市水利局"


def _held(unit: str, basis: str) -> Responsibility:
    return Responsibility(unit, "lead", "marked" if basis == "marked" else "first_listed", 0, 1)


@pytest.mark.parametrize(
    ("basis", "others", "key"),
    [
        ("marked", ["乙局"], "lead_marked"),
        ("marked", [], "lead_marked"),
        ("first_listed", ["乙局"], "lead_first_listed"),
        ("first_listed", [], "lead_only"),
    ],
)
def test_the_sentence_says_the_basis(basis: str, others: list[str], key: str) -> None:
    assert lead_key(_held("甲局", basis), others) == key


def test_a_turn_not_understood_is_told_who_leads() -> None:
    duty = Duty("plan", "一", "甲", (_held("甲局", "marked"), Responsibility("乙局", "support", "marked", 0, 1)))
    page = Page(Turn("?"), DESK)
    state_units(page, duty, 1)
    assert "甲局牵头" in page.draft().answer
    assert "乙局" in page.draft().answer


def test_a_heading_is_named_by_most_of_its_words_and_better_than_any_other_title() -> None:
    headings = [place_of(policy_document(), locator) for locator in ("第二章", "第三章")]
    found = named_heading("", ("现代", "物流"), headings, DESK)
    assert found is not None
    assert found.clause.locator == "第三章"
    assert named_heading("", ("冷链", "物流"), headings, DESK) is None
    assert named_heading("", ("火星",), headings, DESK) is None
    assert named_heading("", (), [], DESK) is None


def test_a_heading_that_the_question_writes_out_is_meant_whatever_else_it_says() -> None:
    headings = [place_of(policy_document(), locator) for locator in ("第二章", "第三章")]
    title = headings[0].clause.title
    found = named_heading(f"{title}这部分逐条报一下", ("逐条", "报"), headings, DESK)
    assert found is not None
    assert found.clause.locator == "第二章"


def test_units_written_on_a_line_of_their_own() -> None:
    text = "方案\n\n一、修缮古塔\n整修塔身。\n牵头单位：市文化和旅游局\n配合单位：市财政局\n二、清理河道\n疏浚河道。\n"
    turn = composed_turn("修缮古塔由谁牵头?", desk_over(parse_document("tower", text)))
    assert turn.draft is not None
    assert (turn.draft.lead, turn.draft.units) == ("市文化和旅游局", ("市文化和旅游局", "市财政局"))


def test_rows_of_a_table_are_listed_though_no_statement_names_their_units() -> None:
    text = "方案\n\n一、任务\n序号\t任务\t牵头单位\t配合单位\n1\t修缮古塔\t市文化和旅游局\t市财政局\n"
    desk = desk_over(parse_document("table", text))
    page = Page(Turn("任务有哪些部门负责?"), desk)
    list_rows(page, desk.library.duties())
    draft = page.draft()
    assert [(citation.locator, "市文化和旅游局" in citation.quote) for citation in draft.citations] == [("一/1", True)]
    assert "市财政局" in draft.answer
