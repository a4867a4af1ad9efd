"""The vector cache: nothing is embedded twice, models do not mix, damage and growth cost time only."""

from pathlib import Path

import numpy as np
import pytest

from evals.errors import RunFailed
from evals.retrieval_cache import CachedEmbedder, CachedReader
from tests.fakes import HashEmbedder, HashReader

TEXTS = ["机场", "港口码头", "候鸟", "机场"]


def cached(path: Path, model: HashEmbedder, most: int = 100) -> CachedEmbedder:
    return CachedEmbedder(model, path / "cache" / "vectors.sqlite", most, batch=2)


def test_texts_are_embedded_once_even_across_runs(tmp_path: Path) -> None:
    first, second = HashEmbedder(), HashEmbedder()
    found = cached(tmp_path, first).embed(TEXTS)
    again = cached(tmp_path, second).embed(TEXTS)
    assert sorted(first.embedded) == sorted(set(TEXTS))
    assert second.embedded == []
    assert np.array_equal(found, HashEmbedder().embed(TEXTS))
    assert np.array_equal(again, found)


def test_another_model_has_vectors_of_its_own(tmp_path: Path) -> None:
    cached(tmp_path, HashEmbedder()).embed(TEXTS)
    other = HashEmbedder(name="another", dimension=8)
    assert cached(tmp_path, other).embed(TEXTS).shape == (4, 8)
    assert len(other.embedded) == 3


def test_a_damaged_cache_is_begun_anew(tmp_path: Path) -> None:
    cached(tmp_path, HashEmbedder()).embed(TEXTS)
    (tmp_path / "cache" / "vectors.sqlite").write_bytes(b"no database at all" * 100)
    model = HashEmbedder()
    assert np.array_equal(cached(tmp_path, model).embed(TEXTS), HashEmbedder().embed(TEXTS))
    assert len(model.embedded) == 3


def test_the_oldest_vectors_go_when_it_grows_over_its_bound(tmp_path: Path) -> None:
    cached(tmp_path, HashEmbedder(), most=2).embed(["一", "二二"])
    cached(tmp_path, HashEmbedder(), most=2).embed(["三三三"])
    model = HashEmbedder()
    cached(tmp_path, model, most=2).embed(["二二", "三三三"])
    assert model.embedded == []
    cached(tmp_path, model, most=2).embed(["一"])
    assert model.embedded == ["一"]


def test_remembered_texts_come_from_memory_unless_the_model_is_timed(tmp_path: Path) -> None:
    model = HashEmbedder()
    embedder = cached(tmp_path, model)
    embedder.remember(["机场"])
    model.embedded.clear()
    assert embedder.embed(["机场"]).shape == (1, 16)
    assert model.embedded == []
    embedder.bypassed = True
    embedder.embed(["机场"])
    assert model.embedded == ["机场"]


def test_no_text_no_vector(tmp_path: Path) -> None:
    assert cached(tmp_path, HashEmbedder()).embed([]).shape == (0, 16)


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    with pytest.raises(RunFailed, match="vector cache cannot be used"):
        cached(tmp_path, HashEmbedder()).embed(TEXTS)


def test_a_reader_keeps_passages_and_questions_apart(tmp_path: Path) -> None:
    def reading(reader: HashReader) -> CachedReader:
        path = tmp_path / "cache" / "vectors.sqlite"
        return CachedReader(reader, lambda embedder: CachedEmbedder(embedder, path, 100, batch=2))

    first, second = Doubling(), Doubling()
    passages, question = reading(first).passages(["机场"]), reading(first).question("机场")
    assert not np.array_equal(passages[0], question)
    again = reading(second)
    assert np.array_equal(again.passages(["机场"]), passages)
    assert np.array_equal(again.question("机场"), question)
    assert (second.read, second.asked) == ([], [])
    again.bypass(True)
    assert np.array_equal(again.question("机场"), question)
    assert second.asked == ["机场机场问"]


class Doubling(HashReader):
    """Reads questions otherwise than passages."""

    def question(self, text: str) -> np.typing.NDArray[np.float32]:
        return super().question(text * 2 + "问")
