"""What a search reads: passages, clauses, vectors and words, side by side, and how they lie in a generation."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.bridge import Bridge
from index.dictionary import Dictionary
from index.generation import Manifest
from index.lexical import LexicalIndex
from index.model import Passage
from index.settings import IndexSettings
from index.vectors import ChromaVectors, Vectors, write_vectors

Matrix = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
EMPTY_MATRIX_BYTES = 128
"""A stored matrix without rows is its header alone, which cannot be mapped."""

PASSAGES, VECTORS, CLAUSE_VECTORS = "passages.jsonl", "vectors.npy", "clause_vectors.npy"
LEXICAL, CLAUSE_LEXICAL, DICTIONARY, CHROMA = "lexical.npz", "clause_lexical.npz", "dictionary.json", "chroma"


@dataclass(frozen=True)
class Shelf:
    """The passages in reading order and, row for row, their vectors and words; their clauses likewise."""

    passages: Sequence[Passage]
    matrix: Matrix
    """`[passages, dimension]`, unit length; lies on disk."""
    clause_matrix: Matrix
    """`[clauses, dimension]`, unit length: the mean direction of a clause's passages; lies on disk."""
    clause_rows: Rows
    """`[passages]`: the row of each passage's clause."""
    vectors: Vectors
    lexical: LexicalIndex
    clause_lexical: LexicalIndex
    bridge: Bridge
    model: str
    """Name of the embedder that made the vectors."""

    @cached_property
    def rows_by_document(self) -> Mapping[str, Rows]:
        """Document name → its rows, in reading order."""
        rows: dict[str, list[int]] = {}
        for row, passage in enumerate(self.passages):
            rows.setdefault(passage.document, []).append(row)
        return {name: np.array(found, dtype=np.int64) for name, found in rows.items()}


def write_shelf(
    place: Path, passages: Sequence[Passage], matrix: Matrix, settings: IndexSettings, advance: Callable[[int], None]
) -> None:
    """Write everything a search needs into the empty folder `place`; `advance` hears of rows written to Chroma."""
    clause_rows = rows_of_clauses(passages)
    write_passages(passages, place / PASSAGES)
    np.save(place / VECTORS, matrix)
    np.save(place / CLAUSE_VECTORS, clause_directions(matrix, clause_rows))
    texts = [passage.text for passage in passages]
    lexical = LexicalIndex.build(texts, settings.bm25_k1, settings.bm25_b)
    lexical.save(place / LEXICAL)
    LexicalIndex.build(clause_texts(passages), settings.bm25_k1, settings.bm25_b).save(place / CLAUSE_LEXICAL)
    Dictionary.build(lexical.vocabulary).save(place / DICTIONARY)
    write_vectors(place / CHROMA, matrix, settings.chroma_batch, settings.neighbours_looked_at, advance)


def open_shelf(place: Path, manifest: Manifest, folder: Path) -> Shelf:
    """Read a generation whose files have been verified; `folder` is where Chroma's working copy may lie."""
    lexical = LexicalIndex.load(place / LEXICAL)
    passages = read_passages(place / PASSAGES)
    return Shelf(
        passages=passages,
        matrix=read_matrix(place / VECTORS, manifest.dimension),
        clause_matrix=read_matrix(place / CLAUSE_VECTORS, manifest.dimension),
        clause_rows=rows_of_clauses(passages),
        vectors=ChromaVectors(place / CHROMA, folder, manifest.passages),
        lexical=lexical,
        clause_lexical=LexicalIndex.load(place / CLAUSE_LEXICAL),
        bridge=Bridge(lexical.vocabulary, Dictionary.load(place / DICTIONARY)),
        model=manifest.model,
    )


def rows_of_clauses(passages: Sequence[Passage]) -> Rows:
    """`[passages]`: the number of each passage's clause, counted from 0 in reading order."""
    counts = [len(list(group)) for _, group in groupby(passages, key=clause_key)]
    return np.repeat(np.arange(len(counts), dtype=np.int64), counts)


def clause_texts(passages: Sequence[Passage]) -> list[str]:
    """The text of each clause, in the order of `rows_of_clauses`."""
    return ["".join(passage.text for passage in group) for _, group in groupby(passages, key=clause_key)]


def clause_key(passage: Passage) -> tuple[str, str]:
    return passage.document, passage.locator


def clause_directions(matrix: Matrix, clause_rows: Rows) -> Matrix:
    """The mean direction of each clause's passages, unit length, `[clauses, dimension]`."""
    if not len(clause_rows):
        return np.zeros((0, matrix.shape[1]), dtype=np.float32)
    starts = np.flatnonzero(np.diff(clause_rows, prepend=-1))
    sums = np.add.reduceat(matrix, starts, axis=0)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)


def write_passages(passages: Sequence[Passage], path: Path) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(asdict(passage), ensure_ascii=False) + "\n" for passage in passages)


def read_passages(path: Path) -> list[Passage]:
    with path.open(encoding="utf-8") as stream:
        return [Passage(**json.loads(line)) for line in stream]


def read_matrix(path: Path, dimension: int) -> Matrix:
    """A stored matrix `[rows, dimension]`, read from disk as it is needed. Raises: ValueError for another shape."""
    if path.stat().st_size <= EMPTY_MATRIX_BYTES:
        return np.zeros((0, dimension), dtype=np.float32)
    matrix: Matrix = np.load(path, mmap_mode="r", allow_pickle=False)
    if matrix.ndim != 2 or matrix.shape[1] != dimension:
        raise ValueError(f"{path.name} has shape {matrix.shape} where (rows, {dimension}) is due")
    return matrix
