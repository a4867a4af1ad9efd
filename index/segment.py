"""A segment: the passages of some documents with their vectors and words, written once, sealed, and only read after.

    columns.npz             documents, clauses and passages as columns of numbers
    texts.bin, labels.bin   texts of the passages; names of documents, locators and titles of clauses
    vectors.npy             `[passages, dimension]`, unit length
    clause_vectors.npy      `[clauses, dimension]`: the mean direction of a clause's passages
    words.npz               which passages hold a term; clause_words.npz: which clauses do
    lexicon.npz, chroma/    in the base only: the dictionary, and Chroma's folder where vectors are embedded

Passages are not held in memory: they are made from the columns when they are asked for.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt

from index.dictionary import Lexicon
from index.errors import IndexDamaged
from index.generation import Part, segment_place, write_synced
from index.lexical import Postings
from index.model import Passage
from index.seals import MANIFEST, Files, files_of, verify_files
from index.strings import Strings

Matrix = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
Digests = npt.NDArray[np.uint64]
"""`[passages, 2]`: 128 bits of BLAKE2b of what was embedded of each passage."""
EMPTY_MATRIX_BYTES = 128
"""A stored matrix without rows is its header alone, which cannot be mapped."""

COLUMNS, TEXTS, LABELS, VECTORS, CLAUSE_VECTORS = (
    "columns.npz", "texts.bin", "labels.bin", "vectors.npy", "clause_vectors.npy",
)  # fmt: skip
WORDS, CLAUSE_WORDS, LEXICON, CHROMA = "words.npz", "clause_words.npz", "lexicon.npz", "chroma"


@dataclass(frozen=True)
class Columns:
    """What a segment holds, as numbers; documents, clauses and passages each in reading order."""

    text_ends: Numbers
    label_ends: Numbers
    """Names of the documents, then locators of the clauses, then their titles."""
    clause_counts: Numbers
    """`[documents]`: clauses with a passage, of each document."""
    passage_counts: Numbers
    """`[documents]`: passages of each document."""
    clauses: Numbers
    """`[passages]`: the clause of each passage."""
    spans: Numbers
    """`[passages, 2]`: start and end in the document."""
    digests: Digests

    def save(self, path: Path) -> None:
        with path.open("wb") as stream:
            np.savez(stream, **{name: getattr(self, name) for name in self.__dataclass_fields__})

    @classmethod
    def load(cls, path: Path) -> "Columns":
        """Read what `save` wrote. The caller has verified the file."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(**{name: stored[name] for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class SegmentFacts:
    """A segment's own manifest."""

    model: str
    dimension: int
    passages: int
    files: Files

    @property
    def is_base(self) -> bool:
        return LEXICON in self.files


class Segment:
    """One segment, opened: its files are mapped or read, its passages are made when asked for."""

    def __init__(self, place: Path, facts: SegmentFacts) -> None:
        """Open the segment in `place`, whose files the caller has verified."""
        self.name = place.name
        self.facts = facts
        self.columns = Columns.load(place / COLUMNS)
        documents, clauses = len(self.columns.clause_counts), int(self.columns.clause_counts.sum())
        self._texts = Strings(place / TEXTS, self.columns.text_ends)
        self._labels = Strings(place / LABELS, self.columns.label_ends)
        self.documents = {name: number for number, name in enumerate(self._labels[:documents])}
        """Document name → its number here."""
        self._names = tuple(self.documents)
        self._locators, self._titles = documents, documents + clauses
        self.matrix = read_matrix(place / VECTORS, facts.dimension)
        self.clause_matrix = read_matrix(place / CLAUSE_VECTORS, facts.dimension)
        self.words = Postings.load(place / WORDS)
        self.clause_words = Postings.load(place / CLAUSE_WORDS)
        self._lexicon = (place / LEXICON).read_bytes() if facts.is_base else b""
        self.chroma = place / CHROMA

    def passage(self, row: int) -> Passage:
        """The passage in this row."""
        clause = int(self.columns.clauses[row])
        start, end = self.columns.spans[row].tolist()
        return Passage(
            document=self._names[int(self._document_of_clause[clause])],
            locator=self._labels[self._locators + clause],
            title=self._labels[self._titles + clause],
            start=start,
            end=end,
            text=self._texts[row],
        )

    def passages_of(self, documents: Mapping[str, str]) -> int:
        """Passages of these documents. Raises: KeyError for one that is not here."""
        return int(self.columns.passage_counts[[self.documents[name] for name in documents]].sum())

    @cached_property
    def lexicon(self) -> Lexicon:
        """The base's dictionary, unpacked when it is first asked for, which the files may not outlive."""
        return Lexicon.unpacked(self._lexicon)

    @cached_property
    def _document_of_clause(self) -> Numbers:
        return np.repeat(np.arange(len(self._names), dtype=np.int64), self.columns.clause_counts)


_opened: "WeakValueDictionary[tuple[Path, str], Segment]" = WeakValueDictionary()


def open_segment(folder: Path, part: Part) -> Segment:
    """The segment of `part` below the index folder, verified; the one that is open already where there is one.

    Raises: IndexDamaged, OSError, ValueError, KeyError.
    """
    facts = verify_segment(folder, part)
    place = segment_place(folder, part.segment)
    key = (place, part.seal)
    segment = _opened.get(key)
    if segment is None:
        segment = _opened.setdefault(key, Segment(place, facts))
    return segment


def verify_segment(folder: Path, part: Part) -> SegmentFacts:
    """Compare every file of a segment with what it was sealed with. Raises: IndexDamaged."""
    place = segment_place(folder, part.segment)
    facts = read_facts(place, part.seal)
    verify_files(place, facts.files)
    return facts


def seal_segment(place: Path, model: str, dimension: int, passages: int) -> str:
    """Write the manifest of the files now in `place`, as the last step of making it. Returns the seal."""
    manifest = {"model": model, "dimension": dimension, "passages": passages, "files": files_of(place)}
    write_synced(place / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return sha256((place / MANIFEST).read_bytes()).hexdigest()


def read_facts(place: Path, seal: str) -> SegmentFacts:
    """The manifest of the segment in `place`, its files unchecked. Raises: IndexDamaged."""
    try:
        content = (place / MANIFEST).read_bytes()
        if sha256(content).hexdigest() != seal:
            raise IndexDamaged(f"The manifest of segment {place.name!r} is damaged; the index is rebuilt.")
        stored = json.loads(content)
        stored["files"] = {name: (size, digest) for name, (size, digest) in stored["files"].items()}
        return SegmentFacts(**stored)
    except OSError as error:
        raise IndexDamaged(f"The index segment {place.name!r} cannot be read; the index is rebuilt.") from error


def read_matrix(path: Path, dimension: int) -> Matrix:
    """A stored matrix `[rows, dimension]`, read from disk as it is needed. Raises: ValueError for another shape."""
    if path.stat().st_size <= EMPTY_MATRIX_BYTES:
        return np.zeros((0, dimension), dtype=np.float32)
    matrix: Matrix = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    if matrix.ndim != 2 or matrix.shape[1] != dimension:
        raise ValueError(f"{path.name} has shape {matrix.shape} where (rows, {dimension}) is due")
    return matrix
