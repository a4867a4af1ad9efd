"""Brings the index level with the catalogue: only what changed is embedded, and the swap is one step.

The catalogue is the truth and the index is disposable: whatever is wrong with a stored index (missing, damaged, of
another model, of an older make, behind the catalogue), the cure is the same, and the old one stays untouched until
the new one is whole.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from documents.model import Document
from index import generation
from index.embedding import Embedder, open_embedder
from index.errors import IndexDamaged, IndexUnavailable
from index.generation import Manifest
from index.model import Passage
from index.passages import searchable, split_clause
from index.retriever import Retriever
from index.settings import IndexSettings
from index.shelf import PASSAGES, VECTORS, open_shelf, read_matrix, read_passages, write_shelf

Matrix = npt.NDArray[np.float32]
Progress = Callable[[str, int, int], None]
"""Hears (step, done, of) as the work goes on; a step is "split", "embed" or "store"."""


class CatalogueReader(Protocol):
    """What the index needs of the catalogue."""

    def names(self) -> Sequence[str]: ...

    def hashes(self) -> Mapping[str, str]: ...

    def document(self, name: str) -> Document: ...


@dataclass(frozen=True)
class State:
    """How the stored index stands to the catalogue."""

    level: bool
    """Whether it can serve as it is, its files unread."""
    reason: str
    """Why not, or empty."""
    manifest: Manifest | None


def open_index(
    catalogue: CatalogueReader,
    settings: IndexSettings,
    progress: Progress | None = None,
    *,
    rebuild: bool = False,
    embedder: Embedder | None = None,
) -> Retriever:
    """A retriever over an index that is level with `catalogue`, built or healed first where it is not.

    `rebuild` builds anew and embeds everything again; `embedder` stands in for the configured one.
    Raises: IndexUnavailable where the folder cannot be used, ModelUnavailable where the model cannot embed.
    """
    model = embedder or open_embedder(settings)
    serving = None if rebuild else open_level(model, catalogue, settings)
    if serving is not None:
        return serving
    with generation.building(settings.folder, settings.lock_wait_seconds) as place:
        serving = None if rebuild else open_level(model, catalogue, settings)
        if serving is not None:
            return serving
        build(place, model, catalogue, settings, progress or silent, reuse=not rebuild)
        generation.publish(settings.folder, place)
        serving = open_current(model, settings)
    if serving is None:
        raise IndexUnavailable(f"The index in {str(settings.folder)!r} is damaged as soon as written; check the disk.")
    return serving


def open_level(embedder: Embedder, catalogue: CatalogueReader, settings: IndexSettings) -> Retriever | None:
    """A retriever over the stored index, or None where it is not level with the catalogue or not whole."""
    return open_current(embedder, settings) if index_state(embedder, catalogue, settings).level else None


def index_state(embedder: Embedder, catalogue: CatalogueReader, settings: IndexSettings) -> State:
    """Compare the stored index's manifest with the catalogue, the model and the settings; files stay unread."""
    place = generation.current(settings.folder)
    if place is None:
        return State(False, "there is no index yet", None)
    try:
        manifest = generation.read_manifest(place)
    except IndexDamaged as damage:
        return State(False, str(damage), None)
    if manifest.model != embedder.name:
        reason = f"it was built by the model {manifest.model!r}, configured is {embedder.name!r}"
    elif manifest.recipe != recipe(settings):
        reason = "it was built with other settings"
    elif manifest.documents != dict(catalogue.hashes()):
        reason = "documents changed since it was built"
    else:
        reason = ""
    return State(not reason, reason, manifest)


def open_current(embedder: Embedder, settings: IndexSettings) -> Retriever | None:
    """A retriever over the index that serves, or None where it is missing or damaged."""
    place = generation.current(settings.folder)
    if place is None:
        return None
    try:
        manifest = generation.read_manifest(place)
        generation.verify(place, manifest)
        return Retriever(open_shelf(place, manifest, settings.folder), embedder, settings)
    except (IndexDamaged, OSError, ValueError, KeyError):
        return None


def build(
    place: Path,
    embedder: Embedder,
    catalogue: CatalogueReader,
    settings: IndexSettings,
    report: Progress,
    *,
    reuse: bool,
) -> None:
    """Write a whole generation of `catalogue` into the empty folder `place`."""
    hashes = dict(catalogue.hashes())
    passages = gather(catalogue, sorted(hashes), settings, report)
    known = known_vectors(embedder, settings) if reuse else {}
    matrix = embed(embedder, [searchable(passage) for passage in passages], known, settings, report)
    stored = 0

    def advance(rows: int) -> None:
        nonlocal stored
        stored += rows
        report("store", stored, len(passages))

    write_shelf(place, passages, matrix, settings, advance)
    facts = {
        "model": embedder.name,
        "dimension": int(matrix.shape[1]),
        "recipe": recipe(settings),
        "documents": hashes,
        "passages": len(passages),
    }
    generation.seal(place, facts)


def gather(
    catalogue: CatalogueReader, names: Sequence[str], settings: IndexSettings, report: Progress
) -> list[Passage]:
    """The passages of every document, in order."""
    passages: list[Passage] = []
    for done, name in enumerate(names, start=1):
        document = catalogue.document(name)
        for clause in document.clauses:
            passages.extend(split_clause(document, clause, settings.passage_tokens))
        report("split", done, len(names))
    return passages


def embed(
    embedder: Embedder, texts: Sequence[str], known: Mapping[str, Matrix], settings: IndexSettings, report: Progress
) -> Matrix:
    """Vectors of `texts` `[texts, dimension]`, each different text embedded once and known ones not at all."""
    if not texts:
        return np.zeros((0, embedder.dimension), dtype=np.float32)
    missing = sorted({text for text in texts if text not in known}, key=lambda text: (len(text), text))
    vectors = dict(known)
    for first in range(0, len(missing), settings.embedding_batch):
        batch = missing[first : first + settings.embedding_batch]
        vectors.update(zip(batch, embedder.embed(batch), strict=True))
        report("embed", first + len(batch), len(missing))
    return np.stack([vectors[text] for text in texts])


def known_vectors(embedder: Embedder, settings: IndexSettings) -> dict[str, Matrix]:
    """Embedded text → vector, from the index that serves, when it is whole and of the same model."""
    place = generation.current(settings.folder)
    if place is None:
        return {}
    try:
        manifest = generation.read_manifest(place)
        if manifest.model != embedder.name:
            return {}
        generation.verify(place, manifest)
        texts = map(searchable, read_passages(place / PASSAGES))
        return dict(zip(texts, read_matrix(place / VECTORS, manifest.dimension), strict=True))
    except (IndexDamaged, OSError, ValueError, KeyError):
        return {}


def recipe(settings: IndexSettings) -> str:
    """The settings that shape what is stored, as one line."""
    return (
        f"passages of {settings.passage_tokens} tokens, BM25 k1 {settings.bm25_k1} b {settings.bm25_b}, "
        f"{settings.neighbours_looked_at} neighbours looked at"
    )


def silent(step: str, done: int, of: int) -> None:
    """Progress that nobody hears."""
