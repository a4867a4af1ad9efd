"""What the reader read of a library: one file beside a generation's manifest, a vector a passage.

    index/generations/NAME/readings.npz   digests `[passages, 2]` and vectors `[passages, dimension]`, float16

It is written anew for each generation, since it is small (a library of more than `reader_passages` has none), with the
vectors of passages that were read before taken over. Rows stand in the library's order.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.errors import IndexDamaged
from index.generation import Manifest, ReadingSeal, current, read_manifest
from index.known import Digests, Drafts, Known, Source
from index.passages import searchable
from index.reader import Reading
from index.seals import file_digest, is_whole
from index.segment_writer import Progress
from index.settings import IndexSettings
from index.shelf import Shelf

Matrix = npt.NDArray[np.float32]
FILE = "readings.npz"
DAMAGED = "What was read of the passages is missing or damaged; they are read again."
READ_AT_ONCE = 64
"""Passages read between two steps of the progress bar and kept in the drafts together."""


def wanted_reading(reader: Reading | None, passages: int, settings: IndexSettings) -> str:
    """Name of the reader by which a library of so many passages is to be read; "" for none."""
    return reader.name if reader is not None and 0 < passages <= settings.reader_passages else ""


def write_readings(
    place: Path, shelf: Shelf, reader: Reading, settings: IndexSettings, report: Progress, *, anew: bool = False
) -> ReadingSeal:
    """Read the passages of `shelf` into the new generation's folder `place`; only those not read before.

    `anew` reads all again. Raises: ModelUnavailable, OSError.
    """
    drafts = Drafts(settings.folder, reader.name, reader.dimension)
    held = () if anew else tuple(held_readings(reader, settings))
    digests = shelf.digests
    vectors = np.zeros((len(digests), reader.dimension), dtype=np.float32)
    missing = np.flatnonzero(~Known((drafts.source(), *held)).fill(digests, vectors))
    _, places, twins = np.unique(digests[missing], axis=0, return_index=True, return_inverse=True)
    once = missing[places]
    lengths = np.array([len(shelf.passages[row].text) for row in once.tolist()])
    # The longest first: what is left takes less time than the bar expects, not more.
    todo = once[np.argsort(-lengths, kind="stable")]
    for first in range(0, len(todo), READ_AT_ONCE):
        rows = todo[first : first + READ_AT_ONCE]
        found = reader.passages([searchable(shelf.passages[row].text) for row in rows.tolist()])
        vectors[rows] = found
        drafts.keep(digests[rows], found)
        report("read", first + len(rows), len(todo))
    vectors[missing] = vectors[once[twins.reshape(-1)]]
    return sealed(place / FILE, reader.name, digests, vectors)


def sealed(path: Path, model: str, digests: Digests, vectors: Matrix) -> ReadingSeal:
    """Write the file and take its size and SHA-256."""
    with path.open("wb") as stream:
        np.savez(stream, digests=digests, vectors=vectors.astype(np.float16))
    return ReadingSeal(model, path.stat().st_size, file_digest(path))


def with_readings(shelf: Shelf, place: Path) -> Shelf:
    """`shelf` with what was read of its passages, which lies in its generation's folder `place`, if it was read.

    Raises: IndexDamaged.
    """
    if shelf.manifest.reading is None:
        return shelf
    source = whole_source(place, shelf.manifest.reading)
    if source is None or not np.array_equal(source.digests, shelf.digests):
        raise IndexDamaged(DAMAGED)
    return replace(shelf, readings=source.matrix)


def verify_reading(manifest: Manifest, place: Path | None) -> None:
    """Compare the file of what was read, if any, with what it was sealed with. Raises: IndexDamaged."""
    seal = manifest.reading
    if seal is not None and (place is None or not is_whole(place / FILE, seal.size, seal.digest)):
        raise IndexDamaged(DAMAGED)


def whole_source(place: Path, seal: ReadingSeal) -> Source | None:
    """What the file of the generation in `place` holds, or None where it is not as it was sealed."""
    if not is_whole(place / FILE, seal.size, seal.digest):
        return None
    with np.load(place / FILE, allow_pickle=False) as stored:
        return Source(stored["digests"], stored["vectors"].astype(np.float32))


def held_readings(reader: Reading, settings: IndexSettings) -> Sequence[Source]:
    """What `reader` read for the generation that serves, where that is whole."""
    place = current(settings.folder)
    try:
        seal = read_manifest(place).reading if place else None
    except IndexDamaged:
        return ()
    if place is None or seal is None or seal.model != reader.name:
        return ()
    source = whole_source(place, seal)
    return () if source is None else (source,)
