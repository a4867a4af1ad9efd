"""What other well-kept libraries do with the same records, the same questions and the same embedder.

Each is used as its own documentation shows for a collection in memory. A library that is not installed is found out
when its contender is made. Their search is by vectors alone; `policy` is this project's own search by both sides.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from evals.retrieval_beir import CorpusCatalogue
from index.build import open_index
from index.embedding import Embedder, LangChainEmbeddings
from index.settings import IndexSettings


class Contender(Protocol):
    """A collection of records that can be searched."""

    def index(self, records: Mapping[str, str]) -> None:
        """Takes in every record, id → text, embedding included."""

    def search(self, question: str, limit: int) -> Sequence[str]:
        """The ids of the `limit` best records, the best first."""


class PolicySearch:
    """This project's index and search, over records as clauses."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self._embedder = embedder
        self._settings = replace(IndexSettings.from_environment(), home=folder)

    def index(self, records: Mapping[str, str]) -> None:
        self._retriever = open_index(CorpusCatalogue(records), self._settings, embedder=self._embedder)

    def search(self, question: str, limit: int) -> Sequence[str]:
        found = self._retriever.search(question, limit=4 * limit)  # several passages may be of one record
        return list(dict.fromkeys(evidence.passage.locator for evidence in found))[:limit]


class LangChainSearch:
    """LangChain's InMemoryVectorStore."""

    def __init__(self, embedder: Embedder, _folder: Path) -> None:
        from langchain_core.vectorstores import InMemoryVectorStore  # noqa: PLC0415 - one library in each process

        self._store = InMemoryVectorStore(LangChainEmbeddings(embedder))

    def index(self, records: Mapping[str, str]) -> None:
        self._store.add_texts(list(records.values()), ids=list(records))

    def search(self, question: str, limit: int) -> Sequence[str]:
        return [str(found.id) for found in self._store.similarity_search(question, k=limit)]


class LlamaIndexSearch:
    """LlamaIndex's VectorStoreIndex over its in-memory store."""

    def __init__(self, embedder: Embedder, _folder: Path) -> None:
        from llama_index.core import VectorStoreIndex  # noqa: PLC0415
        from llama_index.core.schema import TextNode  # noqa: PLC0415

        self._index_of, self._node, self._embedding = VectorStoreIndex, TextNode, llama_embedding(embedder)

    def index(self, records: Mapping[str, str]) -> None:
        nodes = [self._node(id_=name, text=text) for name, text in records.items()]
        self._index = self._index_of(nodes, embed_model=self._embedding, insert_batch_size=100_000)

    def search(self, question: str, limit: int) -> Sequence[str]:
        retriever = self._index.as_retriever(similarity_top_k=limit)
        return [str(found.node.node_id) for found in retriever.retrieve(question)]


def llama_embedding(embedder: Embedder) -> Any:
    """The embedder behind LlamaIndex's own interface."""
    from llama_index.core.base.embeddings.base import BaseEmbedding  # noqa: PLC0415

    class Bridge(BaseEmbedding):  # type: ignore[misc]
        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embeddings([query])[0]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = embedder.embed(texts).tolist()
            return vectors

    return Bridge(embed_batch_size=512)


class HaystackSearch:
    """Haystack's InMemoryDocumentStore with its embedding retriever."""

    def __init__(self, embedder: Embedder, _folder: Path) -> None:
        from haystack import Document  # noqa: PLC0415
        from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever  # noqa: PLC0415
        from haystack.document_stores.in_memory import InMemoryDocumentStore  # noqa: PLC0415

        self._embedder, self._document = embedder, Document
        self._store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        self._retriever = InMemoryEmbeddingRetriever(self._store)

    def index(self, records: Mapping[str, str]) -> None:
        vectors = self._embedder.embed(list(records.values()))
        self._store.write_documents(
            [
                self._document(id=name, content=text, embedding=vector.tolist())
                for (name, text), vector in zip(records.items(), vectors, strict=True)
            ]
        )

    def search(self, question: str, limit: int) -> Sequence[str]:
        vector = self._embedder.embed([question])[0].tolist()
        return [str(found.id) for found in self._retriever.run(query_embedding=vector, top_k=limit)["documents"]]


class TxtaiSearch:
    """txtai's Embeddings."""

    def __init__(self, embedder: Embedder, _folder: Path) -> None:
        from txtai import Embeddings  # noqa: PLC0415

        def transform(texts: list[str]) -> Any:  # a bound method would be taken for a class to make
            return embedder.embed(texts)

        self._embeddings = Embeddings(method="external", transform=transform, content=False)

    def index(self, records: Mapping[str, str]) -> None:
        self._embeddings.index((name, text, None) for name, text in records.items())

    def search(self, question: str, limit: int) -> Sequence[str]:
        return [str(name) for name, _ in self._embeddings.search(question, limit)]


CONTENDERS: dict[str, Callable[[Embedder, Path], Contender]] = {
    "policy": PolicySearch,
    "langchain": LangChainSearch,
    "llamaindex": LlamaIndexSearch,
    "haystack": HaystackSearch,
    "txtai": TxtaiSearch,
}
"""Name → what makes it of an embedder and a folder of its own. Raises ImportError where its library is missing."""
