"""A generation: which segments make up the index that serves, never changed once it is published.

    index/current                          the name of the generation that serves, replaced in one step
    index/generations/NAME/manifest.json   its segments, and the documents that each of them answers for
    index/generations/NAME/readings.npz    what the reader read of its passages, where they are not too many
    index/segments/NAME/                   files of one segment and their manifest, shared between generations

A new index is written beside the old one and swapped in, so the old one serves until the new one is whole. What has
not changed is not written again: the new generation names the old segment. Every file is checked against the size
and SHA-256 it was sealed with before anything else reads it, because a damaged Chroma file can crash the process
that opens it.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexDamaged, IndexUnavailable
from index.seals import MANIFEST, forget

SCHEMA = 2
"""Raised whenever what an index holds changes its meaning."""
POINTER = "current"


@dataclass(frozen=True)
class Part:
    """One segment, as far as a generation uses it."""

    segment: str
    """Name of its folder."""
    seal: str
    """SHA-256 of its manifest."""
    documents: Mapping[str, str]
    """Document name → hash, of the documents that it answers for; what else it holds was replaced or removed."""
    passages: int
    """Passages of these documents."""


@dataclass(frozen=True)
class ReadingSeal:
    """What the reader read of a generation's passages, as it was sealed."""

    model: str
    """Name of the reader."""
    size: int
    digest: str
    """SHA-256 of the file."""


@dataclass(frozen=True)
class Manifest:
    """What a generation was built from and what it holds."""

    schema: int
    model: str
    dimension: int
    recipe: str
    """The settings that shape passages and words; another recipe is another index."""
    parts: tuple[Part, ...]
    """The base first, then what was added since."""
    reading: ReadingSeal | None = None

    @cached_property
    def documents(self) -> Mapping[str, str]:
        """Document name → hash, of all that can be found."""
        return {name: value for part in self.parts for name, value in part.documents.items()}

    @property
    def passages(self) -> int:
        """Passages that can be found."""
        return sum(part.passages for part in self.parts)


def busy_message(folder: Path) -> str:
    return (
        f"索引正在使用：另一个进程正在建立 {folder} 里的索引，请等它结束后再试。 / The index is in use: "
        "another process is building it; try again when it has finished."
    )


@contextmanager
def building(folder: Path, wait_seconds: float) -> Iterator[None]:
    """Hold the right to build in `folder`; what was written and not published is removed at the end.

    Raises: IndexUnavailable when another process still builds after `wait_seconds`, or `folder` cannot be written.
    """
    with refusing_writes(folder):
        for name in ("generations", "segments"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "build.lock")
        try:
            lock.acquire(timeout=wait_seconds)
        except Timeout as error:
            raise IndexUnavailable(busy_message(folder)) from error
        try:
            sweep(folder)
            try:
                yield
            finally:
                sweep(folder)
        finally:
            lock.release()


@contextmanager
def refusing_writes(folder: Path) -> Iterator[None]:
    """Turn a failed write (read-only, full, no permission) into one sentence."""
    try:
        yield
    except OSError as error:
        raise IndexUnavailable(
            f"The index folder {str(folder)!r} cannot be written ({error.strerror or error}); free the disk, make it "
            "writable, or set POLICY_HOME to a folder that is."
        ) from error


def new_place(folder: Path, kind: str) -> Path:
    """A new empty folder below `folder`; `kind` is "segments" or "generations"."""
    place = folder / kind / secrets.token_hex(6)
    place.mkdir()
    return place


def segment_place(folder: Path, name: str) -> Path:
    return folder / "segments" / name


def current(folder: Path) -> Path | None:
    """The generation that serves, or None when there is none."""
    try:
        name = (folder / POINTER).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    place = folder / "generations" / name
    return place if name.isalnum() and place.is_dir() else None


def publish(folder: Path, manifest: Manifest, place: Path | None = None) -> Path:
    """Make `manifest` the generation that serves, in one step, and remove what no longer does. Returns its folder.

    `place` is its folder where that was made before, by `new_place`.
    """
    place = place or new_place(folder, "generations")
    write_synced(place / MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    pointer = folder / f"{POINTER}.new"
    write_synced(pointer, place.name)
    pointer.replace(folder / POINTER)
    sweep(folder)
    return place


def write_synced(path: Path, text: str) -> None:
    """Write `text` to `path`, on the disk when this returns."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def sweep(folder: Path) -> None:
    """Remove every generation and segment that does not serve: what a killed builder left, and what was replaced."""
    serving = current(folder)
    used = set()
    if serving is not None:
        try:
            used = {part.segment for part in read_manifest(serving).parts}
        except IndexDamaged:
            used = set()
    for place in (folder / "generations").iterdir():
        if place != serving:
            shutil.rmtree(place, ignore_errors=True)
    for place in (folder / "segments").iterdir():
        if place.name not in used:
            shutil.rmtree(place, ignore_errors=True)
            forget(place)


def read_manifest(place: Path) -> Manifest:
    """The manifest of the generation in `place`, its segments unchecked. Raises: IndexDamaged."""
    try:
        stored = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        if stored["schema"] != SCHEMA:
            raise IndexDamaged(f"The index has schema {stored['schema']!r} where {SCHEMA} is read; it is rebuilt.")
        stored["parts"] = tuple(checked_part(Part(**part)) for part in stored["parts"])
        if stored.get("reading") is not None:
            stored["reading"] = ReadingSeal(**stored["reading"])
        return Manifest(**stored)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexDamaged(f"The index manifest in {str(place)!r} cannot be read; the index is rebuilt.") from error


def checked_part(part: Part) -> Part:
    """`part`, when what it says can be meant. Raises: ValueError, TypeError, AttributeError."""
    if not part.segment.isalnum() or part.passages < 0 or not all(map(str.isprintable, part.documents.values())):
        raise ValueError(f"not a segment: {part.segment!r}")
    return part
