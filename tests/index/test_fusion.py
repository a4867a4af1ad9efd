"""Fusion, against sums done by hand."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.fusion import fused, lexical_part, ranks, standardised, top


def f32(*numbers: float) -> npt.NDArray[np.float32]:
    return np.array(numbers, dtype=np.float32)


SCORES = arrays(np.float32, st.integers(0, 30), elements=st.floats(-100, 100, width=32))


def test_the_lexical_part_is_divided_by_the_root_of_the_rarity() -> None:
    assert lexical_part(f32(6, 3, 0), 9.0).tolist() == [2.0, 1.0, 0.0]


@pytest.mark.parametrize("rarity", [0.0, -1.0])
def test_a_question_without_rarity_has_no_lexical_part(rarity: float) -> None:
    assert lexical_part(f32(6, 3), rarity).tolist() == [0.0, 0.0]


def test_standardised_is_deviations_above_the_mean_of_everything() -> None:
    assert standardised(f32(5, 1), f32(1, 3)).tolist() == [3.0, -1.0]


@pytest.mark.parametrize("everything", [f32(), f32(0.5), f32(2, 2, 2)])
def test_scores_without_a_spread_say_nothing(everything: npt.NDArray[np.float32]) -> None:
    assert standardised(f32(5, 1), everything).tolist() == [0.0, 0.0]


def test_fused_adds_the_weighted_words() -> None:
    assert fused(f32(1, 0.5, 0), f32(-1, 2, 1), 8.0).tolist() == [7.0, 6.0, 1.0]


def test_words_decide_when_the_question_is_met_and_vectors_when_it_is_not() -> None:
    dense = f32(0.0, 3.0)
    met = fused(lexical_part(f32(20, 0), 25.0), dense, 8.0)
    barely = fused(lexical_part(f32(1, 0), 25.0), dense, 8.0)
    unmet = fused(lexical_part(f32(0, 0), 25.0), dense, 8.0)
    assert [int(np.argmax(scores)) for scores in (met, barely, unmet)] == [0, 1, 1]


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
