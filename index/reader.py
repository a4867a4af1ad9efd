"""The reader: a retrieval encoder for the passages of smaller libraries and for questions, the search's third side.

Reads a folder of `index/models` with `tokenizers`, `onnxruntime` and numpy: token vectors and means
(model.safetensors), twelve layers (graph.onnx), tokenizer.json. A text's vector is the mean of its tokens' last
states, less the mean vector of generic text of its kind (Chinese questions, English questions, passages), which says
only which kind of text it is, and set to unit length. It depends on the text alone, not on which texts stand beside it.
"""

import os
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.embedding import MODELS_FOLDER, checked, encodable
from index.errors import ModelUnavailable
from index.keys import is_han
from index.seals import file_digest, signature
from index.settings import SHIPPED_READERS, IndexSettings

Matrix = npt.NDArray[np.float32]
Codes = npt.NDArray[np.uint8]
FILES = ("graph.onnx", "model.safetensors", "tokenizer.json")
TOKENS = 128
"""Tokens of a text that are read, its two marks and the prefix among them."""
TOKENS_AT_ONCE = 2_048
BLOCK = 32
"""Numbers of a token vector that share a scale."""
MIDDLE = 8
"""The code of 4 bits that stands for zero."""
PASSAGE, QUESTION = "passage: ", "query: "
"""What the encoder was taught to expect before a text."""
MEANS = ("chinese_questions", "english_questions", "passages")


class Reading(Protocol):
    """A model that reads passages and questions into one space."""

    @property
    def name(self) -> str:
        """What the model is, exact enough that equal names give equal vectors. Raises: ModelUnavailable."""

    @property
    def dimension(self) -> int:
        """Numbers in a vector. Raises: ModelUnavailable."""

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Vectors of `texts`, float32 `[len(texts), dimension]`, each of unit length. Raises: ModelUnavailable."""

    def question(self, text: str) -> Matrix:
        """The vector of a question, float32 `[dimension]`, of unit length. Raises: ModelUnavailable."""


class Reader:
    """A loaded model. Safe to use from several threads."""

    def __init__(self, name: str, tokenizer: Any, session: Any, tensors: dict[str, npt.NDArray[Any]]) -> None:
        self.name = name
        self._tokenizer = tokenizer
        self._session = session
        self._codes, self._scales = tensors["tokens"], tensors["token_scales"]
        self._positions: Matrix = tensors["positions"].astype(np.float32)
        self._means: dict[str, Matrix] = {mean: tensors[mean].astype(np.float32) for mean in MEANS}

    @classmethod
    def load(cls, folder: Path, threads: int = 1) -> Self:
        """The model in `folder`. Raises: ModelUnavailable where it is missing, truncated or not of one piece."""
        name = name_of(folder)
        # A process that forks after the tokenizer's threads have run is warned of on the terminal.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        try:
            tensors = load_file(folder / "model.safetensors")
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            session = opened_graph(folder / "graph.onnx", threads)
        except ModelUnavailable:
            raise
        except Exception as error:  # tokenizers and onnxruntime raise bare exceptions for files they cannot read
            if not isinstance(error, (OSError, SafetensorError, ValueError, RuntimeError)) and not is_bare(error):
                raise
            raise unusable(folder, " ".join(str(error).split())[:200]) from error
        tokenizer.no_padding()
        tokenizer.enable_truncation(TOKENS)
        return cls.checked(folder, name, tokenizer, session, tensors)

    @classmethod
    def checked(
        cls, folder: Path, name: str, tokenizer: Any, session: Any, tensors: dict[str, npt.NDArray[Any]]
    ) -> Self:
        """A model of these parts, which must fit each other. Raises: ModelUnavailable."""
        missing = {"tokens", "token_scales", "positions", *MEANS} - set(tensors)
        if missing:
            raise unusable(folder, f"it lacks {', '.join(sorted(missing))}")
        width, pieces = tensors["passages"].size, tokenizer.get_vocab_size()
        due: dict[str, tuple[int, ...]] = dict.fromkeys(MEANS, (width,))
        due |= {"tokens": (pieces, width // 2), "token_scales": (pieces, width // BLOCK), "positions": (TOKENS, width)}
        for part, shape in due.items():
            if tensors[part].shape != shape:
                raise unusable(folder, f"{part} has shape {tensors[part].shape} where {shape} is due")
        if session.get_inputs()[0].shape[-1] != width:
            raise unusable(folder, f"its layers are {session.get_inputs()[0].shape[-1]} wide, its tokens {width}")
        return cls(name, tokenizer, session, tensors)

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return int(self._positions.shape[1])

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Vectors of passages, float32 `[len(texts), dimension]`, centred, unit length. Raises: ModelUnavailable."""
        vectors = self._read([PASSAGE + encodable(text) for text in texts])
        return checked(vectors - self._means["passages"], len(texts), self.dimension, self.name)

    def question(self, text: str) -> Matrix:
        """The vector of a question, float32 `[dimension]`, centred, unit length. Raises: ModelUnavailable."""
        kind = "chinese_questions" if any(map(is_han, text)) else "english_questions"
        vectors = self._read([QUESTION + encodable(text)]) - self._means[kind]
        found: Matrix = checked(vectors, 1, self.dimension, self.name)[0]
        return found

    def _read(self, texts: list[str]) -> Matrix:
        """The mean state of each text, unit length, not centred; texts of a length are read together."""
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(texts)] if texts else []
        means = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(ids)), key=lambda place: (len(ids[place]), place))
        first = 0
        while first < len(order):
            last = first + 1
            while last < len(order) and (last - first + 1) * len(ids[order[last]]) <= TOKENS_AT_ONCE:
                last += 1
            part = order[first:last]
            means[part] = self._states([ids[place] for place in part])
            first = last
        return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9), dtype=np.float32)

    def _states(self, ids: list[list[int]]) -> Matrix:
        """The mean of the last states of each text's tokens, `[texts, dimension]`."""
        lengths = np.array([len(one) for one in ids], dtype=np.int32)
        longest = int(lengths.max())
        there = np.arange(longest) < lengths[:, None]
        tokens = np.zeros((len(ids), longest, self.dimension), dtype=np.float32)
        tokens[there] = self._vectors(np.concatenate([np.asarray(one, dtype=np.int64) for one in ids]))
        tokens += self._positions[:longest]
        try:
            (states,) = self._session.run(None, {"tokens": tokens, "lengths": lengths})
        except Exception as error:  # onnxruntime's own exceptions share no base but this
            raise ModelUnavailable(
                f"The reader {self.name!r} failed ({' '.join(str(error).split())[:200]}); put its whole folder back, "
                "or set POLICY_READER_MODEL to none."
            ) from error
        # One text after the other: a sum over a padded block would depend on its neighbours' lengths.
        return np.stack([state[:length].mean(axis=0) for state, length in zip(states, lengths, strict=True)])

    def _vectors(self, tokens: npt.NDArray[np.int64]) -> Matrix:
        """The vectors of tokens, `[tokens, dimension]`, out of 4 bits a number."""
        packed = self._codes[tokens]
        codes = np.stack([packed & 15, packed >> 4], axis=2).reshape(len(tokens), -1)
        numbers = codes.astype(np.float32) - MIDDLE
        return np.asarray(numbers * np.repeat(self._scales[tokens].astype(np.float32), BLOCK, axis=1))


