"""A disk that is full, at many points: a sentence that names it, nothing lost, the old index still answers."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from documents.adding import add_files
from documents.catalog import Catalogue
from documents.errors import CatalogueUnavailable, PolicyError
from documents.parsing import parse_document
from documents.settings import DocumentSettings
from documents.transfer import export_library
from index.build import open_index
from index.settings import IndexSettings
from tests.fakes import FakeCatalogue, HashEmbedder, document_of

MEGABYTE = 1024 * 1024
LONG = parse_document("长", "".join(f"{n}.第{n}项任务。（责任单位：市财政局）\n" for n in range(1, 2000)), "cd" * 32)
SHORT = parse_document("短", "一、甲。\n", "ab" * 32)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB of its own, where this process may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here; the tests beside this one stand in")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path, leave: int) -> Path:
    """A file that leaves so many bytes free."""
    filler = disk / "filler"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    filler.write_bytes(b"\0" * max(0, free - leave))
    return filler


def allow(catalogue: Catalogue, more_pages: int) -> None:
    """Lets the database grow by so many pages and no further, as a full disk does."""

    def limit(connection: Any, *_rest: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA max_page_count = 1")  # never below what there is
        floor = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {floor + more_pages}")
        cursor.close()

    catalogue._engine.dispose()
    event.listen(catalogue._engine, "connect", limit)


@pytest.mark.parametrize("more_pages", [0, 1, 2, 5, 10, 20, 40])
def test_a_document_that_does_not_fit_is_refused_whole(tmp_path: Path, more_pages: int) -> None:
    catalogue = Catalogue.open(DocumentSettings(home=tmp_path))
    catalogue.put(SHORT)
    before = catalogue.revision()
    allow(catalogue, more_pages)
    with pytest.raises(CatalogueUnavailable, match="database or disk is full; the disk is full: free space on it"):
        catalogue.put(LONG)
    assert (catalogue.names(), catalogue.document("短"), catalogue.revision()) == (["短"], SHORT, before)
    catalogue.close()
    again = Catalogue.open(DocumentSettings(home=tmp_path))
    again.put(LONG)
    assert again.document("长") == LONG
    again.close()


def test_a_new_version_that_does_not_fit_leaves_the_old_one(tmp_path: Path) -> None:
    catalogue = Catalogue.open(DocumentSettings(home=tmp_path))
    catalogue.put(parse_document("长", "一、旧的。\n", "ef" * 32))
    allow(catalogue, 10)
    with pytest.raises(CatalogueUnavailable, match="disk is full"):
        catalogue.put(LONG)
    assert catalogue.document("长").text == "一、旧的。\n"
    assert len(catalogue.versions("长")) == 1
    catalogue.close()


def test_adding_to_a_full_disk_keeps_what_was_told(small_disk: Path, tmp_path: Path) -> None:
    files = []
    for number in range(60):
        files.append(tmp_path / f"{number:02}.txt")
        files[-1].write_text(LONG.source[:40_000], encoding="utf-8")
    settings = DocumentSettings(home=small_disk / "home")
    catalogue = Catalogue.open(settings)
    told = []
    with pytest.raises(CatalogueUnavailable, match=r"disk is full|No space left on device|disk I/O error"):
        for one in add_files(files, catalogue, settings, workers=1):
            told.append(one.name)
    assert told
    assert catalogue.names() == told
    assert all(catalogue.document(name).source == LONG.source[:40_000] for name in told)
    with pytest.raises(PolicyError, match=r"cannot be (written|taken)|disk is full"):
        export_library(small_disk / "library", catalogue, settings)
    assert not list(small_disk.glob("*library*"))
    catalogue.close()


def test_an_index_that_does_not_fit_leaves_the_old_one_answering(small_disk: Path) -> None:
    """The disk has room for less and less, so that it is full at another write each time."""
    settings = IndexSettings(home=small_disk)
    old = FakeCatalogue(document_of("首份", "1.机场建设。扩建航站楼。\n", "2.港口建设。建设深水泊位。\n"))
    clauses = [f"{n}.第{n}项工作。推进第{n}个项目落地见效。\n" for n in range(1, 400)]
    new = FakeCatalogue(*old.held.values(), document_of("次份", *clauses))
    expected = open_index(old, settings, embedder=HashEmbedder()).search("港口")[0].passage.locator
    refused = 0
    for leave in (0, 8_192, 65_536, 131_072, 262_144, 524_288, MEGABYTE):
        filler = fill(small_disk, leave)
        try:
            open_index(new, settings, embedder=HashEmbedder())
        except PolicyError as error:
            refused += 1
            assert "No space left" in str(error)
            assert str(settings.folder) in str(error)
        filler.unlink()
        embedder = HashEmbedder()
        assert open_index(old, settings, embedder=embedder).search("港口")[0].passage.locator == expected
    assert refused >= 3
    assert len(open_index(new, settings, embedder=HashEmbedder()).search("第399项工作")) > 0
