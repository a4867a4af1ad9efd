"""A static sentence model without torch: the vectors of a text's tokens, averaged.

Reads what sentence-transformers writes for a StaticEmbedding (modules.json, 0_StaticEmbedding/model.safetensors and
tokenizer.json) and computes the same vectors with tokenizers and numpy.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.errors import ModelUnavailable

Matrix = npt.NDArray[np.float32]
STATIC_MODULES = ["StaticEmbedding", "Normalize"]
TOKENS_AT_ONCE = 32_768
"""Token vectors held in one block; a longer text is summed by its distinct tokens."""
TEXTS_AT_ONCE = 1_024
READ_BYTES = 1_048_576
DECISIVE = ("modules.json", "model.safetensors", "tokenizer.json")
"""The files on which vectors depend."""


def is_static(folder: Path) -> bool:
    """Whether `folder` holds a model of token vectors alone, by its modules.json; False where that cannot be read."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        names = [str(module["type"]).rpartition(".")[2] for module in modules]
    except (OSError, ValueError, TypeError, KeyError):
        return False
    return names in (STATIC_MODULES, STATIC_MODULES[:1])


@dataclass(frozen=True)
class StaticModel:
    """A loaded model. Row t of `rows`, times `lengths[t]`, is the vector of token t."""

    tokenizer: Any
    rows: npt.NDArray[np.int8] | npt.NDArray[np.float16] | Matrix
    lengths: Matrix

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The model in `folder`. Raises: ModelUnavailable where it is missing, truncated or not of one piece."""
        inner = folder / "0_StaticEmbedding"
        if not inner.is_dir():
            inner = folder
        try:
            tensors = load_file(inner / "model.safetensors")
            tokenizer = Tokenizer.from_file(str(inner / "tokenizer.json"))
        except Exception as error:  # tokenizers raises bare Exception for a file it cannot read
            if not isinstance(error, (OSError, SafetensorError, ValueError)) and type(error) is not Exception:
                raise
            raise unusable(folder, " ".join(str(error).split())[:200]) from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return cls.checked(folder, tokenizer, tensors)

    @classmethod
    def checked(cls, folder: Path, tokenizer: Any, tensors: dict[str, npt.NDArray[Any]]) -> Self:
        """A model of these parts, which must fit each other. Raises: ModelUnavailable."""
        rows = tensors.get("embedding.weight", tensors.get("embeddings"))
        if rows is None or rows.ndim != 2 or rows.dtype not in (np.int8, np.float16, np.float32):
            raise unusable(folder, "it holds no matrix of token vectors")
        lengths = tensors.get("weights", np.ones(len(rows))).astype(np.float32)
        vocabulary = tokenizer.get_vocab_size()
        if len(rows) != vocabulary or lengths.shape != (vocabulary,):
            raise unusable(folder, f"{vocabulary} tokens, but {len(rows)} vectors and {lengths.size} lengths")
        return cls(tokenizer, rows, lengths)

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return int(self.rows.shape[1])

    def embed(self, texts: Sequence[str]) -> Matrix:
        """The mean token vector of each text, float32 `[len(texts), dimension]`; zeros where no token is known."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            batch = self.tokenizer.encode_batch_fast(
                list(texts[start : start + TEXTS_AT_ONCE]), add_special_tokens=False
            )
            ids = [np.asarray(encoding.ids, dtype=np.int64) for encoding in batch]
            for first, last in blocks([len(one) for one in ids]):
                vectors[start + first : start + last] = self._means(ids[first:last])
        return vectors

    def _means(self, ids: list[npt.NDArray[np.int64]]) -> Matrix:
        """The means of a block: several texts of few tokens, or one text of any number."""
        means = np.zeros((len(ids), self.dimension), dtype=np.float32)
        if len(ids) == 1:
            distinct, times = np.unique(ids[0], return_counts=True)
            means[0] = (times * self.lengths[distinct]) @ self.rows[distinct].astype(np.float32) / max(1, len(ids[0]))
            return means
        counts = np.array([len(one) for one in ids])
        some = np.flatnonzero(counts)
        tokens = np.concatenate(ids)
        if tokens.size:
            vectors = self.rows[tokens].astype(np.float32)
            vectors *= self.lengths[tokens, None]
            starts = np.concatenate([[0], np.cumsum(counts[some])[:-1]])
            means[some] = np.add.reduceat(vectors, starts, axis=0) / counts[some, None]
        return means


def blocks(counts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Spans `[first, last)` of texts whose token `counts` add up to TOKENS_AT_ONCE at most, or of one longer text."""
    first = held = 0
    for place, count in enumerate(counts):
        if place > first and held + count > TOKENS_AT_ONCE:
            yield first, place
            first, held = place, 0
        held += count
    if first < len(counts):
        yield first, len(counts)


def content_digest(folder: Path) -> str:
    """Twelve hexadecimal digits of every byte that decides the vectors in `folder`; "" where it holds nothing."""
    digest = hashlib.sha256()
    paths = sorted(path for path in folder.rglob("*") if path.name in DECISIVE)
    for path in paths:
        digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
        with path.open("rb") as stream:
            while piece := stream.read(READ_BYTES):
                digest.update(piece)
    return digest.hexdigest()[:12] if paths else ""


def unusable(folder: Path, why: str) -> ModelUnavailable:
    return ModelUnavailable(
        f"The embedding model in {str(folder)!r} is damaged or incomplete ({why}); put the whole folder back, or set "
        "POLICY_EMBEDDING_MODEL to another model."
    )
