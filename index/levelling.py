"""From the index that serves to one that is level with the catalogue, writing as little as possible.

What is new or changed goes into a small segment of its own; what it replaces is no longer found. Small segments are
written together with what is new, so that few remain, and when too much lies outside the base, or is gone from it,
everything is written as one base again.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from documents.model import Document
from index.generation import Manifest, Part
from index.segment import Segment
from index.segment_writer import Order, Works, write_segment
from index.settings import IndexSettings
from index.shelf import Shelf


def levelled(
    works: Works, serving: Shelf | None, hashes: Mapping[str, str], fetch: Callable[[str], Document]
) -> tuple[Part, ...]:
    """The parts of an index of the documents `hashes` (name → hash): those of `serving` that hold, and a new one.

    `serving` is the index to add to, whole and of the same model and recipe; None writes one base of everything.
    """
    kept = kept_parts(serving, hashes) if serving else ()
    fresh: Mapping[str, str] = {
        name: value for name, value in hashes.items() if not any(name in part.documents for part in kept)
    }
    if serving is None or outgrown(kept, serving, estimated_rows(fresh, serving.manifest), works.settings):
        return (write_segment(works, Order(fetch, hashes, base=True)),)
    kept, fresh = absorbed(kept, fresh, serving.manifest, works.settings)
    if fresh:
        kept = (*kept, write_segment(works, Order(fetch, fresh, base=False)))
    return kept


def kept_parts(serving: Shelf, hashes: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts of `serving` with the documents that are still as they were; later parts without any are left out."""
    kept = []
    for number, (part, segment) in enumerate(zip(serving.manifest.parts, serving.segments, strict=True)):
        documents = {name: value for name, value in part.documents.items() if hashes.get(name) == value}
        if documents or number == 0:
            kept.append(narrowed(part, segment, documents))
    return tuple(kept)


def narrowed(part: Part, segment: Segment, documents: Mapping[str, str]) -> Part:
    return replace(part, documents=documents, passages=segment.passages_of(documents))


def estimated_rows(fresh: Mapping[str, str], manifest: Manifest) -> int:
    """How many passages these documents will have, from those that the index has of its own on average."""
    return len(fresh) * max(1, manifest.passages // max(1, len(manifest.documents)))


def outgrown(kept: tuple[Part, ...], serving: Shelf, fresh_rows: int, settings: IndexSettings) -> bool:
    """Whether too much would lie outside the base or be gone from it."""
    base = serving.segments[0].facts.passages
    loose = fresh_rows + sum(part.passages for part in kept[1:]) + base - kept[0].passages
    return loose > max(settings.merge_rows, settings.merge_share * base)


def absorbed(
    kept: tuple[Part, ...], fresh: Mapping[str, str], manifest: Manifest, settings: IndexSettings
) -> tuple[tuple[Part, ...], Mapping[str, str]]:
    """Take small later parts, newest first, into what is written anew while that at least half outweighs them.

    So a document is written again a few times at most, however many come one by one.
    """
    rows = estimated_rows(fresh, manifest)
    while fresh and len(kept) > 1 and kept[-1].passages <= min(2 * rows, settings.absorb_rows):
        fresh = {**kept[-1].documents, **fresh}
        rows += kept[-1].passages
        kept = kept[:-1]
    return kept, fresh
