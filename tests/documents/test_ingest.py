"""From a file to a finished document, and the invariants that hold for every one."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import catalog
from documents.catalog import Catalogue
from documents.errors import UnreadableFile
from documents.ingest import ensure_library, parse_document, read_document
from documents.lines import BLANK
from documents.model import Document, Spanned
from documents.repair import GLYPHS, STARS
from documents.settings import DocumentSettings
from tests.documents.texts import FRAGMENTS, copies

MASKS = STARS + GLYPHS
TEXT = """东海市论坛
首页 » 政策 » 关于机场建设的意见

各县区人民*府:
现提出意见。
一、重点任务
(一)加快建设。扩建机场。(责任单位:市交通运输局、市财*局)
- 2 -
(二)到年，完善机制。

东海市人民*府
2023年5月6日
"""


@pytest.fixture
def settings(tmp_path: Path) -> DocumentSettings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "意见.txt").write_text(TEXT, encoding="utf-8")
    (corpus / "办法.md").write_text("# 管理办法\n\n第一条 甲。\n", encoding="utf-8")
    (corpus / "README").write_text("not a document", encoding="utf-8")
    return DocumentSettings(home=tmp_path / "home", corpus=corpus)


def test_a_file_becomes_a_finished_document(settings: DocumentSettings) -> None:
    path = settings.corpus / "意见.txt"
    document = read_document(path, settings)
    assert (document.name, document.title) == ("意见", "关于机场建设的意见")
    assert (document.issuer, document.date) == ("东海市人民政府", "2023年5月6日")
    assert document.content_hash == hashlib.sha256(path.read_bytes()).hexdigest()
    assert document.source == TEXT
    assert [clause.locator for clause in document.clauses] == ["前言", "一", "一/(一)", "一/(二)", "落款"]
    task = document.clause("一/(一)")
    assert task is not None
    assert [(unit.unit, unit.role) for unit in task.units] == [("市交通运输局", "lead"), ("市财政局", "support")]
    assert [repair.after for repair in document.repairs] == ["政"] * 3
    assert [document.text[gap.start : gap.end] for gap in document.gaps] == ["到年"]
    assert [TEXT[noise.start : noise.end].strip() for noise in document.noise] == [
        "东海市论坛",
        "首页 » 政策 »",
        "- 2 -",
    ]


def test_only_numbered_clauses_name_units() -> None:
    document = parse_document("x", "（责任单位：市科技局）\n一、甲。（责任单位：市教育局）\n")
    assert [[unit.unit for unit in clause.units] for clause in document.clauses] == [[], ["市教育局"]]


def test_an_unreadable_file_is_refused(settings: DocumentSettings) -> None:
    with pytest.raises(UnreadableFile):
        read_document(settings.corpus / "README", settings)


def test_an_empty_library_gets_the_corpus(settings: DocumentSettings) -> None:
    catalogue = Catalogue.open(settings)
    assert ensure_library(catalogue, settings) == ["办法", "意见"]
    assert catalogue.names() == ["办法", "意见"]
    assert catalogue.document("意见") == read_document(settings.corpus / "意见.txt", settings)
    assert ensure_library(catalogue, settings) == []
    catalogue.close()


def test_a_library_that_holds_something_is_left_as_it_is(settings: DocumentSettings) -> None:
    catalogue = Catalogue.open(settings)
    catalogue.put(parse_document("自己的", "一、甲\n"))
    assert ensure_library(catalogue, settings) == []
    assert catalogue.names() == ["自己的"]
    catalogue.close()


def test_documents_of_an_older_parser_are_read_anew_from_their_own_text(
    settings: DocumentSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = Catalogue.open(settings)
    new = parse_document("旧的", TEXT, "ab" * 32)
    with monkeypatch.context() as older:
        older.setattr(catalog, "parser_version", lambda: "older")
        catalogue.put(Document("旧的", "旧题", TEXT, TEXT, (), content_hash="ab" * 32))
    assert ensure_library(catalogue, settings) == ["旧的"]
    assert catalogue.document("旧的") == new
    assert ensure_library(catalogue, settings) == []
    catalogue.close()


@given(copies())
def test_restoring_keeps_the_length_and_touches_only_masks(text: str) -> None:
    document = parse_document("x", text)
    assert document.source == text
    assert len(document.text) == len(text)
    changed = {place for place, (old, new) in enumerate(zip(text, document.text, strict=True)) if old != new}
    assert changed == {repair.start for repair in document.repairs if repair.restored}
    for repair in document.repairs:
        assert text[repair.start] == repair.before
        assert document.text[repair.start] == repair.after
        assert repair.before in MASKS
        assert 0.0 <= repair.confidence <= 1.0


@given(copies())
def test_clauses_tile_the_text(text: str) -> None:
    """Every character that is neither noise nor white space stands in exactly one clause."""
    document = parse_document("x", text)
    held = [0] * len(text)
    for clause in document.clauses:
        assert 0 <= clause.start < clause.end <= len(text)
        for place in range(clause.start, clause.end):
            held[place] += 1
    noise = {place for gone in document.noise for place in range(gone.start, gone.end)}
    assert max(held, default=0) <= 1
    lost = [
        place
        for place, letter in enumerate(text)
        if not held[place] and place not in noise and not letter.isspace() and letter not in BLANK
    ]
    assert lost == []
    assert [clause.start for clause in document.clauses] == sorted(clause.start for clause in document.clauses)


@given(copies())
def test_the_text_of_a_clause_is_the_quote_of_its_span(text: str) -> None:
    document = parse_document("x", text)
    for clause in document.clauses:
        assert clause.text == document.quote(clause.start, clause.end)
        assert document.clause(clause.locator) is clause
        assert clause.title in clause.text or clause.title in document.text[clause.start : clause.end]


@given(copies())
def test_units_stand_in_the_span_that_they_were_read_from(text: str) -> None:
    document = parse_document("x", text)
    for clause in document.clauses:
        for unit in clause.units:
            # A statement below the last of a group stands for all of the group.
            group = [one for one in document.clauses if one.parent_locator == clause.parent_locator]
            assert any(one.start <= unit.start < unit.end <= one.end for one in group)
            written = "".join(document.text[unit.start : unit.end].split())
            prefix = unit.unit.removesuffix(written)
            assert unit.unit == prefix + written
            assert prefix in {"", "市", "省", "市委", "省委"}


@given(copies())
def test_damage_lies_inside_the_text_and_outside_noise(text: str) -> None:
    document = parse_document("x", text)
    noise = {place for gone in document.noise for place in range(gone.start, gone.end)}
    spans: tuple[Spanned, ...] = (*document.gaps, *document.noise, *document.repairs)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert not any(place in noise for gap in document.gaps for place in range(gap.start, gap.end))
    assert not any(repair.start in noise for repair in document.repairs)


@given(st.text(alphabet=st.characters()))
def test_any_text_is_read(text: str) -> None:
    document = parse_document("x", text)
    assert (document.name, len(document.text)) == ("x", len(text))


@given(st.sampled_from(FRAGMENTS), st.integers(1, 60))
def test_a_line_repeated_is_read(line: str, times: int) -> None:
    document = parse_document("x", f"{line}\n" * times)
    locators = [clause.locator for clause in document.clauses]
    assert len(locators) == len(set(locators))
