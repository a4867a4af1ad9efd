"""The passages nearest to a vector, over all segments: Chroma proposes from the base, later segments are compared
row by row, and the exact cosines of what was proposed decide."""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from index.chroma_server import ServerVectors, collection_name
from index.fusion import top
from index.order import Order, SegmentedMatrix, product
from index.segment import Segment
from index.settings import IndexSettings
from index.vectors import ChromaVectors, ExactVectors, Vectors

Matrix = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
MOST_WIDENINGS = 3
"""How often Chroma is asked for more before every allowed row is compared."""

_opened: "WeakKeyDictionary[Segment, dict[str, Vectors]]" = WeakKeyDictionary()


def open_vectors(segment: Segment, settings: IndexSettings) -> Vectors:
    """What finds neighbours in `segment`; what is open already for the same place is used again.

    Raises: IndexDamaged, IndexUnavailable.
    """
    if not segment.facts.is_base:
        return ExactVectors(segment.matrix)
    opened = _opened.setdefault(segment, {})
    if settings.chroma_url not in opened:
        opened[settings.chroma_url] = base_vectors(segment, settings)
    return opened[settings.chroma_url]


def base_vectors(segment: Segment, settings: IndexSettings) -> Vectors:
    if settings.chroma_url:
        name = collection_name(settings.folder, segment.name)
        return ServerVectors(settings.chroma_url, name, segment.matrix)
    return ChromaVectors(segment.chroma, settings.folder, segment.facts.passages)


class LibraryVectors:
    """Neighbours among all rows of the library's order."""

    def __init__(
        self, parts: Sequence[Vectors], order: Order, matrix: SegmentedMatrix, settings: IndexSettings
    ) -> None:
        self._parts = parts
        self._order = order
        self._matrix = matrix
        self._settings = settings
        self._live = [int(np.count_nonzero(places < len(order))) for places in order.places]

    def nearest(self, vector: Matrix, limit: int, allowed: Rows | None = None) -> Rows:
        """The `limit` rows nearest to `vector` `[dimension]`, nearest first, of `allowed` (ascending; None: all).

        Few allowed rows are compared one by one: Chroma's own filter takes 73 to 526 ms among 100,000 rows. Of many,
        Chroma is asked for so many neighbours that enough of them should be allowed.
        """
        count = len(self._order)
        if limit < 1 or not count:
            return np.zeros(0, dtype=np.int64)
        if allowed is None or len(allowed) == count:
            return self._best(vector, self._proposed(vector, limit, self._at_least(limit)), limit)
        if len(allowed) > self._settings.exact_rows:
            found = self._nearest_allowed(vector, limit, allowed)
            if found is not None:
                return found
        return self._best(vector, allowed, limit)

    def _nearest_allowed(self, vector: Matrix, limit: int, allowed: Rows) -> Rows | None:
        """Those of Chroma's proposals that are allowed, or None where too few are."""
        mask = np.zeros(len(self._order), dtype=np.bool_)
        mask[allowed] = True
        asked = self._at_least(limit * len(self._order) // len(allowed))
        for _ in range(MOST_WIDENINGS):
            proposed = self._proposed(vector, limit, asked)
            kept = proposed[mask[proposed]]
            if len(kept) >= limit:
                return self._best(vector, kept, limit)
            asked *= 2
        return None

    def _proposed(self, vector: Matrix, limit: int, asked: int) -> Rows:
        """Rows, ascending, among which are the nearest `limit`; every segment is asked for `asked` at least."""
        count = len(self._order)
        found = [np.zeros(0, dtype=np.int64)]
        for vectors, places, live in zip(self._parts, self._order.places, self._live, strict=True):
            wanted = asked
            while True:
                here = places[vectors.nearest(vector, wanted)]
                here = here[here < count]
                if len(here) >= min(limit, live):
                    break
                wanted *= 2
            found.append(here.astype(np.int64))
        return np.sort(np.concatenate(found))

    def _best(self, vector: Matrix, rows: Rows, limit: int) -> Rows:
        return rows[top(product(self._matrix[rows], vector), limit)]

    def _at_least(self, limit: int) -> int:
        """Chroma looks at so many neighbours anyway; asking for all of them makes ties fall as they should."""
        return max(limit, self._settings.neighbours_looked_at)
