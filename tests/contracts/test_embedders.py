"""One contract, every embedder: the embedded default, sentence-transformers, and the fake that tests use."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from index.embedding import (
    Embedder,
    FastUniversalSentenceEncoder,
    LangChainEmbeddings,
    SentenceTransformerEmbedder,
)
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
def embedded_encoder() -> FastUniversalSentenceEncoder:
    return FastUniversalSentenceEncoder(threads=1)


@pytest.fixture(params=["embedded", "sentence-transformers", "fake"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    made: dict[str, Callable[[], Embedder]] = {
        "embedded": lambda: request.getfixturevalue("embedded_encoder"),
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


def test_chinese_and_english_share_the_space_of_the_embedded_encoder(
    embedded_encoder: FastUniversalSentenceEncoder,
) -> None:
    chinese = embedded_encoder.embed(["机场建设", "医疗保险", "候鸟保护"])
    english = embedded_encoder.embed(["building an airport", "medical insurance", "protecting migratory birds"])
    assert np.argmax(english @ chinese.T, axis=1).tolist() == [0, 1, 2]


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
