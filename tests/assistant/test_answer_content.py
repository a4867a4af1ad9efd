"""What the text says: numbers, dates, lists, facts, clauses; lost places and what is not there are refused."""

from dataclasses import replace

import pytest

from assistant.answer_content import answer_content
from assistant.best_sentence import best_sentence
from assistant.lost_place import lost_here, shown
from assistant.outcome import Outcome
from assistant.pipeline import Assistant
from assistant.retrieve import Hit
from assistant.text import sentences
from documents.ingest import parse_document
from tests.assistant.fakes import (
    FixedSearch,
    assistant_over,
    desk_over,
    found_turn,
    locators,
    place_of,
    policy_document,
    said,
)

FACTS = [
    ("冷链物流园占地多少亩?", "第三章/第七条", "450亩"),
    ("How large is the cold chain logistics park?", "第三章/第七条", "450亩"),
    ("翠湖泵站总投资多少?", "第二章/第三条", "2.6亿元"),
    ("How much is invested in the Cuihu pump station?", "第二章/第三条", "2.6亿元"),
    ("每年培训物流人才多少人次?", "第三章/第九条", "3000人次"),
    ("翠湖泵站什么时候完成?", "第二章/第三条", "2025年底前"),
    ("本方案从什么时候起施行?", "第四章/第十二条", "2023年8月1日"),
    ("雨水花园有多少处?", "第二章/第四条", "60处"),
]


@pytest.mark.parametrize(("question", "locator", "span"), FACTS)
def test_the_number_or_date_in_front_and_its_sentence_behind(
    plan: Assistant, question: str, locator: str, span: str
) -> None:
    turn = plan.ask(question)
    assert turn.outcome is Outcome.ANSWERED
    assert locators(turn)[0] == locator
    assert turn.answer.startswith(span)
    assert span in turn.citations[0].quote
    assert turn.citations[0].quote in turn.answer
    assert (turn.units, turn.lead) == ((), None)


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("坚持哪些原则?", ("统筹规划", "分步实施", "建管并重", "公众参与")),
        ("哪些片区建设雨水花园?", ("清荷新区", "老城片区")),
    ],
)
def test_a_list_is_written_out(plan: Assistant, question: str, items: tuple[str, ...]) -> None:
    turn = plan.ask(question)
    assert turn.items[: len(items)] == items
    assert "、".join(items) in turn.answer


def test_the_date_of_an_english_question_stands_in_front() -> None:
    turn = assistant_over().ask("When will the Cuihu pump station be finished?")
    assert locators(turn)[0] == "第二章/第三条"
    assert turn.answer.startswith("2025年底前")


def test_a_list_that_goes_on_says_so() -> None:
    document = parse_document("open", "办法\n\n第一条 投递业务。支持企业开展药品、邮件、生鲜等投递业务。\n")
    turn = assistant_over(document).ask("投递业务包括哪些?")
    assert turn.items == ("药品", "邮件", "生鲜")
    assert "并以“等”字结尾" in said(turn)


def test_a_fact_is_quoted(plan: Assistant) -> None:
    turn = plan.ask("管网末梢水怎么检测?")
    assert locators(turn)[0] == "第二章/第六条"
    assert "每月公布一次出厂水和管网末梢水的检测结果" in turn.answer


@pytest.mark.parametrize(
    ("question", "locator"),
    [
        ("冷链物流园写在哪一条?", "第三章/第七条"),
        ("Which clause mentions the cold chain logistics park?", "第三章/第七条"),
        ("第十二条讲什么?", "第四章/第十二条"),
        ("What does article 12 say?", "第四章/第十二条"),
        ("第二章/第三条的内容是什么?", "第二章/第三条"),
    ],
)
def test_a_clause_is_quoted_whole(plan: Assistant, question: str, locator: str) -> None:
    turn = plan.ask(question)
    assert locators(turn) == [locator]
    place = place_of(policy_document(), locator)
    assert place.clause.text.endswith(turn.citations[0].quote)
    assert f"{locator} {place.clause.title}" in turn.answer


def test_every_clause_that_mentions_something(plan: Assistant) -> None:
    turn = plan.ask("哪些条款提到翠湖?")
    assert locators(turn) == ["第二章/第三条", "第二章/第六条"]
    assert "共 2 处" in said(turn)


def test_a_part_names_the_clauses_below_it(plan: Assistant) -> None:
    turn = plan.ask("第三章有哪些任务?")
    assert locators(turn) == ["第三章"]
    for title in ("建设冷链物流园", "发展无人配送", "培育物流人才", "加强财政支持"):
        assert title in turn.answer


