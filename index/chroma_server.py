"""Vectors on a Chroma server: one collection for each base segment, named by it, removed when it no longer serves.

The server is Chroma's own (`chroma run`), reached by HTTP. It has no authentication: let it listen on loopback, or
behind a proxy that asks who comes. Passages, words and the vectors themselves stay in the index folder: the server
proposes neighbours, so one that lost or changed its rows costs time and never an invented answer.
"""

import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import chromadb
import httpx
import numpy as np
import numpy.typing as npt
from chromadb.api import ClientAPI
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError

from index.errors import IndexDamaged, IndexUnavailable
from index.settings import IndexSettings
from index.vectors import ExactVectors, fill_collection, neighbours

Matrix = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
OWNER = "server-name"
"""The file in the index folder that holds the name its collections begin with: several libraries may share a server."""


class ServerVectors:
    """Neighbours from a collection on a Chroma server; from the exact product once another process replaced it."""

    def __init__(self, url: str, name: str, matrix: Matrix) -> None:
        """The collection `name` of the server at `url`, which holds the rows of `matrix`.

        Raises: IndexDamaged where it is missing or holds another number of rows, IndexUnavailable where the server is
        away.
        """
        self._url = url
        self._exact = ExactVectors(matrix)
        self._count = len(matrix)
        with reaching(url):
            client = connect(url)
            try:
                self._collection = client.get_collection(name, embedding_function=None)
            except NotFoundError as error:
                raise IndexDamaged(f"The Chroma server {url} has no collection {name!r}; it is made again.") from error
            held = self._collection.count()
        if held != self._count:
            raise IndexDamaged(f"The Chroma server {url} holds {held} rows where {self._count} are due.")

    def nearest(self, vector: Matrix, limit: int) -> Rows:
        with reaching(self._url):
            try:
                return neighbours(self._collection, vector, min(limit, self._count))
            except NotFoundError:
                return self._exact.nearest(vector, limit)


def write_to_server(settings: IndexSettings, name: str, matrix: Matrix, advance: Callable[[int], None]) -> None:
    """Make the collection `name` of the rows of `matrix` `[rows, dimension]`. Raises: IndexUnavailable."""
    with reaching(settings.chroma_url):
        client = connect(settings.chroma_url)
        fill_collection(client, name, matrix, settings, advance)


def remove_others(settings: IndexSettings, serving: Collection[str]) -> None:
    """Remove this library's collections, less those of the segments that serve. Raises: IndexUnavailable."""
    with reaching(settings.chroma_url):
        client = connect(settings.chroma_url)
        kept = {collection_name(settings.folder, segment) for segment in serving}
        for collection in client.list_collections():
            if collection.name.startswith(collection_name(settings.folder, "")) and collection.name not in kept:
                client.delete_collection(collection.name)


def collection_name(folder: Path, segment: str) -> str:
    """The collection of a segment of the index in `folder`; its beginning is made when it is first asked for."""
    path = folder / OWNER
    try:
        owner = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        owner = ""
    if not owner.isalnum():
        owner = secrets.token_hex(6)
        path.write_text(owner, encoding="ascii")
    return f"policy-{owner}-{segment}"


def connect(url: str) -> ClientAPI:
    """A client of the server at `url`; ValueError or an httpx error where it is away."""
    parts = urlsplit(url)
    return chromadb.HttpClient(
        host=parts.hostname or "localhost",
        port=parts.port or (443 if parts.scheme == "https" else 80),
        ssl=parts.scheme == "https",
        settings=Settings(anonymized_telemetry=False),
    )


@contextmanager
def reaching(url: str) -> Iterator[None]:
    """Turn a server that is away, or that refuses, into one sentence."""
    try:
        yield
    except (httpx.HTTPError, ChromaError, ValueError, OSError) as error:
        raise IndexUnavailable(
            f"The Chroma server {url} cannot be used ({' '.join(str(error).split())[:200] or type(error).__name__}); "
            "start it with `chroma run`, correct POLICY_CHROMA_URL, or unset it to keep vectors in the index folder."
        ) from error
