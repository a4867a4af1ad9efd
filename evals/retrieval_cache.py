"""Vectors of texts that a model embedded before, kept beside the library so that a measurement need not wait twice.

One SQLite file holds the vectors of every model: key is the SHA-256 of the model's name and the text. It is a cache:
deleting it loses nothing but time, a damaged one is begun anew, and the oldest vectors go when it grows over its bound.
"""

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from evals.errors import RunFailed
from index.embedding import Embedder
from index.reader import Reading

Matrix = npt.NDArray[np.float32]
TABLE = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)"
KEYS_A_LOOK_UP = 500
"""Keys in one SELECT; SQLite takes at most 999 in its oldest builds."""
WAIT_SECONDS = 30.0


class CachedEmbedder:
    """An embedder that asks another one only for texts whose vectors it does not hold. Safe for several processes."""

    def __init__(
        self, embedder: Embedder, path: Path, most: int, batch: int, report: Callable[[int, int], None] | None = None
    ) -> None:
        """Keep at most `most` vectors in the file at `path`; `report` hears (embedded, to embed) after each `batch`."""
        self._embedder = embedder
        self._path = path
        self._most = most
        self._batch = batch
        self._report = report
        self.seconds = 0.0
        """Spent in `embed` so far, looking up and embedding."""
        self.bypassed = False
        """While true the model itself is asked, so that its time is measured."""
        self._remembered: dict[str, Matrix] = {}

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Vectors of `texts`, float32 `[texts, dimension]`. Raises: ModelUnavailable, RunFailed for a full disk."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        if self.bypassed:
            return self._embedder.embed(texts)
        if all(text in self._remembered for text in texts):
            return np.stack([self._remembered[text] for text in texts])
        started = time.perf_counter()
        keys = [self._key(text) for text in texts]
        with self._open() as cache:
            held = self._held(cache, keys)
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in held}
            held |= self._embed_missing(cache, missing)
        self.seconds += time.perf_counter() - started
        return np.stack([held[key] for key in keys])

    def remember(self, texts: Sequence[str]) -> None:
        """Keep the vectors of `texts`, a benchmark's questions, in memory."""
        self._remembered.update(zip(texts, self.embed(texts), strict=True))

    def _embed_missing(self, cache: sqlite3.Connection, missing: dict[bytes, str]) -> dict[bytes, Matrix]:
        """Embed in batches of like length, each stored as soon as it is known, so that a killed run goes on."""
        ordered = sorted(missing, key=lambda key: (len(missing[key]), key))
        made: dict[bytes, Matrix] = {}
        for first in range(0, len(ordered), self._batch):
            keys = ordered[first : first + self._batch]
            vectors = self._embedder.embed([missing[key] for key in keys])
            made.update(zip(keys, vectors, strict=True))
            rows = [(key, vector.tobytes()) for key, vector in zip(keys, vectors, strict=True)]
            with cache:
                cache.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
            if self._report:
                self._report(len(made), len(ordered))
        if made:
            self._trim(cache)
        return made

    def _held(self, cache: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, Matrix]:
        """The vectors that are held; one of another length than the model's is left out, so that it is made anew."""
        held: dict[bytes, Matrix] = {}
        wanted = list(dict.fromkeys(keys))
        for first in range(0, len(wanted), KEYS_A_LOOK_UP):
            some = wanted[first : first + KEYS_A_LOOK_UP]
            marks = ",".join("?" * len(some))
            for key, vector in cache.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", some):
                if len(vector) == 4 * self.dimension:
                    held[bytes(key)] = np.frombuffer(vector, dtype=np.float32)
        return held

    def _trim(self, cache: sqlite3.Connection) -> None:
        with cache:
            cache.execute(
                "DELETE FROM vectors WHERE rowid IN (SELECT rowid FROM vectors ORDER BY rowid DESC LIMIT -1 OFFSET ?)",
                (self._most,),
            )

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._embedder.name}\n{text}".encode("utf-8", "replace")).digest()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The cache's file; a damaged one is replaced by an empty one. Raises: RunFailed where it cannot be written."""
        try:
            with closing(self._connected()) as cache:
                yield cache
        except (OSError, sqlite3.Error) as error:
            raise RunFailed(
                f"{self._path}: the vector cache cannot be used ({error}): free the disk, or set POLICY_HOME elsewhere"
            ) from error

    def _connected(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return prepared(self._path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            self._path.unlink()
            return prepared(self._path)


def prepared(path: Path) -> sqlite3.Connection:
    cache = sqlite3.connect(path, timeout=WAIT_SECONDS)
    try:
        cache.execute("PRAGMA journal_mode = WAL")
        cache.execute(TABLE)
    except sqlite3.Error:
        cache.close()
        raise
    return cache


class CachedReader:
    """A reader that asks another one only for texts whose vectors are not held in the same cache."""

    def __init__(self, reader: Reading, kept: Callable[[Embedder], CachedEmbedder]) -> None:
        """`kept` puts an embedder behind the cache."""
        self._reader = reader
        self._passages = kept(Side(f"{reader.name} passages", reader, reader.passages))
        self._questions = kept(Side(f"{reader.name} questions", reader, self._asked))

    @property
    def name(self) -> str:
        return self._reader.name

    @property
    def dimension(self) -> int:
        return self._reader.dimension

    @property
    def seconds(self) -> float:
        """Spent on passages so far, looking up and reading."""
        return self._passages.seconds

    def bypass(self, bypassed: bool) -> None:
        """Whether questions are read by the model itself, so that its time is measured."""
        self._questions.bypassed = bypassed

    def passages(self, texts: Sequence[str]) -> Matrix:
        return self._passages.embed(texts)

    def question(self, text: str) -> Matrix:
        found: Matrix = self._questions.embed([text])[0]
        return found

    def remember(self, texts: Sequence[str]) -> None:
        """Keep the vectors of a benchmark's questions in memory."""
        self._questions.remember(texts)

    def _asked(self, texts: Sequence[str]) -> Matrix:
        return np.stack([self._reader.question(text) for text in texts])


@dataclass(frozen=True)
class Side:
    """One side of a reader as an embedder, under a name of its own."""

    name: str
    reader: Reading
    embed: Callable[[Sequence[str]], Matrix]

    @property
    def dimension(self) -> int:
        return self.reader.dimension
