"""An index that grew document by document finds what one built at once finds, in its order, with its scores."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import dictionary
from index.build import index_state, open_index
from index.generation import Manifest
from index.retriever import Retriever
from index.settings import IndexSettings
from tests.fakes import FakeCatalogue, HashEmbedder, document_of

SENTENCES = (
    "建设机场航站楼",
    "修建深水港口码头",
    "医疗保险异地结算",
    "保护候鸟湿地",
    "机场港口联运",
    "2026 airport plan",
)
QUESTIONS = ("机场建设", "港口", "airport", "候鸟湿地保护", "由哪个部门负责结算", "Gangkou", "航")
NAMES = ("甲", "乙", "丙", "丁", "a")
TEXTS = st.lists(st.sampled_from(SENTENCES), max_size=3)
CHANGES = st.lists(st.tuples(st.sampled_from(NAMES), TEXTS | st.none()), min_size=1, max_size=7)
SMALL = {"merge_rows": 6, "absorb_rows": 2, "exact_rows": 1, "candidates": 4, "passage_tokens": 6}


@pytest.fixture(autouse=True)
def small_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three entries; the second needs two terms that may come from different documents."""
    entries = [("机场", "airport/plan"), ("港口联运", "port"), ("候鸟", "bird, plan")]
    monkeypatch.setattr(dictionary, "entries", lambda: iter(entries))


def changed(catalogue: FakeCatalogue, name: str, texts: list[str] | None) -> None:
    if texts is None:
        catalogue.held.pop(name, None)
    else:
        catalogue.held[name] = document_of(name, *(f"{number}.{text}。\n" for number, text in enumerate(texts, 1)))


def assert_same(grown: Retriever, fresh: Retriever, names: list[str]) -> None:
    assert grown.passages == fresh.passages
    for question in QUESTIONS:
        assert grown.terms(question) == fresh.terms(question)
        for documents in (None, names[:1], names[1:]):
            ours = grown.search(question, documents=documents)
            theirs = fresh.search(question, documents=documents)
            assert [item.passage for item in ours] == [item.passage for item in theirs]
            assert [(item.lexical_rank, item.dense_rank) for item in ours] == [
                (item.lexical_rank, item.dense_rank) for item in theirs
            ]
            for name in ("score", "lexical_score", "dense_score"):
                assert [getattr(item, name) for item in ours] == pytest.approx(
                    [getattr(item, name) for item in theirs], abs=1e-5
                )


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(CHANGES)
def test_any_sequence_of_changes_finds_what_a_rebuild_finds(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, list[str] | None]]
) -> None:
    home = replace(IndexSettings(home=tmp_path_factory.mktemp("grown")), **SMALL)  # type: ignore[arg-type]
    catalogue, embedder = FakeCatalogue(), HashEmbedder()
    grown = open_index(catalogue, home, embedder=embedder)
    for name, texts in changes:
        changed(catalogue, name, texts)
        grown = open_index(catalogue, home, embedder=embedder)
    anew = replace(home, home=tmp_path_factory.mktemp("anew"))
    assert_same(grown, open_index(catalogue, anew, embedder=embedder), catalogue.names())
    assert_same(open_index(catalogue, home, embedder=embedder), grown, catalogue.names())


def manifest_of(catalogue: FakeCatalogue, settings: IndexSettings) -> Manifest:
    state = index_state(HashEmbedder(), catalogue, settings)
    assert state.level
    assert state.manifest is not None
    return state.manifest


def numbered(number: int) -> tuple[str, list[str]]:
    return f"文件{number:03}", [f"第{number}项机场建设", f"第{number}项港口码头"]


def library_of(count: int) -> FakeCatalogue:
    catalogue = FakeCatalogue()
    for number in range(count):
        changed(catalogue, *numbered(number))
    return catalogue


