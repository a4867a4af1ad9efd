"""Chroma behind one method: the rows nearest to a vector.

Merely opening a Chroma folder rewrites files in it, so a published one is never opened: each process works on a
private copy, which lets any number of them read at once and leaves the published files as their manifest has them.
"""

import shutil
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import chromadb
import numpy as np
import numpy.typing as npt
from chromadb.api import ClientAPI
from chromadb.config import Settings
from chromadb.errors import ChromaError
from filelock import FileLock, Timeout

from index.errors import IndexDamaged, IndexUnavailable

COLLECTION = "passages"
Matrix = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


class Vectors(Protocol):
    """Finds neighbours of a vector among the passages."""

    def nearest(self, vector: Matrix, limit: int) -> Rows:
        """Row numbers of the `limit` passages nearest to `vector` `[dimension]`, nearest first."""


class ChromaVectors:
    """Neighbours from an embedded Chroma folder that this object owns."""

    def __init__(self, folder: Path, count: int) -> None:
        """Open the collection in `folder`. Raises: IndexDamaged where it does not hold `count` rows."""
        try:
            self._client = open_client(folder)
            self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
            self._count = self._collection.count()
        except ChromaError as error:
            raise IndexDamaged(f"Chroma cannot open its part of the index ({error}); the index is rebuilt.") from error
        if self._count != count:
            raise IndexDamaged(f"Chroma holds {self._count} passages where {count} are due; the index is rebuilt.")

    def nearest(self, vector: Matrix, limit: int) -> Rows:
        wanted = min(limit, self._count)
        if wanted < 1:
            return np.zeros(0, dtype=np.int64)
        found = self._collection.query(query_embeddings=vector[np.newaxis, :], n_results=wanted, include=[])
        return np.array([int(row) for row in found["ids"][0]], dtype=np.int64)

    def close(self) -> None:
        self._client.close()


def open_client(folder: Path) -> ClientAPI:
    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def write_vectors(folder: Path, matrix: Matrix, batch: int, wide: int, advance: Callable[[int], None]) -> None:
    """Write `matrix` `[rows, dimension]` into a new collection in `folder`, row numbers as ids.

    `wide` is how many neighbours a search looks at before it answers; `advance` hears of every batch written.
    """
    client = open_client(folder)
    try:
        collection = client.create_collection(
            COLLECTION, configuration={"hnsw": {"space": "cosine", "ef_search": wide}}, embedding_function=None
        )
        for first in range(0, len(matrix), batch):
            rows = matrix[first : first + batch]
            collection.add(ids=[str(first + place) for place in range(len(rows))], embeddings=rows)
            advance(len(rows))
    finally:
        client.close()


def working_copy(source: Path, folder: Path) -> Path:
    """A private copy of the Chroma folder `source`, removed when this process ends.

    It lies in `folder`/working, or among the system's temporary files where that cannot be written. What a killed
    process left there is removed first.

    Raises: IndexUnavailable where neither can be written.
    """
    for parent in (folder / "working", None):
        try:
            if parent is not None:
                parent.mkdir(parents=True, exist_ok=True)
                sweep_working(parent)
            place = Path(tempfile.mkdtemp(prefix="chroma-", dir=parent))
            lock = FileLock(place / "lock")
            lock.acquire()
            shutil.copytree(source, place / "chroma")
        except OSError as error:
            failure = error
            continue
        weakref.finalize(lock, shutil.rmtree, place, ignore_errors=True)
        HELD[place] = lock
        return place / "chroma"
    raise IndexUnavailable(
        f"Neither {str(folder)!r} nor the temporary folder can be written ({failure}); the search needs one of them."
    )


HELD: dict[Path, FileLock] = {}
"""The locks of this process's working copies: a copy whose lock is free belongs to nobody."""


def sweep_working(parent: Path) -> None:
    """Remove the working copies in `parent` whose process has ended."""
    for place in parent.glob("chroma-*"):
        if place in HELD:
            continue
        try:
            with FileLock(place / "lock", timeout=0):
                shutil.rmtree(place, ignore_errors=True)
        except (Timeout, OSError):
            continue
