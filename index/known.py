"""Vectors that are known already: from the index that serves, and from a build that was cut short.

A text is known by 128 bits of its BLAKE2b digest. Finished batches of a build are kept as files that are named by
their own SHA-256, so a half-written one is told from a whole one, and the next build embeds only the rest.
"""

import io
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b, sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Digests = npt.NDArray[np.uint64]
DIGEST_BYTES = 16


def digests_of(texts: Iterable[str]) -> Digests:
    """`[texts, 2]`: 128 bits of each text's BLAKE2b digest."""
    joined = b"".join(
        blake2b(text.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest() for text in texts
    )
    return np.frombuffer(joined, dtype="<u8").reshape(-1, 2).astype(np.uint64)


@dataclass(frozen=True)
class Source:
    """Digests `[rows, 2]` and the vector of each, `[rows, dimension]`."""

    digests: Digests
    matrix: Matrix

    def rows(self, wanted: Digests) -> npt.NDArray[np.int64]:
        """`[wanted]`: the row of each wanted digest here, -1 where it is not."""
        if not len(self.digests):
            return np.full(len(wanted), -1, dtype=np.int64)
        places = np.searchsorted(self.digests[self._order, 0], wanted[:, 0])
        rows = self._order[np.minimum(places, len(self._order) - 1)]
        return np.where((self.digests[rows] == wanted).all(axis=1), rows, -1)

    @cached_property
    def _order(self) -> npt.NDArray[np.int64]:
        return np.argsort(self.digests[:, 0], kind="stable")


@dataclass(frozen=True)
class Known:
    """Vectors by the digest of their text, from several sources."""

    sources: Sequence[Source] = field(default_factory=tuple)

    def fill(self, wanted: Digests, matrix: Matrix) -> npt.NDArray[np.bool_]:
        """Write the vectors that are known into the rows of `matrix`. Returns `[wanted]`: which are."""
        done = np.zeros(len(wanted), dtype=np.bool_)
        for source in self.sources:
            missing = np.flatnonzero(~done)
            rows = source.rows(wanted[missing])
            found = rows >= 0
            matrix[missing[found]] = source.matrix[rows[found]]
            done[missing[found]] = True
        return done


class Drafts:
    """Batches of vectors that a build has finished, on disk until it is published."""

    def __init__(self, folder: Path, model: str, dimension: int) -> None:
        """Below the index folder `folder`, for one model's vectors of `dimension` numbers."""
        self._all = folder / "drafts"
        self._own = self._all / sha256(f"{model}\n{dimension}".encode()).hexdigest()[:16]
        self._dimension = dimension

    def keep(self, digests: Digests, vectors: Matrix) -> None:
        """Keep a batch: digests `[rows, 2]` and vectors `[rows, dimension]`."""
        self._own.mkdir(parents=True, exist_ok=True)
        content = io.BytesIO()
        np.savez(content, digests=digests, vectors=np.asarray(vectors, dtype=np.float32))
        name = sha256(content.getbuffer()).hexdigest()
        half = self._own / "half"
        half.write_bytes(content.getbuffer())
        half.replace(self._own / f"{name}.npz")

    def source(self) -> Source:
        """What was kept, less what is damaged."""
        digests, vectors = [np.zeros((0, 2), np.uint64)], [np.zeros((0, self._dimension), np.float32)]
        for path in sorted(self._own.glob("*.npz")):
            content = path.read_bytes()
            if sha256(content).hexdigest() == path.stem:
                with np.load(io.BytesIO(content), allow_pickle=False) as stored:
                    digests.append(stored["digests"])
                    vectors.append(stored["vectors"])
        return Source(np.concatenate(digests), np.concatenate(vectors))

    def clear(self) -> None:
        """Remove everything kept, of every model."""
        shutil.rmtree(self._all, ignore_errors=True)
