"""A question → ranked evidence, from both sides of the search at once."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.embedding import Embedder
from index.fusion import fused, lexical_part, ranks, standardised, top
from index.keys import runs, search_key, visible
from index.lexical import LexicalQuestion
from index.model import Evidence
from index.settings import IndexSettings
from index.shelf import Shelf

Vector = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


class Retriever:
    """Searches one index. Safe to use from several threads at once."""

    def __init__(self, shelf: Shelf, embedder: Embedder, settings: IndexSettings) -> None:
        self._shelf = shelf
        self._embedder = embedder
        self._settings = settings

    @property
    def passages(self) -> int:
        """Passages indexed."""
        return len(self._shelf.passages)

    @property
    def model(self) -> str:
        """Name of the embedding model, for the line that says what runs."""
        return self._shelf.model

    def warm_up(self) -> None:
        """Load the model and touch every part of the index, so that the first question is as quick as the next."""
        self.search("政策 policy")

    def search(self, question: str, *, documents: Collection[str] | None = None, limit: int = 50) -> list[Evidence]:
        """The passages that fit `question`, best first, at most `limit`.

        `documents` keeps to the documents of these names; None searches all. A question without a letter or a
        figure finds nothing. Raises: ModelUnavailable.
        """
        asked = visible(question)[: self._settings.question_characters].strip()
        allowed = self._allowed(documents)
        if limit < 1 or not len(allowed) or not any(True for _ in runs(search_key(asked))):
            return []
        words = self._shelf.bridge.read(asked)
        vector = self._embedder.embed([asked])[0]
        bm25 = self._bm25(words)
        rows = self._candidates(bm25, vector, allowed)
        return self._ranked(words, vector, bm25, rows, limit)

    def terms(self, question: str) -> Mapping[str, float]:
        """The terms that `question` is searched by, with their weights: its own, and what its Latin words stand for."""
        return self._shelf.bridge.read(visible(question)[: self._settings.question_characters]).weighted

    def _allowed(self, documents: Collection[str] | None) -> Rows:
        """The rows that may be found, ascending."""
        if documents is None:
            return np.arange(self.passages, dtype=np.int64)
        known = self._shelf.rows_by_document
        rows = [known[name] for name in set(documents) if name in known]
        return np.sort(np.concatenate(rows)) if rows else np.zeros(0, dtype=np.int64)

    def _bm25(self, words: LexicalQuestion) -> Scores:
        """BM25 of every passage: the mean of its own and its clause's, so that a clause may hold the rest."""
        own = self._shelf.lexical.scores(words.weighted)
        clauses = self._shelf.clause_lexical.scores(words.weighted)
        return np.asarray((own + clauses[self._shelf.clause_rows]) / 2, dtype=np.float32)

    def _candidates(self, bm25: Scores, vector: Vector, allowed: Rows) -> Rows:
        """The rows that either side puts forward, ascending."""
        by_words = allowed[top(bm25[allowed], self._settings.candidates)]
        return np.union1d(by_words[bm25[by_words] > 0], self._neighbours(vector, allowed))

    def _neighbours(self, vector: Vector, allowed: Rows) -> Rows:
        """The allowed rows nearest to `vector`: from Chroma, or exactly where only some rows are allowed.

        Chroma's own filter takes 73 to 526 ms among 100,000 rows, where an exact product takes 5.
        """
        most = self._settings.candidates
        if len(allowed) == self.passages:
            return self._shelf.vectors.nearest(vector, most)
        return allowed[top(self._shelf.matrix[allowed] @ vector, most)]

    def _ranked(self, words: LexicalQuestion, vector: Vector, bm25: Scores, rows: Rows, limit: int) -> list[Evidence]:
        cosine = np.asarray(self._shelf.matrix[rows] @ vector, dtype=np.float32)
        by_words = bm25[rows]
        dense = standardised(self._dense(rows, cosine, vector), self._library_scale(vector))
        weight = self._settings.words_weight if words.in_han else self._settings.bridged_weight
        score = fused(lexical_part(by_words, self._rarity(words)), dense, weight)
        word_ranks, vector_ranks = ranks(by_words), ranks(cosine)
        return [
            Evidence(
                passage=self._shelf.passages[rows[place]],
                score=float(score[place]),
                lexical_rank=int(word_ranks[place]) if by_words[place] > 0 else None,
                lexical_score=float(by_words[place]),
                dense_rank=int(vector_ranks[place]),
                dense_score=float(np.clip(cosine[place], -1.0, 1.0)),
            )
            for place in top(score, limit)
        ]

    def _dense(self, rows: Rows, cosine: Scores, vector: Vector) -> Scores:
        """The dense side's own score of `rows`: the cosine of a passage and a share of its clause's."""
        clauses = self._shelf.clause_matrix[self._shelf.clause_rows[rows]] @ vector
        return np.asarray(cosine + np.float32(self._settings.clause_share) * clauses, dtype=np.float32)

    def _library_scale(self, vector: Vector) -> Scores:
        """The dense side's scores of an even sample of the library."""
        return np.asarray(self._scale_rows @ vector, dtype=np.float32)

    @cached_property
    def _scale_rows(self) -> npt.NDArray[np.float32]:
        """Evenly spread rows, each with its clause's share, whose product with a vector is their dense score."""
        step = max(1, self.passages // self._settings.scale_sample)
        clauses = self._shelf.clause_matrix[self._shelf.clause_rows[::step]]
        return np.asarray(self._shelf.matrix[::step] + np.float32(self._settings.clause_share) * clauses)

    def _rarity(self, words: LexicalQuestion) -> float:
        """What there is to hold of a question: weight × inverse document frequency of its terms, summed."""
        return sum(weight * self._shelf.clause_lexical.rarity(term) for term, weight in words.weighted.items())


class PolicyRetriever(BaseRetriever):
    """The LangChain face of a `Retriever`: documents with the passage's text, clause, span and scores."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    documents: list[str] | None = None
    """Names to keep to; None searches all."""
    limit: int = 10

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain passes it by name
    ) -> list[LangChainDocument]:
        found = self.retriever.search(query, documents=self.documents, limit=self.limit)
        return [LangChainDocument(evidence.passage.text, metadata=metadata(evidence)) for evidence in found]


def metadata(evidence: Evidence) -> dict[str, Any]:
    """The fields of an evidence and of its passage, less the text, in one flat mapping."""
    flat = {name: value for name, value in asdict(evidence).items() if name != "passage"}
    return flat | {name: value for name, value in asdict(evidence.passage).items() if name != "text"}
