"""Files that officials send: under safe names, in a folder of their own, until they are confirmed or forgotten.

What a browser calls a file is a hint and never a path: the file lies under a number until its official has seen, and
perhaps corrected, the name that the library will hold it under.
"""

import re
import secrets
import shutil
import tempfile
import time
import unicodedata
import weakref
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import IO

from assistant.web.errors import Refused
from assistant.web.settings import WebSettings
from index.keys import visible

NAME_BYTES = 230
"""A name with its suffix has to fit into the 255 bytes that file systems allow."""
_UNSAFE = re.compile(r'[<>:"|?*\\/]')
_SUFFIX = re.compile(r"\.[a-z0-9]{1,9}", re.ASCII)


@dataclass(frozen=True)
class Sent:
    """One file as it came in: what its browser called it, and its bytes."""

    filename: str
    content: IO[bytes]


@dataclass(frozen=True)
class Staged:
    """A file that waits to be confirmed. `name` is the safe name it would be held under, `size` in bytes."""

    name: str
    suffix: str
    size: int
    path: Path
    too_large: bool = False
    """Over the limit for one file: its bytes were not kept."""


@dataclass(frozen=True)
class Batch:
    """The files that were sent together."""

    identity: str
    folder: Path
    files: tuple[Staged, ...]
    until: float

    def discard(self) -> None:
        """Delete the files."""
        shutil.rmtree(self.folder, ignore_errors=True)


def safe_name(written: str) -> str:
    """The name that the library holds a file under: no path, nothing invisible, no sign of a system's. "" for none.

    At most NAME_BYTES of UTF-8.
    """
    last = re.split(r"[\\/]", visible(written))[-1]
    plain = _UNSAFE.sub("_", unicodedata.normalize("NFC", last))
    cut = " ".join(plain.split()).encode("utf-8")[:NAME_BYTES].decode("utf-8", "ignore")
    return cut.strip(" .-_")


def safe_file_name(filename: str) -> tuple[str, str]:
    """(name, suffix) of what a browser calls a file. A suffix that is none is part of the name."""
    written = visible(filename.replace("%22", '"'))  # browsers write a quotation mark so (HTML, multipart/form-data)
    stem, dot, end = written.rpartition(".")
    suffix = f"{dot}{end.strip().lower()}"
    if stem and _SUFFIX.fullmatch(suffix):
        return safe_name(stem), suffix
    return safe_name(written), ""


class Staging:
    """The batches that wait. Safe to call from several threads.

    Args:
        settings: how many batches wait, and for how long.
        max_file_bytes: a larger file is not kept.
        clock: monotonic seconds.
    """

    def __init__(self, settings: WebSettings, max_file_bytes: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._max_file_bytes = max_file_bytes
        self._clock = clock
        self._lock = Lock()
        self._batches: OrderedDict[str, Batch] = OrderedDict()
        self._folder = Path(tempfile.mkdtemp(prefix="policy-uploads-"))
        self.close = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        """Deletes every file; at the latest when this object, or the program, ends in peace."""

    def keep(self, sent: Sequence[Sent], name: str = "") -> Batch:
        """Write the files down. `name`: what the first of them is to replace. Raises Refused when there is no room."""
        self._forget()
        folder = self._folder / secrets.token_hex(8)
        try:
            folder.mkdir()
            files = [self._write(number, one, folder) for number, one in enumerate(sent)]
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise Refused(507, "no_room") from error
        if name and files:
            files[0] = Staged(safe_name(name), files[0].suffix, files[0].size, files[0].path, files[0].too_large)
        until = self._clock() + self._settings.staged_seconds
        batch = Batch(secrets.token_urlsafe(18), folder, tuple(files), until)
        with self._lock:
            self._batches[batch.identity] = batch
            pushed_out = self._surplus()
        for old in pushed_out:
            old.discard()
        return batch

    def find(self, identity: str) -> Batch:
        """The batch of that identity. Raises Refused (404) where it is kept no longer."""
        self._forget()
        with self._lock:
            batch = self._batches.get(identity)
        if batch is None:
            raise Refused(404, "batch_gone")
        return batch

    def take(self, identity: str) -> Batch:
        """The batch, which its taker has to discard. Raises Refused (404)."""
        with self._lock:
            batch = self._batches.pop(identity, None)
        if batch is None:
            raise Refused(404, "batch_gone")
        return batch

    def _write(self, number: int, one: Sent, folder: Path) -> Staged:
        name, suffix = safe_file_name(one.filename)
        size = one.content.seek(0, 2)
        one.content.seek(0)
        path = folder / f"{number}{suffix}"
        too_large = size > self._max_file_bytes
        if not too_large:
            with path.open("wb") as file:
                shutil.copyfileobj(one.content, file, 1024 * 1024)
        return Staged(name, suffix, size, path, too_large)

    def _forget(self) -> None:
        """Delete what waited for too long."""
        with self._lock:
            late = [batch for batch in self._batches.values() if batch.until <= self._clock()]
            for batch in late:
                del self._batches[batch.identity]
        for batch in late:
            batch.discard()

    def _surplus(self) -> list[Batch]:
        more = max(0, len(self._batches) - self._settings.staged)
        return [self._batches.popitem(last=False)[1] for _ in range(more)]


def named_paths(batch: Batch, names: Mapping[int, str]) -> list[Path]:
    """The files of `batch` under the names confirmed, by number, each in a folder of its own.

    Raises Refused (507) when there is no room for that; the batch is discarded then.
    """
    paths = []
    try:
        for number, name in names.items():
            staged = batch.files[number]
            folder = batch.folder / f"named-{number}"
            folder.mkdir()
            paths.append(staged.path.rename(folder / f"{name}{staged.suffix}"))
    except OSError as error:
        batch.discard()
        raise Refused(507, "no_room") from error
    return paths
