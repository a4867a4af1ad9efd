"""Brings the index level with the catalogue: only what changed is embedded, and the swap is one step.

The catalogue is the truth and the index is disposable: whatever is wrong with a stored index (missing, damaged, of
another model, of an older make, behind the catalogue), the cure is the same, and the old one stays untouched until
the new one is whole.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from documents.model import Document
from index import generation
from index.bridge import Bridge, build_dictionary, load_dictionary, save_dictionary
from index.embedding import Embedder, open_embedder
from index.errors import IndexDamaged
from index.generation import Manifest
from index.lexical import LexicalIndex
from index.model import Passage
from index.passages import searchable, split_clause
from index.retriever import Retriever, Shelf
from index.settings import IndexSettings
from index.vectors import ChromaVectors, write_vectors

Matrix = npt.NDArray[np.float32]
Progress = Callable[[str, int, int], None]
"""Hears (step, done, of) as the work goes on."""

PASSAGES, VECTORS, LEXICAL, BRIDGE, CHROMA = "passages.jsonl", "vectors.npy", "lexical.npz", "bridge.json", "chroma"


class CatalogueReader(Protocol):
    """What the index needs of the catalogue."""

    def names(self) -> Sequence[str]: ...

    def hashes(self) -> Mapping[str, str]: ...

    def document(self, name: str) -> Document: ...


@dataclass(frozen=True)
class State:
    """How the stored index stands to the catalogue."""

    level: bool
    """Whether it can serve as it is."""
    reason: str
    """Why not, or empty."""
    manifest: Manifest | None


def open_index(
    catalogue: CatalogueReader, settings: IndexSettings, progress: Progress | None = None, *, rebuild: bool = False
) -> Retriever:
    """A retriever over an index that is level with `catalogue`, built or healed first where it is not.

    `rebuild` builds anew and embeds everything again.
    Raises: IndexUnavailable where the folder cannot be used, ModelUnavailable where the model cannot embed.
    """
    embedder = open_embedder(settings)
    return open_index_with(embedder, catalogue, settings, progress, rebuild=rebuild)


def open_index_with(
    embedder: Embedder,
    catalogue: CatalogueReader,
    settings: IndexSettings,
    progress: Progress | None = None,
    *,
    rebuild: bool = False,
) -> Retriever:
    """`open_index` with an embedder of the caller's."""
    report = progress or silent
    if not rebuild and index_state(embedder, catalogue, settings).level:
        retriever = open_current(embedder, settings)
        if retriever is not None:
            return retriever
    with generation.building(settings.folder, settings.lock_wait_seconds) as place:
        if rebuild or not index_state(embedder, catalogue, settings).level or open_current(embedder, settings) is None:
            with generation.refusing_writes(settings.folder):
                build(place, embedder, catalogue, settings, report, reuse=not rebuild)
                generation.publish(settings.folder, place)
        built = open_current(embedder, settings)
    if built is None:
        raise IndexDamaged(f"The index in {str(settings.folder)!r} is damaged as soon as it is written; check the disk.")
    return built


def index_state(embedder: Embedder, catalogue: CatalogueReader, settings: IndexSettings) -> State:
    """Compare the stored index's manifest with the catalogue, the model and the settings; files stay unread."""
    place = generation.current(settings.folder)
    if place is None:
        return State(False, "there is no index yet", None)
    try:
        manifest = generation.read_manifest(place)
    except IndexDamaged as damage:
        return State(False, str(damage), None)
    checks = {
        f"it was built by the model {manifest.model!r}, configured is {embedder.name!r}": manifest.model == embedder.name,
        "it was built with other settings": manifest.recipe == recipe(settings),
        "documents changed since it was built": manifest.documents == dict(catalogue.hashes()),
    }
    reason = next((reason for reason, sound in checks.items() if not sound), "")
    return State(not reason, reason, manifest)


