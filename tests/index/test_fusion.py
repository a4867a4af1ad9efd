"""Fusion, against sums done by hand."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.fusion import (
    LARGEST_SHIFT,
    PARTS,
    SIGNALS,
    Candidates,
    Fusion,
    Weights,
    best_by_clause,
    fitted,
    fused,
    lexical_part,
    ranks,
    signals_of,
    strength,
    top,
)


def f32(*numbers: float) -> npt.NDArray[np.float32]:
    return np.array(numbers, dtype=np.float32)


SCORES = arrays(np.float32, st.integers(0, 30), elements=st.floats(-100, 100, width=32))


def test_the_lexical_part_is_divided_by_the_root_of_the_rarity() -> None:
    assert lexical_part(f32(6, 3, 0), 9.0).tolist() == [2.0, 1.0, 0.0]


@pytest.mark.parametrize("rarity", [0.0, -1.0])
def test_a_question_without_rarity_has_no_lexical_part(rarity: float) -> None:
    assert lexical_part(f32(6, 3), rarity).tolist() == [0.0, 0.0]


PARTS_OF_FOUR = np.array(
    [[2, 1, 0, 0, 1, 1, 0], [0, 0, 0, 0, 3, 3, 4], [1, 0, 0, 0, 0, 0, 2], [0, 0, 0, 0, 2, 0, 0]], dtype=np.float32
)
FOUR = Candidates(np.array([0, 0, 1, 4]), PARTS_OF_FOUR, rarity=9.0, known=0.5, terms=3)
ZEROS = (0.0,) * len(SIGNALS)
ONES = (1.0,) * len(SIGNALS)


def fusion_of(weights: Weights) -> Fusion:
    return Fusion(ZEROS, ONES, {"close": weights})


def test_parts_are_weighed_scaled_and_shifted() -> None:
    weights = Weights((1, 2, 0, 0, 1, 0.5, 0), scale=2.0, shift=1.0)
    assert fused(FOUR, fusion_of(weights), "close").tolist() == [12.0, 10.0, 3.0, 5.0]


def test_the_reader_counts_by_its_own_weight_and_signals() -> None:
    known = tuple(float(name == "known") for name in SIGNALS)
    weights = Weights((0, 0, 0, 0, 0, 0, 0.5), read_by_signal=known, vectors_by_signal=ONES)
    strong = np.exp(0.5)
    assert fused(FOUR, fusion_of(weights), "close").tolist() == pytest.approx([0, 2 * strong, strong, 0])


def test_the_reader_is_no_signal() -> None:
    without = Candidates(FOUR.clauses, np.c_[PARTS_OF_FOUR[:, :6], np.zeros(4, np.float32)], 9.0, 0.5, 3)
    assert signals_of(without).tolist() == signals_of(FOUR).tolist()


def test_a_signal_makes_vectors_count_more() -> None:
    known = tuple(float(name == "known") for name in SIGNALS)
    weights = Weights((1, 0, 0, 0, 1, 0, 0), vectors_by_signal=known)
    strong = np.exp(0.5)
    assert fused(FOUR, fusion_of(weights), "close").tolist() == pytest.approx([2 + strong, 3 * strong, 1, 2 * strong])


def test_a_signal_is_measured_from_its_middle() -> None:
    known = tuple(float(name == "known") for name in SIGNALS)
    centred = Fusion(tuple(0.5 * share for share in known), ONES, {"close": Weights((1,) * 7, known, known, known)})
    assert fused(FOUR, centred, "close").tolist() == PARTS_OF_FOUR.sum(axis=1).tolist()


def test_no_signal_outweighs_a_side_by_more_than_its_bound() -> None:
    assert strength(np.full(len(SIGNALS), 50.0), ONES) == pytest.approx(np.exp(LARGEST_SHIFT))
    assert strength(np.full(len(SIGNALS), -50.0), ONES) == pytest.approx(np.exp(-LARGEST_SHIFT))


def test_signals_of_a_question_by_hand() -> None:
    found = dict(zip(SIGNALS, signals_of(FOUR), strict=True))
    # Clauses 0, 1 and 4: words 3, 1, 0 and vectors 3, 0, 1 by their best passages.
    assert found["rarity"] == 3.0
    assert found["known"] == 0.5
    assert found["terms"] == pytest.approx(np.log(4))
    assert (found["words_best"], found["words_lead"], found["words_over_tenth"]) == (3.0, 2.0, 3.0)
    assert (found["vectors_best"], found["vectors_lead"], found["vectors_over_tenth"]) == (3.0, 2.0, 3.0)
    assert found["agreement"] == 0.3


def test_a_question_that_found_nothing_has_no_signals() -> None:
    nothing = Candidates(np.zeros(0, np.int64), np.zeros((0, 7), np.float32), 0.0, 0.0, 0)
    assert not signals_of(nothing).any()
    assert fused(nothing, fusion_of(Weights((1,) * 7)), "close").tolist() == []


def test_the_best_of_each_clause() -> None:
    assert best_by_clause(f32(1, 3, 2, 5), np.array([2, 2, 3, 7])).tolist() == [3.0, 2.0, 5.0]


def test_the_fitted_numbers_serve_every_kind_of_question() -> None:
    fusion = fitted()
    assert set(fusion.kinds) == {f"{kind}{read}" for kind in ("close", "quick", "bridged") for read in ("", "_read")}
    assert all(spread > 0 for spread in fusion.spreads)
    for kind, weights in fusion.kinds.items():
        assert (weights.parts[PARTS.index("read")] > 0) == kind.endswith("_read")
        assert len(weights.parts) == len(PARTS)
        for by_signal in (weights.letters_by_signal, weights.vectors_by_signal, weights.read_by_signal):
            assert len(by_signal) == len(SIGNALS)
        assert min(weights.parts) >= 0
        assert weights.scale > 0
    assert fusion.kinds["quick"].parts[2:4] == (0.0, 0.0)


def test_ranks_count_from_one_and_keep_the_order_of_equals() -> None:
    assert ranks(f32(0.2, 0.9, 0.2)).tolist() == [2, 1, 3]


def test_top_keeps_the_order_of_equals() -> None:
    assert top(f32(1, 3, 2, 3), 3).tolist() == [1, 3, 2]
    assert top(f32(1, 1, 1), 2).tolist() == [0, 1]


@given(SCORES, st.integers(0, 40))
def test_top_is_the_head_of_the_full_order(scores: npt.NDArray[np.float32], most: int) -> None:
    assert top(scores, most).tolist() == np.argsort(-scores, kind="stable")[:most].tolist()


@given(SCORES)
def test_ranks_are_a_permutation_that_follows_the_scores(scores: npt.NDArray[np.float32]) -> None:
    places = ranks(scores)
    assert sorted(places.tolist()) == list(range(1, len(scores) + 1))
    assert (np.diff(scores[np.argsort(places)]) <= 0).all()
