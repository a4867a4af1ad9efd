"""First half of a search: the passages that either side puts forward, and what each side says of them."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from index.bridge import subject_key
from index.embedding import Embedder
from index.errors import ModelUnavailable
from index.fusion import PARTS, READ, VECTORS, Candidates, Fusion, fused, lexical_part, mean_of, top
from index.letters import LetterQuestion, LetterScale, folded
from index.lexical import LexicalQuestion
from index.order import product
from index.reader import Reading
from index.settings import IndexSettings
from index.shelf import Shelf

Vector = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
Ranking = Literal["hybrid", "unread", "quick", "bm25", "dense"]
"""What a search ranks by: every stage, all but the reader, all but the reader and the letters, or one side."""
CLOSE: tuple[Ranking, ...] = ("hybrid", "unread")
"""Those in which the most promising candidates are looked at letter by letter."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """Rows `[found]`, ascending, and row for row what each side says; zeros from a side that was not asked."""

    asked: str
    words: LexicalQuestion
    rows: Rows
    clauses: Rows
    """The clause of each row."""
    own_words: Scores
    clause_words: Scores
    cosine: Scores
    clause_cosine: Scores
    vector: Vector | None
    read: Scores
    """The reader's cosines."""
    reading: Vector | None
    """The question as the reader reads it; None where it was not asked."""

    @property
    def bm25(self) -> Scores:
        """BM25 of every row: the mean of its own and its clause's, so that a clause may hold the rest."""
        return mean_of(self.own_words, self.clause_words)


