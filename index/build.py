"""Brings the index level with the catalogue: only what changed is written and embedded, and the swap is one step.

The catalogue is the truth and the index is disposable: whatever is wrong with a stored index (missing, damaged, of
another model, of an older make, behind the catalogue), the cure is the same, and the old one stays untouched until
the new one is whole.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Protocol

from documents.model import Document
from index import generation
from index.chroma_server import remove_others
from index.embedding import Embedder, open_embedder
from index.errors import IndexDamaged, IndexUnavailable, ModelUnavailable
from index.generation import SCHEMA, Manifest, Part
from index.known import Drafts, Known, Source
from index.labour import Labour, OneProcess
from index.levelling import levelled
from index.reader import Reading, open_reader
from index.readings import wanted_reading, with_readings, write_readings
from index.retriever import Retriever
from index.seals import verify_files
from index.segment import COLUMNS, VECTORS, Columns, read_facts, read_matrix
from index.segment_writer import Progress, Works
from index.settings import IndexSettings
from index.shelf import Shelf, open_shelf

__all__ = ["CatalogueReader", "Progress", "State", "index_state", "open_index"]
_LOG = logging.getLogger(__name__)


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
    usable: bool = True
    """Whether what it holds can be part of a level one: it is of the same model, settings and place for vectors."""
    place: Path | None = None
    """The folder of its generation."""


def open_index(
    catalogue: CatalogueReader,
    settings: IndexSettings,
    progress: Progress | None = None,
    *,
    rebuild: bool = False,
    embedder: Embedder | None = None,
    reader: Reading | None = None,
    labour: Labour | None = None,
) -> Retriever:
    """A retriever over an index that is level with `catalogue`, built, grown or healed first where it is not.

    `rebuild` builds anew and embeds everything again; `embedder` and `reader` stand in for the configured ones;
    `labour` does the splitting and embedding, this process where it is None; passages are read by this process. Called
    again in a process that holds an older retriever, it reads only what is new. A reader that cannot be loaded is told
    of in the log, and the search goes on without it.
    Raises: IndexUnavailable where the folder or the Chroma server cannot be used, ModelUnavailable where the model
    cannot embed.
    """
    model, reader = embedder or shared_embedder(settings), reader or usable_reader(settings)
    serving = None if rebuild else open_level(model, catalogue, settings, reader)
    if serving is not None:
        return Retriever(serving, model, settings, reader)
    with generation.building(settings.folder, settings.lock_wait_seconds):
        serving = None if rebuild else open_level(model, catalogue, settings, reader)
        if serving is None:
            drafts = Drafts(settings.folder, model.name, model.dimension)
            if rebuild:
                drafts.clear()
            work = labour or OneProcess(model)
            works = Works(settings, model, work, Known(), drafts, progress or silent)
            serving = build(works, catalogue, reader, rebuild)
    return Retriever(serving, model, settings, reader)


def build(works: Works, catalogue: CatalogueReader, reader: Reading | None, rebuild: bool) -> Shelf:
    """Write, publish and open an index level with `catalogue`; the caller holds the right to build.

    Raises: IndexUnavailable, ModelUnavailable, OSError.
    """
    settings, hashes = works.settings, dict(catalogue.hashes())
    state = index_state(works.embedder, catalogue, settings, reader)
    old = open_whole(state.manifest, settings) if state.manifest and state.usable and not rebuild else None
    known = Known((works.drafts.source(), *([] if rebuild else known_vectors(works.embedder, settings))))
    parts = levelled(replace(works, known=known), old, hashes, catalogue.document)
    manifest = Manifest(SCHEMA, works.embedder.name, works.embedder.dimension, recipe(settings), parts)
    new = open_whole(manifest, settings)
    if new is None:
        raise IndexUnavailable(f"The index in {str(settings.folder)!r} is damaged as soon as written; check the disk.")
    place = generation.new_place(settings.folder, "generations")
    if reader is not None and wanted_reading(reader, manifest.passages, settings):
        seal = write_readings(place, new, reader, settings, works.report, anew=rebuild)
        new = with_readings(replace(new, manifest=replace(manifest, reading=seal)), place)
    generation.publish(settings.folder, new.manifest, place)
    works.drafts.clear()
    if settings.chroma_url:
        remove_others(settings, [part.segment for part in parts])
    return new


def open_level(
    embedder: Embedder, catalogue: CatalogueReader, settings: IndexSettings, reader: Reading | None
) -> Shelf | None:
    """The stored index, or None where it is not level with the catalogue or not whole."""
    state = index_state(embedder, catalogue, settings, reader)
    shelf = open_whole(state.manifest, settings) if state.level and state.manifest else None
    try:
        return with_readings(shelf, state.place) if shelf and state.place else None
    except IndexDamaged:
        return None


def index_state(
    embedder: Embedder, catalogue: CatalogueReader, settings: IndexSettings, reader: Reading | None = None
) -> State:
    """Compare the stored index's manifest with the catalogue, the models and the settings; files stay unread.

    Without a reader what was read is no reason to build: it lies idle.
    """
    place = generation.current(settings.folder)
    if place is None:
        return State(False, "there is no index yet", None, usable=False)
    try:
        manifest = generation.read_manifest(place)
    except IndexDamaged as damage:
        return State(False, str(damage), None, usable=False)
    if manifest.model != embedder.name:
        reason = f"it was built by the model {manifest.model!r}, configured is {embedder.name!r}"
        return State(False, reason, manifest, usable=False)
    if manifest.recipe != recipe(settings):
        return State(False, "it was built with other settings", manifest, usable=False)
    if manifest.documents != dict(catalogue.hashes()):
        return State(False, "documents changed since it was built", manifest)
    wanted, read = wanted_reading(reader, manifest.passages, settings), manifest.reading
    unread = reader is not None and wanted != (read.model if read else "")
    reason = f"its passages are due to be read by {wanted or 'no reader'!r}" if unread else ""
    return State(not unread, reason, manifest, place=place)


def open_whole(manifest: Manifest, settings: IndexSettings) -> Shelf | None:
    """The index of `manifest`, or None where it is damaged. Raises: IndexUnavailable where a server is away."""
    try:
        return open_shelf(manifest, settings)
    except (IndexDamaged, OSError, ValueError, KeyError):
        return None


def known_vectors(embedder: Embedder, settings: IndexSettings) -> list[Source]:
    """Vectors of the index that serves, so far as they are whole and of the same model, whatever else is wrong."""
    place = generation.current(settings.folder)
    if place is None:
        return []
    try:
        manifest = generation.read_manifest(place)
    except IndexDamaged:
        return []
    if manifest.model != embedder.name:
        return []
    return [source for part in manifest.parts if (source := vectors_of(part, manifest.dimension, settings)) is not None]


def vectors_of(part: Part, dimension: int, settings: IndexSettings) -> Source | None:
    """The vectors of one segment, or None where they or what they are known by is damaged."""
    place = generation.segment_place(settings.folder, part.segment)
    try:
        facts = read_facts(place, part.seal)
        verify_files(place, {name: facts.files[name] for name in (COLUMNS, VECTORS)})
        return Source(Columns.load(place / COLUMNS).digests, read_matrix(place / VECTORS, dimension))
    except (IndexDamaged, OSError, ValueError, KeyError):
        return None


_embedders: dict[str, Embedder] = {}
_readers: dict[str, Reading] = {}


def shared_embedder(settings: IndexSettings) -> Embedder:
    """The configured embedder; the one that this process has loaded already where it is the same model."""
    embedder = open_embedder(settings)
    if embedder.name not in _embedders:
        _embedders.clear()
        _embedders[embedder.name] = embedder
    return _embedders[embedder.name]


def usable_reader(settings: IndexSettings) -> Reading | None:
    """The configured reader, the one that this process has loaded already where it is the same; None without one.

    One that would have to read anew is loaded here, so that a damaged one is told of in the log and left out before
    anything is built.
    """
    reader = open_reader(settings)
    if reader is None:
        return None
    try:
        if reader.name not in _readers:
            if reads_anew(reader.name, settings):
                _ = reader.dimension
            _readers.clear()
            _readers[reader.name] = reader
        return _readers[reader.name]
    except ModelUnavailable as error:
        warn_once(str(error))
        return None


def reads_anew(name: str, settings: IndexSettings) -> bool:
    """Whether the index that serves, if any, was not read by the reader of that name though it is small enough."""
    place = generation.current(settings.folder)
    try:
        manifest = generation.read_manifest(place) if place else None
    except IndexDamaged:
        manifest = None
    if manifest is None:
        return True
    read = manifest.reading.model if manifest.reading else ""
    return read != name and manifest.passages <= settings.reader_passages


@cache
def warn_once(message: str) -> None:
    """A line in the log, once in a process however often it is said."""
    _LOG.warning("The search goes on without a reader. %s", message)


def recipe(settings: IndexSettings) -> str:
    """The settings that shape what is stored, as one line."""
    place = "on a server" if settings.chroma_url else "in a folder"
    return (
        f"passages of {settings.passage_tokens} tokens, {settings.neighbours_looked_at} neighbours looked at, "
        f"{settings.neighbours_linked_from} linked from, vectors {place}"
    )


def silent(step: str, done: int, of: int) -> None:
    """Progress that nobody hears."""