def test_one_more_document_is_a_segment_beside_the_base(tmp_path: Path) -> None:
    home, catalogue = IndexSettings(home=tmp_path), library_of(4)
    before = open_index(catalogue, home, embedder=HashEmbedder())
    (base,) = manifest_of(catalogue, home).parts
    changed(catalogue, "文件900", ["新建铁路枢纽"])
    embedder = HashEmbedder()
    after = open_index(catalogue, home, embedder=embedder)
    kept, new = manifest_of(catalogue, home).parts
    assert (kept, set(new.documents)) == (base, {"文件900"})
    assert embedder.embedded == ["1.新建铁路枢纽。"]
    assert after.search("铁路枢纽")[0].passage.document == "文件900"
    assert before.search("铁路枢纽")[0].passage.document != "文件900"


def test_a_changed_document_is_found_as_it_is_now_only(tmp_path: Path) -> None:
    home, catalogue = IndexSettings(home=tmp_path), library_of(4)
    open_index(catalogue, home, embedder=HashEmbedder())
    changed(catalogue, "文件001", ["改建铁路枢纽"])
    after = open_index(catalogue, home, embedder=HashEmbedder())
    assert after.passages == 7
    assert [item.passage.text for item in after.search("铁路", documents=["文件001"])] == ["1.改建铁路枢纽。\n"]
    assert len(manifest_of(catalogue, home).parts[0].documents) == 3


def test_a_removed_document_writes_no_segment(tmp_path: Path) -> None:
    home, catalogue = IndexSettings(home=tmp_path), library_of(4)
    open_index(catalogue, home, embedder=HashEmbedder())
    changed(catalogue, "文件001", None)
    after = open_index(catalogue, home, embedder=HashEmbedder())
    (base,) = manifest_of(catalogue, home).parts
    assert (after.passages, base.passages, "文件001" in base.documents) == (6, 6, False)


def test_documents_that_come_one_by_one_lie_in_few_segments(tmp_path: Path) -> None:
    home, catalogue, embedder = IndexSettings(home=tmp_path), library_of(3), HashEmbedder()
    for number in range(3, 19):
        changed(catalogue, *numbered(number))
        open_index(catalogue, home, embedder=embedder)
    parts = manifest_of(catalogue, home).parts
    assert len(parts) <= 5
    assert len(embedder.embedded) == 2 * 19
    assert {name for part in parts for name in part.documents} == set(catalogue.names())
    assert sum(len(part.documents) for part in parts) == 19


def test_a_library_that_outgrows_its_base_is_written_as_one_again(tmp_path: Path) -> None:
    home, catalogue = replace(IndexSettings(home=tmp_path), merge_rows=5), library_of(3)
    embedder = HashEmbedder()
    open_index(catalogue, home, embedder=embedder)
    for number in range(3, 6):
        changed(catalogue, *numbered(number))
        open_index(catalogue, home, embedder=embedder)
    assert len(manifest_of(catalogue, home).parts) == 1
    assert len(embedder.embedded) == 2 * 6


def test_so_does_one_that_lost_most_of_its_base(tmp_path: Path) -> None:
    home, catalogue = replace(IndexSettings(home=tmp_path), merge_rows=5), library_of(6)
    open_index(catalogue, home, embedder=HashEmbedder())
    (first,) = manifest_of(catalogue, home).parts
    for number in range(3):
        changed(catalogue, f"文件{number:03}", None)
    open_index(catalogue, home, embedder=HashEmbedder())
    (second,) = manifest_of(catalogue, home).parts
    assert first.segment != second.segment


def test_a_text_that_moves_to_another_document_is_not_embedded_again(tmp_path: Path) -> None:
    home, catalogue = IndexSettings(home=tmp_path), library_of(4)
    open_index(catalogue, home, embedder=HashEmbedder())
    catalogue.held["改名"] = replace(catalogue.held.pop("文件002"), name="改名")
    embedder = HashEmbedder()
    after = open_index(catalogue, home, embedder=embedder)
    assert embedder.embedded == []
    assert {item.passage.document for item in after.search("第2项机场")} > {"改名"}
