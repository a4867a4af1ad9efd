"""Free text → prediction: only what the words themselves name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.ingest import parse_document
from evals.prediction import parse_prediction
from evals.text_answer import text_prediction

TEXT = """关于港口建设的实施方案

一、总体要求
建设两座码头。

二、重点任务
(一)加快建设
1.建设码头。在湾口建4个泊位。(责任单位:市交通运输局、市财政局)
2.疏浚航道。航道长3公里。(责任单位:市水务局)
"""
LIBRARY = {
    "port": parse_document("port", TEXT),
    "other": parse_document("other", "第一条 甲。\n第二条 乙。\n第三条 丙丙丙。"),
}


def read(text: str, document: str | None = None) -> dict[str, object]:
    return text_prediction("q", text, LIBRARY, document, 1.0)


def cited(text: str) -> list[tuple[str, str]]:
    return [(c.document, c.locator) for c in parse_prediction(read(text)).citations]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("见二、(一)1。", [("port", "二/(一)/1")]),
        ("依据:二/(一)/2", [("port", "二/(一)/2")]),
        ("根据第三条的规定", [("other", "第三条")]),
        ("原文:“在湾口建4个泊位”。", [("port", "二/(一)/1")]),
        ("原文:“航道长3公里”,见二、(一)2", [("port", "二/(一)/2")]),
        ("第3条规定", [("other", "第三条")]),
        ("根据**第三条**", [("other", "第三条")]),
        ("原文:“在湾口建 ４个泊位”。", [("port", "二/(一)/1")]),
        ("第九十九条规定如此", []),
        ("第99条规定如此", []),
        ("他说“在湾口建9个泊位”", []),
        ("2025年建成12.5公里", []),
    ],
)
def test_clauses_are_cited_where_the_text_names_or_quotes_them(text: str, clauses: list[tuple[str, str]]) -> None:
    assert cited(text) == clauses


def test_a_quotes_span_is_the_quote_and_a_locators_is_the_clause() -> None:
    (quote,) = parse_prediction(read("“在湾口建4个泊位”")).citations
    assert (quote.quote, quote.end - quote.start) == ("在湾口建4个泊位", 8)
    (clause,) = parse_prediction(read("见二、(一)2")).citations
    assert LIBRARY["port"].quote(clause.start, clause.end) == clause.quote


@pytest.mark.parametrize(
    ("text", "units", "lead"),
    [
        ("由市交通运输局牵头,市财政局配合。", ["市交通运输局", "市财政局"], "市交通运输局"),
        ("配合单位是财政局,牵头单位:交通局。", ["市财政局", "市交通运输局"], "市交通运输局"),
        ("市水务局负责。", ["市水务局"], None),
        ("由市公安局牵头。", ["市公安局"], "市公安局"),
        ("市水务局(牵头)、市财政局", ["市水务局", "市财政局"], "市水务局"),
        ("| 市水务局 | 牵头 |\n| 市财政局 | 配合 |", ["市水务局", "市财政局"], "市水务局"),
        ("| 牵头单位 | 市水务局 |\n| 配合单位 | 市财政局 |", ["市水务局", "市财政局"], "市水务局"),
        ("市水务局不牵头", ["市水务局"], None),
        ("省民政部门", [], None),
    ],
)
def test_units_stand_in_the_texts_order_and_the_lead_is_who_it_says(
    text: str, units: list[str], lead: str | None
) -> None:
    found = parse_prediction(read(text))
    assert (list(found.units), found.lead) == (units, lead)


@pytest.mark.parametrize(
    "text",
    [
        "文件中没有提及预算。",
        "抱歉，无法回答这个问题",
        "The document does not mention it.",
        "I cannot answer this.",
        "文中未见相关表述",
        "该问题超出了文件范围。",
        "The policy is silent on this.",
        "抱歉，没有找到。请拨打12345热线咨询",
    ],
)
def test_a_refusal_is_one_and_names_nobody(text: str) -> None:
    found = parse_prediction(read(text + " 市水务局"))
    assert (found.refused, found.units) == (True, ())


@pytest.mark.parametrize(
    "text",
    [
        "抱歉，但补贴应为9999元。",
        "文件未明确，据了解由市公安局牵头。",
        "每人每月1500元。文件没有说明发放方式。",
        "It does not say, but it is 30%.",
    ],
)
def test_a_text_that_says_it_does_not_know_and_answers_all_the_same_is_no_refusal(text: str) -> None:
    assert not parse_prediction(read(text)).refused


def test_emphasis_does_not_part_a_number_from_its_measure() -> None:
    assert parse_prediction(read("每月`1,500`**元**")).answer == "每月1,500元"


def test_an_answer_that_cites_is_no_refusal() -> None:
    assert not parse_prediction(read("文件没有给出预算，但二、(一)1说“在湾口建4个泊位”。")).refused


def test_only_the_document_asked_about_is_read() -> None:
    assert parse_prediction(read("第三条", document="port")).citations == ()


@given(st.text(max_size=80))
def test_any_text_is_a_prediction_whose_quotes_stand_in_the_text(text: str) -> None:
    found = parse_prediction(read(text))
    for citation in found.citations:
        assert LIBRARY[citation.document].quote(citation.start, citation.end) == citation.quote
