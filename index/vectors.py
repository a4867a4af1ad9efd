"""The rows nearest to a vector: from an embedded Chroma, from a Chroma server, or by the exact product."""

import weakref
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import chromadb
import numpy as np
import numpy.typing as npt
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings
from chromadb.errors import ChromaError

from index.errors import IndexDamaged, IndexUnavailable
from index.fusion import top
from index.order import product
from index.settings import IndexSettings
from index.working_copy import WorkingCopy

COLLECTION = "passages"
Matrix = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


class Vectors(Protocol):
    """Finds neighbours of a vector among the rows of one segment."""

    def nearest(self, vector: Matrix, limit: int) -> Rows:
        """Row numbers of the `limit` rows nearest to `vector` `[dimension]`, nearest first."""


class ExactVectors:
    """Neighbours by the product with every row: exact, and quick among some tens of thousands."""

    def __init__(self, matrix: Matrix) -> None:
        self._matrix = matrix

    def nearest(self, vector: Matrix, limit: int) -> Rows:
        return top(product(self._matrix, vector), limit) if limit > 0 else np.zeros(0, dtype=np.int64)


class ChromaVectors:
    """Neighbours from a private copy of an embedded Chroma folder."""

    def __init__(self, source: Path, folder: Path, count: int) -> None:
        """Copy the Chroma folder `source` below the index folder `folder` and open the copy.

        Raises: IndexDamaged where it does not hold `count` rows, IndexUnavailable where no copy can be made.
        """
        copy = WorkingCopy(source, folder)
        try:
            client = open_client(copy.chroma)
            self._collection = client.get_collection(COLLECTION, embedding_function=None)
            self._count = self._collection.count()
        except (ChromaError, ValueError) as error:
            copy.remove()
            raise IndexDamaged(f"Chroma cannot open its part of the index ({error}); the index is rebuilt.") from error
        self._finalizer = weakref.finalize(self, let_go, client, copy)
        if self._count != count:
            self.close()
            raise IndexDamaged(f"Chroma holds {self._count} passages where {count} are due; the index is rebuilt.")

    def nearest(self, vector: Matrix, limit: int) -> Rows:
        return neighbours(self._collection, vector, min(limit, self._count))

    def close(self) -> None:
        """Let go of the copy; the object is of no use afterwards."""
        self._finalizer()


def let_go(client: ClientAPI, copy: WorkingCopy) -> None:
    client.close()
    copy.remove()


def neighbours(collection: Collection, vector: Matrix, wanted: int) -> Rows:
    """The `wanted` rows of `collection` nearest to `vector`, nearest first."""
    if wanted < 1:
        return np.zeros(0, dtype=np.int64)
    found = collection.query(query_embeddings=vector[np.newaxis, :], n_results=wanted, include=[])
    return np.array([int(row) for row in found["ids"][0]], dtype=np.int64)


def open_client(folder: Path) -> ClientAPI:
    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def write_vectors(folder: Path, matrix: Matrix, settings: IndexSettings, advance: Callable[[int], None]) -> None:
    """Write `matrix` `[rows, dimension]` into a new collection in `folder`; `advance` hears of every batch written."""
    client = open_client(folder)
    try:
        fill_collection(client, COLLECTION, matrix, settings, advance)
    except ChromaError as error:
        raise IndexUnavailable(f"Chroma cannot write its part of the index ({error}); check the disk.") from error
    finally:
        client.close()


def fill_collection(
    client: ClientAPI, name: str, matrix: Matrix, settings: IndexSettings, advance: Callable[[int], None]
) -> None:
    """Make the collection `name` of the rows of `matrix`, row numbers as ids. Raises: ChromaError.

    Chroma writes its graph when so many rows have come; what came since is put into the graph again each time it is
    opened. So the number it waits for is made to fall on the last row.
    """
    batches = list(even_batches(len(matrix), settings.chroma_batch))
    graph = {
        "space": "cosine",
        "ef_search": settings.neighbours_looked_at,
        "ef_construction": settings.neighbours_linked_from,
        "sync_threshold": max(2, min((len(batch) for batch in batches), default=2)),
    }
    collection = client.create_collection(name, configuration={"hnsw": graph}, embedding_function=None)
    for batch in batches:
        collection.add(ids=[str(row) for row in batch], embeddings=matrix[batch.start : batch.stop])
        advance(len(batch))


def even_batches(rows: int, most: int) -> Iterator[range]:
    """Cut `rows` into batches of at most `most`, whose sizes differ by one at most and do not fall."""
    number = -(-rows // most)
    edges = [rows * place // number for place in range(number + 1)] if number else []
    return (range(first, last) for first, last in pairwise(edges))
