"""What the teacher says of texts: Google's multilingual universal sentence encoder, its vectors kept on disk."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.progress import track

from index.embedding import FastUniversalSentenceEncoder

Targets = npt.NDArray[np.float16]
CHUNK = 8_192
"""Texts between two steps of the progress bar."""


def taught(texts: Sequence[str], cache: Path, threads: int) -> Targets:
    """The teacher's vectors of `texts`, float16 `[len(texts), 512]`, each of unit length.

    They are kept in `cache` under a digest of the texts, so a second run of the recipe reads them back.
    """
    digest = hashlib.sha256("\n".join(texts).encode("utf-8", "replace")).hexdigest()[:16]
    stored = cache / f"teacher-{digest}.npy"
    if stored.is_file():
        kept: Targets = np.load(stored)
        return kept
    vectors = encoded(texts, FastUniversalSentenceEncoder(threads))
    cache.mkdir(parents=True, exist_ok=True)
    part = stored.with_suffix(".part.npy")
    np.save(part, vectors)
    part.replace(stored)
    return vectors


def encoded(texts: Sequence[str], teacher: FastUniversalSentenceEncoder) -> Targets:
    """Vectors of `texts`, computed in order of length, which wastes least of a batch."""
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    vectors = np.empty((len(texts), teacher.dimension), dtype=np.float16)
    for start in track(range(0, len(order), CHUNK), description="teacher", transient=True):
        places = order[start : start + CHUNK]
        vectors[places] = teacher.embed([texts[place] for place in places])
    return vectors
