"""One contract, every way to find neighbours: Chroma in a folder, Chroma on a server, the exact product."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from index.chroma_server import ServerVectors, write_to_server
from index.settings import IndexSettings
from index.vectors import ChromaVectors, ExactVectors, Vectors, write_vectors
from tests.chroma_server import chroma_server

Matrix = npt.NDArray[np.float32]
ROWS = 60
pytestmark = pytest.mark.server


def random_matrix(rows: int) -> Matrix:
    matrix = np.random.default_rng(1).standard_normal((rows, 8))
    return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("server")) as url:
        yield url


def exact(matrix: Matrix, folder: Path, url: str) -> Vectors:
    return ExactVectors(matrix)


def embedded(matrix: Matrix, folder: Path, url: str) -> Vectors:
    write_vectors(folder / "chroma", matrix, IndexSettings(chroma_batch=25), lambda rows: None)
    return ChromaVectors(folder / "chroma", folder, len(matrix))


def served(matrix: Matrix, folder: Path, url: str) -> Vectors:
    name = f"policy-{len(matrix)}-{folder.name.replace('_', '')}"
    write_to_server(IndexSettings(chroma_batch=25, chroma_url=url), name, matrix, lambda rows: None)
    return ServerVectors(url, name, matrix)


@pytest.mark.parametrize("make", [exact, embedded, served])
def test_neighbours_are_those_of_the_product_nearest_first(
    make: Callable[[Matrix, Path, str], Vectors], tmp_path: Path, server: str
) -> None:
    matrix = random_matrix(ROWS)
    vectors = make(matrix, tmp_path, server)
    for row in range(0, ROWS, 7):
        expected = np.argsort(-(matrix @ matrix[row]), kind="stable")[:5]
        assert vectors.nearest(matrix[row], 5).tolist() == expected.tolist()


@pytest.mark.parametrize("make", [exact, embedded, served])
def test_more_than_all_is_all_and_none_is_none(
    make: Callable[[Matrix, Path, str], Vectors], tmp_path: Path, server: str
) -> None:
    matrix = random_matrix(ROWS)
    vectors = make(matrix, tmp_path, server)
    assert sorted(vectors.nearest(matrix[0], 1_000).tolist()) == list(range(ROWS))
    assert vectors.nearest(matrix[0], 0).tolist() == []


@pytest.mark.parametrize("make", [exact, embedded, served])
def test_nothing_has_no_neighbours(make: Callable[[Matrix, Path, str], Vectors], tmp_path: Path, server: str) -> None:
    vectors = make(random_matrix(0).reshape(0, 8), tmp_path, server)
    assert vectors.nearest(random_matrix(1)[0], 3).tolist() == []
