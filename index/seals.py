"""Checksums of a folder's files: taken once when it is sealed, compared before anything in it is trusted.

A file that this process has found whole is not read again while its size and times stay as they were, so that a
large part of an index that serves already costs nothing when a small one is added to it.
"""

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from index.errors import IndexDamaged

Files = Mapping[str, tuple[int, str]]
"""File within a folder → bytes, SHA-256."""
MANIFEST = "manifest.json"
READ_BYTES = 1 << 20
THREADS = 2
"""Files read at once; hashing lets go of the interpreter."""

_found_whole: dict[Path, tuple[tuple[int, ...], str]] = {}


def files_of(place: Path) -> dict[str, tuple[int, str]]:
    """Size and SHA-256 of every file below `place`, its manifest excepted, by its path within it."""
    paths = sorted(path for path in place.rglob("*") if path.is_file() and path != place / MANIFEST)
    with ThreadPoolExecutor(THREADS) as threads:
        digests = threads.map(file_digest, paths)
        return {
            path.relative_to(place).as_posix(): (path.stat().st_size, digest)
            for path, digest in zip(paths, digests, strict=True)
        }


def verify_files(place: Path, files: Files) -> None:
    """Compare files of `place` with what was sealed. Raises: IndexDamaged."""
    with ThreadPoolExecutor(THREADS) as threads:
        sound = threads.map(lambda entry: is_whole(place / entry[0], *entry[1]), files.items())
        for name, whole in zip(files, sound, strict=True):
            if not whole:
                raise IndexDamaged(f"The index file {name!r} is missing or damaged; the index is rebuilt.")


def is_whole(path: Path, size: int, digest: str) -> bool:
    """Whether the file at `path` has these bytes; read only where this process has not found it whole before."""
    try:
        looks = signature(path)
        if looks[0] != size:
            return False
        if _found_whole.get(path) == (looks, digest):
            return True
        whole = file_digest(path) == digest
    except OSError:
        return False
    if whole:
        _found_whole[path] = (looks, digest)
    return whole


def forget(place: Path) -> None:
    """Forget what was found out about the files of a folder that is gone."""
    for path in [path for path in _found_whole if path.is_relative_to(place)]:
        _found_whole.pop(path, None)


def signature(path: Path) -> tuple[int, ...]:
    """What changes when a file is written: its size, its times, and which file it is."""
    facts = path.stat()
    return facts.st_size, facts.st_mtime_ns, facts.st_ino


def file_digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(READ_BYTES):
            digest.update(block)
    return digest.hexdigest()
