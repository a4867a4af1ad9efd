"""The benchmark of a large library's index, on a small one."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evals import bench_index
from evals.bench import Figure
from evals.bench_index import (
    CLAUSES_PER_DOCUMENT,
    HashedEmbedder,
    catalogue_of,
    document_of,
    in_own_process,
    library,
    part_build,
    part_change,
    part_search,
)
from evals.errors import BenchmarkFailed
from evals.settings import EvalSettings
from index import dictionary
from index.build import open_index
from index.settings import IndexSettings

SETTINGS = EvalSettings(index_clauses=250)


@pytest.fixture(autouse=True)
def nothing_beside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bench_index, "BESIDE", tmp_path / "none")
    monkeypatch.setattr(dictionary, "entries", lambda: iter([("机场", "airport")]))
    monkeypatch.setattr(bench_index, "QUESTIONS", 5)
    monkeypatch.setattr(bench_index, "CHANGES", 2)
    monkeypatch.setattr(bench_index, "MADE_UP", 300)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    catalogue = catalogue_of(tmp_path)
    for document in library(SETTINGS.index_clauses):
        catalogue.put(document)
    catalogue.close()
    return tmp_path


def named(figures: list[Figure]) -> dict[str, Figure]:
    return {figure.name: figure for figure in figures}


def test_a_library_has_so_many_clauses_and_is_the_same_each_time() -> None:
    documents = list(library(250))
    assert [len(document.clauses) for document in documents] == [CLAUSES_PER_DOCUMENT, CLAUSES_PER_DOCUMENT, 50]
    assert documents == list(library(250))
    assert all(document.text == "".join(clause.text for clause in document.clauses) for document in documents)


def test_a_corpus_beside_the_project_is_used_and_repeated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text('{"text": "甲"}\n{"text": "乙"}\n', encoding="utf-8")
    monkeypatch.setattr(bench_index, "BESIDE", tmp_path)
    (document,) = library(3)
    assert [clause.title for clause in document.clauses] == ["甲", "乙", "甲"]


def test_the_stand_in_gives_unit_vectors_that_depend_on_the_text_alone() -> None:
    vectors = HashedEmbedder().embed(["机场建设", "机场", "", "机场建设"])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)
    assert np.array_equal(vectors[0], vectors[3])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_every_part_gives_its_figures_beside_their_targets(home: Path) -> None:
    built = named(part_build(home, SETTINGS))
    assert built["index, clauses"].value == 250
    assert built["index, passages"].value >= 250
    assert built["index, built from the catalogue"].target == SETTINGS.index_build_target_s
    again = named(in_own_process("again", home, SETTINGS))
    assert again["index, unchanged second run"].target == SETTINGS.index_again_target_s
    assert again["index, unchanged second run"].value > again["index, opened in a new process"].value > 0
    searched = named(part_search(home, SETTINGS))
    assert searched["search in one document, 99 of 100"].target == SETTINGS.search_p99_target_ms
    changed = named(part_change(home, SETTINGS))
    assert changed["index, one changed document, median"].value > 0


def test_an_index_that_does_not_follow_fails_the_benchmark(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = open_index(catalogue_of(home), IndexSettings(home=home), embedder=HashedEmbedder())
    monkeypatch.setattr(bench_index, "open_index", lambda *given, **named: stale)
    with pytest.raises(BenchmarkFailed, match="did not follow"):
        part_change(home, SETTINGS)


def test_a_part_that_fails_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkFailed, match="'no such part' of the index failed"):
        in_own_process("no such part", tmp_path, SETTINGS)
    with pytest.raises(BenchmarkFailed, match="POLICY_EVAL_BUILD_LIMIT_S"):
        in_own_process("again", tmp_path, replace(SETTINGS, build_limit_s=0.01))


def test_texts_of_one_document_tile_it() -> None:
    document = document_of("文", ["甲", "乙"])
    assert [document.text[clause.start : clause.end] for clause in document.clauses] == ["第1条 甲\n", "第2条 乙\n"]
