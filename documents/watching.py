"""Follows folders: what is new or changed in them is added; what vanishes from them stays in the library."""

import shlex
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from watchfiles import Change, DefaultFilter
from watchfiles import watch as changes_in

from documents.adding import Added, add_files, find_files
from documents.catalog import Catalogue
from documents.errors import LibraryBusy
from documents.exclusive import Waiting
from documents.read import READABLE_SUFFIXES, document_name
from documents.settings import DocumentSettings

_POLL_SECONDS = 0.1
_TICK_MILLISECONDS = 500
"""How often a look is taken at what is still due."""
Stamp = tuple[int, int]
"""Bytes and time of last change of a file."""


@dataclass(frozen=True)
class Vanished:
    """A file that is gone from its folder; its document is not."""

    path: Path
    name: str
    message: str


def watch(
    paths: Iterable[Path],
    catalogue: Catalogue,
    settings: DocumentSettings,
    *,
    waiting: Waiting | None = None,
    stop: Event | None = None,
) -> Iterator[Added | Vanished]:
    """What becomes of each file that changes below `paths` from now on, until `stop` is set or Ctrl-C.

    A file that is being written is left alone until it has not changed for `settings.settle_seconds`. When another
    process is adding for too long, the files are tried again later. Raises CatalogueUnavailable.
    """
    roots = [path.resolve() for path in paths if path.exists()]
    told = changes_in(
        *roots,
        stop_event=stop,
        watch_filter=_DocumentsOnly(),
        raise_interrupt=True,
        rust_timeout=_TICK_MILLISECONDS,
        yield_on_timeout=True,
    )
    due: set[Path] = set(roots)  # what changed before the first tick was not reported yet
    for changes in told:
        gone = sorted(Path(path) for change, path in changes if change == Change.deleted and not Path(path).exists())
        yield from vanished(gone, catalogue)
        due |= {Path(path) for _, path in changes if Path(path).exists()}
        try:
            yield from _added(due, catalogue, settings, waiting, stop)
            due.clear()
        except LibraryBusy as busy:  # tried again at the next tick
            if waiting:
                waiting(str(busy))


def _added(
    due: Iterable[Path],
    catalogue: Catalogue,
    settings: DocumentSettings,
    waiting: Waiting | None,
    stop: Event | None,
) -> Iterator[Added]:
    """What becomes of the files, once they are written to their end; nothing is told of one that is held as it is."""
    files = find_files(sorted(due)).files
    if files:
        settled = _settled(files, settings.settle_seconds, stop)
        added = add_files(settled, catalogue, settings, workers=settings.workers, waiting=waiting)
        yield from (one for one in added if one.outcome != "unchanged")


class _DocumentsOnly(DefaultFilter):
    """Files of formats that are read, and folders, which may have been moved in with files in them."""

    def __call__(self, change: Change, path: str) -> bool:
        """Whether this change matters."""
        file = Path(path)
        if file.name.startswith(".") or not super().__call__(change, path):
            return False
        return file.suffix.lower() in READABLE_SUFFIXES or (change == Change.added and file.is_dir())


def vanished(paths: Iterable[Path], catalogue: Catalogue) -> Iterator[Vanished]:
    """Of files that are gone, those whose documents the library still holds."""
    held = set(catalogue.names())
    for path in paths:
        name = document_name(path)
        if name in held:
            yield Vanished(
                path,
                name,
                f"{path.name}: the file is gone, and its document stays in the library; "
                f"to take it out: python -m documents remove -- {shlex.quote(name)}",
            )


def _settled(files: Iterable[Path], seconds: float, stop: Event | None) -> list[Path]:
    """The files, once none of them has changed for so long; those that vanish meanwhile are left out."""
    before = _stamps(files)
    quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < seconds and not (stop and stop.is_set()):
        time.sleep(_POLL_SECONDS)
        now = _stamps(before)
        if now != before:
            before, quiet_since = now, time.monotonic()
    return list(before)


def _stamps(files: Iterable[Path]) -> Mapping[Path, Stamp]:
    stamps = {}
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue
        stamps[file] = (status.st_size, status.st_mtime_ns)
    return stamps