class LazyReader:
    """A model that is loaded when it is first asked; its name is known before."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._folder = folder
        self._threads = threads
        self._model: Reader | None = None
        self._lock = Lock()

    @cached_property
    def name(self) -> str:
        """The folder's name and a digest of its bytes. Raises: ModelUnavailable where a file is missing."""
        return name_of(self._folder)

    @property
    def dimension(self) -> int:
        return self._loaded().dimension

    def passages(self, texts: Sequence[str]) -> Matrix:
        return self._loaded().passages(texts)

    def question(self, text: str) -> Matrix:
        return self._loaded().question(text)

    def _loaded(self) -> Reader:
        with self._lock:
            if self._model is None:
                self._model = Reader.load(self._folder, self._threads)
            return self._model


def open_reader(settings: IndexSettings) -> LazyReader | None:
    """The configured reader, nothing loaded yet; None where none is wanted."""
    if not settings.reader:
        return None
    folder = MODELS_FOLDER / settings.reader if settings.reader in SHIPPED_READERS else Path(settings.reader)
    return LazyReader(folder, settings.threads)


def opened_graph(path: Path, threads: int) -> Any:
    """The graph at `path`, ready to run on the processor."""
    import onnxruntime  # noqa: PLC0415 - a sixth of a second, and only where a question is read

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # a busy machine has other work
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def name_of(folder: Path) -> str:
    """The folder's name and twelve hexadecimal digits of its files' bytes. Raises: ModelUnavailable."""
    try:
        digests = [digest_of(folder / name, signature(folder / name))[:4] for name in FILES]
    except OSError as error:
        raise unusable(folder, f"{Path(error.filename or folder).name} cannot be read") from error
    return f"{folder.name} {''.join(digests)}"


@lru_cache(16)
def digest_of(path: Path, looks: tuple[int, ...]) -> str:  # noqa: ARG001 - a file that looks otherwise is read again
    """The SHA-256 of a file, read once while it looks the same."""
    return file_digest(path)


def is_bare(error: Exception) -> bool:
    """Whether the error is of the kinds that tokenizers and onnxruntime raise."""
    return type(error) is Exception or type(error).__module__.startswith("onnxruntime")


def unusable(folder: Path, why: str) -> ModelUnavailable:
    return ModelUnavailable(
        f"The reader in {str(folder)!r} is missing, damaged or incomplete ({why}); put the whole folder back, or set "
        "POLICY_READER_MODEL to another one, or to none to search without it."
    )
