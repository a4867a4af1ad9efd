"""What the reader reads is kept beside the generation, taken over, healed, and left out where there is too much."""

import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import build, dictionary, readings
from index.build import index_state, open_index
from index.errors import ModelUnavailable
from index.fusion import SIGNALS, Fusion, Weights
from index.generation import current, read_manifest
from index.retriever import Retriever
from index.settings import IndexSettings
from tests.fakes import FakeCatalogue, HashEmbedder, HashReader, another_process, document_of

FIRST = document_of("首份", "1.机场建设。扩建航站楼。\n", "2.港口建设。建设深水泊位。\n")
SECOND = document_of("次份", "1.医疗保险。异地就医结算。\n")
TEXTS = ["1.机场建设。扩建航站楼。", "2.港口建设。建设深水泊位。", "1.医疗保险。异地就医结算。"]
READ_AND_BE_KILLED = """
import sys, time
from pathlib import Path
from index import readings
from index.build import open_index
from index.settings import IndexSettings
from tests.fakes import FakeCatalogue, HashEmbedder, HashReader, document_of
readings.READ_AT_ONCE = 1
def report(step, done, of):
    if step == "read" and done == 2:
        print("read", flush=True)
        time.sleep(60)
document = document_of("首份", "1.机场建设。扩建航站楼。\\n", "2.港口建设。建设深水泊位。\\n", "3.甲。\\n")
catalogue = FakeCatalogue(document)
open_index(catalogue, IndexSettings(home=Path(sys.argv[1])), report, embedder=HashEmbedder(), reader=HashReader())
"""


class Broken(HashReader):
    """Cannot be asked."""

    def passages(self, texts: Sequence[str]) -> Any:
        raise ModelUnavailable("the reader is gone")

    def question(self, text: str) -> Any:
        raise ModelUnavailable("the reader is gone")


class Pointing(HashReader):
    """Says that every question means the passage that holds 泊位."""

    def question(self, text: str) -> Any:
        return self.passages([TEXTS[1]])[0]


@pytest.fixture(autouse=True)
def small_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "entries", lambda: iter([("机场", "airport")]))


@pytest.fixture
def home(tmp_path: Path) -> IndexSettings:
    return IndexSettings(home=tmp_path, lock_wait_seconds=0.0)


def opened(catalogue: FakeCatalogue, settings: IndexSettings, reader: HashReader | None) -> Retriever:
    return open_index(catalogue, settings, embedder=HashEmbedder(), reader=reader)


def place_of(settings: IndexSettings) -> Path:
    place = current(settings.folder)
    assert place is not None
    return place


def segments_of(settings: IndexSettings) -> list[str]:
    return [part.segment for part in read_manifest(place_of(settings)).parts]


def test_every_passage_is_read_once_and_the_second_opening_reads_nothing(home: IndexSettings) -> None:
    reader = HashReader()
    built = opened(FakeCatalogue(FIRST, SECOND), home, reader)
    assert sorted(reader.read) == sorted(TEXTS)
    assert (built.reads, built.reader) == (True, "hash-reader 1")
    again = HashReader()
    found = opened(FakeCatalogue(FIRST, SECOND), home, again).search("港口建设")
    assert (again.read, again.asked) == ([], ["港口建设"])
    assert found == built.search("港口建设")
    cosines = {item.passage.text.strip(): item.read_score for item in found}
    expected = dict(zip(TEXTS, reader.passages(TEXTS) @ reader.question("港口建设"), strict=True))
    assert cosines == pytest.approx(expected, abs=1e-3)


def test_a_text_that_stands_twice_is_read_once(home: IndexSettings) -> None:
    reader = HashReader()
    twice = document_of("又一份", "1.机场建设。扩建航站楼。\n")
    found = opened(FakeCatalogue(FIRST, twice), home, reader).search("机场")
    assert sorted(reader.read) == sorted(TEXTS[:2])
    same = [item.read_score for item in found if "机场" in item.passage.text]
    assert len(same) == 2
    assert same[0] == same[1] != 0


