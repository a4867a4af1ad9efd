"""The light runtime: means of token vectors, and what a damaged folder says."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers

from index.errors import ModelUnavailable
from index.static_model import TOKENS_AT_ONCE, StaticModel, blocks, content_digest, is_static

ROWS = np.array([[2, 0], [0, 4], [-6, 2]], dtype=np.int8)
LENGTHS = np.array([0.5, 0.25, 1.0], dtype=np.float32)


def write(folder: Path, rows: np.ndarray = ROWS, lengths: np.ndarray | None = LENGTHS) -> Path:
    """A model of the tokens 港, 机 and 场, whose vectors are (1, 0), (0, 1) and (-6, 2)."""
    inner = folder / "0_StaticEmbedding"
    inner.mkdir(parents=True)
    tokenizer = Tokenizer(models.BPE({"港": 0, "机": 1, "场": 2}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.save(str(inner / "tokenizer.json"))
    tensors = {"embeddings": rows} | ({} if lengths is None else {"weights": lengths})
    save_file(tensors, inner / "model.safetensors")
    modules = [{"path": "0_StaticEmbedding", "type": "sentence_transformers.models.StaticEmbedding"}]
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "model")


def test_a_text_is_the_mean_of_its_tokens(folder: Path) -> None:
    model = StaticModel.load(folder)
    assert model.dimension == 2
    vectors = model.embed(["港", "机", "港机", "港 港 场"])
    assert vectors == pytest.approx(np.array([[1, 0], [0, 1], [0.5, 0.5], [-4 / 3, 2 / 3]]))


def test_unknown_tokens_count_for_nothing(folder: Path) -> None:
    assert StaticModel.load(folder).embed(["港x", "x", "", "港"]).tolist() == [[1, 0], [0, 0], [0, 0], [1, 0]]


def test_a_text_longer_than_a_block_is_summed_alike(folder: Path) -> None:
    model = StaticModel.load(folder)
    long = "港机" * TOKENS_AT_ONCE
    vectors = model.embed(["机", long, "港"])
    assert vectors == pytest.approx(np.array([[0, 1], [0.5, 0.5], [1, 0]]))


def test_rows_without_lengths_are_taken_as_they_are(tmp_path: Path) -> None:
    model = StaticModel.load(write(tmp_path / "m", ROWS.astype(np.float16), None))
    assert model.embed(["场"]).tolist() == [[-6, 2]]


@given(st.lists(st.integers(0, TOKENS_AT_ONCE * 2), max_size=30))
def test_blocks_tile_the_texts_and_stay_small(counts: list[int]) -> None:
    spans = list(blocks(counts))
    assert [place for first, last in spans for place in range(first, last)] == list(range(len(counts)))
    assert all(last - first == 1 or sum(counts[first:last]) <= TOKENS_AT_ONCE for first, last in spans)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("damage", ["gone", "empty", "half"])
def test_a_damaged_file_is_one_sentence_with_a_remedy(folder: Path, name: str, damage: str) -> None:
    path = folder / "0_StaticEmbedding" / name
    content = path.read_bytes()
    path.unlink()
    if damage != "gone":
        path.write_bytes(content[: len(content) // 2] if damage == "half" else b"")
    with pytest.raises(ModelUnavailable, match="put the whole folder back") as caught:
        StaticModel.load(folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("rows", "lengths", "why"),
    [
        (ROWS[:2], LENGTHS[:2], "3 tokens, but 2 vectors"),
        (ROWS, LENGTHS[:2], "2 lengths"),
        (ROWS[0], LENGTHS, "no matrix"),
        (ROWS.astype(np.int32), LENGTHS, "no matrix"),
    ],
)
def test_parts_that_do_not_fit_are_refused(tmp_path: Path, rows: np.ndarray, lengths: np.ndarray, why: str) -> None:
    with pytest.raises(ModelUnavailable, match=why):
        StaticModel.load(write(tmp_path / "m", rows, lengths))


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="damaged or incomplete"):
        StaticModel.load(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("modules", "expected"),
    [
        ('[{"type": "a.StaticEmbedding"}]', True),
        ('[{"type": "a.StaticEmbedding"}, {"type": "b.Normalize"}]', True),
        ('[{"type": "a.Transformer"}, {"type": "a.Pooling"}]', False),
        ('[{"type": "a.StaticEmbedding"}, {"type": "b.Dense"}]', False),
        ("[{}]", False),
        ("7", False),
        ("[", False),
    ],
)
def test_a_static_model_is_told_by_its_modules(tmp_path: Path, modules: str, expected: bool) -> None:
    (tmp_path / "modules.json").write_text(modules, encoding="utf-8")
    assert is_static(tmp_path) is expected
    assert not is_static(tmp_path / "nowhere")


def test_the_digest_sees_one_changed_byte_of_the_vectors(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    assert content_digest(copy) == content_digest(folder)
    path = copy / "0_StaticEmbedding" / "model.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    assert content_digest(copy) != content_digest(folder)
    assert content_digest(tmp_path / "nowhere") == ""
