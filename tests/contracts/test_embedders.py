"""One contract, every embedder: static models, the encoder, sentence-transformers, and the fake that tests use."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from index.embedding import (
    MODELS_FOLDER,
    Embedder,
    FastUniversalSentenceEncoder,
    LangChainEmbeddings,
    SentenceTransformerEmbedder,
    StaticEmbedder,
)
from index.settings import SHIPPED_MODELS
from tests.fakes import HashEmbedder

LETTERS = "市交通运输局负责港口机场建设财政 abcdefghijklmnopqrstuvwxyz"


def write_static_model(folder: Path) -> None:
    """A sentence-transformers model of one random vector a character: a few kilobytes and no hub."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    vocabulary = {"[UNK]": 0} | {letter: place for place, letter in enumerate(dict.fromkeys(LETTERS), start=1)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", behavior="isolated")
    weights = np.random.default_rng(3).standard_normal((len(vocabulary), 24)).astype(np.float32)
    module = StaticEmbedding(tokenizer, embedding_weights=weights)
    SentenceTransformer(modules=[module], device="cpu").save(str(folder), create_model_card=False)


@pytest.fixture(scope="session")
def static_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "static"
    write_static_model(folder)
    return folder


@pytest.fixture(scope="session")
def static_embedder(static_model: Path) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(str(static_model))


@pytest.fixture(scope="session")
def encoder() -> FastUniversalSentenceEncoder:
    return FastUniversalSentenceEncoder(threads=1)


@pytest.fixture(scope="session")
def shipped_embedder() -> StaticEmbedder:
    return StaticEmbedder(MODELS_FOLDER / SHIPPED_MODELS[0])


@pytest.fixture(params=["shipped", "static", "encoder", "sentence-transformers", "fake"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    made: dict[str, Callable[[], Embedder]] = {
        "shipped": lambda: request.getfixturevalue("shipped_embedder"),
        "static": lambda: StaticEmbedder(request.getfixturevalue("static_model")),
        "encoder": lambda: request.getfixturevalue("encoder"),
        "sentence-transformers": lambda: request.getfixturevalue("static_embedder"),
        "fake": HashEmbedder,
    }
    return made[request.param]()


TEXTS = ["港口建设由市交通运输局负责", "机场", "airport", "", " ", "\n", "😀", "\ud800", "\x00", "港" * 3000]


def test_vectors_are_float32_rows_of_unit_length(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimension)


def test_a_text_has_one_vector_whatever_stands_beside_it(embedder: Embedder) -> None:
    together = embedder.embed(["港口建设", "机场建设项目", "财政"])
    alone = np.concatenate([embedder.embed([text]) for text in ("港口建设", "机场建设项目", "财政")])
    assert together == pytest.approx(alone, abs=1e-4)


def test_a_text_is_nearest_to_itself(embedder: Embedder) -> None:
    texts = ["港口建设", "机场", "财政局负责"]
    vectors = embedder.embed(texts)
    assert np.argmax(vectors @ vectors.T, axis=1).tolist() == [0, 1, 2]


def test_the_name_is_stable_and_not_empty(embedder: Embedder) -> None:
    assert embedder.name
    assert embedder.name == embedder.name.strip()
    assert "\n" not in embedder.name


def test_langchains_face_gives_the_same_vectors(embedder: Embedder) -> None:
    face = LangChainEmbeddings(embedder)
    expected = embedder.embed(["港口建设", "机场"])
    assert np.array(face.embed_documents(["港口建设", "机场"])) == pytest.approx(expected, abs=1e-5)
    assert np.array(face.embed_query("机场")) == pytest.approx(expected[1], abs=1e-5)
    assert isinstance(face.embed_query("机场")[0], float)


@pytest.mark.parametrize("name", ["encoder", "shipped_embedder"])
def test_chinese_and_english_share_a_space(name: str, request: pytest.FixtureRequest) -> None:
    model: Embedder = request.getfixturevalue(name)
    chinese = model.embed(["机场建设", "医疗保险", "候鸟保护"])
    english = model.embed(["building an airport", "medical insurance", "protecting migratory birds"])
    assert np.argmax(english @ chinese.T, axis=1).tolist() == [0, 1, 2]


def test_traditional_wide_and_capital_letters_are_read_as_their_plain_ones(shipped_embedder: StaticEmbedder) -> None:
    plain = shipped_embedder.embed(["机场建设 airport 2025"])
    assert shipped_embedder.embed(["機場建設 ＡＩＲＰＯＲＴ ２０２５"]) == pytest.approx(plain, abs=1e-6)


@pytest.mark.parametrize("folder", ["static_model", "shipped"])
def test_sentence_transformers_and_the_light_runtime_agree(folder: str, request: pytest.FixtureRequest) -> None:
    path = MODELS_FOLDER / SHIPPED_MODELS[0] if folder == "shipped" else request.getfixturevalue(folder)
    texts = [*TEXTS[:3], "Which department handles expanding the airport?", "第十二条　國家保護公民"]
    light = StaticEmbedder(path).embed(texts)
    assert SentenceTransformerEmbedder(str(path)).embed(texts) == pytest.approx(light, abs=1e-5)


@pytest.mark.parametrize("dimension", [128, 64])
def test_a_static_model_is_cut_to_its_leading_numbers(shipped_embedder: StaticEmbedder, dimension: int) -> None:
    cut = StaticEmbedder(MODELS_FOLDER / SHIPPED_MODELS[0], dimension)
    whole = shipped_embedder.embed(["机场建设"])[:, :dimension]
    assert cut.dimension == dimension
    assert cut.name != shipped_embedder.name
    assert cut.embed(["机场建设"]) == pytest.approx(whole / np.linalg.norm(whole), abs=1e-6)


def test_the_shipped_model_is_small_enough_to_carry() -> None:
    for name in SHIPPED_MODELS:
        size = sum(path.stat().st_size for path in (MODELS_FOLDER / name).rglob("*") if path.is_file())
        assert size <= 40_000_000


def test_a_model_folder_is_named_by_what_it_holds(static_model: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in static_model.iterdir():
        if path.is_file():
            (copy / path.name).write_bytes(path.read_bytes())
    before = SentenceTransformerEmbedder(str(copy)).name
    assert before == SentenceTransformerEmbedder(str(copy)).name
    (copy / "modules.json").write_bytes((copy / "modules.json").read_bytes() + b" ")
    assert SentenceTransformerEmbedder(str(copy)).name != before