def test_a_long_clause_is_quoted_by_its_best_sentence() -> None:
    long = "".join(f"开展第{number}类河道巡查工作。" for number in range(100, 180))
    document = parse_document("long", f"办法\n\n第一条 河道巡查。{long}巡查结果每月公布。\n")
    turn = assistant_over(document).ask("哪一条写了巡查结果每月公布?")
    assert turn.citations[0].quote == "巡查结果每月公布。"


LOST = [
    ("plan", "更换老旧供水管网多少公里?", "不少于公里"),
    ("seed", "面向世界多少强企业?", "面向世界强企业"),
    ("seed", "基于哪家医院加快推进互联网医疗?", "基于医院"),
    ("seed", "到哪一年我市与省会经济圈城市在空间规划上一体化?", "到年"),
]


@pytest.mark.parametrize(("library", "question", "context"), LOST)
def test_where_that_very_place_is_lost_nothing_is_guessed(
    library: str, question: str, context: str, request: pytest.FixtureRequest
) -> None:
    turn = request.getfixturevalue(library).ask(question)
    assert (turn.outcome, turn.citations) == (Outcome.TEXT_LOST, ())
    assert context in turn.answer
    assert turn.related


def test_a_loss_elsewhere_in_the_sentence_does_not_refuse(plan: Assistant) -> None:
    turn = plan.ask("安装智能水表多少只?")
    assert turn.outcome is Outcome.ANSWERED
    assert turn.answer.startswith("18万")
    assert turn.citations[0].damaged
    assert plan.desk.sentence("zh", "damaged") in turn.answer


def test_the_same_sentence_undamaged_is_answered() -> None:
    whole = policy_document().source.replace("不少于公里", "不少于80公里")
    turn = assistant_over(parse_document("whole", whole)).ask("更换老旧供水管网多少公里?")
    assert turn.outcome is Outcome.ANSWERED
    assert "80公里" in turn.answer.partition("\n")[0]


@pytest.mark.parametrize(
    "question",
    [
        "冷链物流园的投资额是多少?",
        "冷链物流园的联系电话是多少?",
        "无人配送什么时候完工?",
        "What is the phone number of the logistics park?",
    ],
)
def test_what_the_clause_does_not_state_is_refused(plan: Assistant, question: str) -> None:
    turn = plan.ask(question)
    assert (turn.outcome, turn.citations) == (Outcome.NOT_COVERED, ())


@pytest.mark.parametrize("question", ["火星基地有多少座?", "彩虹桥什么时候通车?", "How many spaceships are there?"])
def test_what_stands_nowhere_is_refused(plan: Assistant, question: str) -> None:
    turn = plan.ask(question)
    assert (turn.outcome, turn.citations) == (Outcome.NOT_COVERED, ())


def test_a_clause_that_does_not_exist(plan: Assistant) -> None:
    for question in ("第九十九条讲什么?", "第八章讲什么?", "What does article 99 say?"):
        turn = plan.ask(question)
        assert (turn.outcome, turn.citations) == (Outcome.NOT_COVERED, ())


def test_with_nothing_found_there_is_no_best_sentence() -> None:
    desk = desk_over(search=FixedSearch(policy_document()))
    turn = found_turn("翠湖泵站怎么改造?", desk)
    assert best_sentence(turn, desk, turn.hits) is None


def test_a_heading_alone_answers_nothing() -> None:
    desk = desk_over(search=FixedSearch(policy_document(), "第二章"))
    turn = found_turn("数字水网怎么建设?", desk)
    assert best_sentence(turn, desk, turn.hits) is None


def test_the_surroundings_of_a_gap_stay_in_its_line_and_clause() -> None:
    place = place_of(policy_document(), "第二章/第五条")
    gap = policy_document().gaps[0]
    around = shown(Hit(place, None, 1.0, 1.0), gap)
    assert around in place.clause.text
    assert "不少于公里" in around
    assert "\n" not in around


def test_without_gaps_nothing_is_lost() -> None:
    desk = desk_over(replace(policy_document(), gaps=()))
    turn = found_turn("更换老旧供水管网多少公里?", desk)
    hit = next(hit for hit in turn.hits if hit.place.clause.locator == "第二章/第五条")
    assert lost_here(turn, hit, sentences(hit.place)[1], desk) is None


def test_an_item_of_an_earlier_list_that_is_gone_is_refused() -> None:
    desk = desk_over()
    turn = found_turn("第三条讲什么?", desk)
    assert turn.understanding is not None
    gone = replace(turn, understanding=replace(turn.understanding, picked="火星片区"))
    assert answer_content(gone, desk).outcome is Outcome.NOT_COVERED
