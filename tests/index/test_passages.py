"""Splitting: passages tile a clause, stay within the budget, end where sentences end."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.model import Clause, Document, Noise
from index.encoding import count_tokens
from index.model import Passage
from index.passages import searchable, split_clause
from tests.fakes import document_of

POLICY = st.text(alphabet="市交通局负责建设，。；、：！\n (（）责任单位:1.aB\u3000😀", max_size=300)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def split(text: str, budget: int, noise: tuple[Noise, ...] = ()) -> tuple[Document, Clause, tuple[Passage, ...]]:
    document = replace(document_of("文件", text), noise=noise)
    clause = document.clauses[0]
    return document, clause, split_clause(document, clause, budget)


def assert_tiles(document: Document, clause: Clause, passages: tuple[Passage, ...]) -> None:
    if not document.quote(clause.start, clause.end).strip():
        assert passages == ()
        return
    assert passages[0].start == clause.start
    assert passages[-1].end == clause.end
    assert all(left.end == right.start for left, right in pairwise(passages))
    assert all(passage.text == document.quote(passage.start, passage.end) for passage in passages)
    assert all(passage.text.strip() for passage in passages)


@given(POLICY | ANY, st.integers(1, 60))
def test_passages_tile_their_clause(text: str, budget: int) -> None:
    assert_tiles(*split(text, budget))


@given(POLICY, st.integers(1, 20), st.integers(0, 300), st.integers(0, 40))
def test_passages_tile_a_clause_with_noise_in_it(text: str, budget: int, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    noise = (Noise(start, end, "advertisement"),) if start < end else ()
    assert_tiles(*split(text, budget, noise))


@given(st.text(alphabet="市交通局建设，。；a1 ", min_size=1, max_size=300), st.integers(12, 60))
def test_passages_without_a_line_of_units_keep_the_budget(text: str, budget: int) -> None:
    _, _, passages = split(text, budget)
    # A visible piece may take over a neighbour that shows nothing, so what is counted is what can be seen.
    assert all(count_tokens(passage.text.strip()) <= budget for passage in passages)


def test_sentences_are_packed_and_never_cut_within_the_budget() -> None:
    _, _, passages = split("甲方负责建设。乙方负责管理。丙方负责监督。", 7)
    assert [passage.text for passage in passages] == ["甲方负责建设。", "乙方负责管理。", "丙方负责监督。"]
    _, _, together = split("甲方负责建设。乙方负责管理。丙方负责监督。", 100)
    assert len(together) == 1


def test_a_closing_quotation_mark_stays_with_its_sentence() -> None:
    _, _, passages = split("实施“数字政府提升工程。”推进试点建设工作。", 9)
    assert passages[0].text.endswith("。”")


def test_a_long_sentence_is_cut_at_commas_first() -> None:
    _, _, passages = split("加快港口基础设施建设工程,完善疏港铁路公路建设工程,提升吞吐能力水平建设。", 9)
    assert [passage.text[-1] for passage in passages] == [",", ",", "。"]


def test_a_part_without_commas_is_cut_between_characters() -> None:
    document, _, passages = split("港" * 200, 16)
    assert len(passages) > 1
    assert "".join(passage.text for passage in passages) == document.text
    assert all(count_tokens(passage.text) <= 16 for passage in passages)


def test_an_abbreviated_number_is_no_sentence_end() -> None:
    _, _, passages = split("3.加快航空港建设。提升机场功能水平。", 9)
    assert passages[0].text == "3.加快航空港建设。"


def test_noise_is_in_the_span_and_not_in_the_text() -> None:
    text = "加快建设。广告广告推进工作。"
    _, _, passages = split(text, 100, (Noise(5, 9, "advertisement"),))
    assert [(passage.start, passage.end, passage.text) for passage in passages] == [
        (0, len(text), "加快建设。推进工作。")
    ]


def test_a_clause_of_noise_alone_has_no_passage() -> None:
    assert split("广告\n", 100, (Noise(0, 2, "advertisement"),))[2] == ()


def test_passages_name_document_clause_and_title() -> None:
    document = document_of("文件", "一、总则。\n", "二、机场建设。\n扩建航站楼。\n")
    passage = split_clause(document, document.clauses[1], 100)[0]
    assert (passage.document, passage.locator, passage.title) == ("文件", "2", "二、机场建设")
    assert passage.key == f"文件:{passage.start}-{passage.end}"


def test_the_line_of_units_joins_the_passage_before_it() -> None:
    text = "加快港口建设。(责任单位:市交通运输局、市水务局、市政府办公室(外办))\n"
    _, _, passages = split(text, 8)
    assert [passage.text for passage in passages] == [text]
    assert searchable(passages[0].text) == "加快港口建设。"


@pytest.mark.parametrize(
    ("text", "embedded"),
    [
        ("推进试点。（牵头单位：市财政局；配合单位：市商务局）", "推进试点。"),
        ("推进试点。\n责任单位:市财政局\n另起一行。", "推进试点。\n\n另起一行。"),
        ("由市财政局牵头,会同有关单位办理。", "由市财政局牵头,会同有关单位办理。"),
        ("(责任单位:市财政局)", "(责任单位:市财政局)"),
    ],
)
def test_what_is_embedded_leaves_out_the_units(text: str, embedded: str) -> None:
    assert searchable(text) == embedded


@pytest.mark.parametrize("budget", [0, -1])
def test_a_budget_below_one_is_refused(budget: int) -> None:
    with pytest.raises(ValueError, match="at least 1 token"):
        split("甲。", budget)
