"""Private copies of a published Chroma folder."""

import os
import tempfile
from pathlib import Path

import pytest

from index.errors import IndexUnavailable
from index.working_copy import WorkingCopy


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "source" / "graph").mkdir(parents=True)
    (tmp_path / "source" / "chroma.sqlite3").write_bytes(b"rows")
    (tmp_path / "source" / "graph" / "data_level0.bin").write_bytes(b"links")
    return tmp_path / "source"


def copies(folder: Path) -> list[Path]:
    return list((folder / "working").glob("copy-*"))


def test_what_is_written_to_a_copy_stays_in_it(source: Path, tmp_path: Path) -> None:
    copy = WorkingCopy(source, tmp_path)
    (copy.chroma / "chroma.sqlite3").write_bytes(b"other")
    assert (source / "chroma.sqlite3").read_bytes() == b"rows"
    assert (copy.chroma / "graph" / "data_level0.bin").read_bytes() == b"links"
    copy.remove()
    assert (source / "graph" / "data_level0.bin").read_bytes() == b"links"
    assert copies(tmp_path) == []


def test_where_files_cannot_be_linked_they_are_copied(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*arguments: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refused)
    copy = WorkingCopy(source, tmp_path)
    assert (copy.chroma / "graph" / "data_level0.bin").read_bytes() == b"links"
    assert (source / "graph" / "data_level0.bin").stat().st_nlink == 1
    copy.remove()


def test_where_the_folder_cannot_be_written_the_copy_lies_among_temporary_files(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.write_text("a file where a folder should be", encoding="utf-8")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    copy = WorkingCopy(source, closed)
    assert copy.place.parent == tmp_path / "temporary"
    assert copy.place.stat().st_mode & 0o077 == 0
    assert (copy.chroma / "chroma.sqlite3").is_file()
    copy.remove()
    assert not copy.place.exists()


def test_where_nothing_can_be_written_it_is_one_sentence(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.write_text("a file where a folder should be", encoding="utf-8")
    monkeypatch.setattr(tempfile, "tempdir", str(closed))
    with pytest.raises(IndexUnavailable, match="nor the temporary folder"):
        WorkingCopy(source, closed)


def test_a_copy_that_cannot_be_made_leaves_nothing(source: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match="cannot be copied"):
        WorkingCopy(source / "missing", tmp_path)
    assert copies(tmp_path) == []
