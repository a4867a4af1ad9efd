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
CLAIM_SECONDS = 30.0
"""Longest wait for another process that is making its copy."""
Matrix = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


class Vectors(Protocol):
    """Finds neighbours of a vector among the passages."""

    def nearest(self, vector: Matrix, limit: int) -> Rows:
        """Row numbers of the `limit` passages nearest to `vector` `[dimension]`, nearest first."""


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
        wanted = min(limit, self._count)
        if wanted < 1:
            return np.zeros(0, dtype=np.int64)
        found = self._collection.query(query_embeddings=vector[np.newaxis, :], n_results=wanted, include=[])
        return np.array([int(row) for row in found["ids"][0]], dtype=np.int64)

    def close(self) -> None:
        """Let go of the copy; the object is of no use afterwards."""
        self._finalizer()


def let_go(client: ClientAPI, copy: "WorkingCopy") -> None:
    client.close()
    copy.remove()


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
    except ChromaError as error:
        raise IndexUnavailable(f"Chroma cannot write its part of the index ({error}); check the disk.") from error
    finally:
        client.close()


class WorkingCopy:
    """A private copy of a published Chroma folder, locked by this process and removed with it."""

    def __init__(self, source: Path, folder: Path) -> None:
        """Copy `source` into `folder`/working, or among the system's temporary files where that is read-only.

        Raises: IndexUnavailable where neither can be written.
        """
        try:
            self.place, self._lock = claim(folder / "working")
        except OSError:
            self.place, self._lock = claim_temporary(folder)
        self.chroma = self.place / "chroma"
        try:
            shutil.copytree(source, self.chroma)
        except OSError as error:
            self.remove()
            raise IndexUnavailable(
                f"The index in {str(folder)!r} cannot be copied for reading ({error}); free the disk."
            ) from error

    def remove(self) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        self._lock.release(force=True)


def claim(parent: Path) -> tuple[Path, FileLock]:
    """A new folder in `parent` with this process's lock on it; what ended processes left there is removed first."""
    parent.mkdir(parents=True, exist_ok=True)
    with FileLock(parent / "claims.lock", timeout=CLAIM_SECONDS):
        for place in parent.glob("copy-*"):
            remove_abandoned(place)
        return locked(Path(tempfile.mkdtemp(prefix="copy-", dir=parent)))


def claim_temporary(folder: Path) -> tuple[Path, FileLock]:
    """A new folder of an unguessable name that only this user may enter: others can write beside it."""
    try:
        return locked(Path(tempfile.mkdtemp(prefix="policy-index-")))
    except OSError as error:
        raise IndexUnavailable(
            f"Neither {str(folder)!r} nor the temporary folder can be written ({error}); a search needs one of them."
        ) from error


def locked(place: Path) -> tuple[Path, FileLock]:
    lock = FileLock(place / "lock", thread_local=False)
    lock.acquire(timeout=0)
    return place, lock


def remove_abandoned(place: Path) -> None:
    """Remove `place` unless a living process holds its lock."""
    try:
        with FileLock(place / "lock", timeout=0):
            shutil.rmtree(place, ignore_errors=True)
    except (Timeout, OSError):
        return
