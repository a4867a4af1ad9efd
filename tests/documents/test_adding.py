"""Files and folders into a library: what each becomes, what is not read again, what is refused."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from documents import adding
from documents.adding import Added, add_files, find_files
from documents.catalog import Catalogue
from documents.errors import CatalogueUnavailable
from documents.ingest import read_document
from documents.settings import DocumentSettings

TODAY = date(2026, 1, 1)


@pytest.fixture
def settings(tmp_path: Path) -> DocumentSettings:
    return DocumentSettings(home=tmp_path / "home")


@pytest.fixture
def catalogue(settings: DocumentSettings) -> Iterator[Catalogue]:
    opened = Catalogue.open(settings)
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "文件"
    made.mkdir()
    return made


def write(folder: Path, name: str, text: str = "一、加快建设。\n") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def outcomes(paths: list[Path], catalogue: Catalogue, settings: DocumentSettings, workers: int = 1) -> list[str]:
    return [one.outcome for one in add_files(paths, catalogue, settings, workers=workers)]


def test_added_unchanged_replaced(catalogue: Catalogue, settings: DocumentSettings, folder: Path) -> None:
    path = write(folder, "意见.txt")
    assert list(add_files([path], catalogue, settings, workers=1)) == [
        Added(path, "意见", "added", "1 clause, 0 repairs, 0 gaps")
    ]
    assert list(add_files([path], catalogue, settings, workers=1)) == [Added(path, "意见", "unchanged", "")]
    write(folder, "意见.txt", "一、甲。\n二、乙。\n")
    assert [(one.outcome, one.message) for one in add_files([path], catalogue, settings, workers=1)] == [
        ("replaced", "2 clauses, 0 repairs, 0 gaps")
    ]
    assert len(catalogue.versions("意见")) == 2


def test_an_unchanged_file_is_not_parsed(
    catalogue: Catalogue, settings: DocumentSettings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(folder, "意见.txt")
    outcomes([path], catalogue, settings)

    def never(path: Path, settings: DocumentSettings) -> Any:
        pytest.fail(f"{path} was parsed")

    monkeypatch.setattr(adding, "read_document", never)
    before = catalogue.revision()
    assert outcomes([path], catalogue, settings) == ["unchanged"]
    assert catalogue.revision() == before


def test_an_unchanged_file_is_parsed_by_a_new_parser(
    catalogue: Catalogue, settings: DocumentSettings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(folder, "意见.txt")
    outcomes([path], catalogue, settings)
    monkeypatch.setattr(adding, "parser_version", lambda: "newer")
    assert outcomes([path], catalogue, settings) == ["replaced"]
    assert len(catalogue.versions("意见")) == 1


def test_many_files_in_two_processes_are_as_in_one(
    catalogue: Catalogue, settings: DocumentSettings, folder: Path
) -> None:
    files = [write(folder, f"{n:02}.txt", f"一、第{n}项。（责任单位：市财政局）\n" * (n % 3)) for n in range(12)]
    heard: list[tuple[int, int]] = []
    added = list(add_files(files, catalogue, settings, workers=2, report=lambda *step: heard.append(step)))
    assert [one.path for one in added] == files
    assert [one.outcome for one in added] == ["added" if n % 3 else "refused" for n in range(12)]
    assert heard == [(done, 12) for done in range(13)]
    for n in (1, 11):
        assert catalogue.document(f"{n:02}") == read_document(files[n], settings)


def test_a_second_file_of_a_name_is_refused_and_both_are_named(
    catalogue: Catalogue, settings: DocumentSettings, folder: Path
) -> None:
    first, second = write(folder, "a/意见.txt", "一、甲。\n"), write(folder, "b/意见.md", "一、乙。\n")
    added = list(add_files([first, second], catalogue, settings, workers=1))
    assert [one.outcome for one in added] == ["added", "refused"]
    assert str(first) in added[1].message
    assert str(second) in added[1].message
    assert "rename one of the two" in added[1].message
    assert catalogue.document("意见").text == "一、甲。\n"
    assert [one.outcome for one in add_files([first, second], catalogue, settings, workers=1)] == [
        "unchanged",
        "refused",
    ]


def test_a_file_that_cannot_be_read_claims_no_name(
    catalogue: Catalogue, settings: DocumentSettings, folder: Path
) -> None:
    empty, good = write(folder, "a/意见.txt", ""), write(folder, "b/意见.txt")
    assert outcomes([empty, good], catalogue, settings) == ["refused", "added"]


def test_the_same_file_named_twice_is_added_once(
    catalogue: Catalogue, settings: DocumentSettings, folder: Path
) -> None:
    path = write(folder, "意见.txt")
    assert outcomes([path, path], catalogue, settings) == ["added"]


def test_one_text_under_two_names_is_two_documents(
    catalogue: Catalogue, settings: DocumentSettings, folder: Path
) -> None:
    assert outcomes([write(folder, "甲.txt"), write(folder, "乙.txt")], catalogue, settings) == ["added", "added"]
    assert [held.same_text for held in catalogue.holdings(TODAY)] == [("甲",), ("乙",)]


def test_a_second_file_with_the_same_text_is_added_and_told(
    catalogue: Catalogue, settings: DocumentSettings, folder: Path
) -> None:
    first, second, third = (folder / name for name in ("甲.txt", "乙.md", "丙.txt"))
    first.write_text("一、修路。\n二、架桥。\n", encoding="utf-8")
    second.write_text("一、 修路。\r\n\r\n二、架桥。", encoding="utf-8")
    third.write_text("一、修路。\n二、拆桥。\n", encoding="utf-8")
    found = [one.message for one in add_files([first, second, third], catalogue, settings, workers=1)]
    counts = "2 clauses, 0 repairs, 0 gaps"
    assert found == [counts, f"{counts}; same text as 甲", counts]


def test_what_is_refused_leaves_the_rest_and_what_was_held(
    catalogue: Catalogue, settings: DocumentSettings, folder: Path
) -> None:
    good = write(folder, "好.txt")
    outcomes([good], catalogue, settings)
    good.write_bytes(b"\x00\x01")
    (folder / "链.txt").symlink_to(good)
    paths = [good, folder / "无.txt", folder, folder / "链.txt", write(folder, "乙.txt")]
    added = list(add_files(paths, catalogue, settings, workers=2))
    assert [one.outcome for one in added] == ["refused"] * 4 + ["added"]
    for one, reason in zip(added, ("not text in", "no such file", "is a folder", "symbolic link"), strict=False):
        assert reason in one.message
    assert catalogue.document("好").text == "一、加快建设。\n"


def test_a_name_that_climbs_is_only_a_path(catalogue: Catalogue, settings: DocumentSettings, folder: Path) -> None:
    write(folder, "意见.txt")
    path = folder / "x" / ".." / ".." / folder.name / "意见.txt"
    (folder / "x").mkdir()
    assert [one.name for one in add_files([path], catalogue, settings, workers=1)] == ["意见"]
    assert catalogue.names() == ["意见"]


def test_a_store_that_fails_stops_the_run_and_keeps_what_was_told(
    catalogue: Catalogue, settings: DocumentSettings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [write(folder, f"{n}.txt") for n in range(5)]
    put = catalogue.put

    def full(document: Any) -> None:
        if document.name == "3":
            raise CatalogueUnavailable("the disk is full")
        put(document)

    monkeypatch.setattr(catalogue, "put", full)
    told = []
    with pytest.raises(CatalogueUnavailable, match="the disk is full"):
        for one in add_files(files, catalogue, settings, workers=1):
            told.append(one.name)
    assert told == catalogue.names() == ["0", "1", "2"]


def test_folders_are_walked_in_order_without_hidden_files_and_links(tmp_path: Path, folder: Path) -> None:
    outside = write(tmp_path, "外/外.txt")
    for name in ("b/2.txt", "b/1.docx", "a/3.TXT", "c.pdf", "d.html", "旧.doc", ".隐.txt", ".git/x.txt", "图.png"):
        write(folder, name)
    (folder / "链").symlink_to(outside.parent)
    (folder / "链.txt").symlink_to(outside)
    found = find_files([folder, outside, folder / "c.pdf"])
    names = [str(path.relative_to(tmp_path)) for path in found.files]
    inside = ["c.pdf", "d.html", "旧.doc", "链.txt", "a/3.TXT", "b/1.docx", "b/2.txt"]
    assert names == [f"文件/{name}" for name in inside] + ["外/外.txt"]
    assert (found.left_out, found.empty) == (1, ())


def test_a_folder_without_documents_is_told(folder: Path) -> None:
    write(folder, "图.png")
    assert find_files([folder]) == adding.Found((), 1, (folder,))


def test_a_name_in_no_encoding(catalogue: Catalogue, settings: DocumentSettings, folder: Path) -> None:
    path = write(folder, os.fsdecode(b"bad\xff.txt"))
    assert [one.name for one in add_files([path], catalogue, settings, workers=1)] == ["bad\ufffd"]
