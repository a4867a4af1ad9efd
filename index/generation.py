"""A generation: one whole index in a folder of its own, never changed once it is published.

    index/current              the name of the generation that serves, replaced in one step
    index/generations/NAME/    manifest.json, passages.jsonl, vectors.npy, lexical.npz, bridge.json, chroma/

A new index is built beside the old one and swapped in, so the old one serves until the new one is whole. The
manifest holds size and SHA-256 of every file and is checked before anything else reads them, because a damaged
Chroma file can crash the process that opens it.
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from index.errors import IndexDamaged, IndexUnavailable

SCHEMA = 1
"""Raised whenever what a generation holds changes its meaning."""
MANIFEST = "manifest.json"
POINTER = "current"
READ_BYTES = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What a generation was built from and what it holds."""

    schema: int
    model: str
    dimension: int
    recipe: str
    """The settings that shape passages and words; another recipe is another index."""
    documents: Mapping[str, str]
    """Document name → SHA-256 of its file."""
    passages: int
    files: Mapping[str, tuple[int, str]]
    """File within the generation → bytes, SHA-256."""


def busy_message(folder: Path) -> str:
    return (
        f"索引正在使用：另一个进程正在建立 {folder} 里的索引，请等它结束后再试。 / The index is in use: "
        "another process is building it; try again when it has finished."
    )


@contextmanager
def building(folder: Path, wait_seconds: float) -> Iterator[Path]:
    """Hold the right to build in `folder`: yields an empty folder to build a generation in, removed on failure.

    Raises: IndexUnavailable when another process still builds after `wait_seconds`, or `folder` cannot be written.
    """
    with refusing_writes(folder):
        (folder / "generations").mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "build.lock")
        try:
            lock.acquire(timeout=wait_seconds)
        except Timeout as error:
            raise IndexUnavailable(busy_message(folder)) from error
        try:
            sweep(folder)
            place = folder / "generations" / secrets.token_hex(6)
            place.mkdir()
            try:
                yield place
            finally:
                if current(folder) != place:
                    shutil.rmtree(place, ignore_errors=True)
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


def current(folder: Path) -> Path | None:
    """The generation that serves, or None when there is none."""
    try:
        name = (folder / POINTER).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    place = folder / "generations" / name
    return place if name.isalnum() and place.is_dir() else None


def publish(folder: Path, place: Path) -> None:
    """Make `place` the generation that serves, in one step, and remove the others."""
    pointer = folder / f"{POINTER}.new"
    with pointer.open("w", encoding="utf-8") as stream:
        stream.write(place.name)
        stream.flush()
        os.fsync(stream.fileno())
    pointer.replace(folder / POINTER)
    sweep(folder)


def sweep(folder: Path) -> None:
    """Remove every generation that does not serve: what a killed builder left behind, and the one before."""
    serving = current(folder)
    for place in (folder / "generations").iterdir():
        if place != serving:
            shutil.rmtree(place, ignore_errors=True)


def seal(place: Path, facts: Mapping[str, Any]) -> Manifest:
    """Write the manifest of the files now in `place`, as the last step of building it."""
    files = {
        path.relative_to(place).as_posix(): (path.stat().st_size, file_digest(path))
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }
    manifest = Manifest(schema=SCHEMA, files=files, **facts)
    with (place / MANIFEST).open("w", encoding="utf-8") as stream:
        json.dump(asdict(manifest), stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    return manifest


def read_manifest(place: Path) -> Manifest:
    """The manifest of `place`, its files unchecked. Raises: IndexDamaged."""
    try:
        stored = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        if stored["schema"] != SCHEMA:
            raise IndexDamaged(f"The index has schema {stored['schema']!r} where {SCHEMA} is read; it is rebuilt.")
        stored["files"] = {str(name): (int(size), str(digest)) for name, (size, digest) in stored["files"].items()}
        return Manifest(**stored)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexDamaged(f"The index manifest in {str(place)!r} cannot be read; the index is rebuilt.") from error


def verify(place: Path, manifest: Manifest) -> None:
    """Compare every file of `place` with the manifest. Raises: IndexDamaged."""
    for name, (size, digest) in manifest.files.items():
        path = place / name
        try:
            sound = path.stat().st_size == size and file_digest(path) == digest
        except OSError:
            sound = False
        if not sound:
            raise IndexDamaged(f"The index file {name!r} is missing or damaged; the index is rebuilt.")


def file_digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(READ_BYTES):
            digest.update(block)
    return digest.hexdigest()
