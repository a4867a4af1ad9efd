"""A private copy of a published Chroma folder.

Merely opening a Chroma folder rewrites chroma.sqlite3 in it, so a published one is never opened: each process works on
a copy of its own, which lets any number of them read at once and leaves the published files as they were sealed. The
graph's files are only read, and are linked where the file system can.
"""

import os
import shutil
import tempfile
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexUnavailable

CLAIM_SECONDS = 30.0
"""Longest wait for another process that is making its copy."""
LINKED = ".bin"
"""Files of the graph; Chroma writes them only when rows are added."""


class WorkingCopy:
    """A private copy of a published Chroma folder, locked by this process and removed with it."""

    def __init__(self, source: Path, folder: Path) -> None:
        """Copy `source` into `folder`/working, or among the system's temporary files where that is read-only.

        Raises: IndexUnavailable where neither can be written.
        """
        try:
            self.place, self._lock = claim(folder / "working")
        except OSError:
            self.place, self._lock = claim_temporary(folder)
        self.chroma = self.place / "chroma"
        try:
            shutil.copytree(source, self.chroma, copy_function=link_or_copy)
        except OSError as error:
            self.remove()
            raise IndexUnavailable(
                f"The index in {str(folder)!r} cannot be copied for reading ({error}); free the disk."
            ) from error

    def remove(self) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        self._lock.release(force=True)


def claim(parent: Path) -> tuple[Path, FileLock]:
    """A new folder in `parent` with this process's lock on it; what ended processes left there is removed first."""
    parent.mkdir(parents=True, exist_ok=True)
    with FileLock(parent / "claims.lock", timeout=CLAIM_SECONDS):
        for place in parent.glob("copy-*"):
            remove_abandoned(place)
        return locked(Path(tempfile.mkdtemp(prefix="copy-", dir=parent)))


def claim_temporary(folder: Path) -> tuple[Path, FileLock]:
    """A new folder of an unguessable name that only this user may enter: others can write beside it."""
    try:
        return locked(Path(tempfile.mkdtemp(prefix="policy-index-")))
    except OSError as error:
        raise IndexUnavailable(
            f"Neither {str(folder)!r} nor the temporary folder can be written ({error}); a search needs one of them."
        ) from error


def locked(place: Path) -> tuple[Path, FileLock]:
    lock = FileLock(place / "lock", thread_local=False)
    lock.acquire(timeout=0)
    return place, lock


def remove_abandoned(place: Path) -> None:
    """Remove `place` unless a living process holds its lock."""
    try:
        with FileLock(place / "lock", timeout=0):
            shutil.rmtree(place, ignore_errors=True)
    except (Timeout, OSError):
        return


def link_or_copy(source: str, target: str) -> None:
    """Put the file `source` at `target`: the same one where it is only read, another elsewhere."""
    if source.endswith(LINKED):
        try:
            os.link(source, target)
            return
        except OSError:
            pass  # another file system, or one without links
    shutil.copy2(source, target)
