"""Searching: both sides' candidates, the document filter, odd questions, the LangChain face."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.build import open_index
from index.errors import ModelUnavailable
from index.model import Evidence
from index.retriever import PolicyRetriever, Retriever, metadata
from index.settings import IndexSettings
from tests.fakes import FakeCatalogue, HashEmbedder, document_of

FIRST = document_of(
    "首份",
    "1.加快机场建设。扩建航站楼,开辟航线。(责任单位:市交通运输局)\n",
    "2.港口码头建设。建设深水泊位和疏港铁路。(责任单位:市交通运输局、市水务局)\n",
    "3.候鸟保护。修复湿地,保护候鸟栖息地。(责任单位:市自然资源和规划局)\n",
)
SECOND = document_of("次份", "一、医疗保险。推动异地就医结算。\n", "二、机场快线。建设通往机场的快速公交。\n")


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    home = IndexSettings(home=tmp_path_factory.mktemp("home"), passage_tokens=24)
    yield open_index(FakeCatalogue(FIRST, SECOND), home, embedder=HashEmbedder())


def found(evidence: Sequence[Evidence]) -> list[tuple[str, str]]:
    return [(item.passage.document, item.passage.locator) for item in evidence]


def test_the_clause_that_holds_the_words_comes_first(retriever: Retriever) -> None:
    assert found(retriever.search("候鸟栖息地谁来管?"))[0] == ("首份", "3")
    assert found(retriever.search("深水泊位"))[0] == ("首份", "2")


def test_an_english_question_reaches_the_text_through_the_dictionary(retriever: Retriever) -> None:
    best = retriever.search("migratory bird habitat protection", limit=1)[0]
    assert (best.passage.locator, best.lexical_rank) == ("3", 1)


def test_a_name_in_pinyin_reaches_the_text(retriever: Retriever) -> None:
    assert found(retriever.search("Houniao", limit=1)) == [("首份", "3")]


def test_evidence_is_ordered_and_says_what_each_side_thought(retriever: Retriever) -> None:
    evidence = retriever.search("机场建设", limit=50)
    scores = [item.score for item in evidence]
    assert scores == sorted(scores, reverse=True)
    assert sorted(item.dense_rank for item in evidence if item.dense_rank) == list(range(1, len(evidence) + 1))
    listed = [item for item in evidence if item.lexical_rank is not None]
    assert [item.lexical_score for item in sorted(listed, key=lambda item: item.lexical_rank or 0)] == sorted(
        (item.lexical_score for item in listed), reverse=True
    )
    assert all(item.lexical_score == 0 for item in evidence if item.lexical_rank is None)
    assert all(-1 <= item.dense_score <= 1 for item in evidence)


def test_every_passage_quotes_its_document(retriever: Retriever) -> None:
    documents = {"首份": FIRST, "次份": SECOND}
    for item in retriever.search("机场建设"):
        passage = item.passage
        assert passage.text == documents[passage.document].quote(passage.start, passage.end)


def test_a_filter_keeps_to_its_documents(retriever: Retriever) -> None:
    assert {document for document, _ in found(retriever.search("机场", documents=["次份"]))} == {"次份"}
    assert len(retriever.search("机场", documents=["次份", "首份", "无"])) == len(retriever.search("机场"))
    assert retriever.search("机场", documents=["无此文件"]) == []
    assert retriever.search("机场", documents=[]) == []


def test_a_filter_over_everything_changes_nothing(retriever: Retriever) -> None:
    assert retriever.search("机场", documents={"首份", "次份"}) == retriever.search("机场")


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_one_finds_nothing(retriever: Retriever, limit: int) -> None:
    assert retriever.search("机场", limit=limit) == []


def test_the_limit_is_kept_and_takes_the_best(retriever: Retriever) -> None:
    assert retriever.search("机场", limit=2) == retriever.search("机场")[:2]


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "???", "😀😀", "\u200b", "\ud800", "\x1b[2J"[:1], "《》"])
def test_a_question_without_a_letter_finds_nothing(retriever: Retriever, question: str) -> None:
    assert retriever.search(question) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60)
@given(st.text(max_size=300) | st.text(alphabet="机场港口候鸟 abyi'\"<>;-%\x00\u202e", max_size=300))
def test_every_question_gets_a_list(retriever: Retriever, question: str) -> None:
    evidence = retriever.search(question, limit=5)
    assert len(evidence) <= 5
    assert all(np.isfinite(item.score) for item in evidence)


def test_a_question_of_ten_thousand_characters_is_cut(retriever: Retriever) -> None:
    assert found(retriever.search("候鸟" * 5000, limit=1)) == [("首份", "3")]
    start = IndexSettings.question_characters
    assert retriever.search("候" * start + "机场") == retriever.search("候" * start)


def test_hidden_characters_change_nothing(retriever: Retriever) -> None:
    assert retriever.search("候\u200b鸟\U000e0041\u202e") == retriever.search("候鸟")


def test_the_same_question_finds_the_same_from_many_threads(retriever: Retriever) -> None:
    expected = retriever.search("机场建设")
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(retriever.search, ["机场建设"] * 32))
    assert all(answer == expected for answer in answers)


def test_terms_are_those_searched_by(retriever: Retriever) -> None:
    assert retriever.terms("机场由哪个部门负责?") == {"机场": 1.0}
    assert 0 < retriever.terms("airport")["机场"] <= 1


def test_an_empty_library_finds_nothing(tmp_path: Path) -> None:
    empty = open_index(FakeCatalogue(), IndexSettings(home=tmp_path), embedder=HashEmbedder())
    assert (empty.passages, empty.search("机场")) == (0, [])


def test_a_model_that_fails_at_a_question_says_so(tmp_path: Path) -> None:
    class Failing(HashEmbedder):
        def embed(self, texts: Sequence[str]) -> Any:
            if list(texts) == ["机场"]:
                raise ModelUnavailable("the model is gone")
            return super().embed(texts)

    failing = open_index(FakeCatalogue(FIRST), IndexSettings(home=tmp_path), embedder=Failing())
    with pytest.raises(ModelUnavailable):
        failing.search("机场")
    assert failing.search("候鸟")


def test_words_alone_need_no_model(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    alone = open_index(FakeCatalogue(FIRST), IndexSettings(home=tmp_path), embedder=embedder)
    embedder.embedded.clear()
    evidence = alone.search("候鸟栖息地", ranking="bm25")
    assert embedder.embedded == []
    assert evidence[0].passage.locator == "3"
    assert all(item.dense_rank is None and item.score == item.lexical_score > 0 for item in evidence)


def test_vectors_alone_know_nothing_of_words(retriever: Retriever) -> None:
    evidence = retriever.search("候鸟栖息地", ranking="dense")
    assert len(evidence) == retriever.passages
    assert all(item.lexical_rank is None and item.lexical_score == 0 for item in evidence)


def test_the_close_reading_meets_characters_that_stand_apart(tmp_path: Path) -> None:
    apart = document_of(
        "一份", "1.开辟旅客出行的航班与线路。\n", "2.开展旅行社的评比与考核。\n", "3.建设公园与广场。\n"
    )
    searched = open_index(FakeCatalogue(apart), IndexSettings(home=tmp_path), embedder=HashEmbedder())
    candidates, places, kind = searched.candidates("航线")
    letters = {locator: tuple(parts[2:4] > 0) for (_, locator), parts in zip(places, candidates.parts, strict=True)}
    assert kind == "close"
    assert candidates.parts[:, :2].max() == 0
    assert letters == {"1": (True, True), "2": (False, False), "3": (False, False)}


def test_only_the_most_promising_clauses_are_read_closely(tmp_path: Path) -> None:
    few = IndexSettings(home=tmp_path, read_closely=1)
    searched = open_index(FakeCatalogue(FIRST), few, embedder=HashEmbedder())
    candidates, places, _ = searched.candidates("加快港口码头建设")
    read = {locator for (_, locator), parts in zip(places, candidates.parts, strict=True) if parts[2:4].any()}
    assert read == {"2"}


def test_an_english_question_is_of_another_kind_and_has_no_letters(retriever: Retriever) -> None:
    candidates, _, kind = retriever.candidates("migratory birds")
    assert kind == "bridged"
    assert not candidates.parts[:, 2:4].any()


def test_langchains_face_gives_the_same_passages(retriever: Retriever) -> None:
    face = PolicyRetriever(retriever=retriever, documents=["首份"], limit=3)
    evidence = retriever.search("机场", documents=["首份"], limit=3)
    documents = face.invoke("机场")
    assert [document.page_content for document in documents] == [item.passage.text for item in evidence]
    assert [document.metadata for document in documents] == [metadata(item) for item in evidence]
    assert documents[0].metadata["locator"] == evidence[0].passage.locator
    assert "text" not in documents[0].metadata
