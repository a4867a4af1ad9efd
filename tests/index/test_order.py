"""One order over rows of several segments, and matrices seen through it."""

import numpy as np
import pytest

from index.order import Order, Run, SegmentedMatrix, product

ORDER = Order.of([Run(1, 0, 2), Run(0, 2, 1), Run(1, 3, 1)], [3, 4])
"""The first two rows of the second segment, the last of the first, the last of the second; three are gone."""
MATRICES = [np.arange(6, dtype=np.float32).reshape(3, 2), 10 + np.arange(8, dtype=np.float32).reshape(4, 2)]
WHOLE = np.array([[10, 11], [12, 13], [4, 5], [16, 17]], dtype=np.float32)


def test_rows_know_where_they_lie_and_where_they_stand() -> None:
    assert len(ORDER) == 4
    assert ORDER.segments.tolist() == [1, 1, 0, 1]
    assert ORDER.rows.tolist() == [0, 1, 2, 3]
    assert [places.tolist() for places in ORDER.places] == [[4, 4, 2], [0, 1, 4, 3]]


def test_no_runs_are_no_rows() -> None:
    empty = Order.of([], [2])
    assert (len(empty), empty.places[0].tolist()) == (0, [0, 0])
    assert len(Order.of([Run(0, 0, 0)], [0])) == 0


@pytest.mark.parametrize("wanted", [slice(None), slice(None, None, 2), np.array([3, 0, 0, 2]), np.array([], np.int64)])
def test_a_segmented_matrix_reads_like_the_whole(wanted: slice | np.ndarray) -> None:
    matrix = SegmentedMatrix(MATRICES, ORDER)
    assert matrix.shape == (4, 2)
    assert matrix[wanted].tolist() == WHOLE[wanted].tolist()


def test_one_row_and_the_product_are_those_of_the_whole() -> None:
    matrix, vector = SegmentedMatrix(MATRICES, ORDER), np.array([1, -2], np.float32)
    assert matrix[2].tolist() == [4, 5]
    assert (matrix @ vector).tolist() == (WHOLE @ vector).tolist()
    assert product(WHOLE, vector).tolist() == (WHOLE @ vector).tolist()


def test_a_matrix_of_one_segment_reads_like_it() -> None:
    order = Order.of([Run(0, 1, 2)], [3])
    assert SegmentedMatrix(MATRICES[:1], order)[np.array([1, 0])].tolist() == [[4, 5], [2, 3]]
