"""Documents → one segment on disk, in four steps: split, embed, words, store. Little of it is ever in memory.

Texts go to their file as they are split and are read back from it, vectors are written into a mapped file, and a
finished batch of vectors is kept (`Drafts`), so a build that is killed does not embed it again.
"""

import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt

from documents.errors import UnknownDocument
from documents.model import Document
from index.chroma_server import collection_name, write_to_server
from index.dictionary import Lexicon
from index.embedding import Embedder
from index.generation import Part, new_place
from index.known import Digests, Drafts, Known, digests_of
from index.labour import Labour
from index.lexical import Postings
from index.model import Passage
from index.passages import searchable
from index.segment import (
    CHROMA,
    CLAUSE_VECTORS,
    CLAUSE_WORDS,
    COLUMNS,
    LABELS,
    LEXICON,
    TEXTS,
    VECTORS,
    WORDS,
    Columns,
    seal_segment,
)
from index.settings import IndexSettings
from index.strings import Strings, write_strings
from index.vectors import write_vectors

Matrix = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
Progress = Callable[[str, int, int], None]
"""Hears (step, done, of) as the work goes on; a step is "split", "embed", "words", "store" or "read"."""
CLAUSES_AT_ONCE = 10_000
"""Clauses whose directions are computed in one go."""
WORDS_REPORTED = 1_000
"""Texts between two words of progress."""


@dataclass(frozen=True)
class Works:
    """What it takes to write segments: where, by whom, and what is known already."""

    settings: IndexSettings
    embedder: Embedder
    labour: Labour
    known: Known
    drafts: Drafts
    report: Progress


@dataclass(frozen=True)
class Order:
    """Which documents a segment is written of."""

    fetch: Callable[[str], Document]
    hashes: Mapping[str, str]
    """Document name → hash."""
    base: bool
    """Whether it is what later segments are added to: with a dictionary, and vectors in Chroma."""


def write_segment(works: Works, order: Order) -> Part:
    """Write a segment of documents below the index folder. Raises: OSError, IndexUnavailable, ModelUnavailable."""
    place = new_place(works.settings.folder, "segments")
    columns = split(place, works, order)
    texts = Strings(place / TEXTS, columns.text_ends)
    matrix = embed(place, works, columns, texts)
    write_clause_vectors(place / CLAUSE_VECTORS, matrix, columns.clauses)
    write_words(place, columns, texts, works.report)
    if order.base:
        Lexicon.read().save(place / LEXICON)
        store(place, works, matrix)
    rows = len(columns.clauses)
    seal = seal_segment(place, works.embedder.name, matrix.shape[1], rows)
    return Part(place.name, seal, dict(order.hashes), rows)


@dataclass
class Splitting:
    """Columns as they grow, document by document."""

    labels: tuple[list[str], list[str], list[str]] = field(default_factory=lambda: ([], [], []))
    """Names of documents, locators of clauses, titles of clauses."""
    clause_counts: list[int] = field(default_factory=list)
    passage_counts: list[int] = field(default_factory=list)
    clauses: "array[int]" = field(default_factory=lambda: array("q"))
    spans: "array[int]" = field(default_factory=lambda: array("q"))
    digests: list[Digests] = field(default_factory=lambda: [np.zeros((0, 2), np.uint64)])

    def add(self, name: str, passages: Sequence[Passage]) -> None:
        names, locators, titles = self.labels
        names.append(name)
        before = len(locators)
        for _, group in groupby(passages, key=lambda passage: passage.locator):
            clause = list(group)
            self.clauses.extend([len(locators)] * len(clause))
            locators.append(clause[0].locator)
            titles.append(clause[0].title)
        for passage in passages:
            self.spans.extend((passage.start, passage.end))
        self.clause_counts.append(len(locators) - before)
        self.passage_counts.append(len(passages))
        self.digests.append(digests_of(searchable(passage.text) for passage in passages))

    def columns(self, text_ends: Rows, label_ends: Rows) -> Columns:
        return Columns(
            text_ends=text_ends,
            label_ends=label_ends,
            clause_counts=np.array(self.clause_counts, dtype=np.int64),
            passage_counts=np.array(self.passage_counts, dtype=np.int64),
            clauses=np.array(self.clauses, dtype=np.int64),
            spans=np.array(self.spans, dtype=np.int64).reshape(-1, 2),
            digests=np.concatenate(self.digests),
        )


def split(place: Path, works: Works, order: Order) -> Columns:
    """Write the texts of all passages, and everything that is a number about them."""
    names = sorted(order.hashes)
    documents = (fetched(order.fetch, name) for name in names)
    growing = Splitting()

    def texts() -> Iterator[str]:
        pieces = works.labour.split(documents, works.settings.passage_tokens)
        for done, (name, passages) in enumerate(zip(names, pieces, strict=True), start=1):
            growing.add(name, passages)
            yield from (passage.text for passage in passages)
            works.report("split", done, len(names))

    text_ends = write_strings(place / TEXTS, texts())
    label_ends = write_strings(place / LABELS, (label for labels in growing.labels for label in labels))
    columns = growing.columns(text_ends, label_ends)
    columns.save(place / COLUMNS)
    return columns


