"""Bags of tokens: cutting, choosing, joining, putting words out for others."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.training.bags import Bags

TEXTS = st.lists(st.lists(st.integers(0, 9), max_size=6), min_size=1, max_size=8)


def bags_of(rows: list[list[int]]) -> Bags:
    return Bags.joined([np.array(row, dtype=np.int64) for row in rows], [len(row) for row in rows])


def rows_of(bags: Bags) -> list[list[int]]:
    return [bags.tokens[first:last].tolist() for first, last in zip(bags.starts, bags.starts[1:], strict=False)]


@given(TEXTS)
def test_bags_hold_what_was_put_in(rows: list[list[int]]) -> None:
    bags = bags_of(rows)
    assert rows_of(bags) == rows
    assert rows_of(bags.at(np.arange(len(rows))[::-1])) == rows[::-1]
    assert rows_of(Bags.joined_bags([bags, bags])) == rows + rows
    assert rows_of(bags.with_after(bags)) == [row + row for row in rows]


@given(TEXTS, st.randoms(use_true_random=False))
def test_kept_leaves_chosen_tokens_and_never_empties_a_bag(rows: list[list[int]], draw: object) -> None:
    bags = bags_of(rows)
    keep = np.array([token % 2 == 0 for token in bags.tokens], dtype=bool)
    for row, left in zip(rows, rows_of(bags.kept(keep)), strict=True):
        even = [token for token in row if token % 2 == 0]
        assert left == (even or row)


def test_a_span_is_a_stretch_of_the_flat_tokens() -> None:
    bags = bags_of([[1, 2, 3], [4, 5]])
    assert rows_of(bags.spans(np.array([1, 4]), np.array([3, 5]))) == [[2, 3], [5]]


@pytest.mark.parametrize(
    ("draw", "expected"),
    [(0.0, [[7, 8], [9]]), (0.99, [[6], [9]])],
)
def test_a_word_is_put_out_for_the_bag_that_is_drawn(draw: float, expected: list[list[int]]) -> None:
    words = bags_of([[0], [1, 2]])
    renderings = bags_of([[7, 8], [6], [9]])
    first = np.array([0, 2, 3, 3])
    assert rows_of(words.replaced(renderings, np.full(3, draw), first)) == expected
