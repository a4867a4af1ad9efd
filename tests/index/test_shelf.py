"""A shelf over segments: everything in one order, checked before it is opened."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from documents.model import Clause, Document
from index import dictionary
from index.build import open_index, open_whole
from index.errors import IndexDamaged
from index.generation import Manifest, current, read_manifest, segment_place
from index.model import Passage
from index.segment import VECTORS, open_segment, read_matrix
from index.segment_writer import clause_texts, write_clause_vectors
from index.settings import IndexSettings
from index.shelf import Shelf, open_shelf
from tests.fakes import FakeCatalogue, HashEmbedder, document_of

FIRST = document_of("甲", "港口港口。机场机场。\n", "铁\u2028路\n")
SECOND = document_of("乙", "a b\n")
BARE = document_of("丙")


@pytest.fixture(autouse=True)
def small_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "entries", lambda: iter([("机场", "airport")]))


@pytest.fixture
def home(tmp_path: Path) -> IndexSettings:
    return IndexSettings(home=tmp_path, passage_tokens=4)


def manifest_in(settings: IndexSettings) -> Manifest:
    place = current(settings.folder)
    assert place is not None
    return read_manifest(place)


def shelf_of(settings: IndexSettings, *documents: Document) -> Shelf:
    catalogue = FakeCatalogue(documents[0])
    open_index(catalogue, settings, embedder=HashEmbedder())
    for document in documents[1:]:
        catalogue.held[document.name] = document
        open_index(catalogue, settings, embedder=HashEmbedder())
    return open_shelf(manifest_in(settings), settings)


def test_a_shelf_stands_by_document_name_whatever_came_first(home: IndexSettings) -> None:
    shelf = shelf_of(home, FIRST, BARE, SECOND)
    assert len(shelf.segments) > 1
    assert [(p.document, p.locator, p.start, p.end, p.text) for p in shelf.passages] == [
        ("乙", "1", 0, 4, "a b\n"),
        ("甲", "1", 0, 5, "港口港口。"),
        ("甲", "1", 5, 11, "机场机场。\n"),
        ("甲", "2", 11, 15, "铁\u2028路\n"),
    ]
    assert shelf.passages[1] == Passage("甲", "1", "港口港口", 0, 5, "港口港口。")
    assert shelf.passages[-1].text == shelf.passages[2:][-1].text
    assert shelf.clause_rows.tolist() == [0, 1, 1, 2]
    assert {name: rows.tolist() for name, rows in shelf.rows_by_document.items()} == {
        "丙": [],
        "乙": [0],
        "甲": [1, 2, 3],
    }
    assert shelf.clause_matrix.shape == (3, 16)


def test_vectors_and_words_stand_row_for_row(home: IndexSettings) -> None:
    shelf = shelf_of(home, FIRST, SECOND)
    matrix = HashEmbedder().embed([passage.text.strip() for passage in shelf.passages])
    assert np.allclose(shelf.matrix[np.arange(4)], matrix)
    assert shelf.lexical.scores({"机场": 1.0}).nonzero()[0].tolist() == [2]
    assert shelf.clause_lexical.scores({"口港": 1.0}).nonzero()[0].tolist() == [1]
    assert shelf.vectors.nearest(matrix[3], 1).tolist() == [3]
    assert shelf.vectors.nearest(matrix[3], 1, np.array([0, 1])).tolist()[0] in (0, 1)


def test_an_empty_shelf_comes_back_empty(home: IndexSettings) -> None:
    open_index(FakeCatalogue(), home, embedder=HashEmbedder())
    shelf = open_shelf(manifest_in(home), home)
    assert (len(shelf.passages), shelf.matrix.shape, shelf.clause_matrix.shape) == (0, (0, 16), (0, 16))
    assert shelf.vectors.nearest(np.ones(16, np.float32), 3).tolist() == []


def test_a_segment_that_is_open_is_not_opened_again(home: IndexSettings) -> None:
    shelf = shelf_of(home, FIRST, SECOND)
    again = open_shelf(shelf.manifest, home)
    assert [a is b for a, b in zip(again.segments, shelf.segments, strict=True)] == [True, True]


def test_a_segment_that_is_open_is_refused_once_its_files_are_damaged(home: IndexSettings) -> None:
    shelf = shelf_of(home, FIRST)
    (segment_place(home.folder, shelf.segments[0].name) / "words.npz").write_bytes(b"")
    with pytest.raises(IndexDamaged, match=r"words\.npz"):
        open_segment(home.folder, shelf.manifest.parts[0])


def test_a_part_that_promises_other_passages_is_damage(home: IndexSettings) -> None:
    manifest = shelf_of(home, FIRST).manifest
    for spoiled in ({"passages": 2}, {"documents": {"无": "ab"}}, {"seal": "00"}, {"segment": "000000"}):
        part = replace(manifest.parts[0], **spoiled)
        assert open_whole(replace(manifest, parts=(part,)), home) is None


def test_a_clause_points_where_its_passages_point_together(tmp_path: Path) -> None:
    matrix = np.array([[1, 0], [0, 1], [0, 1], [1, 0], [-1, 0]], dtype=np.float32)
    write_clause_vectors(tmp_path / VECTORS, matrix, np.array([0, 0, 1, 2, 2]))
    root = 2**-0.5
    expected = np.array([[root, root], [0, 1], [0, 0]])  # passages that cancel out point nowhere
    assert read_matrix(tmp_path / VECTORS, 2) == pytest.approx(expected)


def test_clauses_are_the_texts_of_their_passages() -> None:
    assert list(clause_texts(["港口", "机场", "铁路"], np.array([0, 0, 1]))) == ["港口机场", "铁路"]
    assert list(clause_texts([], np.array([], np.int64))) == []


def test_a_matrix_of_another_width_is_refused(tmp_path: Path) -> None:
    np.save(tmp_path / VECTORS, np.ones((3, 8), np.float32))
    with pytest.raises(ValueError, match="16"):
        read_matrix(tmp_path / VECTORS, 16)


def test_clauses_of_one_locator_that_follow_each_other_are_one(home: IndexSettings) -> None:
    text = "港口。机场。"
    twins = tuple(Clause("1", "1", 1, "题", text[start : start + 3], start, start + 3) for start in (0, 3))
    shelf = shelf_of(home, Document("丁", "题", text, text, twins, content_hash="ab"))
    assert shelf.clause_rows.tolist() == [0, 0]
