"""Chroma behind one method, on a private copy."""

import gc
import pickle
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from chromadb.api.models.Collection import Collection
from chromadb.errors import InternalError

from index.errors import IndexDamaged, IndexUnavailable
from index.seals import file_digest
from index.settings import IndexSettings
from index.vectors import ChromaVectors, even_batches, write_vectors
from tests.fakes import another_process

SETTINGS = IndexSettings(chroma_batch=15)
READ_AND_WAIT = """
import sys, time
from pathlib import Path
import numpy as np
from index.vectors import ChromaVectors
vectors = ChromaVectors(Path(sys.argv[1]), Path(sys.argv[2]), 40)
print(vectors.nearest(np.load(sys.argv[3])[7], 3).tolist(), flush=True)
time.sleep(600)
"""


def random_matrix(rows: int, dimension: int = 8) -> npt.NDArray[np.float32]:
    matrix = np.random.default_rng(1).standard_normal((rows, dimension))
    return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def matrix() -> npt.NDArray[np.float32]:
    return random_matrix(40)


@pytest.fixture
def source(tmp_path: Path, matrix: npt.NDArray[np.float32]) -> Path:
    write_vectors(tmp_path / "source", matrix, SETTINGS, lambda rows: None)
    return tmp_path / "source"


def copies(folder: Path) -> list[Path]:
    return list((folder / "working").glob("copy-*"))


def test_batches_are_announced_and_add_up(tmp_path: Path, matrix: npt.NDArray[np.float32]) -> None:
    heard: list[int] = []
    write_vectors(tmp_path / "source", matrix, SETTINGS, heard.append)
    assert heard == [13, 13, 14]


def test_neighbours_are_those_of_the_exact_product(
    source: Path, tmp_path: Path, matrix: npt.NDArray[np.float32]
) -> None:
    vectors = ChromaVectors(source, tmp_path, 40)
    for row in range(40):
        exact = np.argsort(-(matrix @ matrix[row]), kind="stable")[:5]
        assert vectors.nearest(matrix[row], 5).tolist() == exact.tolist()
    vectors.close()


def test_more_than_all_is_all(source: Path, tmp_path: Path, matrix: npt.NDArray[np.float32]) -> None:
    vectors = ChromaVectors(source, tmp_path, 40)
    assert sorted(vectors.nearest(matrix[0], 1000).tolist()) == list(range(40))
    assert vectors.nearest(matrix[0], 0).tolist() == []
    vectors.close()


def test_an_empty_collection_has_no_neighbours(tmp_path: Path) -> None:
    write_vectors(tmp_path / "source", random_matrix(0), SETTINGS, lambda rows: None)
    vectors = ChromaVectors(tmp_path / "source", tmp_path, 0)
    assert vectors.nearest(random_matrix(1)[0], 3).tolist() == []
    vectors.close()


def test_the_published_files_stay_as_they_were(source: Path, tmp_path: Path, matrix: npt.NDArray[np.float32]) -> None:
    before = {path: file_digest(path) for path in source.rglob("*") if path.is_file()}
    vectors = ChromaVectors(source, tmp_path, 40)
    vectors.nearest(matrix[0], 3)
    vectors.close()
    assert {path: file_digest(path) for path in source.rglob("*") if path.is_file()} == before


def test_another_count_is_damage(source: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="40 passages where 41"):
        ChromaVectors(source, tmp_path, 41)
    assert copies(tmp_path) == []


def test_a_folder_without_the_collection_is_damage(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    with pytest.raises(IndexDamaged):
        ChromaVectors(tmp_path / "source", tmp_path, 1)
    assert copies(tmp_path) == []


def test_a_copy_goes_with_its_owner(source: Path, tmp_path: Path) -> None:
    vectors = ChromaVectors(source, tmp_path, 40)
    assert len(copies(tmp_path)) == 1
    del vectors
    gc.collect()
    assert copies(tmp_path) == []


def test_two_processes_read_at_once_and_a_killed_one_is_swept_up(
    source: Path, tmp_path: Path, matrix: npt.NDArray[np.float32]
) -> None:
    np.save(tmp_path / "matrix.npy", matrix)
    arguments = [str(source), str(tmp_path), str(tmp_path / "matrix.npy")]
    with another_process(READ_AND_WAIT, *arguments) as (theirs, reader):
        ours = ChromaVectors(source, tmp_path, 40)
        assert str(ours.nearest(matrix[7], 3).tolist()) == theirs
        assert len(copies(tmp_path)) == 2
        reader.kill()
        reader.wait()
    another = ChromaVectors(source, tmp_path, 40)
    assert len(copies(tmp_path)) == 2
    ours.close()
    another.close()
    assert copies(tmp_path) == []


@pytest.mark.parametrize("rows", [0, 1, 14, 15, 16, 31, 40])
def test_batches_cover_every_row_once_and_never_shrink(rows: int) -> None:
    batches = list(even_batches(rows, 15))
    assert [row for batch in batches for row in batch] == list(range(rows))
    sizes = [len(batch) for batch in batches]
    assert sizes == sorted(sizes)
    assert all(1 <= size <= 15 for size in sizes)


@pytest.mark.parametrize("rows", [2, 40, 47])
def test_no_row_is_left_for_the_next_opening_to_put_into_the_graph(tmp_path: Path, rows: int) -> None:
    write_vectors(tmp_path / "source", random_matrix(rows), SETTINGS, lambda rows: None)
    (listed,) = (tmp_path / "source").glob("*/index_metadata.pickle")
    assert len(pickle.loads(listed.read_bytes())["id_to_label"]) == rows


def test_a_write_that_chroma_refuses_is_one_sentence(
    tmp_path: Path, matrix: npt.NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object, **named: object) -> None:
        raise InternalError("database or disk is full")

    monkeypatch.setattr(Collection, "add", full)
    with pytest.raises(IndexUnavailable, match="disk is full"):
        write_vectors(tmp_path / "source", matrix, SETTINGS, lambda rows: None)
