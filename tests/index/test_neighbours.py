"""Neighbours over segments: rows that are gone or not allowed make room for the next nearest."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from index.neighbours import LibraryVectors
from index.order import Order, Run, SegmentedMatrix
from index.settings import IndexSettings
from index.vectors import ExactVectors, Vectors

Matrix = npt.NDArray[np.float32]
SETTINGS = IndexSettings(candidates=1, neighbours_looked_at=1, exact_rows=3)


class Counting(ExactVectors):
    """Remembers how many neighbours it was asked for."""

    def __init__(self, matrix: Matrix) -> None:
        super().__init__(matrix)
        self.asked: list[int] = []

    def nearest(self, vector: Matrix, limit: int) -> npt.NDArray[np.int64]:
        self.asked.append(limit)
        return super().nearest(vector, limit)


def directions(count: int) -> Matrix:
    """Vectors ever further from the first."""
    angles = np.linspace(0, np.pi / 2, count)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def library(runs: Sequence[Run], matrices: Sequence[Matrix], settings: IndexSettings = SETTINGS) -> LibraryVectors:
    order = Order.of(runs, [len(matrix) for matrix in matrices])
    parts: list[Vectors] = [Counting(matrix) for matrix in matrices]
    return LibraryVectors(parts, order, SegmentedMatrix(matrices, order), settings)


def test_neighbours_come_from_every_segment_nearest_first() -> None:
    near = directions(8)
    vectors = library([Run(0, 0, 4), Run(1, 0, 4)], [near[::2], near[1::2]])
    assert vectors.nearest(near[0], 3).tolist() == [0, 4, 1]
    assert vectors.nearest(near[0], 100).tolist() == [0, 4, 1, 5, 2, 6, 3, 7]
    assert vectors.nearest(near[0], 0).tolist() == []


def test_rows_that_are_gone_make_room_for_the_next() -> None:
    near = directions(8)
    vectors = library([Run(0, 5, 3)], [near])  # the five nearest are gone
    assert vectors.nearest(near[0], 2).tolist() == [0, 1]


@pytest.mark.parametrize("allowed", [[7], [1, 6], [3, 4, 5, 6, 7], [0, 1, 2, 3, 4, 5, 6], list(range(8))])
@pytest.mark.parametrize("limit", [1, 2, 8])
def test_a_filter_finds_the_nearest_of_what_it_allows(allowed: list[int], limit: int) -> None:
    near = directions(8)
    vectors = library([Run(0, 0, 8)], [near])
    assert vectors.nearest(near[0], limit, np.array(allowed)).tolist() == allowed[:limit]


def test_few_allowed_rows_are_compared_without_asking_for_neighbours() -> None:
    near = directions(8)
    counting = Counting(near)
    order = Order.of([Run(0, 0, 8)], [8])
    vectors = LibraryVectors([counting], order, SegmentedMatrix([near], order), SETTINGS)
    vectors.nearest(near[0], 1, np.array([5, 6, 7]))
    assert counting.asked == []
    vectors.nearest(near[0], 1, np.array([4, 5, 6, 7]))
    assert counting.asked[0] == 2


def test_many_allowed_rows_far_from_the_question_are_compared_in_the_end() -> None:
    near = directions(200)
    counting = Counting(near)
    order = Order.of([Run(0, 0, 200)], [200])
    vectors = LibraryVectors([counting], order, SegmentedMatrix([near], order), SETTINGS)
    assert vectors.nearest(near[0], 1, np.arange(100, 200)).tolist() == [100]
    assert counting.asked == [2, 4, 8]
