"""SIGKILL while documents are added: what was acknowledged is there whole, nothing is there by half, nothing to do."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from documents.adding import add_files
from documents.catalog import Catalogue
from documents.errors import CatalogueUnavailable
from documents.model import Document
from documents.parsing import parse_document
from documents.settings import DocumentSettings
from tests import postgres
from tests.durability.forge import Forge, forge
from tests.durability.moments import moments

FILES = 6
ENOUGH = 20
"""Of so many random moments one at least falls between the first and the last document."""


def text_of(file: int, round_: int) -> str:
    return f"关于第{file}项工作的意见\n\n" + "".join(
        f"{n}.第{round_}轮第{n}项任务，加快*设。（责任单位：市财政局、市水务局）\n" for n in range(1, 12)
    )


def write_all(folder: Path, round_: int) -> list[str]:
    paths = [folder / f"文{file:02}.txt" for file in range(FILES)]
    for file, path in enumerate(paths):
        path.write_text(text_of(file, round_), encoding="utf-8")
    return [str(path) for path in paths]


def parsed(file: int, round_: int, content_hash: str) -> Document:
    return parse_document(f"文{file:02}", text_of(file, round_), content_hash)


def acknowledged(output: Path) -> list[str]:
    """Names on whole lines; a line that the kill cut short acknowledged nothing."""
    whole, _, _ = output.read_text(encoding="utf-8").rpartition("\n")
    return [line.partition(":")[0] for line in whole.splitlines()]


def assert_whole(settings: DocumentSettings, round_: int, told: list[str]) -> None:
    """Every document is the one of this round or of one before, all of it, and the acknowledged are of this round."""
    catalogue = Catalogue.open(settings)
    for file in range(FILES):
        name = f"文{file:02}"
        if name not in catalogue.names():
            assert name not in told
            continue
        held = catalogue.document(name)
        came = next(r for r in range(round_, -1, -1) if held.source == text_of(file, r))
        assert came == round_ or name not in told
        assert held == parsed(file, came, held.content_hash)
        versions = catalogue.versions(name)
        assert [version.number for version in versions] == list(range(1, len(versions) + 1))
        assert [version.current for version in versions] == [False] * (len(versions) - 1) + [True]
        assert versions[-1].content_hash == held.content_hash
    catalogue.close()


def run_whole(works: Forge, settings: DocumentSettings, files: list[str], output: Path) -> float:
    """Seconds of a run that nobody kills."""
    started = time.monotonic()
    works.start("documents", settings.home, output, ["add", *files], settings.catalogue_url)
    assert works.wait() == 0, output.read_text(encoding="utf-8")
    return time.monotonic() - started


def kill_at(count: int, chance: random.Random, settings: DocumentSettings, folder: Path) -> None:
    """Changes all files, adds them, kills that at a random moment and looks; so often."""
    output = folder / "output"
    killed_midway = 0
    with forge("documents") as works:
        run_whole(works, settings, write_all(folder, 0), output)
        whole = run_whole(works, settings, write_all(folder, 1), output)
        for round_ in range(2, count + 2):
            files = write_all(folder, round_)
            run = works.start("documents", settings.home, output, ["add", *files], settings.catalogue_url)
            time.sleep(chance.uniform(0, whole))
            os.kill(run, signal.SIGKILL)
            assert works.wait() in {0, -signal.SIGKILL}
            told = acknowledged(output)
            killed_midway += 0 < len(told) < FILES
            assert_whole(settings, round_, told)
        run_whole(works, settings, write_all(folder, count + 2), output)
        assert_whole(settings, count + 2, [f"文{file:02}" for file in range(FILES)])
    print(f"{killed_midway} of {count} were killed between the first and the last document")
    assert killed_midway or count < ENOUGH


@pytest.fixture(autouse=True)
def one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the forked child is all there is to kill."""
    monkeypatch.setenv("POLICY_WORKERS", "1")


def test_killed_at_fifty_moments_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    count, chance = moments(50)
    kill_at(count, chance, DocumentSettings(home=tmp_path / "home"), tmp_path)


@pytest.mark.database
def test_killed_over_a_server(tmp_path: Path) -> None:
    count, chance = moments(5)
    with postgres.running() as server:
        kill_at(count, chance, DocumentSettings(home=tmp_path / "home", catalogue_url=server.url()), tmp_path)


@pytest.mark.database
def test_a_server_that_crashes_loses_nothing_acknowledged_and_is_found_again(tmp_path: Path) -> None:
    files = [Path(path) for path in write_all(tmp_path, 0)]
    with postgres.running() as server:
        settings = DocumentSettings(home=tmp_path / "home", catalogue_url=server.url())
        catalogue = Catalogue.open(settings)
        assert {one.outcome for one in add_files(files, catalogue, settings, workers=1)} == {"added"}
        adding = add_files([Path(path) for path in write_all(tmp_path, 1)], catalogue, settings, workers=1)
        told = [next(adding).name for _ in range(3)]
        server.stop("immediate")
        with pytest.raises(CatalogueUnavailable, match="check that the server runs"):
            list(adding)
        with pytest.raises(CatalogueUnavailable, match="check that the server runs"):
            catalogue.names()
        server.start()
        assert len(catalogue.names()) == FILES  # the same object: no restart of the assistant
        assert_whole(settings, 1, told)
        again = list(add_files(files, catalogue, settings, workers=1))
        assert [one.outcome for one in again] == ["unchanged"] * 3 + ["replaced"] * (FILES - 3)
        catalogue.close()
