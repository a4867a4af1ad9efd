"""What a search reads: all that can be found, in one order, however many segments it lies in.

Documents stand by name, their clauses and passages in reading order: the order in which one segment of everything
would hold them. So a row means the same whether the index was built anew or grew, and so do ties and samples.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt

from index.bridge import Bridge
from index.dictionary import ChosenDictionary
from index.errors import IndexDamaged
from index.generation import Manifest
from index.lexical import LexicalIndex, Postings
from index.model import Passage
from index.neighbours import LibraryVectors, open_vectors
from index.order import Order, Run, SegmentedMatrix
from index.segment import Digests, Segment, open_segment
from index.settings import IndexSettings

Matrix = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
Holder = tuple[str, int]
"""A document's name and the number of the segment that answers for it."""


@dataclass(frozen=True)
class Shelf:
    """The passages in reading order and, row for row, their vectors and words; their clauses likewise."""

    passages: Sequence[Passage]
    """Made when they are asked for."""
    matrix: SegmentedMatrix
    """`[passages, dimension]`, unit length; lies on disk."""
    clause_matrix: SegmentedMatrix
    """`[clauses, dimension]`, unit length: the mean direction of a clause's passages; lies on disk."""
    clause_rows: Rows
    """`[passages]`: the row of each passage's clause."""
    vectors: LibraryVectors
    lexical: LexicalIndex
    clause_lexical: LexicalIndex
    bridge: Bridge
    model: str
    """Name of the embedder that made the vectors."""
    rows_by_document: Mapping[str, Rows]
    """Document name → its rows, in reading order."""
    manifest: Manifest
    """What it was opened from."""
    segments: tuple[Segment, ...]
    """The base, then what was added since."""
    digests: Digests
    """`[passages, 2]`: what each passage's embedded text is known by."""
    readings: Matrix | None = None
    """`[passages, dimension of the reader]`, unit length; None where the passages were not read."""


def open_shelf(manifest: Manifest, settings: IndexSettings) -> Shelf:
    """Verify and open a generation; segments that this process has open already are not read again.

    Raises: IndexDamaged, IndexUnavailable, OSError, ValueError, KeyError.
    """
    segments = tuple(open_segment(settings.folder, part) for part in manifest.parts)
    for part, segment in zip(manifest.parts, segments, strict=True):
        if segment.passages_of(part.documents) != part.passages:
            raise IndexDamaged(f"Segment {part.segment!r} holds other passages than are due; the index is rebuilt.")
    vectors = [open_vectors(segment, settings) for segment in segments]
    holders = sorted((name, number) for number, part in enumerate(manifest.parts) for name in part.documents)
    counts = [segment.columns.passage_counts for segment in segments]
    clause_counts = [segment.columns.clause_counts for segment in segments]
    order, clauses = library_order(segments, holders, counts), library_order(segments, holders, clause_counts)
    matrix = SegmentedMatrix([segment.matrix for segment in segments], order)
    lexical = lexical_index([segment.words for segment in segments], order, settings)
    return Shelf(
        passages=Passages(segments, order),
        matrix=matrix,
        clause_matrix=SegmentedMatrix([segment.clause_matrix for segment in segments], clauses),
        clause_rows=rows_of_clauses(segments, order, clauses),
        vectors=LibraryVectors(vectors, order, matrix, settings),
        lexical=lexical,
        clause_lexical=lexical_index([segment.clause_words for segment in segments], clauses, settings),
        bridge=Bridge(lexical.vocabulary, ChosenDictionary(lambda: segments[0].lexicon, lexical.vocabulary)),
        model=manifest.model,
        rows_by_document=DocumentRows(segments, holders),
        manifest=manifest,
        segments=segments,
        digests=gathered([segment.columns.digests for segment in segments], order),
    )


def library_order(segments: Sequence[Segment], holders: Sequence[Holder], counts: Sequence[Rows]) -> Order:
    """Rows by document name; `counts` are, for each segment, the rows of each of its documents."""
    ends = [np.cumsum(each) for each in counts]
    runs = []
    for name, number in holders:
        document = segments[number].documents[name]
        length = int(counts[number][document])
        runs.append(Run(number, int(ends[number][document]) - length, length))
    return Order.of(runs, [int(each.sum()) for each in counts])


def rows_of_clauses(segments: Sequence[Segment], order: Order, clauses: Order) -> Rows:
    """`[passages]`: the row of each passage's clause."""
    rows = np.zeros(len(order), dtype=np.int64)
    for number, segment in enumerate(segments):
        here = np.flatnonzero(order.segments == number)
        rows[here] = clauses.places[number][segment.columns.clauses[order.rows[here]]]
    return rows


def gathered(columns: Sequence[Digests], order: Order) -> Digests:
    """`[passages, 2]`: rows of several segments' columns in one order."""
    found = np.zeros((len(order), 2), dtype=np.uint64)
    for number, column in enumerate(columns):
        here = np.flatnonzero(order.segments == number)
        found[here] = column[order.rows[here]]
    return found


def lexical_index(postings: Sequence[Postings], order: Order, settings: IndexSettings) -> LexicalIndex:
    shares = list(zip(postings, order.places, strict=True))
    return LexicalIndex(shares, len(order), settings.bm25_k1, settings.bm25_b)


class Passages(Sequence[Passage]):
    """The passages of several segments in one order."""

    def __init__(self, segments: Sequence[Segment], order: Order) -> None:
        self._segments = segments
        self._order = order

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, row: int) -> Passage: ...

    @overload
    def __getitem__(self, row: slice) -> list[Passage]: ...

    def __getitem__(self, row: int | slice) -> Passage | list[Passage]:
        if isinstance(row, slice):
            return [self[each] for each in range(*row.indices(len(self)))]
        return self._segments[int(self._order.segments[row])].passage(int(self._order.rows[row]))


class DocumentRows(Mapping[str, Rows]):
    """Document name → its rows in the library's order. A document without a passage has none."""

    def __init__(self, segments: Sequence[Segment], holders: Sequence[Holder]) -> None:
        self._spans: dict[str, tuple[int, int]] = {}
        end = 0
        for name, number in holders:
            segment = segments[number]
            start, end = end, end + int(segment.columns.passage_counts[segment.documents[name]])
            self._spans[name] = start, end

    def __getitem__(self, name: str) -> Rows:
        return np.arange(*self._spans[name], dtype=np.int64)

    def __iter__(self) -> Iterator[str]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)