class Proposer:
    """Asks the sides of one index. Safe to use from several threads at once."""

    def __init__(
        self, shelf: Shelf, embedder: Embedder, settings: IndexSettings, reader: Reading | None = None
    ) -> None:
        """`reader` is asked where `shelf` was read by it."""
        self._shelf = shelf
        self._embedder = embedder
        read = shelf.manifest.reading
        self._reader = reader if reader and read and shelf.readings is not None and read.model == reader.name else None
        self._settings = settings
        self._folded_clause = lru_cache(settings.remembered_clauses)(self._fold_clause)

    @property
    def reads(self) -> bool:
        """Whether there is a reader to ask."""
        return self._reader is not None

    def found(self, asked: str, allowed: Rows, ranking: Ranking) -> Found:
        """The allowed rows that the sides of this ranking put forward. Raises: ModelUnavailable."""
        words = self._shelf.bridge.read(asked)
        vector = None if ranking == "bm25" else self._embedder.embed([asked])[0]
        own, of_clauses = self._bm25(words, ranking)
        bm25 = mean_of(own, of_clauses[self._shelf.clause_rows])
        by_words = allowed[top(bm25[allowed], self._settings.candidates)]
        rows = by_words[bm25[by_words] > 0]
        if vector is not None:
            rows = np.union1d(rows, self._shelf.vectors.nearest(vector, self._settings.candidates, allowed))
        reading = self._question(asked) if ranking == "hybrid" else None
        if reading is not None:
            nearest = top(self._read_cosines(allowed, reading), self._settings.candidates)
            rows = np.union1d(rows, allowed[nearest])
        rows = np.sort(rows)
        clauses = self._shelf.clause_rows[rows]
        cosine, clause_cosine = self._cosines(rows, clauses, vector)
        read = self._read_cosines(rows, reading)
        of_words = own[rows], of_clauses[clauses]
        return Found(asked, words, rows, clauses, *of_words, cosine, clause_cosine, vector, read, reading)

    def candidates(self, found: Found, fusion: Fusion, ranking: Ranking) -> Candidates:
        """What was found on the scales that the fusion takes, the most promising read closely for a hybrid ranking."""
        rarity = self._rarity(found.words)
        known = self._rarity(found.words, known=True) / rarity if rarity else 0.0
        parts = np.zeros((len(found.rows), len(PARTS)), dtype=np.float32)
        parts[:, 0] = lexical_part(found.own_words, rarity)
        parts[:, 1] = lexical_part(found.clause_words, rarity)
        parts[:, VECTORS] = self._standardised(found)
        parts[:, READ] = self._standardised_reading(found)[:, None]
        candidates = Candidates(found.clauses, parts, rarity, known, len(found.words.weighted))
        if ranking in CLOSE and found.words.in_han and len(candidates):
            promising = fused(candidates, fusion, kind_of(found, "quick"))
            best = first_clauses(found.clauses, promising, self._settings.read_closely)
            self._read_closely(found, best, parts)
        return candidates

    def _bm25(self, words: LexicalQuestion, ranking: Ranking) -> tuple[Scores, Scores]:
        """BM25 of every passage and of every clause; zeros where words are not asked."""
        own, clauses = self._shelf.lexical, self._shelf.clause_lexical
        if ranking == "dense":
            return np.zeros(own.count, dtype=np.float32), np.zeros(clauses.count, dtype=np.float32)
        return own.scores(words.weighted), clauses.scores(words.weighted)

    def _cosines(self, rows: Rows, clauses: Rows, vector: Vector | None) -> tuple[Scores, Scores]:
        if vector is None:
            return np.zeros(len(rows), dtype=np.float32), np.zeros(len(rows), dtype=np.float32)
        own = np.asarray(self._shelf.matrix[rows] @ vector, dtype=np.float32)
        return own, np.asarray(self._shelf.clause_matrix[clauses] @ vector, dtype=np.float32)

    def _question(self, asked: str) -> Vector | None:
        """The question as the reader reads it; None without a reader, or where it fails, which the log is told."""
        if self._reader is None:
            return None
        try:
            return self._reader.question(asked)
        except ModelUnavailable as error:
            self._reader = None
            _LOG.warning("The search goes on without a reader. %s", error)
            return None

    def _read_cosines(self, rows: Rows, reading: Vector | None) -> Scores:
        """The reader's cosine of each row; zeros where it was not asked."""
        if reading is None or self._shelf.readings is None:
            return np.zeros(len(rows), dtype=np.float32)
        readings = self._shelf.readings
        return product(readings if len(rows) == len(readings) else readings[rows], reading)

    def _standardised_reading(self, found: Found) -> Scores:
        """The reader's cosines in deviations above the mean of the library, `[found]`."""
        if found.reading is None:
            return np.zeros(len(found.rows), dtype=np.float32)
        return in_deviations(found.read, self._read_cosines(self._sample, found.reading))

    def _standardised(self, found: Found) -> Matrix:
        """The cosines of passages and clauses in deviations above the mean of the library, `[found, 2]`."""
        if found.vector is None:
            return np.zeros((len(found.rows), 2), dtype=np.float32)
        sample = np.stack([rows @ found.vector for rows in self._scale_rows], axis=1)
        return in_deviations(np.stack([found.cosine, found.clause_cosine], axis=1), sample)

    def _read_closely(self, found: Found, clauses: Rows, parts: Matrix) -> None:
        """Fill in the letters of the rows of these clauses; the others keep zeros."""
        starts = dict(zip(clauses.tolist(), np.searchsorted(self._shelf.clause_rows, clauses).tolist(), strict=True))
        texts = {clause: self._folded_clause(clause) for clause in starts}
        places = np.flatnonzero(np.isin(found.clauses, clauses))
        pairs = list(zip(found.rows[places].tolist(), found.clauses[places].tolist(), strict=True))
        own = [texts[clause][row - starts[clause]] for row, clause in pairs]
        parts[places, 2] = self._letter_scores(found.asked, own, 0)
        whole = self._letter_scores(found.asked, ["".join(texts[clause]) for clause in starts], 1)
        of_clause = dict(zip(starts, whole, strict=True))
        parts[places, 3] = [of_clause[clause] for _, clause in pairs]

    def _fold_clause(self, clause: int) -> tuple[str, ...]:
        """The folded texts of a clause's passages, in order."""
        start, end = np.searchsorted(self._shelf.clause_rows, (clause, clause + 1)).tolist()
        return tuple(folded([self._shelf.passages[row].text for row in range(start, end)]))

    def _letter_scores(self, asked: str, texts: Sequence[str], scale: Literal[0, 1]) -> Scores:
        measure = self._letter_scales[scale]
        question = LetterQuestion.of(subject_key(asked), self._letter_scales[0])
        return question.scores(texts, measure, self._settings.bm25_k1, self._settings.bm25_b)

    def _rarity(self, words: LexicalQuestion, *, known: bool = False) -> float:
        """What there is to find of a question: weight × inverse document frequency of its terms, summed.

        `known` counts only what stands in the library.
        """
        terms = words.weighted.items()
        vocabulary = self._shelf.lexical.vocabulary
        return sum(
            weight * self._shelf.clause_lexical.rarity(term)
            for term, weight in terms
            if not known or term in vocabulary
        )

    @cached_property
    def _sample(self) -> Rows:
        """Evenly spread rows that stand for the library."""
        step = max(1, len(self._shelf.passages) // self._settings.scale_sample)
        return np.arange(0, len(self._shelf.passages), step, dtype=np.int64)

    @cached_property
    def _scale_rows(self) -> tuple[Matrix, Matrix]:
        """The vectors of the sample and, row for row, of its clauses."""
        clauses = self._shelf.clause_rows[self._sample]
        return np.asarray(self._shelf.matrix[self._sample]), np.asarray(self._shelf.clause_matrix[clauses])

    @cached_property
    def _letter_scales(self) -> tuple[LetterScale, LetterScale]:
        """The scales of letters for passages, and for whole clauses, which differ in length only."""
        passages = LetterScale.of(folded([self._shelf.passages[row].text for row in self._sample.tolist()]))
        clauses = max(1, len(self._shelf.clause_matrix))
        longer = max(1.0, len(self._shelf.passages) / clauses)
        return passages, LetterScale(passages.holders, passages.count, passages.mean_length * longer)


def in_deviations(values: Matrix, sample: Matrix) -> Matrix:
    """`values` in standard deviations above the mean of `sample`, column by column; zeros where it has no spread."""
    spread = sample.std(axis=0)
    spread = np.where(spread < np.finfo(np.float32).eps, np.inf, spread)
    return np.asarray((values - sample.mean(axis=0)) / spread, dtype=np.float32)


def first_clauses(clauses: Rows, scores: Scores, most: int) -> Rows:
    """The `most` clauses with the highest best score, ascending."""
    order = clauses[top(scores, len(scores))]
    _, first = np.unique(order, return_index=True)
    return np.sort(order[np.sort(first)[:most]])


def kind_of(found: Found, ranking: Ranking) -> str:
    """The kind of question that the fusion has weights for."""
    read = "_read" if found.reading is not None else ""
    if not found.words.in_han:
        return f"bridged{read}"
    return f"close{read}" if ranking in CLOSE else f"quick{read}"