def test_only_what_changed_is_read(home: IndexSettings) -> None:
    opened(FakeCatalogue(FIRST), home, HashReader())
    changed = document_of("首份", "1.机场建设。扩建航站楼。\n", "2.铁路建设。建设城际铁路。\n")
    reader = HashReader()
    opened(FakeCatalogue(changed, SECOND), home, reader)
    assert sorted(reader.read) == sorted(["2.铁路建设。建设城际铁路。", TEXTS[2]])
    everything = HashReader()
    open_index(FakeCatalogue(changed, SECOND), home, embedder=HashEmbedder(), reader=everything, rebuild=True)
    assert len(everything.read) == 3


@settings(max_examples=6)
@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from([*TEXTS, "3.丁。"])), min_size=1, max_size=5))
def test_an_index_that_grew_was_read_as_a_fresh_one(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]
) -> None:
    grown, fresh = (IndexSettings(home=tmp_path_factory.mktemp(name)) for name in ("grown", "fresh"))
    catalogue = FakeCatalogue()
    for name, text in steps:
        catalogue.held[name] = document_of(name, f"{text}\n", "2.共有。\n")
        retriever = opened(catalogue, grown, HashReader())
    expected = opened(catalogue, fresh, HashReader())
    for question in ("机场", "共有", "airport"):
        assert retriever.search(question) == expected.search(question)


def test_a_library_over_the_limit_is_searched_without_a_reader(home: IndexSettings) -> None:
    settings, reader = replace(home, reader_passages=2), HashReader()
    assert opened(FakeCatalogue(FIRST), settings, reader).reads
    grown = opened(FakeCatalogue(FIRST, SECOND), settings, reader)
    assert (grown.reads, len(reader.read)) == (False, 2)
    assert not (place_of(settings) / readings.FILE).exists()
    assert {item.read_score for item in grown.search("机场")} == {None}
    assert grown.search("机场") == opened(
        FakeCatalogue(FIRST, SECOND), replace(home, home=home.home / "b"), None
    ).search("机场")
    assert opened(FakeCatalogue(SECOND), settings, reader).reads


def test_an_index_without_readings_is_brought_level_and_its_segments_stay(home: IndexSettings) -> None:
    catalogue, reader = FakeCatalogue(FIRST, SECOND), HashReader()
    opened(catalogue, home, None)
    manifest = place_of(home) / "manifest.json"
    stored = json.loads(manifest.read_text(encoding="utf-8"))
    del stored["reading"]  # as indexes were written before there was a reader
    manifest.write_text(json.dumps(stored), encoding="utf-8")
    before, state = segments_of(home), index_state(HashEmbedder(), catalogue, home, reader)
    assert not state.level
    assert "due to be read by 'hash-reader 1'" in state.reason
    embedder = HashEmbedder()
    assert open_index(catalogue, home, embedder=embedder, reader=reader).reads
    assert (segments_of(home), embedder.embedded, len(reader.read)) == (before, [], 3)


def test_another_reader_reads_anew(home: IndexSettings) -> None:
    opened(FakeCatalogue(FIRST), home, HashReader())
    other = HashReader("other 2")
    assert opened(FakeCatalogue(FIRST), home, other).reader == "other 2"
    assert len(other.read) == 2


