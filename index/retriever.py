"""A question → ranked evidence, from both sides of the search at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.bridge import Bridge
from index.embedding import Embedder
from index.fusion import coverage, dense_weight, fused, ranks, standardised
from index.keys import runs, search_key, terms, visible
from index.lexical import LexicalIndex, LexicalQuestion
from index.model import Evidence, Passage
from index.settings import IndexSettings
from index.vectors import Vectors

Matrix = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Shelf:
    """What a search reads: the passages and, row for row, their vectors and words."""

    passages: Sequence[Passage]
    matrix: Matrix
    """`[passages, dimension]`, unit length; may lie on disk."""
    vectors: Vectors
    lexical: LexicalIndex
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


class Retriever:
    """Searches one index. Safe to use from several threads at once."""

    def __init__(self, shelf: Shelf, embedder: Embedder, settings: IndexSettings) -> None:
        self._shelf = shelf
        self._embedder = embedder
        self._settings = settings

    @property
    def passages(self) -> int:
        return len(self._shelf.passages)

    @property
    def model(self) -> str:
        """Name of the embedding model, for the line that says what runs."""
        return self._shelf.model

    def search(self, question: str, *, documents: Collection[str] | None = None, limit: int = 50) -> list[Evidence]:
        """The passages that fit `question`, best first, at most `limit`.

        `documents` keeps to the documents of these names; None searches all. A question without a letter or a
        figure finds nothing. Raises: ModelUnavailable.
        """
        asked = visible(question)[: self._settings.question_characters].strip()
        allowed = self._allowed(documents)
        if not any(True for _ in runs(search_key(asked))) or not len(allowed) or limit < 1:
            return []
        words = self._shelf.bridge.read(asked)
        vector = self._embedder.embed([asked])[0]
        lexical = self._shelf.lexical.scores(words.weighted)
        candidates = self._candidates(lexical, vector, allowed)
        return self._ranked(words, vector, lexical, candidates)[:limit]

    def terms(self, question: str) -> Mapping[str, float]:
        """The terms that `question` is searched by, with their weights: its own, and what its Latin words stand for."""
        return self._shelf.bridge.read(visible(question)[: self._settings.question_characters]).weighted

    def _allowed(self, documents: Collection[str] | None) -> Rows:
        """The rows that may be found, ascending."""
        if documents is None:
            return np.arange(self.passages, dtype=np.int64)
        rows = [self._shelf.rows_by_document[name] for name in set(documents) if name in self._shelf.rows_by_document]
        return np.sort(np.concatenate(rows)) if rows else np.zeros(0, dtype=np.int64)

    def _candidates(self, lexical: Scores, vector: Matrix, allowed: Rows) -> Rows:
        """The rows that either side puts forward, ascending."""
        most = self._settings.candidates
        by_words = allowed[top(lexical[allowed], most)]
        by_vector = self._neighbours(vector, allowed)
        return np.union1d(by_words[lexical[by_words] > 0], by_vector)

    def _neighbours(self, vector: Matrix, allowed: Rows) -> Rows:
        """The allowed rows nearest to `vector`: from Chroma, or exactly where only some rows are allowed.

        Chroma's own filter is a hundred times slower than either (shared/FACTS.md: 73–526 ms at 100,000).
        """
        most = self._settings.candidates
        if len(allowed) == self.passages:
            return self._shelf.vectors.nearest(vector, most)
        return allowed[top(self._shelf.matrix[allowed] @ vector, most)]

    def _ranked(self, words: LexicalQuestion, vector: Matrix, lexical: Scores, rows: Rows) -> list[Evidence]:
        dense = np.asarray(self._shelf.matrix[rows] @ vector, dtype=np.float32)
        by_words = lexical[rows]
        weight = self._dense_weight(words, rows, by_words)
        everything = np.asarray(self._sample @ vector, dtype=np.float32)
        score = fused(standardised(by_words, lexical), standardised(dense, everything), weight)
        word_ranks, vector_ranks = ranks(by_words), ranks(dense)
        return [
            Evidence(
                passage=self._shelf.passages[rows[place]],
                score=float(score[place]),
                lexical_rank=int(word_ranks[place]) if by_words[place] > 0 else None,
                lexical_score=float(by_words[place]),
                dense_rank=int(vector_ranks[place]),
                dense_score=float(np.clip(dense[place], -1.0, 1.0)),
            )
            for place in top(score, len(rows))
        ]

    def _dense_weight(self, words: LexicalQuestion, rows: Rows, by_words: Scores) -> float:
        best = self._shelf.passages[rows[int(np.argmax(by_words))]].text
        rarity = {term: self._shelf.lexical.rarity(term) for term in words.weighted}
        covered = coverage(rarity, words.weighted, frozenset(terms(search_key(best))))
        return dense_weight(covered if by_words.max() > 0 else 0.0, self._settings.weighing)

    @cached_property
    def _sample(self) -> Matrix:
        """Evenly spread rows that stand for all when a cosine is set on a scale."""
        step = max(1, self.passages // self._settings.scale_sample)
        return np.array(self._shelf.matrix[::step])


class PolicyRetriever(BaseRetriever):
    """The LangChain face of a `Retriever`: documents with the passage's text, clause, span and scores."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    documents: list[str] | None = None
    """Names to keep to; None searches all."""
    limit: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        found = self.retriever.search(query, documents=self.documents, limit=self.limit)
        return [LangChainDocument(page_content=evidence.passage.text, metadata=metadata(evidence)) for evidence in found]


def metadata(evidence: Evidence) -> dict[str, Any]:
    """The fields of an evidence and of its passage, less the text, in one flat mapping."""
    flat = asdict(evidence.passage) | {name: value for name, value in asdict(evidence).items() if name != "passage"}
    return {name: value for name, value in flat.items() if name != "text"}


def top(scores: Scores, most: int) -> Rows:
    """Places of the `most` highest scores, highest first; equal scores keep their order."""
    if len(scores) > most:
        edge = np.partition(scores, len(scores) - most)[len(scores) - most]
        above = np.flatnonzero(scores >= edge)
        return above[np.argsort(-scores[above], kind="stable")][:most]
    return np.argsort(-scores, kind="stable")
