"""BM25 over bigrams, against sums done by hand."""

from math import log
from pathlib import Path

import numpy as np
import pytest
from bm25s import BM25
from hypothesis import given
from hypothesis import strategies as st

from index.keys import search_key, terms
from index.lexical import LexicalIndex, LexicalQuestion, Postings

K1, B = 1.2, 0.75
GONE = -1
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


TEXTS_OF_ANY_KIND = st.lists(st.text(alphabet="港口机场建设 a1。", max_size=12), max_size=8)


@given(TEXTS_OF_ANY_KIND)
def test_what_is_saved_is_what_is_loaded(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    built = Postings.build(texts)
    path: Path = tmp_path_factory.mktemp("lexical") / "words.npz"
    built.save(path)
    loaded = Postings.load(path)
    assert loaded.vocabulary == built.vocabulary
    for name in ("starts", "texts", "counts", "lengths"):
        assert np.array_equal(getattr(loaded, name), getattr(built, name))


@given(TEXTS_OF_ANY_KIND)
def test_scores_are_those_of_bm25s(texts: list[str]) -> None:
    index = LexicalIndex.build(texts, K1, B)
    found = [terms(search_key(text)) for text in texts]
    vocabulary = {term: number for number, term in enumerate(dict.fromkeys(term for each in found for term in each))}
    if not vocabulary:
        return
    peer = BM25(k1=K1, b=B)
    peer.index(([[vocabulary[term] for term in each] for each in found], vocabulary), False, show_progress=False)
    for term, number in vocabulary.items():
        assert index.scores({term: 1.0}) == pytest.approx(peer.get_scores_from_ids([number]), rel=1e-5, abs=1e-6)


@given(TEXTS_OF_ANY_KIND, st.data())
def test_segments_with_texts_gone_score_as_one_built_of_what_is_left(texts: list[str], data: st.DataObject) -> None:
    parts = [data.draw(st.sampled_from([0, 1, 2, GONE])) for _ in texts]
    left = [row for row, part in enumerate(parts) if part != GONE]
    whole = LexicalIndex.build([texts[row] for row in left], K1, B)
    shares = []
    for part in range(3):
        # what is gone lies in the first segment, between texts that are there
        rows = [row for row, other in enumerate(parts) if other == part or (part == 0 and other == GONE)]
        places = np.array([left.index(row) if row in left else len(left) for row in rows], dtype=np.int32)
        shares.append((Postings.build([texts[row] for row in rows]), places))
    grown = LexicalIndex(shares, len(left), K1, B)
    assert sorted(grown.vocabulary) == sorted(whole.vocabulary)
    assert len(grown.vocabulary) == len(whole.vocabulary)
    every = {term for text in texts for term in terms(search_key(text))}
    assert {term for term in every if term in grown.vocabulary} == set(whole.vocabulary)
    for term in every:
        assert grown.rarity(term) == whole.rarity(term)
    question = {term: 1.0 + place for place, term in enumerate(sorted(every))}
    assert grown.scores(question).tolist() == whole.scores(question).tolist()


def test_a_term_that_stands_often_in_a_text_is_counted_in_full() -> None:
    postings = Postings.build(["港口 " * 70_000])
    assert (postings.counts.tolist(), postings.lengths.tolist()) == ([70_000], [70_000])


def test_a_question_counts_its_terms_and_adds_the_bridged() -> None:
    question = LexicalQuestion(("港口", "港口", "建设"), {"建设": 0.5, "机场": 0.7})
    assert question.weighted == {"港口": 2.0, "建设": 1.5, "机场": 0.7}


@pytest.mark.parametrize(("own", "han"), [(("港口",), True), (("airport",), False), ((), False), (("5g", "网"), True)])
def test_a_question_knows_whether_it_has_chinese_of_its_own(own: tuple[str, ...], han: bool) -> None:
    assert LexicalQuestion(own, {"机场": 1.0}).in_han is han
