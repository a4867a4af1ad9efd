"""The database behind the catalogue: opened by URL, set up so that a reader sees one state and writers queue."""

import re
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from documents.errors import CatalogueUnavailable

_FULL = re.compile("disk is full|No space left on device")


def open_engine(url: str) -> Engine:
    """Raises CatalogueUnavailable, without the URL's password, where it is none that can be used."""
    try:
        engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))  # a server may have been restarted
    except (SQLAlchemyError, ImportError, ValueError) as error:
        shown = re.sub(r"://[^/@]*@", "://***@", url)
        raise CatalogueUnavailable(
            f"catalogue {shown!r}: not a usable database URL ({error}); correct POLICY_CATALOGUE_URL or unset it"
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def failure_of(engine: Engine, error: Exception) -> CatalogueUnavailable:
    """The sentence about what a database's driver raised, with the remedy that fits."""
    cause = getattr(error, "orig", None) or error
    told = cause.args[0] if cause.args else ""
    # PostgreSQL's driver gives a dictionary: M is the message, C the code.
    reason = str(told["M"] if isinstance(told, dict) and "M" in told else cause)
    remedy = "check that its folder can be written, or move a damaged file away"
    if _FULL.search(reason):
        remedy = "the disk is full: free space on it and try again; what was stored before is kept"
    elif engine.dialect.name != "sqlite":
        remedy = "check that the server runs and that POLICY_CATALOGUE_URL is right"
    return CatalogueUnavailable(f"catalogue {engine.url}: {reason}; {remedy}")


def make_home(home: Path) -> None:
    """Raises CatalogueUnavailable where the folder cannot be made."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CatalogueUnavailable(
            f"POLICY_HOME {home}: cannot be made ({error.strerror}); name a folder that can be written"
        ) from error


def _configure_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite, not by the driver at the first write
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """One snapshot for all statements of a reader; a writer waits for its turn before it reads."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    """By default each statement would see a state of its own, and a reader half of a document that is replaced."""
    if not connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
