"""How a shelf lies on disk and comes back."""

from pathlib import Path

import numpy as np
import pytest

from index.generation import Manifest
from index.model import Passage
from index.settings import IndexSettings
from index.shelf import (
    VECTORS,
    clause_directions,
    clause_texts,
    open_shelf,
    read_matrix,
    read_passages,
    rows_of_clauses,
    write_passages,
    write_shelf,
)
from tests.fakes import HashEmbedder

PASSAGES = [
    Passage("甲", "1", "题", 0, 2, "港口"),
    Passage("甲", "1", "题", 2, 4, "机场"),
    Passage("甲", "2", "题", 4, 6, "铁\u2028路"),
    Passage("乙", "2", "题", 0, 3, "a\nb"),
]


def manifest(passages: int, dimension: int = 16) -> Manifest:
    return Manifest(1, "m", dimension, "r", {}, passages, {})


def test_clauses_are_told_apart_by_document_and_locator() -> None:
    assert rows_of_clauses(PASSAGES).tolist() == [0, 0, 1, 2]
    assert clause_texts(PASSAGES) == ["港口机场", "铁\u2028路", "a\nb"]


def test_a_clause_points_where_its_passages_point_together() -> None:
    matrix = np.array([[1, 0], [0, 1], [0, 1], [1, 0]], dtype=np.float32)
    root = 2**-0.5
    expected = np.array([[root, root], [0, 1], [1, 0]])
    assert clause_directions(matrix, rows_of_clauses(PASSAGES)) == pytest.approx(expected)


def test_passages_that_cancel_out_point_nowhere() -> None:
    matrix = np.array([[1, 0], [-1, 0]], dtype=np.float32)
    assert clause_directions(matrix, np.array([0, 0])).tolist() == [[0.0, 0.0]]


def test_passages_come_back_as_written(tmp_path: Path) -> None:
    write_passages(PASSAGES, tmp_path / "passages.jsonl")
    assert read_passages(tmp_path / "passages.jsonl") == PASSAGES


def test_a_shelf_comes_back_as_written(tmp_path: Path) -> None:
    matrix = HashEmbedder().embed([passage.text for passage in PASSAGES])
    heard: list[int] = []
    (tmp_path / "place").mkdir()
    write_shelf(tmp_path / "place", PASSAGES, matrix, IndexSettings(), heard.append)
    shelf = open_shelf(tmp_path / "place", manifest(4), tmp_path)
    assert heard == [4]
    assert list(shelf.passages) == PASSAGES
    assert np.array_equal(shelf.matrix, matrix)
    assert shelf.clause_matrix.shape == (3, 16)
    assert {name: rows.tolist() for name, rows in shelf.rows_by_document.items()} == {"甲": [0, 1, 2], "乙": [3]}
    assert shelf.lexical.scores({"机场": 1.0}).nonzero()[0].tolist() == [1]
    assert shelf.clause_lexical.scores({"口机": 1.0}).nonzero()[0].tolist() == [0]
    assert shelf.vectors.nearest(matrix[2], 1).tolist() == [2]


def test_an_empty_shelf_comes_back_empty(tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    write_shelf(tmp_path / "place", [], np.zeros((0, 16), np.float32), IndexSettings(), lambda rows: None)
    shelf = open_shelf(tmp_path / "place", manifest(0), tmp_path)
    assert (len(shelf.passages), shelf.matrix.shape, shelf.clause_matrix.shape) == (0, (0, 16), (0, 16))


def test_a_matrix_of_another_width_is_refused(tmp_path: Path) -> None:
    np.save(tmp_path / VECTORS, np.ones((3, 8), np.float32))
    with pytest.raises(ValueError, match="16"):
        read_matrix(tmp_path / VECTORS, 16)
