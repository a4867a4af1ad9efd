"""What the teacher says of texts: Google's multilingual universal sentence encoder, its vectors kept on disk."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.progress import track

from index.embedding import FastUniversalSentenceEncoder

Said = npt.NDArray[np.float16]
Keys = npt.NDArray[np.uint64]
CHUNK = 8_192
"""Texts between two steps of the progress bar."""


def taught(texts: Sequence[str], cache: Path, threads: int) -> Said:
    """The teacher's vectors of `texts`, float16 `[len(texts), 512]`, each of unit length.

    They are kept in `cache` by text, so a second run of the recipe, or one on more text, asks only for what is new.
    """
    keys = np.array([key(text) for text in texts], dtype=np.uint64)
    vectors, held = recalled(keys, cache)
    missing = {int(keys[place]): texts[place] for place in np.flatnonzero(~held).tolist()}
    if missing:
        remember(list(missing), encoded(list(missing.values()), FastUniversalSentenceEncoder(threads)), cache)
        vectors, _ = recalled(keys, cache)
    return vectors


def key(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def recalled(keys: Keys, cache: Path) -> tuple[Said, npt.NDArray[np.bool_]]:
    """(vectors, which of them the cache holds); the other rows are zero."""
    vectors = np.zeros((len(keys), FastUniversalSentenceEncoder().dimension), dtype=np.float16)
    held = np.zeros(len(keys), dtype=bool)
    for path in sorted(cache.glob("keys-*.npy")):
        stored: Keys = np.load(path)
        order = np.argsort(stored)
        places = order[np.minimum(np.searchsorted(stored, keys, sorter=order), len(stored) - 1)]
        found = stored[places] == keys
        said = np.load(path.with_name(path.name.replace("keys", "said")), mmap_mode="r")
        vectors[found] = said[places[found]]
        held |= found
    return vectors, held


def remember(keys: Sequence[int], vectors: Said, cache: Path) -> None:
    """Keep the vectors in a shard of their own; the keys are written last and make it valid."""
    cache.mkdir(parents=True, exist_ok=True)
    number = len(list(cache.glob("keys-*.npy")))
    np.save(cache / f"said-{number}.npy", vectors)
    np.save(cache / f"keys-{number}.npy", np.array(keys, dtype=np.uint64))


def encoded(texts: Sequence[str], teacher: FastUniversalSentenceEncoder) -> Said:
    """Vectors of `texts`, computed in order of length, which wastes least of a batch."""
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    vectors = np.empty((len(texts), teacher.dimension), dtype=np.float16)
    for start in track(range(0, len(order), CHUNK), description="teacher", transient=True):
        places = order[start : start + CHUNK]
        vectors[places] = teacher.embed([texts[place] for place in places])
    return vectors
