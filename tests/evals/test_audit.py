"""Every claim that the cited text does not carry is seen, without any gold."""

import pytest

from evals.audit import audit
from evals.prediction import parse_prediction
from tests.evals.fakes import QUOTE, QUOTE_START, OneDocument, citation, right


def unsupported(**changes: object) -> dict[str, str]:
    results = audit(parse_prediction(right(**changes)), OneDocument())
    assert [result.name for result in results] == ["quotes", "units", "numbers"]
    return {result.name: result.detail for result in results if not result.passed}


SPOILED: dict[str, tuple[dict[str, object], str]] = {
    "invented quote": ({"citations": [citation(quote="建设4个10万吨级码头")]}, "quotes"),
    "quote moved by one": (
        {"citations": [citation(start=QUOTE_START - 1, end=QUOTE_START - 1 + len(QUOTE))]},
        "quotes",
    ),
    "quote outside its clause": ({"citations": [citation(), citation(locator="二/2")]}, "quotes"),
    "empty quote": ({"citations": [citation(), citation(quote="", end=QUOTE_START)]}, "quotes"),
    "a clause that is none": ({"citations": [citation(), citation(locator="二/9")]}, "quotes"),
    "a document that is none": ({"citations": [citation(), citation(document="other")]}, "quotes"),
    "unit of another clause": ({"units": ["市甲局", "市丙局"]}, "units"),
    "unit of nowhere": ({"units": ["市甲局", "市丁局"]}, "units"),
    "lead of another clause": ({"lead": "市丙局"}, "units"),
    "unit in the words only": ({"answer": "市丙局牵头。"}, "units"),
    "invented number": ({"answer": "建设5000个泊位。"}, "numbers"),
    "number of an uncited sentence": ({"answer": "投资1200万元。"}, "numbers"),
    "invented year": ({"answer": "2025年建成4个泊位。"}, "numbers"),
    "number with other digits around it": ({"answer": "建设104个泊位。"}, "numbers"),
    "number in words that only look quoted": ({"answer": "“5000个泊位”。"}, "numbers"),
    "a wrong count of what is listed": ({"answer": "共9项:码头、公路。"}, "numbers"),
    "a bare number in quotation marks": ({"answer": "建设“30”公里。"}, "numbers"),
    "number as a marker": ({"answer": "投资[9999]元。"}, "numbers"),
    "number as a list's numbering": ({"answer": "投资\n99、万元。"}, "numbers"),
    "number behind an invented title": (
        {"answer": "另建9999座。", "citations": [citation(title="9999座")]},
        "numbers",
    ),
    "number behind an invented related clause": (
        {"answer": "另建9999座。", "related": [{"document": "plan", "locator": "9999", "title": ""}]},
        "numbers",
    ),
    "another scale": ({"answer": "建设4个10亿吨级泊位。"}, "numbers"),
    "a share that was a number": ({"answer": "完成4%。"}, "numbers"),
    "a count that measures": ({"answer": "码头、公路、泊位,3元。"}, "numbers"),
    "number in Chinese": ({"answer": "建设4个泊位,补贴九千元。"}, "numbers"),
    "words in quotation marks that stand nowhere": ({"answer": "“所有市民可以免费停靠”。"}, "quotes"),
    "a quote with words changed behind an ellipsis": ({"answer": "“建设4个……所有市民可以免费停靠”。"}, "quotes"),
    "an official unit that the document does not name": ({"answer": "由市公安局牵头。"}, "units"),
    "number in full width": ({"answer": "建设９９个泊位。"}, "numbers"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_claim_without_support_fails_exactly_its_audit(name: str) -> None:
    changes, expected = SPOILED[name]
    assert set(unsupported(**changes)) == {expected}


def test_details_name_the_claim() -> None:
    assert unsupported(answer="2025年由市丙局建设。") == {
        "units": "in no cited clause: 市丙局",
        "numbers": "in no quote: 2025",
    }


def test_an_answer_needs_a_citation_and_a_refusal_none() -> None:
    bare: dict[str, object] = {"answer": "没有。", "units": [], "lead": None, "citations": []}
    assert set(unsupported(**bare)) == {"quotes"}
    assert unsupported(**bare, refused=True) == {}


SUPPORTED: dict[str, str] = {
    "width, spaces and thousands": "建设４个 10 万吨级泊位。",
    "citation markers": "建设4个泊位[12]⑲。",
    "list numbering": "7. 建设4个泊位\n8、配合单位市乙局",
    "the locators cited and related": "见 二/1;另见 二/2。",
    "another clause's words in quotation marks": "另有:“长30公里”。",
    "leading zeros": "建设04个泊位。",
    "a Chinese number that the quote has in digits": "建设四个泊位,10万吨。",
    "words in quotation marks, width and spaces aside": "原文:“建设４个 10万吨级泊位”。",
    "a quote that leaves words out": "原文:“修建码头。建设……10万吨级泊位”。",
    "the document's title": "《计划》要求建设4个泊位。",
    "the count of what is listed": "共3项:码头、公路、泊位。3 items: one, two, three.",
    "the number of units": "共2家责任单位。",
    "the number of clauses below": "第二部分共2项。",
}


@pytest.mark.parametrize("name", SUPPORTED)
def test_what_is_no_claim_or_was_counted_is_let_through(name: str) -> None:
    assert unsupported(answer=SUPPORTED[name]) == {}


def test_the_clauses_of_a_named_unit_may_be_counted() -> None:
    text = OneDocument().document("plan").text
    second = citation(
        locator="二/2", title="修建公路", quote="2.", start=text.index("2.修建"), end=text.index("2.修建") + 2
    )
    both = {"citations": [citation(), second]}
    assert unsupported(answer="市乙局共2项,牵头0项。", **both) == {}
    assert set(unsupported(answer="市乙局共3项。", **both)) == {"numbers"}


def test_a_unit_that_the_question_names_may_be_denied_but_not_claimed() -> None:
    """`市丙局不在其中` is no claim of responsibility when the question names it; in `units` it is one all the same."""
    denied = right(answer="不是。市丙局不在该条的责任单位之中。")
    asked = "市丙局牵头码头,对吗?"
    by_question = {result.name: result.passed for result in audit(parse_prediction(denied), OneDocument(), asked)}
    assert by_question["units"]
    assert set(unsupported(answer="不是。市丙局不在该条的责任单位之中。")) == {"units"}
    claimed = parse_prediction({**denied, "units": ["市甲局", "市丙局"]})
    assert not {result.name: result.passed for result in audit(claimed, OneDocument(), asked)}["units"]


def test_a_number_that_the_question_asks_about_may_be_named_but_not_claimed() -> None:
    def numbers(answer: str) -> bool:
        results = audit(parse_prediction(right(answer=answer)), OneDocument(), "有99个泊位吗?")
        return {result.name: result.passed for result in results}["numbers"]

    assert numbers("另有条款也涉及“99”:二/2。")
    assert not numbers("有“99”个泊位。")


def test_a_unit_is_the_same_in_other_width_and_with_spaces() -> None:
    assert unsupported(units=["市甲局 ", "市　乙局"], lead="市甲局 ") == {}


def test_a_refusal_may_offer_names_of_the_ledger_and_no_others() -> None:
    refusal: dict[str, object] = {"refused": True, "outcome": "not_covered", "units": [], "lead": None, "citations": []}
    assert unsupported(**refusal, answer="没有这个单位。名称相近的有：市丙局。") == {}
    assert list(unsupported(**refusal, answer="没有这个单位。名称相近的有：市公安局。")) == ["units"]
    assert "units" in unsupported(**{**refusal, "refused": False}, answer="没有这个单位。名称相近的有：市丙局。")
