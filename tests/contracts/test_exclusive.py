"""One process at a time adds, whichever database it is; a killed one lets go; readers never wait."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from documents.adding import add_files
from documents.catalog import Catalogue
from documents.errors import CatalogueUnavailable, LibraryBusy
from documents.exclusive import exclusive
from documents.settings import DocumentSettings
from tests.fakes import another_process

HOLD = """
import sys, time
from pathlib import Path
from documents.exclusive import exclusive
from documents.settings import DocumentSettings
with exclusive(DocumentSettings(home=Path(sys.argv[1]), catalogue_url=sys.argv[2]), None):
    print("holding", flush=True)
    time.sleep(float(sys.argv[3]))
"""


def hold(settings: DocumentSettings, seconds: float = 600) -> tuple[str, ...]:
    return HOLD, str(settings.home), settings.catalogue_url, str(seconds)


def document(folder: Path) -> Path:
    path = folder / "意见.txt"
    path.write_text("一、加快建设。\n", encoding="utf-8")
    return path


def test_the_second_is_told_whom_it_waits_for_and_then_refused(
    catalogue: Catalogue, settings: DocumentSettings, tmp_path: Path
) -> None:
    heard: list[str] = []
    with another_process(*hold(settings)) as (said, holder):
        assert said == "holding"
        adding = add_files([document(tmp_path)], catalogue, settings, workers=1, waiting=heard.append)
        with pytest.raises(LibraryBusy, match=r"is still adding documents to this library after 1 s; try again"):
            list(adding)
        assert len(heard) == 1
        assert "is adding documents to this library; waiting for it, 1 s at most" in heard[0]
        if settings.catalogue_url.startswith("sqlite"):
            assert f"({holder.pid})" in heard[0]
        assert catalogue.names() == []


def test_a_killed_holder_lets_go(catalogue: Catalogue, settings: DocumentSettings, tmp_path: Path) -> None:
    with another_process(*hold(settings)) as (said, holder):
        assert said == "holding"
        holder.kill()
        holder.wait()
        patient = replace(settings, add_wait_seconds=20)  # the server has to notice
        assert [one.outcome for one in add_files([document(tmp_path)], catalogue, patient, workers=1)] == ["added"]


def test_the_second_goes_on_when_the_first_has_finished(
    catalogue: Catalogue, settings: DocumentSettings, tmp_path: Path
) -> None:
    heard: list[str] = []
    with another_process(*hold(settings, 0.7)) as (said, _):
        assert said == "holding"
        patient = replace(settings, add_wait_seconds=60)
        added = list(add_files([document(tmp_path)], catalogue, patient, workers=1, waiting=heard.append))
    assert ([one.outcome for one in added], len(heard)) == (["added"], 1)


def test_readers_do_not_wait(catalogue: Catalogue, settings: DocumentSettings, tmp_path: Path) -> None:
    list(add_files([document(tmp_path)], catalogue, settings, workers=1))
    with another_process(*hold(settings)) as (said, _):
        assert said == "holding"
        reader = Catalogue.open(settings)
        assert reader.document("意见").text == "一、加快建设。\n"
        reader.close()


def test_a_run_that_is_left_early_lets_go_and_keeps_what_it_told(
    catalogue: Catalogue, settings: DocumentSettings, tmp_path: Path
) -> None:
    (tmp_path / "空.txt").write_text("一、甲。\n", encoding="utf-8")
    run = add_files([document(tmp_path), tmp_path / "空.txt"], catalogue, settings, workers=1)
    assert next(run).outcome == "added"
    run.close()
    with exclusive(settings):
        assert catalogue.names() == ["意见"]


def test_a_library_in_memory_needs_no_lock() -> None:
    settings = DocumentSettings(catalogue_url="sqlite://")
    with exclusive(settings), exclusive(settings):
        time.sleep(0)


def test_a_lock_that_cannot_be_kept_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    settings = DocumentSettings(catalogue_url=f"sqlite:///{tmp_path}/file/catalogue.sqlite3")
    with pytest.raises(CatalogueUnavailable, match="its lock cannot be taken"), exclusive(settings):
        pytest.fail("locked without a lock")
