"""A question → ranked evidence, from both sides of the search at once."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.embedding import Embedder
from index.fusion import VECTORS, Candidates, Fusion, fitted, fused, mean_of, ranks, top
from index.keys import runs, search_key, visible
from index.model import Evidence
from index.proposals import Found, Proposer, Ranking, kind_of
from index.reader import Reading
from index.settings import IndexSettings
from index.shelf import Shelf

Scores = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


class Retriever:
    """Searches one index. Safe to use from several threads at once."""

    def __init__(
        self,
        shelf: Shelf,
        embedder: Embedder,
        settings: IndexSettings,
        reader: Reading | None = None,
        *,
        fusion: Fusion | None = None,
    ) -> None:
        """`reader` is asked where the shelf was read by it; `fusion` stands in for the numbers of data/fusion.json."""
        self._shelf = shelf
        self._settings = settings
        self._fusion = fusion or fitted()
        self._proposer = Proposer(shelf, embedder, settings, reader)

    @property
    def passages(self) -> int:
        """Passages indexed."""
        return len(self._shelf.passages)

    @property
    def model(self) -> str:
        """Name of the embedding model, for the line that says what runs."""
        return self._shelf.model

    @property
    def reads(self) -> bool:
        """Whether the library was read by the reader, which questions are then read by too."""
        return self._proposer.reads

    @property
    def reader(self) -> str:
        """Name of the reader, or empty."""
        reading = self._shelf.manifest.reading
        return reading.model if self.reads and reading else ""

    def search(
        self,
        question: str,
        *,
        documents: Collection[str] | None = None,
        limit: int = 50,
        ranking: Ranking = "hybrid",
    ) -> list[Evidence]:
        """The passages that fit `question`, best first, at most `limit`.

        `documents` keeps to the documents of these names; None searches all. A question without a letter or a
        figure finds nothing. `ranking` is for measuring what each side and stage is worth.
        Raises: ModelUnavailable.
        """
        searched = asked(question, self._settings.question_characters)
        allowed = self._allowed(documents)
        if limit < 1 or not len(allowed) or not any(True for _ in runs(search_key(searched))):
            return []
        found = self._proposer.found(searched, allowed, ranking)
        return self._evidence(found, self._scores(found, ranking), limit)

    def terms(self, question: str) -> Mapping[str, float]:
        """The terms that `question` is searched by, with their weights: its own, and what its Latin words stand for."""
        return self._shelf.bridge.read(asked(question, self._settings.question_characters)).weighted

    def renderings(self, text: str) -> tuple[str, ...]:
        """What stands in the library for the Latin words of `text`."""
        return self._shelf.bridge.renderings(asked(text, self._settings.question_characters))

    def phrases(self, question: str) -> tuple[tuple[int, int], ...]:
        """Where in the search key of `question` several Latin words stand that mean something together."""
        return self._shelf.bridge.phrases(question[: self._settings.question_characters])

    def candidates(self, question: str, ranking: Ranking = "hybrid") -> tuple[Candidates, list[tuple[str, str]], str]:
        """What the fusion is given: the candidates, document and locator of each, and the kind of `question`."""
        searched = asked(question, self._settings.question_characters)
        found = self._proposer.found(searched, self._allowed(None), ranking)
        passages = [self._shelf.passages[row] for row in found.rows.tolist()]
        candidates = self._proposer.candidates(found, self._fusion, ranking)
        places = [(passage.document, passage.locator) for passage in passages]
        return candidates, places, kind_of(found, ranking)

    def _allowed(self, documents: Collection[str] | None) -> Rows:
        """The rows that may be found, ascending."""
        if documents is None:
            return np.arange(self.passages, dtype=np.int64)
        known = self._shelf.rows_by_document
        rows = [known[name] for name in set(documents) if name in known]
        return np.sort(np.concatenate(rows)) if rows else np.zeros(0, dtype=np.int64)

    def _scores(self, found: Found, ranking: Ranking) -> Scores:
        """One score for each row that was found."""
        if ranking == "bm25":
            return found.bm25
        candidates = self._proposer.candidates(found, self._fusion, ranking)
        if ranking == "dense":
            return mean_of(*candidates.parts[:, VECTORS].T)
        return fused(candidates, self._fusion, kind_of(found, ranking))

    def _evidence(self, found: Found, score: Scores, limit: int) -> list[Evidence]:
        bm25 = found.bm25
        word_ranks, vector_ranks = ranks(bm25), ranks(found.cosine)
        return [
            Evidence(
                passage=self._shelf.passages[int(found.rows[place])],
                score=float(score[place]),
                lexical_rank=int(word_ranks[place]) if bm25[place] > 0 else None,
                lexical_score=float(bm25[place]),
                dense_rank=int(vector_ranks[place]) if found.vector is not None else None,
                dense_score=float(np.clip(found.cosine[place], -1.0, 1.0)),
                read_score=float(np.clip(found.read[place], -1.0, 1.0)) if found.reading is not None else None,
            )
            for place in top(score, limit).tolist()
        ]


def asked(question: str, most: int = IndexSettings.question_characters) -> str:
    """What of a question is searched for: what a reader sees of it, at most `most` characters."""
    return visible(question)[:most].strip()


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