@pytest.mark.parametrize("damage", ["truncate", "flip", "delete"])
def test_damaged_readings_are_read_again_and_nothing_else_is_touched(home: IndexSettings, damage: str) -> None:
    catalogue = FakeCatalogue(FIRST)
    expected = opened(catalogue, home, HashReader()).search("港口")
    before, path = segments_of(home), place_of(home) / readings.FILE
    content = bytearray(path.read_bytes())
    if damage == "delete":
        path.unlink()
    else:
        content[len(content) // 2] ^= 0xFF
        path.write_bytes(content[: len(content) // 2] if damage == "truncate" else content)
    reader = HashReader()
    assert opened(catalogue, home, reader).search("港口") == expected
    assert (len(reader.read), segments_of(home)) == (2, before)


def test_a_build_whose_reader_fails_leaves_the_old_index(home: IndexSettings) -> None:
    opened(FakeCatalogue(FIRST), home, HashReader())
    before = place_of(home)
    with pytest.raises(ModelUnavailable, match="gone"):
        opened(FakeCatalogue(FIRST, SECOND), home, Broken())
    assert place_of(home) == before
    assert len(list((home.folder / "generations").iterdir())) == 1
    assert opened(FakeCatalogue(FIRST), home, HashReader()).reads


def test_what_a_killed_build_had_read_is_not_read_again(home: IndexSettings) -> None:
    with another_process(READ_AND_BE_KILLED, str(home.home)) as (line, process):
        assert line == "read"
        process.kill()
        process.wait()
    assert current(home.folder) is None
    reader = HashReader()
    catalogue = FakeCatalogue(
        document_of("首份", "1.机场建设。扩建航站楼。\n", "2.港口建设。建设深水泊位。\n", "3.甲。\n")
    )
    assert opened(catalogue, home, reader).reads
    assert len(reader.read) == 1
    assert not (home.folder / "drafts").exists()


def test_the_reader_finds_what_neither_words_nor_vectors_put_forward(home: IndexSettings) -> None:
    settings = replace(home, candidates=1)
    catalogue = FakeCatalogue(FIRST, SECOND)
    without = opened(catalogue, replace(settings, home=home.home / "without"), None)
    assert TEXTS[1] not in [item.passage.text.strip() for item in without.search("异地就医结算")]
    found = opened(catalogue, settings, Pointing()).search("异地就医结算")
    assert TEXTS[1] in [item.passage.text.strip() for item in found]
    kept = opened(catalogue, settings, Pointing()).search("异地就医结算", documents=["次份"])
    assert {item.passage.document for item in kept} == {"次份"}


def test_the_reader_moves_the_ranking_and_only_where_it_is_asked(
    home: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, read = Weights((1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)), Weights((0.0,) * 6 + (1.0,))
    kinds = dict.fromkeys(("close", "quick"), words) | dict.fromkeys(("close_read", "quick_read"), read)
    fusion = Fusion((0.0,) * len(SIGNALS), (1.0,) * len(SIGNALS), kinds)
    monkeypatch.setattr("index.retriever.fitted", lambda: fusion)
    retriever = opened(FakeCatalogue(FIRST, SECOND), home, Pointing())
    assert retriever.search("异地就医")[0].passage.text.strip() == TEXTS[1]
    assert retriever.search("异地就医", ranking="unread")[0].passage.text.strip() == TEXTS[2]
    for ranking in ("unread", "quick", "bm25", "dense"):
        assert {item.read_score for item in retriever.search("建设", ranking=ranking)} == {None}


def test_a_missing_reader_is_told_of_once_and_the_index_stays_as_it_is(
    home: IndexSettings, caplog: pytest.LogCaptureFixture
) -> None:
    catalogue = FakeCatalogue(FIRST)
    opened(catalogue, home, HashReader())
    before = place_of(home)
    build.warn_once.cache_clear()
    settings = replace(home, reader=str(home.home / "nowhere"))
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            found = opened(catalogue, settings, None).search("港口")
    assert found[0].passage.locator == "2"
    assert found[0].read_score is None
    assert place_of(home) == before
    assert [record.message.count("POLICY_READER_MODEL") for record in caplog.records] == [1]


def test_a_reader_that_fails_at_a_question_is_asked_no_more(
    home: IndexSettings, caplog: pytest.LogCaptureFixture
) -> None:
    catalogue = FakeCatalogue(FIRST)
    expected = opened(catalogue, replace(home, home=home.home / "without"), None).search("港口")
    opened(catalogue, home, HashReader())
    retriever = opened(catalogue, home, Broken())
    with caplog.at_level(logging.WARNING):
        assert [retriever.search("港口"), retriever.search("港口")] == [expected, expected]
    assert len(caplog.records) == 1
    assert not retriever.reads


def test_an_empty_library_is_not_read(home: IndexSettings) -> None:
    reader = HashReader()
    assert opened(FakeCatalogue(), home, reader).search("港口") == []
    assert opened(FakeCatalogue(), home, reader).reads is False
    assert reader.read == []


def test_vectors_are_kept_in_half_the_room(home: IndexSettings) -> None:
    opened(FakeCatalogue(FIRST, SECOND), home, HashReader())
    with np.load(place_of(home) / readings.FILE) as stored:
        assert (stored["vectors"].dtype, stored["vectors"].shape) == (np.float16, (3, 16))
