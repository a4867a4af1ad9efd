"""One process at a time adds to a library, and one that has to wait is told for whom it waits.

SQLite: a lock file beside the database. PostgreSQL: an advisory lock of the database, which holds for processes on
other machines too. Both end with the process that holds them, however it ends. Readers need neither.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from documents.errors import CatalogueUnavailable, LibraryBusy
from documents.settings import DocumentSettings

Waiting = Callable[[str], None]
"""Hears, once, a sentence that says who has to be waited for."""
_KEY = 0x706F6C696379
"""Of PostgreSQL's advisory lock: any number that nothing else in the same database uses ("policy" in ASCII)."""
_POLL_SECONDS = 0.2
_HOLDER = text(
    "SELECT activity.pid, activity.client_addr FROM pg_locks locks JOIN pg_stat_activity activity USING (pid) "
    "WHERE locks.locktype = 'advisory' AND locks.granted AND locks.objid = :low AND locks.classid = :high "
    "AND locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


@contextmanager
def exclusive(settings: DocumentSettings, waiting: Waiting | None = None) -> Iterator[None]:
    """Holds the right to add documents.

    Raises LibraryBusy after `settings.add_wait_seconds`, CatalogueUnavailable where the lock cannot be kept.
    """
    url = make_url(settings.url)
    if url.get_backend_name() == "postgresql":
        with _advisory_lock(settings, waiting):
            yield
    elif url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        yield  # In this process's memory: no other process can reach it.
    else:
        database = Path(url.database or "") if url.get_backend_name() == "sqlite" else settings.home / "catalogue"
        with _file_lock(database, settings, waiting):
            yield


@contextmanager
def _file_lock(database: Path, settings: DocumentSettings, waiting: Waiting | None) -> Iterator[None]:
    lock = FileLock(f"{database}.adding")
    holder = Path(f"{database}.adding-by")
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        if not _taken_at_once(lock):
            who = _process_in(holder)
            _tell(waiting, who, settings)
            try:
                lock.acquire(timeout=settings.add_wait_seconds)
            except Timeout as error:
                raise _busy(who, settings) from error
    except OSError as error:
        raise CatalogueUnavailable(
            f"library {database.parent}: its lock cannot be taken ({error.strerror or error}); "
            "free the disk, or name a folder that can be written"
        ) from error
    try:
        with suppress(OSError):  # It serves a sentence only; the lock is held without it.
            holder.write_text(json.dumps({"pid": os.getpid()}), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def _taken_at_once(lock: FileLock) -> bool:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    return True


def _process_in(holder: Path) -> str:
    try:
        return f"another process ({int(json.loads(holder.read_text(encoding='utf-8'))['pid'])})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


@contextmanager
def _advisory_lock(settings: DocumentSettings, waiting: Waiting | None = None) -> Iterator[None]:
    """On a connection of its own, which the server closes, and the lock with it, when this process ends."""
    try:
        engine = create_engine(settings.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            _wait_for_advisory_lock(connection, settings, waiting)
            yield
    except SQLAlchemyError as error:
        raise CatalogueUnavailable(
            f"catalogue {make_url(settings.url)!r}: the lock for adding failed ({error}); "
            "check that the server runs and try again"
        ) from error


def _wait_for_advisory_lock(connection: Connection, settings: DocumentSettings, waiting: Waiting | None = None) -> None:
    deadline = time.monotonic() + settings.add_wait_seconds
    who = ""
    while not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY}):
        if not who:
            row = connection.execute(_HOLDER, {"low": _KEY & 0xFFFFFFFF, "high": _KEY >> 32}).first()
            who = f"another process (of the server: {row.pid}, from {row.client_addr or 'here'})" if row else "another"
            _tell(waiting, who, settings)
        if time.monotonic() >= deadline:
            raise _busy(who, settings)
        time.sleep(_POLL_SECONDS)


def _tell(waiting: Waiting | None, who: str, settings: DocumentSettings) -> None:
    if waiting:
        waiting(f"{who} is adding documents to this library; waiting for it, {settings.add_wait_seconds} s at most")


def _busy(who: str, settings: DocumentSettings) -> LibraryBusy:
    return LibraryBusy(
        f"{who} is still adding documents to this library after {settings.add_wait_seconds} s; "
        "try again when it has finished, or raise POLICY_ADD_WAIT_SECONDS"
    )
