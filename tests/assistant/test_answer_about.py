"""The document itself: title, issuer, number, date, what it rests on, its parts; and what of that is lost."""

import pytest

from assistant.outcome import Outcome
from assistant.pipeline import Assistant
from documents.ingest import parse_document
from tests.assistant.fakes import assistant_over, locators, policy_document, said

TITLE = "云溪市数字水网与现代物流建设行动方案"


@pytest.mark.parametrize(
    ("question", "locator", "words"),
    [
        ("这个文件的标题是什么?", "前言", TITLE),
        ("What is the title of this document?", "前言", TITLE),
        ("这个文件是谁发布的?", "落款", "云溪市人民政府"),
        ("发文机关是谁?", "落款", "云溪市人民政府"),
        ("Who issued this document?", "落款", "云溪市人民政府"),
        ("文号是什么?", "前言", "云政发〔2023〕15号"),
        ("What is the document number of this document?", "前言", "云政发〔2023〕15号"),
        ("这个文件什么时候印发?", "落款", "2023年6月18日"),
        ("这个文件是哪一年发布的?", "落款", "2023年6月18日"),
        ("When was this document issued?", "落款", "2023年6月18日"),
        ("这个文件根据什么制定?", "前言", "为落实《澜江省水网建设规划（2022—2030年）》，结合我市实际，制定本方案。"),
    ],
)
def test_what_the_plan_says_of_itself(plan: Assistant, question: str, locator: str, words: str) -> None:
    turn = plan.ask(question)
    assert (turn.outcome, locators(turn)) == (Outcome.ANSWERED, [locator])
    assert turn.citations[0].quote == words
    assert words in turn.answer


@pytest.mark.parametrize("question", ["这个文件分几个部分?", "这个文件主要讲什么?", "What is this document about?"])
def test_its_parts(plan: Assistant, question: str) -> None:
    turn = plan.ask(question)
    assert TITLE in turn.answer
    for name in ("第一章 总则", "第二章 数字水网", "第三章 现代物流", "第四章 附则"):
        assert name in turn.answer


def test_a_part_is_cited_by_its_heading_and_not_by_its_text(plan: Assistant) -> None:
    quotes = {citation.locator: citation.quote for citation in plan.ask("What is this document about?").citations}
    assert quotes["第二章/第三条"] == "第三条 改造翠湖泵站"
    assert quotes["第二章/第五条"] == "第五条 治理管网漏损"


@pytest.mark.parametrize("question", ["这个文件是哪一年发布的?", "What year was this document issued?"])
def test_a_lost_year_is_refused_with_what_is_left(seed: Assistant, question: str) -> None:
    turn = seed.ask(question)
    assert (turn.outcome, turn.citations) == (Outcome.TEXT_LOST, ())
    assert "年12月14日" in turn.answer


@pytest.mark.parametrize("question", ["这个文件什么时候发布的?", "When was it issued?"])
def test_of_a_damaged_date_the_rest_is_given(seed: Assistant, question: str) -> None:
    turn = seed.ask(question)
    assert turn.outcome is Outcome.PARTIAL
    assert turn.citations[0].quote == "年12月14日"
    assert "2020" not in turn.answer


def test_a_damaged_title_is_said_to_be_incomplete(seed: Assistant) -> None:
    turn = seed.ask("这个文件的标题是什么?")
    assert turn.outcome is Outcome.PARTIAL
    assert "标题不完整" in said(turn)
    assert turn.citations[0].quote == "关于东营市融入省会经济圈一体化发展的实施"


def test_the_shipped_corpus_has_no_number_of_its_own(seed: Assistant) -> None:
    turn = seed.ask("文号是什么?")
    assert turn.citations == ()
    assert "8号" not in turn.answer


def test_of_several_documents_each_is_named(both: Assistant) -> None:
    turn = both.ask("这个文件是谁发布的?")
    assert [citation.quote for citation in turn.citations] == ["东营市人民政府", "云溪市人民政府"]
    assert f"《{policy_document().title}》" in turn.answer
    assert [c.quote for c in both.ask("这个文件是谁发布的?", document="yunxi-plan").citations] == ["云溪市人民政府"]


@pytest.mark.parametrize(
    "question",
    ["这个文件是谁发布的?", "文号是什么?", "这个文件什么时候印发?", "这个文件根据什么制定?"],
)
def test_what_a_text_does_not_say_of_itself_is_not_made_up(question: str) -> None:
    document = parse_document("bare", "河道巡查办法\n\n第一条 每月巡查河道。\n第二条 巡查结果公布。\n")
    turn = assistant_over(document).ask(question)
    assert (turn.citations, turn.units, turn.lead) == ((), (), None)
    assert turn.outcome is not None
    assert turn.outcome.refused


LAW = (
    "甲市养犬条例\n\n第一条　本条例施行前已经饲养犬只的，应当自本条例施行之日起6个月内补办登记。\n"
    "第二条　本条例自2025年3月1日起施行，有效期至2030年2月28日。\n"
)


@pytest.mark.parametrize(
    ("question", "span"),
    [
        ("甲市养犬条例哪天开始施行?", "2025年3月1日"),
        ("甲市养犬条例从哪天开始管用?", "2025年3月1日"),
        ("甲市养犬条例到哪天失效?", "2030年2月28日"),
    ],
)
def test_from_when_and_until_when_it_applies(question: str, span: str) -> None:
    turn = assistant_over(parse_document("law", LAW)).ask(question)
    assert turn.outcome is Outcome.ANSWERED
    assert turn.answer.startswith(span)
    assert locators(turn) == ["第二条"]
