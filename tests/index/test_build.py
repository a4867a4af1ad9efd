"""The index follows the catalogue, heals whatever is wrong, and never loses the old one before the new is whole."""

import random
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index import build, dictionary, generation, known, lexical, segment, segment_writer
from index.build import index_state, open_index
from index.errors import IndexUnavailable, ModelUnavailable
from index.generation import building, current, read_manifest
from index.segment import verify_segment
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
turn = 0
while True:
    turn += 1
    catalogue.held["次份"] = document_of("次份", f"1.医疗保险。第{turn}次修改。\\n")
    open_index(catalogue, IndexSettings(home=Path(sys.argv[1])), embedder=HashEmbedder(), rebuild=turn % 4 == 0)
"""


@pytest.fixture(autouse=True)
def small_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading CC-CEDICT takes most of a second, and these tests build a hundred times."""
    monkeypatch.setattr(dictionary, "entries", lambda: iter([("机场", "airport")]))


@pytest.fixture
def home(tmp_path: Path) -> IndexSettings:
    return IndexSettings(home=tmp_path, lock_wait_seconds=0.0)


def place_of(settings: IndexSettings) -> Path:
    place = current(settings.folder)
    assert place is not None
    return place


def files_of(settings: IndexSettings) -> list[Path]:
    """Every file that the index which serves is made of, empty ones left out."""
    places = [place_of(settings), *(settings.folder / "segments").iterdir()]
    return sorted(path for place in places for path in place.rglob("*") if path.is_file() and path.stat().st_size)


def verify(settings: IndexSettings) -> None:
    for part in read_manifest(place_of(settings)).parts:
        verify_segment(settings.folder, part)


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
    open_index(catalogue, home, embedder=embedder)
    catalogue.held["次份"] = SECOND
    expected = open_index(catalogue, home, embedder=embedder).search("港口")
    names = {path.name for path in files_of(home)}
    assert {"manifest.json", "chroma.sqlite3", "texts.bin", "vectors.npy", "words.npz", "lexicon.npz"} <= names
    for position in range(len(files_of(home))):
        # A rebuilt index has other folders, and one segment instead of two: files are told by their position.
        present = files_of(home)
        spoil(present[min(position, len(present) - 1)], damage)
        assert open_index(catalogue, home, embedder=embedder).search("港口") == expected
        verify(home)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damage_to_a_later_segment_is_healed(home: IndexSettings, damage: str) -> None:
    catalogue = FakeCatalogue(FIRST)
    open_index(catalogue, home, embedder=HashEmbedder())
    for position in range(8):
        catalogue.held["次份"] = document_of("次份", f"1.医疗保险。第{position}次结算。\n")
        expected = open_index(catalogue, home, embedder=HashEmbedder()).search("结算")
        later = home.folder / "segments" / read_manifest(place_of(home)).parts[-1].segment
        spoil(sorted(later.iterdir())[position], damage)
        assert open_index(catalogue, home, embedder=HashEmbedder()).search("结算") == expected
        verify(home)


