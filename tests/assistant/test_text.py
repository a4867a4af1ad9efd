"""Sentences of a clause: spans whose quotes are the text, without labels and without who is responsible."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.library import Place
from assistant.text import body_span, sentences, statement_span
from documents.ingest import parse_document
from documents.model import Document
from tests.assistant.fakes import place_of, policy_document, seed_document

PLAN = policy_document()
SEED = seed_document()


def quoted(document: Document, locator: str) -> list[str]:
    return [sentence.text for sentence in sentences(place_of(document, locator))]


def test_the_label_and_the_units_are_left_out() -> None:
    assert quoted(PLAN, "第二章/第三条") == [
        "改造翠湖泵站。",
        "2025年底前完成翠湖泵站自动化改造，总投资2.6亿元，新增排涝能力每秒45立方米。",
    ]


def test_a_clause_of_the_shipped_corpus() -> None:
    assert quoted(SEED, "二/(一)/3") == [
        "加快航空港建设。",
        "提升东营胜利机场功能,共同构建开放的航空运输体系,加密东营至国内重要城市和经济发达地区及开放前沿城市的航线航班,"
        "建设过夜基地,打造中转枢纽机场和国产大飞机试飞基地。",
        "开辟“环鲁飞”航线,发展短途高端商务、低空旅游等业务。",
    ]


@pytest.mark.parametrize("document", [PLAN, SEED], ids=lambda document: document.name)
def test_every_sentence_is_the_text_at_its_span_inside_its_clause(document: Document) -> None:
    for clause in document.clauses:
        found = sentences(Place(document, clause))
        spans = [(sentence.start, sentence.end) for sentence in found]
        assert spans == sorted(spans)
        assert all(first[1] <= second[0] for first, second in pairwise(spans))
        for sentence in found:
            assert clause.start <= sentence.start < sentence.end <= clause.end
            assert sentence.text == document.quote(sentence.start, sentence.end)
            assert sentence.text.strip() == sentence.text != ""


def test_no_sentence_holds_an_advertisement_of_the_copy() -> None:
    text = "".join(text for clause in SEED.clauses for text in quoted(SEED, clause.locator))
    assert "http" not in text
    assert "eowkz" not in text
    assert "TUhjnbcbe" not in text


def test_a_heading_is_its_title() -> None:
    assert quoted(PLAN, "第二章") == ["数字水网"]


def test_the_body_begins_behind_the_label() -> None:
    place = place_of(PLAN, "第二章/第三条")
    start, end = body_span(place)
    assert PLAN.text[start:end].startswith("改造翠湖泵站。")
    assert end == place.clause.end
    assert SEED.text[slice(*body_span(place_of(SEED, "二/(一)/4")))].startswith("加快贯通航运")


def test_the_front_has_no_label_to_leave_out() -> None:
    place = place_of(PLAN, "前言")
    assert body_span(place) == (place.clause.start, place.clause.end)


def test_a_clause_of_a_label_only_keeps_a_body() -> None:
    document = parse_document("bare", "办法\n\n第一条\n第二条 内容。\n")
    start, end = body_span(place_of(document, "第一条"))
    assert start <= end


@pytest.mark.parametrize(
    ("document", "locator", "statement"),
    [
        (PLAN, "第二章/第三条", "（牵头单位：市水利局；配合单位：市财政局、市大数据局）"),
        (PLAN, "第二章/第五条", "（市住房城乡建设局牵头，市水利局、市市场监管局配合）"),
        (SEED, "二/(一)/4", "(责任单位:市交通运输局、市水务局)"),
    ],
)
def test_where_the_units_are_named(document: Document, locator: str, statement: str) -> None:
    span = statement_span(place_of(document, locator))
    assert span is not None
    assert document.quote(*span) == statement


def test_a_clause_without_units_has_no_statement() -> None:
    assert statement_span(place_of(PLAN, "第四章/第十一条")) is None


@given(st.text(alphabet="甲乙。；;！？!?\n，（责任单位：市财政局）“”1. ", max_size=80))
def test_any_clause_can_be_cut(text: str) -> None:
    document = parse_document("any", "办法\n\n第一条 " + text)
    for clause in document.clauses:
        for sentence in sentences(Place(document, clause)):
            assert sentence.text == document.quote(sentence.start, sentence.end)
            assert clause.start <= sentence.start < sentence.end <= clause.end
