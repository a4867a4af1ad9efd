"""The index follows the catalogue, heals whatever is wrong, and never loses the old one before the new is whole."""

import random
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index import build
from index.build import index_state, open_index
from index.dictionary import Dictionary
from index.errors import IndexUnavailable, ModelUnavailable
from index.generation import building, current, read_manifest, verify
from index.settings import IndexSettings
from tests.fakes import FakeCatalogue, HashEmbedder, another_process, document_of

FIRST = document_of("首份", "1.机场建设。扩建航站楼。\n", "2.港口建设。建设深水泊位。\n")
SECOND = document_of("次份", "1.医疗保险。异地就医结算。\n")
DAMAGES = ("truncate", "flip", "delete", "empty")
BUILD_IN_A_LOOP = """
import sys
from pathlib import Path
from index.build import open_index
from index.settings import IndexSettings
from tests.fakes import FakeCatalogue, HashEmbedder, document_of
catalogue = FakeCatalogue(document_of("首份", "1.机场建设。扩建航站楼。\\n", "2.港口建设。建设深水泊位。\\n"))
print("ready", flush=True)
while True:
    open_index(catalogue, IndexSettings(home=Path(sys.argv[1])), embedder=HashEmbedder(), rebuild=True)
"""


@pytest.fixture(autouse=True)
def small_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading CC-CEDICT takes most of a second, and these tests build a hundred times."""
    monkeypatch.setattr(Dictionary, "build", lambda vocabulary: Dictionary({"airport": ("机场",)}, frozenset()))


@pytest.fixture
def home(tmp_path: Path) -> IndexSettings:
    return IndexSettings(home=tmp_path, lock_wait_seconds=0.0)


def place_of(settings: IndexSettings) -> Path:
    place = current(settings.folder)
    assert place is not None
    return place


def first_found(catalogue: FakeCatalogue, settings: IndexSettings, question: str, embedder: HashEmbedder) -> str:
    return open_index(catalogue, settings, embedder=embedder).search(question)[0].passage.locator


def test_the_first_opening_builds_and_the_second_embeds_nothing(home: IndexSettings) -> None:
    catalogue, embedder = FakeCatalogue(FIRST, SECOND), HashEmbedder()
    built = open_index(catalogue, home, embedder=embedder)
    assert built.passages == len(embedder.embedded) == 3
    place = place_of(home)
    again = HashEmbedder()
    assert open_index(catalogue, home, embedder=again).search("港口")[0].passage.locator == "2"
    assert again.embedded == ["港口"]
    assert place_of(home) == place


def test_only_what_changed_is_embedded(home: IndexSettings) -> None:
    open_index(FakeCatalogue(FIRST), home, embedder=HashEmbedder())
    changed = document_of("首份", "1.机场建设。扩建航站楼。\n", "2.铁路建设。建设城际铁路。\n")
    embedder = HashEmbedder()
    opened = open_index(FakeCatalogue(changed, SECOND), home, embedder=embedder)
    assert sorted(embedder.embedded) == sorted(["2.铁路建设。建设城际铁路。", "1.医疗保险。异地就医结算。"])
    assert opened.search("港口泊位")[0].passage.text != "2.港口建设。建设深水泊位。\n"
    assert opened.search("城际铁路")[0].passage.locator == "2"


def test_kept_vectors_are_those_of_a_fresh_build(home: IndexSettings, tmp_path: Path) -> None:
    open_index(FakeCatalogue(FIRST), home, embedder=HashEmbedder())
    grown = open_index(FakeCatalogue(FIRST, SECOND), home, embedder=HashEmbedder())
    fresh = IndexSettings(home=tmp_path / "fresh")
    expected = open_index(FakeCatalogue(FIRST, SECOND), fresh, embedder=HashEmbedder())
    for question in ("机场", "异地就医", "深水泊位", "airport"):
        assert grown.search(question) == expected.search(question)


def test_a_removed_document_is_found_no_more(home: IndexSettings) -> None:
    open_index(FakeCatalogue(FIRST, SECOND), home, embedder=HashEmbedder())
    opened = open_index(FakeCatalogue(SECOND), home, embedder=HashEmbedder())
    assert {item.passage.document for item in opened.search("机场")} == {"次份"}


def test_rebuild_embeds_everything_again(home: IndexSettings) -> None:
    open_index(FakeCatalogue(FIRST), home, embedder=HashEmbedder())
    embedder = HashEmbedder()
    open_index(FakeCatalogue(FIRST), home, embedder=embedder, rebuild=True)
    assert len(embedder.embedded) == 2


def test_another_model_is_another_index(home: IndexSettings) -> None:
    open_index(FakeCatalogue(FIRST), home, embedder=HashEmbedder())
    other = HashEmbedder("other 2", dimension=8)
    opened = open_index(FakeCatalogue(FIRST), home, embedder=other)
    assert (opened.model, read_manifest(place_of(home)).dimension) == ("other 2", 8)
    assert opened.search("港口")[0].passage.locator == "2"


def test_other_settings_are_another_index(home: IndexSettings) -> None:
    catalogue = FakeCatalogue(FIRST)
    open_index(catalogue, home, embedder=HashEmbedder())
    smaller = replace(home, passage_tokens=6)
    assert open_index(catalogue, smaller, embedder=HashEmbedder()).passages > 2


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_damaged_file_is_healed(home: IndexSettings, damage: str) -> None:
    catalogue, embedder = FakeCatalogue(FIRST), HashEmbedder()
    expected = open_index(catalogue, home, embedder=embedder).search("港口")
    names = sorted(str(path.relative_to(place_of(home))) for path in place_of(home).rglob("*") if path.is_file())
    assert {"manifest.json", "chroma/chroma.sqlite3", "passages.jsonl", "vectors.npy"} <= set(names)
    files = [name for name in names if (place_of(home) / name).stat().st_size]
    for position in range(len(files)):
        # A rebuilt index names Chroma's folder anew, so files are told by their position.
        place = place_of(home)
        present = sorted(path for path in place.rglob("*") if path.is_file() and path.stat().st_size)
        spoil(present[position], damage)
        assert open_index(catalogue, home, embedder=embedder).search("港口") == expected
        verify(place_of(home), read_manifest(place_of(home)))


def spoil(path: Path, damage: str) -> None:
    content = path.read_bytes()
    if damage == "delete":
        path.unlink()
    elif damage == "flip":
        middle = len(content) // 2
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :])
    else:
        path.write_bytes(content[: len(content) // 2] if damage == "truncate" else b"")


@pytest.mark.parametrize("lost", ["index", "index/current", "index/generations", "index/working"])
def test_a_lost_folder_is_built_again(home: IndexSettings, lost: str) -> None:
    catalogue, embedder = FakeCatalogue(FIRST), HashEmbedder()
    open_index(catalogue, home, embedder=embedder)
    path = home.home / lost
    path.rename(home.home / "away")
    assert first_found(catalogue, home, "港口", embedder) == "2"


def test_a_failing_model_leaves_the_old_index_untouched(home: IndexSettings) -> None:
    class Failing(HashEmbedder):
        def embed(self, texts: Sequence[str]) -> Any:
            raise ModelUnavailable("the model is gone")

    open_index(FakeCatalogue(FIRST), home, embedder=HashEmbedder())
    before = place_of(home)
    with pytest.raises(ModelUnavailable):
        open_index(FakeCatalogue(FIRST, SECOND), home, embedder=Failing())
    assert place_of(home) == before
    verify(before, read_manifest(before))
    assert [path.name for path in (home.folder / "generations").iterdir()] == [before.name]


def test_a_full_disk_leaves_the_old_index_untouched(home: IndexSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    open_index(FakeCatalogue(FIRST), home, embedder=HashEmbedder())
    before = place_of(home)

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(build, "write_shelf", full)
    with pytest.raises(IndexUnavailable, match="No space left"):
        open_index(FakeCatalogue(FIRST, SECOND), home, embedder=HashEmbedder())
    assert place_of(home) == before
    verify(before, read_manifest(before))


def test_a_level_index_opens_while_another_builds(home: IndexSettings) -> None:
    catalogue = FakeCatalogue(FIRST)
    open_index(catalogue, home, embedder=HashEmbedder())
    with building(home.folder, 0):
        assert first_found(catalogue, home, "港口", HashEmbedder()) == "2"
        with pytest.raises(IndexUnavailable, match="索引正在使用"):
            open_index(FakeCatalogue(FIRST, SECOND), home, embedder=HashEmbedder())


def test_a_folder_that_cannot_be_written_is_one_sentence(home: IndexSettings) -> None:
    home.folder.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(IndexUnavailable, match="POLICY_HOME"):
        open_index(FakeCatalogue(FIRST), home, embedder=HashEmbedder())


def test_a_builder_killed_at_any_moment_leaves_a_whole_index(home: IndexSettings) -> None:
    catalogue, embedder = FakeCatalogue(FIRST), HashEmbedder()
    expected = open_index(catalogue, home, embedder=embedder).search("港口")
    moments = random.Random(7)
    for _ in range(4):
        with another_process(BUILD_IN_A_LOOP, str(home.home)) as (said, builder):
            assert said == "ready"
            time.sleep(moments.uniform(0.05, 1.5))
            builder.kill()
            builder.wait()
        assert open_index(catalogue, home, embedder=embedder).search("港口") == expected
        verify(place_of(home), read_manifest(place_of(home)))


def test_progress_tells_every_step_to_its_end(home: IndexSettings) -> None:
    heard: list[tuple[str, int, int]] = []
    open_index(FakeCatalogue(FIRST, SECOND), home, lambda *step: heard.append(step), embedder=HashEmbedder())
    last = {step: (done, of) for step, done, of in heard}
    assert last == {"split": (2, 2), "embed": (3, 3), "store": (3, 3)}


def test_equal_texts_are_embedded_once(home: IndexSettings) -> None:
    embedder = HashEmbedder()
    twins = FakeCatalogue(document_of("甲", "同一句话。\n"), document_of("乙", "同一句话。\n"))
    opened = open_index(twins, home, embedder=embedder)
    assert (opened.passages, embedder.embedded) == (2, ["同一句话。"])


def test_the_state_gives_the_reason(home: IndexSettings) -> None:
    catalogue, embedder = FakeCatalogue(FIRST), HashEmbedder()
    assert index_state(embedder, catalogue, home).reason == "there is no index yet"
    open_index(catalogue, home, embedder=embedder)
    assert index_state(embedder, catalogue, home).level
    assert "documents changed" in index_state(embedder, FakeCatalogue(SECOND), home).reason
    assert "'other 2'" in index_state(HashEmbedder("other 2"), catalogue, home).reason
    assert "settings" in index_state(embedder, catalogue, replace(home, bm25_b=0.5)).reason
    (place_of(home) / "manifest.json").write_text("{", encoding="utf-8")
    assert "manifest" in index_state(embedder, catalogue, home).reason