def spoil(path: Path, damage: str) -> None:
    content = path.read_bytes()
    if damage == "delete":
        path.unlink()
    elif damage == "flip":
        middle = len(content) // 2
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :])
    else:
        path.write_bytes(content[: len(content) // 2] if damage == "truncate" else b"")


@pytest.mark.parametrize("lost", ["index", "index/current", "index/generations", "index/segments", "index/working"])
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
    verify(home)
    assert [path.name for path in (home.folder / "generations").iterdir()] == [before.name]
    assert len(list((home.folder / "segments").iterdir())) == 1


WRITES: tuple[tuple[Any, str], ...] = (
    (segment_writer, "write_strings"),
    (segment.Columns, "save"),
    (segment_writer, "claim_space"),
    (known.Drafts, "keep"),
    (lexical.Postings, "save"),
    (dictionary.Lexicon, "save"),
    (segment_writer, "write_vectors"),
    (segment_writer, "seal_segment"),
    (segment, "write_synced"),
    (generation, "write_synced"),
)


@pytest.mark.parametrize(("where", "name"), WRITES, ids=[f"{where.__name__}.{name}" for where, name in WRITES])
def test_a_full_disk_leaves_the_old_index_untouched(
    home: IndexSettings, monkeypatch: pytest.MonkeyPatch, where: Any, name: str
) -> None:
    open_index(FakeCatalogue(FIRST), home, embedder=HashEmbedder())
    before, held = place_of(home), files_of(home)

    def full(*arguments: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as failing:
        failing.setattr(where, name, full)
        # enough to be written as one base again, so that every kind of file is
        with pytest.raises(IndexUnavailable, match="No space left"):
            open_index(FakeCatalogue(FIRST, SECOND), replace(home, merge_rows=0), embedder=HashEmbedder())
    assert place_of(home) == before
    assert files_of(home) == held
    verify(home)
    assert first_found(FakeCatalogue(FIRST, SECOND), home, "结算", HashEmbedder()) == "1"


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
        verify(home)


EMBED_UNTIL_KILLED = """
import sys, time
from dataclasses import replace
from pathlib import Path
from index.build import open_index
from index.settings import IndexSettings
from tests.fakes import FakeCatalogue, HashEmbedder, document_of

class Slow(HashEmbedder):
    def embed(self, texts):
        if self.embedded:
            print("embedding", flush=True)
            time.sleep(600)
        return super().embed(texts)

texts = [f"{number}.第{number}项任务。\\n" for number in range(20)]
settings = replace(IndexSettings(home=Path(sys.argv[1])), embedding_batch=8)
open_index(FakeCatalogue(document_of("文件", *texts)), settings, embedder=Slow())
"""


def test_what_a_killed_builder_had_embedded_is_not_embedded_again(home: IndexSettings, tmp_path: Path) -> None:
    with another_process(EMBED_UNTIL_KILLED, str(home.home)) as (said, builder):
        assert said == "embedding"
        builder.kill()
        builder.wait()
    assert current(home.folder) is None
    catalogue = FakeCatalogue(document_of("文件", *(f"{number}.第{number}项任务。\n" for number in range(20))))
    embedder = HashEmbedder()
    resumed = open_index(catalogue, home, embedder=embedder)
    assert len(embedder.embedded) == 20 - 8
    assert not (home.folder / "drafts").exists()
    fresh = open_index(catalogue, IndexSettings(home=tmp_path / "fresh"), embedder=embedder)
    assert resumed.search("第3项任务") == fresh.search("第3项任务")


def test_a_document_removed_while_the_index_is_built_is_left_out(home: IndexSettings) -> None:
    class Losing(FakeCatalogue):
        def document(self, name: str) -> Any:
            self.held.pop("次份", None)
            return super().document(name)

    opened = open_index(Losing(FIRST, SECOND), home, embedder=HashEmbedder())
    assert {item.passage.document for item in opened.search("结算")} == {"首份"}
    assert open_index(FakeCatalogue(FIRST, SECOND), home, embedder=HashEmbedder()).passages == 2


def test_an_older_retriever_goes_on_as_it_was(home: IndexSettings) -> None:
    catalogue = FakeCatalogue(FIRST, SECOND)
    older = open_index(catalogue, home, embedder=HashEmbedder())
    before = older.search("结算")
    for number in range(3):
        catalogue.held["次份"] = document_of("次份", f"1.医疗保险。第{number}次修改。\n")
        open_index(catalogue, home, embedder=HashEmbedder(), rebuild=number == 2)
    assert older.search("结算") == before
    assert older.search("airport")[0].passage.locator == "1"


def test_following_the_catalogue_loads_no_model_again(home: IndexSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[HashEmbedder] = []

    def opening(settings: IndexSettings) -> HashEmbedder:
        made.append(HashEmbedder("m 1" if len(made) < 2 else "m 2"))
        return made[-1]

    monkeypatch.setattr(build, "open_embedder", opening)
    first = build.shared_embedder(home)
    assert build.shared_embedder(home) is first
    assert build.shared_embedder(home) is made[2]


def test_progress_tells_every_step_to_its_end(home: IndexSettings) -> None:
    heard: list[tuple[str, int, int]] = []
    open_index(FakeCatalogue(FIRST, SECOND), home, lambda *step: heard.append(step), embedder=HashEmbedder())
    last = {step: (done, of) for step, done, of in heard}
    assert last == {"split": (2, 2), "embed": (3, 3), "words": (6, 6), "store": (3, 3)}


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
    assert "settings" in index_state(embedder, catalogue, replace(home, passage_tokens=5)).reason
    (place_of(home) / "manifest.json").write_text("{", encoding="utf-8")
    assert "manifest" in index_state(embedder, catalogue, home).reason
