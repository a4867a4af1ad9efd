"""BM25 over bigrams, against sums done by hand."""

from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical import LexicalIndex, LexicalQuestion

K1, B = 1.2, 0.75
TEXTS = ["港口建设", "港口", "机场建设航线"]
"""Three, one and five bigrams: three on average."""


@pytest.fixture
def index() -> LexicalIndex:
    return LexicalIndex.build(TEXTS, K1, B)


def idf(holders: int, count: int = 3) -> float:
    return log(1 + (count - holders + 0.5) / (holders + 0.5))


def saturation(length: int, average: float = 3.0) -> float:
    """The part of a term that stands once in a text of `length` terms."""
    return 1 / (1 + K1 * (1 - B + B * length / average))


def test_scores_are_bm25_by_hand(index: LexicalIndex) -> None:
    expected = [idf(2) * saturation(3), idf(2) * saturation(1), 0.0]
    assert index.scores({"港口": 1.0}) == pytest.approx(expected, abs=1e-6)


def test_scores_add_up_by_weight(index: LexicalIndex) -> None:
    both = index.scores({"港口": 0.5, "建设": 2.0})
    assert both == pytest.approx(0.5 * index.scores({"港口": 1.0}) + 2 * index.scores({"建设": 1.0}), abs=1e-6)


def test_unknown_terms_score_nothing(index: LexicalIndex) -> None:
    assert not index.scores({"铁路": 1.0}).any()
    assert not index.scores({}).any()


def test_traditional_and_wide_writing_meet_simplified() -> None:
    index = LexicalIndex.build(["建設ＬＮＧ碼頭", "其他"], K1, B)
    assert index.scores({"码头": 1.0})[0] > 0
    assert index.scores({"lng": 1.0})[0] > 0


def test_rarity_is_highest_for_an_unknown_term(index: LexicalIndex) -> None:
    assert index.rarity("港口") == pytest.approx(idf(2))
    assert index.rarity("航线") == pytest.approx(idf(1))
    assert index.rarity("铁路") == pytest.approx(idf(0))
    assert index.rarity("铁路") > index.rarity("航线") > index.rarity("港口")


@pytest.mark.parametrize("texts", [[], ["", "  "], ["。；", ""]])
def test_texts_without_a_term_match_nothing(texts: list[str]) -> None:
    index = LexicalIndex.build(texts, K1, B)
    assert index.scores({"港口": 1.0}).tolist() == [0.0] * len(texts)


def test_an_empty_text_among_others_keeps_its_row() -> None:
    index = LexicalIndex.build(["", "港口", "。"], K1, B)
    assert np.flatnonzero(index.scores({"港口": 1.0})).tolist() == [1]


@given(st.lists(st.text(alphabet="港口机场建设 a1。", max_size=12), max_size=6))
def test_what_is_saved_is_what_is_loaded(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    built = LexicalIndex.build(texts, K1, B)
    path: Path = tmp_path_factory.mktemp("lexical") / "index.npz"
    built.save(path)
    loaded = LexicalIndex.load(path)
    assert (loaded.vocabulary, loaded.count) == (built.vocabulary, built.count)
    question = dict.fromkeys(built.vocabulary, 1.0)
    assert loaded.scores(question).tolist() == built.scores(question).tolist()


def test_a_question_counts_its_terms_and_adds_the_bridged() -> None:
    question = LexicalQuestion(("港口", "港口", "建设"), {"建设": 0.5, "机场": 0.7})
    assert question.weighted == {"港口": 2.0, "建设": 1.5, "机场": 0.7}


@pytest.mark.parametrize(("own", "han"), [(("港口",), True), (("airport",), False), ((), False), (("5g", "网"), True)])
def test_a_question_knows_whether_it_has_chinese_of_its_own(own: tuple[str, ...], han: bool) -> None:
    assert LexicalQuestion(own, {"机场": 1.0}).in_han is han