def fetched(fetch: Callable[[str], Document], name: str) -> Document:
    """The document of that name; one without a clause where it was removed since it was listed."""
    try:
        return fetch(name)
    except UnknownDocument:
        return Document(name, "", "", "", ())


def embed(place: Path, works: Works, columns: Columns, texts: Strings) -> Matrix:
    """Vectors `[passages, dimension]` of what is embedded of `texts`: each text once, and known ones not at all."""
    matrix = new_matrix(place / VECTORS, len(texts), works.embedder.dimension)
    missing = np.flatnonzero(~works.known.fill(columns.digests, matrix))
    _, places, twins = np.unique(columns.digests[missing], axis=0, return_index=True, return_inverse=True)
    first = missing[places]
    lengths = np.diff(columns.text_ends, prepend=0)[first]
    todo = first[np.lexsort((first, lengths))]  # texts of a length together: a model that pads wastes less
    step = works.settings.embedding_batch
    batches = [todo[start : start + step] for start in range(0, len(todo), step)]
    done = 0
    vectors = works.labour.embed([searchable(texts[int(row)]) for row in rows] for rows in batches)
    for rows, found in zip(batches, vectors, strict=True):
        matrix[rows] = found
        works.drafts.keep(columns.digests[rows], found)
        done += len(rows)
        works.report("embed", done, len(todo))
    again = np.setdiff1d(np.arange(len(missing)), places)
    matrix[missing[again]] = matrix[first[twins.reshape(-1)[again]]]
    return matrix


def new_matrix(path: Path, rows: int, dimension: int) -> Matrix:
    """A matrix `[rows, dimension]` that lies in the file at `path` and is written as it is assigned to."""
    if not rows:
        np.save(path, np.zeros((0, dimension), np.float32))
        return np.zeros((0, dimension), np.float32)
    mapped: Matrix = np.lib.format.open_memmap(path, "w+", np.float32, (rows, dimension))
    claim_space(path)
    return mapped


def claim_space(path: Path) -> None:
    """Have the disk hold the whole file now: writing to a mapped file on a full disk ends the process without a word.

    Raises: OSError.
    """
    if hasattr(os, "posix_fallocate"):
        with path.open("r+b") as stream:
            os.posix_fallocate(stream.fileno(), 0, path.stat().st_size)


def write_clause_vectors(path: Path, matrix: Matrix, clauses: Rows) -> None:
    """Write the mean direction of each clause's passages, `[clauses, dimension]`; `clauses` are `[passages]`."""
    starts = np.append(np.flatnonzero(np.diff(clauses, prepend=-1)), len(clauses))
    directions = new_matrix(path, len(starts) - 1, matrix.shape[1])
    for first in range(0, len(starts) - 1, CLAUSES_AT_ONCE):
        edges = starts[first : first + CLAUSES_AT_ONCE + 1]
        sums = np.add.reduceat(matrix[edges[0] : edges[-1]], edges[:-1] - edges[0], axis=0)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        directions[first : first + len(sums)] = sums / np.maximum(lengths, np.finfo(np.float32).tiny)


def write_words(place: Path, columns: Columns, texts: Strings, report: Progress) -> None:
    """Write which passages and which clauses hold each term."""
    clauses = int(columns.clause_counts.sum())
    everything = len(texts) + clauses

    def heard(part: Iterable[str], before: int) -> Iterator[str]:
        for done, text in enumerate(part, start=before + 1):
            yield text
            if done % WORDS_REPORTED == 0 or done == everything:
                report("words", done, everything)

    Postings.build(heard(texts, 0)).save(place / WORDS)
    Postings.build(heard(clause_texts(texts, columns.clauses), len(texts))).save(place / CLAUSE_WORDS)


def clause_texts(texts: Sequence[str], clauses: Rows) -> Iterator[str]:
    """The text of each clause: those of its passages, which tile it, joined."""
    for _, group in groupby(zip(texts, clauses.tolist(), strict=True), key=lambda pair: pair[1]):
        yield "".join(text for text, _ in group)


def store(place: Path, works: Works, matrix: Matrix) -> None:
    """Put the vectors where neighbours are looked for: into Chroma's folder, or onto its server."""
    stored = 0

    def advance(rows: int) -> None:
        nonlocal stored
        stored += rows
        works.report("store", stored, len(matrix))

    if works.settings.chroma_url:
        name = collection_name(works.settings.folder, place.name)
        write_to_server(works.settings, name, matrix, advance)
    else:
        write_vectors(place / CHROMA, matrix, works.settings, advance)
