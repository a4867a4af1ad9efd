"""One order over rows that lie in several segments: where each row lies, and where each row of a segment stands."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]


def product(matrix: Matrix, vector: Matrix) -> Matrix:
    """`matrix` `[rows, columns]` times `vector` `[columns]`, on this thread alone.

    It is as quick as the matrix library's, which hands part of so small a product to another thread and, on a busy
    machine, waits for that one.
    """
    found: Matrix = np.einsum("rc,c->r", matrix, vector)
    return found


@dataclass(frozen=True)
class Run:
    """Neighbouring rows of one segment that stay together."""

    segment: int
    first: int
    length: int


@dataclass(frozen=True)
class Order:
    """The rows of several segments in one order; a row of a segment that is in no run can not be found."""

    segments: npt.NDArray[np.int32]
    """`[count]`: the segment that each row lies in."""
    rows: Rows
    """`[count]`: the row's number in its segment."""
    places: tuple[Places, ...]
    """For each segment, `[rows of the segment]`: where the row stands in the whole, `count` for one not found."""

    @classmethod
    def of(cls, runs: Sequence[Run], sizes: Sequence[int]) -> "Order":
        """The rows of `runs`, one run after the other; `sizes` are the rows that each segment has."""
        lengths = np.array([run.length for run in runs], dtype=np.int64)
        count = int(lengths.sum())
        starts = np.cumsum(lengths) - lengths
        firsts = np.array([run.first for run in runs], dtype=np.int64)
        segments = np.repeat(np.array([run.segment for run in runs], dtype=np.int32), lengths)
        rows = np.arange(count, dtype=np.int64) + np.repeat(firsts - starts, lengths)
        places = tuple(np.full(size, count, dtype=np.int32) for size in sizes)
        for number, place in enumerate(places):
            here = np.flatnonzero(segments == number)
            place[rows[here]] = here
        return cls(segments, rows, places)

    def __len__(self) -> int:
        return len(self.rows)


class SegmentedMatrix:
    """A matrix whose rows lie in several, in one order. Rows are copied when they are asked for."""

    def __init__(self, matrices: Sequence[Matrix], order: Order) -> None:
        """`matrices` are those of the segments that `order` is over, all of one width."""
        self._matrices = matrices
        self._order = order

    @property
    def shape(self) -> tuple[int, int]:
        return len(self._order), self._matrices[0].shape[1]

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, wanted: int | slice | npt.NDArray[np.integer]) -> Matrix:
        """Rows `[wanted, columns]`, or one row `[columns]`."""
        segments, rows = self._order.segments[wanted], self._order.rows[wanted]
        if np.ndim(rows) == 0:
            return np.asarray(self._matrices[int(segments)][int(rows)])
        if len(self._matrices) == 1:
            return np.asarray(self._matrices[0][rows])
        found = np.empty((len(rows), self.shape[1]), dtype=np.float32)
        for number, matrix in enumerate(self._matrices):
            here = np.flatnonzero(segments == number)
            if len(here):
                found[here] = matrix[rows[here]]
        return found

    def __matmul__(self, vector: Matrix) -> Matrix:
        """The product of every row with `vector` `[columns]`, `[rows]`; nothing is copied."""
        products = np.zeros(len(self) + 1, dtype=np.float32)  # the last place takes rows that are not found
        for matrix, places in zip(self._matrices, self._order.places, strict=True):
            products[places] = product(matrix, vector)
        return products[:-1]
