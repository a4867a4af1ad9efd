"""The reader's recipe over a small packed model, and its vectors against the same layer in numpy."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

pytest.importorskip("onnx")
pytest.importorskip("sentencepiece")

from index.errors import BadTrainingText
from index.reader import MEANS, TOKENS, Reader
from index.training import reader as recipe
from index.training.packed import Packed
from index.training.reader_graph import LARGEST_WEIGHT, whole_numbers
from tests.index.training.packing import HEADS, INNER, PIECES, WIDTH, write_packed

Floats = npt.NDArray[np.float32]
LAWS = "甲法\n\n甲法\n第一条 扩建机场，机场扩建工程由机场建设单位负责实施。\n第二条 机场建设资金由机场统筹安排使用。\n"
NEWS = "机场扩建工程开工，机场建设稳步推进。扩建机场是重点工程。\n"


def made(folder: Path) -> tuple[Path, dict[str, Floats]]:
    """The model that the recipe makes of the small packed one, and that one's tensors."""
    tensors = write_packed(folder / "packed.bin")
    (folder / "laws.txt").write_text(LAWS, encoding="utf-8")
    (folder / "news.txt").write_text(NEWS, encoding="utf-8")
    arguments = ["--weights", "packed.bin", "--laws", "laws.txt", "--news", "news.txt", "--output", "made"]
    whole = [str(folder / value) if place % 2 else value for place, value in enumerate(arguments)]
    assert recipe.main(whole) == 0
    return folder / "made", tensors


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Floats]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recipe, "dictionary_glosses", lambda longest: [])
        patch.setattr(recipe, "english_questions", lambda draw: ["which ab a?", "who b?"])
        return made(tmp_path_factory.mktemp("reader"))


def norm(state: Floats, tensors: dict[str, Floats], name: str) -> Floats:
    centred = state - state.mean(axis=-1, keepdims=True)
    spread = np.sqrt(state.var(axis=-1, keepdims=True) + 1e-12)
    return np.asarray(centred / spread * tensors[f"{name}.w"] + tensors[f"{name}.b"], dtype=np.float32)


def expected(pieces: list[str], tensors: dict[str, Floats]) -> Floats:
    """The unit mean of the last states of `pieces`, in float32."""
    from scipy.special import erf

    def linear(name: str, state: Floats) -> Floats:
        return np.asarray(state @ tensors[f"l0.{name}.w"].T + tensors[f"l0.{name}.b"], dtype=np.float32)

    rows = [PIECES.index(piece) for piece in pieces]
    places = tensors["emb.pos"].reshape(-1, WIDTH)[: len(rows)]
    state = norm(tensors["emb.word"][rows] + places + tensors["emb.type"], tensors, "emb.ln")
    asked, keys, values = (linear(part, state).reshape(len(rows), HEADS, -1).transpose(1, 0, 2) for part in "qkv")
    weights = np.exp(asked @ keys.transpose(0, 2, 1) / np.sqrt(WIDTH / HEADS))
    heard = (weights / weights.sum(axis=-1, keepdims=True)) @ values
    state = norm(state + linear("ao", heard.transpose(1, 0, 2).reshape(len(rows), WIDTH)), tensors, "l0.aln")
    wide = linear("fi", state)
    state = norm(state + linear("fo", 0.5 * wide * (1 + erf(wide / np.sqrt(2)))), tensors, "l0.oln")
    mean = state.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def test_the_vectors_are_those_of_the_layer(model: tuple[Path, dict[str, Floats]]) -> None:
    folder, tensors = model
    reader = Reader.load(folder)
    pieces = {"机场扩建": ["机场", "扩建"], "Ａ机": ["a", "机"]}
    for text, own in pieces.items():
        with_marks = ["<s>", "▁passage", ":", "▁", *own, "</s>"]
        due = expected(with_marks, tensors) - reader._means["passages"]
        assert float(reader.passages([text])[0] @ (due / np.linalg.norm(due))) > 0.995


def test_unneeded_pieces_are_left_out_and_fall_to_smaller_ones(
    model: tuple[Path, dict[str, Floats]], monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = Packed(model[0].parent / "packed.bin")
    whole = recipe.tokenizer_of(packed.pieces, range(len(PIECES)))
    assert whole.encode("机场ab", add_special_tokens=False).tokens == ["▁", "机场", "ab"]
    monkeypatch.setattr(recipe, "MOST_PIECES", 0)
    kept = recipe.needed(packed.pieces, whole, ["机场"])
    assert {len(PIECES[place].lstrip("▁") or "▁") for place in kept} == {1}
    cut = recipe.tokenizer_of(packed.pieces, kept)
    assert cut.encode("机场ab", add_special_tokens=False).tokens == ["▁", "机", "场", "a", "b"]


def test_the_means_are_taken_off(model: tuple[Path, dict[str, Floats]]) -> None:
    reader = Reader.load(model[0])
    assert all(0.1 < np.linalg.norm(reader._means[kind]) <= 1 for kind in MEANS)
    assert reader.dimension == WIDTH
    assert reader._positions.shape == (TOKENS, WIDTH)


def test_whole_numbers_stand_for_the_weights() -> None:
    draw = np.random.default_rng(1)
    codes, scales = draw.integers(0, 16, (6, INNER), dtype=np.uint8), draw.uniform(0.1, 1, (6, 2)).astype(np.float32)
    numbers, lengths = whole_numbers(codes, scales)
    exact = (codes.astype(np.float32) - 8) * np.repeat(scales, 32, axis=1)
    assert np.abs(numbers).max() == LARGEST_WEIGHT
    assert numbers.dtype == np.int8
    assert np.abs(numbers * lengths[:, None] - exact).max() <= lengths.max() / 2 * 1.001


def test_missing_text_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_packed(tmp_path / "packed.bin")
    missing = str(tmp_path / "nowhere")
    arguments = ["--weights", str(tmp_path / "packed.bin"), "--laws", missing, "--news", missing, "--output", missing]
    assert recipe.main(arguments) == 1
    assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(BadTrainingText):
        Packed(tmp_path / "laws.txt")
