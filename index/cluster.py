"""The reading, splitting and embedding of a large collection, spread over a Ray cluster (Ray Data).

Documents and texts go out in rounds that fit into memory, results come back in the order of what was given, so an
index built by a cluster is the one that a single process builds. Every machine of the cluster needs the project's
requirements, and the configured model where that is a folder; the project's own code is sent along.
"""

import os
import pickle
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from documents.errors import PolicyError, UnreadableFile
from documents.ingest import read_document
from documents.model import Document
from documents.settings import DocumentSettings
from index.embedding import Embedder
from index.errors import IndexUnavailable, ModelUnavailable
from index.labour import split_document
from index.model import Passage

Matrix = npt.NDArray[np.float32]
MakeEmbedder = Callable[[], Embedder]
LOCAL = "local"
"""The address that stands for a cluster of this machine's processors, started for the build and stopped after it."""
FILES_AT_ONCE = 200
DOCUMENTS_AT_ONCE = 2_000
BATCHES_AT_ONCE = 400
ROOT = Path(__file__).parent.parent
T = TypeVar("T")


class Cluster:
    """Work spread over a Ray cluster; a context manager that connects and lets go."""

    def __init__(self, address: str, make_embedder: MakeEmbedder) -> None:
        """`address` as Ray takes it (host:port, ray://host:port, auto), or LOCAL; `make_embedder` runs on workers."""
        self._address = address
        self._make_embedder = make_embedder
        self._model = make_embedder().name
        self._ray: Any = None

    def __enter__(self) -> "Cluster":
        """Connect. Raises: IndexUnavailable where Ray is not installed or the cluster is away."""
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anyone
        try:
            import ray  # noqa: PLC0415 - heavy, and optional
            import ray.data  # noqa: PLC0415
        except ImportError as error:
            raise IndexUnavailable(
                "Ray is not installed; run `pip install -r requirements-ray.txt`, or build without --ray."
            ) from error
        try:
            ray.init(
                address=None if self._address == LOCAL else self._address,
                runtime_env={"py_modules": [str(ROOT / "documents"), str(ROOT / "index")]},
                include_dashboard=False if self._address == LOCAL else None,
                log_to_driver=False,
                logging_level="ERROR",
            )
        except Exception as error:  # a cluster that is away raises nearly anything: ConnectionError, RuntimeError ...
            raise IndexUnavailable(
                f"The Ray cluster {self._address!r} cannot be reached ({one_line(error)}); start it with "
                "`ray start --head`, correct the address, or build without --ray."
            ) from error
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        self._ray = ray
        return self

    def __exit__(self, *_: object) -> None:
        self._ray.shutdown()

    def read(
        self, jobs: Iterable[tuple[Any, Path | None]], settings: DocumentSettings
    ) -> Generator[tuple[Any, Document | PolicyError | None], None, None]:
        """Read files for `documents.adding.add_files`; their bytes are sent along. Raises: IndexUnavailable."""
        for part in rounds(jobs, FILES_AT_ONCE):
            files = [path for _, path in part if path is not None]
            rows = [
                {"place": place, "work": pickle.dumps((path, path.read_bytes(), settings))}
                for place, path in enumerate(files)
            ]
            found = iter(self._done(self._ray.data.from_items(rows).map(read_row), len(rows)) if rows else ())
            for told, path in part:
                yield told, None if path is None else next(found)

    def split(self, documents: Iterable[Document], budget: int) -> Iterator[Sequence[Passage]]:
        """The passages of each document, in the order given."""
        for part in rounds(documents, DOCUMENTS_AT_ONCE):
            rows = [{"place": place, "work": pickle.dumps((each, budget))} for place, each in enumerate(part)]
            yield from self._done(self._ray.data.from_items(rows).map(split_row), len(rows))

    def embed(self, batches: Iterable[Sequence[str]]) -> Iterator[Matrix]:
        """Vectors of each batch, in the order given. Raises: ModelUnavailable, IndexUnavailable."""
        workers = max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        for part in rounds(batches, BATCHES_AT_ONCE):
            rows = [{"place": place, "work": pickle.dumps(list(each))} for place, each in enumerate(part)]
            pool = self._ray.data.ActorPoolStrategy(size=min(workers, len(rows)))
            data = self._ray.data.from_items(rows, override_num_blocks=len(rows)).map(
                EmbedRows, fn_constructor_args=(self._make_embedder,), compute=pool
            )
            for model, vectors in self._done(data, len(rows)):
                if isinstance(vectors, str):
                    raise ModelUnavailable(vectors)
                if model != self._model:
                    raise ModelUnavailable(
                        f"A worker of the Ray cluster embeds with {model!r} where {self._model!r} is configured; put "
                        "the same model and packages on every machine of the cluster."
                    )
                yield vectors

    def _done(self, data: Any, count: int) -> list[Any]:
        """The results of a round, in the order of their places. Raises: IndexUnavailable."""
        try:
            done = {row["place"]: row["work"] for row in data.iter_rows()}
        except self._ray.exceptions.RayError as error:
            raise IndexUnavailable(
                f"The Ray cluster {self._address!r} failed at its work ({one_line(error)}); look at its logs, or build "
                "without --ray."
            ) from error
        return [pickle.loads(done[place]) for place in range(count)]


def read_row(row: dict[str, Any]) -> dict[str, Any]:
    """Runs on a worker: a pickled path, bytes and settings → the pickled document, or the error that refuses it."""
    path, content, settings = pickle.loads(row["work"])
    found: Document | PolicyError
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(content)
        try:
            found = read_document(copy, settings)
        except UnreadableFile as error:
            found = UnreadableFile(str(error).replace(str(copy), str(path)))
    return {"place": row["place"], "work": pickle.dumps(found)}


def split_row(row: dict[str, Any]) -> dict[str, Any]:
    """Runs on a worker: a pickled document and budget → its pickled passages."""
    document, budget = pickle.loads(row["work"])
    return {"place": row["place"], "work": pickle.dumps(split_document(document, budget))}


class EmbedRows:
    """Lives on a worker with the model loaded: pickled texts → the model's name and their vectors, pickled.

    Where the model fails, the sentence that says so stands in place of the vectors.
    """

    def __init__(self, make_embedder: MakeEmbedder) -> None:
        self._embedder = make_embedder()

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        found: Matrix | str
        try:
            found = self._embedder.embed(pickle.loads(row["work"]))
        except ModelUnavailable as error:
            found = str(error)
        return {"place": row["place"], "work": pickle.dumps((self._embedder.name, found))}


def rounds(items: Iterable[T], most: int) -> Iterator[list[T]]:
    """`items` in lists of at most `most`."""
    left = iter(items)
    while part := list(islice(left, most)):
        yield part


def one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
