"""Every number and switch of this room, read from the environment in one place."""

import os
from dataclasses import dataclass
from pathlib import Path

from documents.errors import BadSetting

MOST_WORKERS = 64
"""More are not started, whatever is asked for."""
MAX_DIGITS = 15
"""A longer number is a slip, whatever it is for."""


@dataclass(frozen=True)
class ReaderLimits:
    """What reading one file in a child process may cost, and what an archive may swell to."""

    seconds: int = 10
    """POLICY_READER_SECONDS: processor time and wall clock, in seconds, >= 1."""
    memory_bytes: int = 1024**3
    """Address space of the child, in bytes."""
    unpacked_bytes: int = 50_000_000
    """Sum of the sizes inside a zip archive, in bytes."""
    compression_ratio: int = 100
    """Unpacked over packed size of a zip archive."""
    archive_members: int = 2_000
    """Files inside a zip archive."""
    pages: int = 600
    """Pages of a PDF; a full one takes about 10 ms, so that these fit into the time."""
    characters: int = 20_000_000
    """Of the text that comes back."""


@dataclass(frozen=True)
class DocumentSettings:
    """Where the library lies and what a file may be."""

    home: Path = Path("var")
    """POLICY_HOME: the folder of catalogue and index."""
    catalogue_url: str = ""
    """POLICY_CATALOGUE_URL: an SQLAlchemy URL; empty for SQLite in `home`."""
    corpus: Path = Path(__file__).parent / "corpus"
    """The documents that come with the project, added when the library is empty."""
    max_file_bytes: int = 20 * 1024 * 1024
    """POLICY_MAX_FILE_BYTES: larger files are refused, in bytes, > 0."""
    readers: ReaderLimits = ReaderLimits()
    workers: int = 2
    """POLICY_WORKERS: processes that read files at the same time, from 1 (the command itself reads them) to 64."""
    add_wait_seconds: int = 60
    """POLICY_ADD_WAIT_SECONDS: how long to wait for another process that is adding, in seconds, >= 1."""
    settle_seconds: float = 1.0
    """A file in a watched folder is read when it has not changed for so long, in seconds, > 0."""
    library_line_bytes: int = 150_000_000
    """The longest line of an exported library: the longest text, each of its characters escaped."""
    restore_confidence: float = 0.95
    """A mask is restored at this probability or above, in (0, 1]; below it the mask stands."""

    @property
    def url(self) -> str:
        """The catalogue's URL; one of PostgreSQL that names no driver gets the one that is installed here."""
        for scheme in ("postgresql://", "postgres://"):
            if self.catalogue_url.startswith(scheme):
                return "postgresql+pg8000://" + self.catalogue_url.removeprefix(scheme)
        return self.catalogue_url or f"sqlite:///{self.home / 'catalogue.sqlite3'}"

    @classmethod
    def from_environment(cls) -> "DocumentSettings":
        """The settings of this process. Raises BadSetting."""
        return cls(
            home=Path(os.environ.get("POLICY_HOME", "") or cls.home),
            catalogue_url=os.environ.get("POLICY_CATALOGUE_URL", ""),
            max_file_bytes=whole_number("POLICY_MAX_FILE_BYTES", cls.max_file_bytes),
            workers=min(whole_number("POLICY_WORKERS", cls.workers), MOST_WORKERS),
            add_wait_seconds=whole_number("POLICY_ADD_WAIT_SECONDS", cls.add_wait_seconds),
            readers=ReaderLimits(seconds=whole_number("POLICY_READER_SECONDS", ReaderLimits.seconds)),
        )


def whole_number(name: str, default: int) -> int:
    """The variable `name` as a whole number >= 1; `default` where it is not set. Raises BadSetting."""
    written = os.environ.get(name, "").strip()
    if not written:
        return default
    if not (written.isascii() and written.isdigit() and len(written) <= MAX_DIGITS and int(written) >= 1):
        raise BadSetting(f"{name} takes a whole number from 1, not {written[:40]!r}; correct it or unset it")
    return int(written)
