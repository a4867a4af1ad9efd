"""A real PostgreSQL server of the machine's own package, in a temporary folder, reached through a Unix socket."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

UNPRIVILEGED = ("postgres", "nobody")
"""Whom the server runs as where the tests run as root, which it refuses to run as."""
_QUICK = "-c listen_addresses='' -c fsync=off -c full_page_writes=off"


@dataclass
class Server:
    """A running server. Nothing listens on the network."""

    folder: Path
    binaries: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, database: str = "postgres") -> str:
        """For SQLAlchemy, without a driver: which one is used is the project's choice."""
        return f"postgresql://library@/{database}?unix_sock={self.folder}/.s.PGSQL.5432"

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"library_{secrets.token_hex(4)}"
        url = self.url().replace("postgresql://", "postgresql+pg8000://")
        engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        return self.url(name)

    def start(self) -> None:
        """Returns when it takes connections."""
        options = f"{_QUICK} -c unix_socket_directories={self.folder}"
        self.control("start", "-w", "-l", str(self.folder / "log"), "-o", options)

    def stop(self, how: str = "immediate") -> None:
        """`immediate` is what a crash does to it."""
        self.control("stop", "-m", how)

    def control(self, *arguments: str) -> None:
        self.run("pg_ctl", "-D", str(self.data), "-s", *arguments)

    def run(self, program: str, *arguments: str) -> None:
        """As a user that the server may run as."""
        user = [] if os.getuid() else ["setpriv", f"--reuid={_user()}", f"--regid={_group()}", "--clear-groups"]
        command = [*user, str(self.binaries / program), *arguments]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)


@contextmanager
def running() -> Iterator[Server]:
    """A server with one superuser and no password; gone at the end with all that it held."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # pytest's own folders are too long for a socket's path
    try:
        if not os.getuid():
            shutil.chown(folder, _user())
        server = Server(folder, _binaries())
        settings = ("-U", "library", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        server.run("initdb", "-D", str(server.data), *settings)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def _binaries() -> Path:
    """The newest version's programs, which Debian does not put on the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    assert named, "no PostgreSQL: make database installs it, -m 'not database' runs without it"
    return Path(named).parent


def _user() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)


def _group() -> int:
    return pwd.getpwnam(_user()).pw_gid
