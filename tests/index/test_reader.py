"""The shipped reader: what it says of a few sentences, and what is refused."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from index.embedding import MODELS_FOLDER
from index.errors import ModelUnavailable
from index.reader import FILES, LazyReader, Reader, name_of, open_reader
from index.settings import READER, IndexSettings

FOLDER = MODELS_FOLDER / READER
PASSAGES = [
    "加强候鸟栖息地保护修复，完善湿地管护制度。",
    "扩建机场航站楼，新增至主要城市的航线。",
    "推进异地就医直接结算。",
]
QUESTIONS = {
    "whose job is keeping the birds' wetlands safe?": 0,
    "谁来管飞机场": 1,
    "Can I get reimbursed when I see a doctor in another city?": 2,
    "外地看病怎么报销": 2,
}
STORED = [
    [0.1505, -0.0495, 0.1739, -0.0040],
    [-0.0295, -0.0436, 0.0803, 0.0324],
    [0.1338, -0.0551, -0.0267, 0.0042],
    [0.0371, 0.0049, 0.0103, -0.0427],
    [-0.0837, 0.0400, 0.0558, 0.0724],
    [0.0474, -0.0654, -0.0685, 0.0155],
    [0.0635, -0.0257, -0.0666, -0.0026],
]
"""The first numbers of their vectors on the machine that made the model; other processors round otherwise."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(FOLDER)


def linked(folder: Path) -> Path:
    """A copy of the shipped model whose files can be replaced one by one."""
    copy = folder / "model"
    copy.mkdir()
    for name in FILES:
        (copy / name).symlink_to(FOLDER / name)
    return copy


def test_the_vectors_are_those_that_were_stored(reader: Reader) -> None:
    vectors = np.stack([*reader.passages(PASSAGES), *(reader.question(text) for text in QUESTIONS)])
    assert vectors.shape == (7, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(7), abs=1e-5)
    assert vectors[:, :4] == pytest.approx(np.array(STORED), abs=0.01)


def test_a_question_lies_nearest_to_what_answers_it_in_either_language(reader: Reader) -> None:
    passages = reader.passages(PASSAGES)
    for question, place in QUESTIONS.items():
        cosines = passages @ reader.question(question)
        assert int(cosines.argmax()) == place, question
        assert cosines.max() > 0.1


def test_a_vector_does_not_depend_on_what_stands_beside_it(reader: Reader) -> None:
    together = reader.passages([*PASSAGES, "短", "长" * 300, *PASSAGES])
    for place, text in enumerate(PASSAGES):
        alone = reader.passages([text])[0]
        assert alone.tolist() == together[place].tolist() == together[place + 5].tolist()


def test_only_so_much_of_a_text_is_read(reader: Reader) -> None:
    long = "推进异地就医直接结算。" * 100
    assert reader.passages([long])[0].tolist() == reader.passages([long + "扩建机场。"])[0].tolist()


@pytest.mark.parametrize("text", ["", " ", "\ud800", "<s></s>", "\x00", "🦆", "Ⅳ①㎡"])
def test_any_text_has_a_vector(reader: Reader, text: str) -> None:
    for vector in (reader.passages([text])[0], reader.question(text)):
        assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)
    assert reader.passages([]).shape == (0, 384)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["missing", "truncated"])
def test_a_damaged_model_is_refused_with_the_remedy(tmp_path: Path, name: str, damage: str) -> None:
    folder = linked(tmp_path)
    (folder / name).unlink()
    if damage == "truncated":
        content = (FOLDER / name).read_bytes()
        (folder / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelUnavailable, match="set POLICY_READER_MODEL to another one, or to none"):
        Reader.load(folder)


def test_parts_of_another_model_are_refused(tmp_path: Path) -> None:
    folder = linked(tmp_path)
    tensors = load_file(FOLDER / "model.safetensors")
    (folder / "model.safetensors").unlink()
    save_file(tensors | {"tokens": tensors["tokens"][:-1].copy()}, folder / "model.safetensors")
    with pytest.raises(ModelUnavailable, match="tokens has shape"):
        Reader.load(folder)
    save_file({"passages": tensors["passages"]}, folder / "model.safetensors")
    with pytest.raises(ModelUnavailable, match="it lacks chinese_questions, english_questions"):
        Reader.load(folder)


def test_the_name_tells_every_byte(tmp_path: Path) -> None:
    folder = linked(tmp_path)
    other = shutil.copy(FOLDER / "tokenizer.json", tmp_path / "tokenizer.json")
    assert name_of(folder).partition(" ")[2] == name_of(FOLDER).partition(" ")[2]
    with Path(other).open("a", encoding="utf-8") as stream:
        stream.write(" ")
    (folder / "tokenizer.json").unlink()
    (folder / "tokenizer.json").symlink_to(other)
    assert name_of(folder).partition(" ")[2] != name_of(FOLDER).partition(" ")[2]


def test_the_configured_reader_is_opened_and_loaded_later(tmp_path: Path) -> None:
    assert open_reader(IndexSettings()) is None
    shipped = open_reader(IndexSettings(reader=READER))
    assert isinstance(shipped, LazyReader)
    assert shipped.name == name_of(FOLDER)
    missing = open_reader(IndexSettings(reader=str(tmp_path / "nowhere")))
    assert missing is not None
    with pytest.raises(ModelUnavailable, match="nowhere"):
        missing.question("问")
    with pytest.raises(ModelUnavailable, match=r"graph\.onnx cannot be read"):
        _ = missing.name
