"""Who does the work of a build: this process alone, or (index/cluster.py) a cluster."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from documents.model import Document
from index.embedding import Embedder
from index.model import Passage
from index.passages import split_clause

Matrix = npt.NDArray[np.float32]


class Labour(Protocol):
    """Splits documents and embeds texts; results come in the order of what was given."""

    def split(self, documents: Iterable[Document], budget: int) -> Iterator[Sequence[Passage]]:
        """The passages of each document, of at most `budget` tokens."""

    def embed(self, batches: Iterable[Sequence[str]]) -> Iterator[Matrix]:
        """Vectors `[texts, dimension]` of each batch. Raises: ModelUnavailable."""


class OneProcess:
    """All of the work here, one thing after the other."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def split(self, documents: Iterable[Document], budget: int) -> Iterator[Sequence[Passage]]:
        return (split_document(document, budget) for document in documents)

    def embed(self, batches: Iterable[Sequence[str]]) -> Iterator[Matrix]:
        return (self._embedder.embed(batch) for batch in batches)


def split_document(document: Document, budget: int) -> list[Passage]:
    """The passages of `document`, clause by clause."""
    return [passage for clause in document.clauses for passage in split_clause(document, clause, budget)]