def open_current(embedder: Embedder, settings: IndexSettings) -> Retriever | None:
    """A retriever over the index that serves, or None where it is missing or damaged."""
    place = generation.current(settings.folder)
    if place is None:
        return None
    try:
        manifest = generation.read_manifest(place)
        generation.verify(place, manifest)
        return Retriever(open_shelf(place, manifest, settings), embedder, settings)
    except (IndexDamaged, OSError, ValueError, KeyError):
        return None


def open_shelf(place: Path, manifest: Manifest, settings: IndexSettings) -> Shelf:
    """Read a generation whose files have been verified."""
    lexical = LexicalIndex.load(place / LEXICAL)
    matrix = np.load(place / VECTORS, mmap_mode="r") if manifest.passages else np.zeros((0, 1), np.float32)
    return Shelf(
        passages=read_passages(place / PASSAGES),
        matrix=matrix,
        vectors=ChromaVectors(place / CHROMA, settings.folder, manifest.passages),
        lexical=lexical,
        bridge=Bridge(lexical.vocabulary, load_dictionary(place / BRIDGE)),
        model=manifest.model,
    )


def build(
    place: Path, embedder: Embedder, catalogue: CatalogueReader, settings: IndexSettings, report: Progress, *, reuse: bool
) -> None:
    """Write a whole generation of `catalogue` into the empty folder `place`."""
    hashes = dict(catalogue.hashes())
    passages = gather(catalogue, sorted(hashes), settings, report)
    known = known_vectors(embedder, settings) if reuse else {}
    matrix = embed(embedder, [searchable(passage) for passage in passages], known, settings, report)
    lexical = LexicalIndex.build([passage.text for passage in passages], settings.bm25_k1, settings.bm25_b)
    lexical.save(place / LEXICAL)
    save_dictionary(build_dictionary(lexical.vocabulary), place / BRIDGE)
    write_passages(passages, place / PASSAGES)
    np.save(place / VECTORS, matrix)
    report("index", 0, len(passages))
    done = 0

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        report("index", done, len(passages))

    write_vectors(place / CHROMA, matrix, settings.chroma_batch, settings.neighbours_looked_at, advance)
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
    for done, name in enumerate(names):
        report("split", done, len(names))
        document = catalogue.document(name)
        for clause in document.clauses:
            passages.extend(split_clause(document, clause, settings.passage_tokens))
    report("split", len(names), len(names))
    return passages


def embed(
    embedder: Embedder, texts: Sequence[str], known: Mapping[str, Matrix], settings: IndexSettings, report: Progress
) -> Matrix:
    """Vectors of `texts` `[texts, dimension]`, each different text embedded once and known ones not at all."""
    missing = sorted({text for text in texts if text not in known}, key=len)
    vectors = dict(known)
    for first in range(0, len(missing), settings.embedding_batch):
        report("embed", first, len(missing))
        batch = missing[first : first + settings.embedding_batch]
        vectors.update(zip(batch, embedder.embed(batch), strict=True))
    report("embed", len(missing), len(missing))
    if not texts:
        return np.zeros((0, embedder.dimension), dtype=np.float32)
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
        matrix = np.load(place / VECTORS, mmap_mode="r")
        passages = read_passages(place / PASSAGES)
    except (IndexDamaged, OSError, ValueError, KeyError):
        return {}
    return {searchable(passage): vector for passage, vector in zip(passages, matrix, strict=True)}


def recipe(settings: IndexSettings) -> str:
    """The settings that shape what is stored, as one line."""
    return (
        f"passages of {settings.passage_tokens} tokens, BM25 k1 {settings.bm25_k1} b {settings.bm25_b}, "
        f"neighbours {settings.neighbours_looked_at}"
    )


def write_passages(passages: Sequence[Passage], path: Path) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(asdict(passage), ensure_ascii=False) + "\n" for passage in passages)


def read_passages(path: Path) -> list[Passage]:
    with path.open(encoding="utf-8") as stream:
        return [Passage(**json.loads(line)) for line in stream]


def silent(step: str, done: int, of: int) -> None:
    """Progress that nobody hears."""
