"""Eight bits a number, and a folder that the light runtime reads."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models

from index.static_model import StaticModel, is_static
from index.training.export import quantised, write_model

ROW = st.lists(st.floats(-100, 100, width=32), min_size=4, max_size=4)


@given(st.lists(ROW, min_size=1, max_size=5))
def test_a_number_is_off_by_half_a_step_at_most(rows: list[list[float]]) -> None:
    vectors = np.array(rows, dtype=np.float32)
    small, lengths = quantised(vectors)
    steps = np.abs(vectors).max(axis=1, keepdims=True) / 127
    assert small.dtype == np.int8
    assert np.all(np.abs(small * lengths[:, None] - vectors) <= steps * 0.501 + 1e-30)


def test_a_written_model_is_read_back(tmp_path: Path) -> None:
    tokenizer = Tokenizer(models.BPE({"港": 0, "机": 1}, []))
    vectors = np.array([[1.0, 0.5], [-2.0, 0.0]], dtype=np.float32)
    write_model(tmp_path, tokenizer, vectors, {"seed": 1})
    assert is_static(tmp_path)
    assert StaticModel.load(tmp_path).embed(["港", "机"]) == pytest.approx(vectors, abs=0.01)
    assert json.loads((tmp_path / "training.json").read_text(encoding="utf-8")) == {"seed": 1}
