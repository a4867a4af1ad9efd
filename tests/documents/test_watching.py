"""A watched folder: what comes, changes, goes, and what is still being written."""

import queue
import shlex
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents import watching
from documents.catalog import Catalogue
from documents.parsing import parse_document
from documents.settings import DocumentSettings
from documents.watching import Vanished, watch
from tests.fakes import another_process

PATIENCE = 60.0
HOLD = """
import sys, time
from pathlib import Path
from documents.exclusive import exclusive
from documents.settings import DocumentSettings
with exclusive(DocumentSettings(home=Path(sys.argv[1]))):
    print("holding", flush=True)
    time.sleep(float(sys.argv[2]))
"""


class Watcher:
    """A folder that is watched by a thread; what it tells comes out of `next`."""

    def __init__(self, folder: Path, home: Path, settle_seconds: float) -> None:
        self._told: queue.Queue[object] = queue.Queue()
        self._stop = threading.Event()
        settings = DocumentSettings(home=home, settle_seconds=settle_seconds, workers=1, add_wait_seconds=1)
        self._thread = threading.Thread(target=self._follow, args=(folder, settings))
        self._thread.start()

    def _follow(self, folder: Path, settings: DocumentSettings) -> None:
        catalogue = Catalogue.open(settings)
        for one in watch([folder], catalogue, settings, stop=self._stop):
            self._told.put(one)
        catalogue.close()

    def next(self, name: str) -> object:
        """The next thing told of the document `name`."""
        deadline = time.monotonic() + PATIENCE
        while True:
            one = self._told.get(timeout=max(0.1, deadline - time.monotonic()))
            if getattr(one, "name", "") == name:
                return one

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "文件"
    made.mkdir()
    return made


@pytest.fixture
def watcher(folder: Path, tmp_path: Path) -> Iterator[Watcher]:
    started = Watcher(folder, tmp_path / "home", settle_seconds=0.3)
    yield started
    started.stop()


@pytest.fixture
def catalogue(tmp_path: Path, watcher: Watcher) -> Iterator[Catalogue]:
    opened = Catalogue.open(DocumentSettings(home=tmp_path / "home"))
    yield opened
    opened.close()


def test_what_comes_changes_and_goes(watcher: Watcher, folder: Path, catalogue: Catalogue) -> None:
    path = folder / "意见.txt"
    path.write_text("一、甲。\n", encoding="utf-8")
    assert getattr(watcher.next("意见"), "outcome", "") == "added"
    path.write_text("一、乙。\n二、丙。\n", encoding="utf-8")
    assert getattr(watcher.next("意见"), "outcome", "") == "replaced"
    path.unlink()
    gone = watcher.next("意见")
    assert isinstance(gone, Vanished)
    assert "the file is gone, and its document stays" in gone.message
    assert catalogue.document("意见").text == "一、乙。\n二、丙。\n"


def test_the_hint_can_be_pasted_whatever_the_document_is_called(tmp_path: Path) -> None:
    catalogue = Catalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite3'}")
    catalogue.put(parse_document("-甲 乙; '丙'", "一、甲\n"))
    (gone,) = watching.vanished([tmp_path / "-甲 乙; '丙'.txt"], catalogue)
    catalogue.close()
    command = gone.message.partition("python -m documents ")[2]
    assert shlex.split(command) == ["remove", "--", "-甲 乙; '丙'"]


def test_a_file_that_is_being_written_is_waited_for(watcher: Watcher, folder: Path, catalogue: Catalogue) -> None:
    with (folder / "长.txt").open("w", encoding="utf-8") as file:
        for number in range(1, 9):
            file.write(f"{number}.第{number}项。\n")
            file.flush()
            time.sleep(0.05)
    assert getattr(watcher.next("长"), "message", "").startswith("8 clauses")
    assert len(catalogue.versions("长")) == 1


def test_a_folder_that_is_moved_in_is_read_and_other_files_are_not(
    watcher: Watcher, folder: Path, tmp_path: Path, catalogue: Catalogue
) -> None:
    outside = tmp_path / "外"
    (outside / "深").mkdir(parents=True)
    (outside / "深" / "附.txt").write_text("一、附。\n", encoding="utf-8")
    for name in (".隐.txt", "图.png"):
        (folder / name).write_text("一、不读。\n", encoding="utf-8")
    outside.rename(folder / "内")
    assert getattr(watcher.next("附"), "outcome", "") == "added"
    assert catalogue.names() == ["附"]


def test_a_bad_file_is_refused_and_the_watch_goes_on(watcher: Watcher, folder: Path, catalogue: Catalogue) -> None:
    (folder / "坏.txt").write_bytes(b"\x00\x01")
    assert getattr(watcher.next("坏"), "outcome", "") == "refused"
    (folder / "坏.txt").write_text("一、好了。\n", encoding="utf-8")
    assert getattr(watcher.next("坏"), "outcome", "") == "added"


def test_a_change_between_adding_and_watching_is_not_missed(folder: Path, tmp_path: Path) -> None:
    (folder / "早.txt").write_text("一、早。\n", encoding="utf-8")
    watcher = Watcher(folder, tmp_path / "home", settle_seconds=0.1)
    assert getattr(watcher.next("早"), "outcome", "") == "added"
    watcher.stop()


def test_a_library_that_is_busy_is_tried_again(folder: Path, tmp_path: Path) -> None:
    settings = DocumentSettings(home=tmp_path / "home", add_wait_seconds=1)
    Catalogue.open(settings).close()
    with another_process(HOLD, str(settings.home), "3") as (said, _):
        assert said == "holding"
        watcher = Watcher(folder, tmp_path / "home", settle_seconds=0.1)
        (folder / "意见.txt").write_text("一、甲。\n", encoding="utf-8")
        assert getattr(watcher.next("意见"), "outcome", "") == "added"
        watcher.stop()
