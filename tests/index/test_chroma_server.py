"""An index whose vectors lie on a Chroma server: the same answers, swept up after, one sentence when it is away."""

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import chromadb
import numpy as np
import pytest

from index import dictionary
from index.build import index_state, open_index
from index.chroma_server import ServerVectors, collection_name, connect, write_to_server
from index.errors import IndexDamaged, IndexUnavailable
from index.settings import IndexSettings
from tests.chroma_server import chroma_server
from tests.fakes import FakeCatalogue, HashEmbedder, document_of

FIRST = document_of("首份", "1.机场建设。扩建航站楼。\n", "2.港口建设。建设深水泊位。\n")
SECOND = document_of("次份", "1.医疗保险。异地就医结算。\n")
NOBODY = "http://127.0.0.1:9"
pytestmark = pytest.mark.server


@pytest.fixture(autouse=True)
def small_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "entries", lambda: iter([("机场", "airport")]))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture
def home(tmp_path: Path, server: str) -> IndexSettings:
    return IndexSettings(home=tmp_path, chroma_url=server, lock_wait_seconds=0.0)


def collections(settings: IndexSettings) -> list[str]:
    """This library's collections on the server, without their common beginning."""
    start = collection_name(settings.folder, "")
    names = [collection.name for collection in connect(settings.chroma_url).list_collections()]
    return [name.removeprefix(start) for name in names if name.startswith(start)]


def test_answers_are_those_of_vectors_in_the_folder(home: IndexSettings, tmp_path: Path) -> None:
    catalogue, embedded = FakeCatalogue(FIRST), replace(home, home=tmp_path / "embedded", chroma_url="")
    for settings in (home, embedded):
        open_index(catalogue, settings, embedder=HashEmbedder())
    catalogue.held["次份"] = SECOND
    there, here = (open_index(catalogue, settings, embedder=HashEmbedder()) for settings in (home, embedded))
    for question in ("港口", "airport", "结算由谁负责"):
        assert there.search(question) == here.search(question)
    assert not list(home.folder.glob("segments/*/chroma"))


def test_the_collection_of_a_base_that_was_replaced_is_removed(home: IndexSettings, tmp_path: Path) -> None:
    other = replace(home, home=tmp_path / "other")
    open_index(FakeCatalogue(SECOND), other, embedder=HashEmbedder())
    catalogue = FakeCatalogue(FIRST)
    older = open_index(catalogue, home, embedder=HashEmbedder())
    before, found = collections(home), older.search("港口")
    open_index(catalogue, home, embedder=HashEmbedder(), rebuild=True)
    after = collections(home)
    assert (len(before), len(after)) == (1, 1)
    assert before != after
    assert [path.name for path in (home.folder / "segments").iterdir()] == after
    assert len(collections(other)) == 1
    assert older.search("港口") == found


def test_names_on_the_server_are_plain_letters(tmp_path: Path) -> None:
    folder = tmp_path / "政策"
    folder.mkdir()
    assert collection_name(folder, "ab12").isascii()
    assert collection_name(folder, "ab12") == collection_name(folder, "ab12")


def test_a_collection_that_is_lost_or_short_is_made_again(home: IndexSettings) -> None:
    catalogue = FakeCatalogue(FIRST)
    expected = open_index(catalogue, home, embedder=HashEmbedder()).search("港口")
    client, names = connect(home.chroma_url), collections(home)
    client.delete_collection(collection_name(home.folder, names[0]))
    gc.collect()  # a process that still holds the older index goes on with its own vectors
    embedder = HashEmbedder()
    assert open_index(catalogue, home, embedder=embedder).search("港口") == expected
    assert embedder.embedded == ["港口"]
    (name,) = collections(home)
    assert name not in names
    client.get_collection(collection_name(home.folder, name), embedding_function=None).delete(ids=["0"])
    gc.collect()
    assert open_index(catalogue, home, embedder=HashEmbedder()).search("港口") == expected
    assert collections(home) != [name]


def test_another_count_is_damage(server: str) -> None:
    matrix = np.eye(3, dtype=np.float32)
    write_to_server(IndexSettings(chroma_url=server), "policy-three", matrix, lambda rows: None)
    with pytest.raises(IndexDamaged, match="3 rows where 2"):
        ServerVectors(server, "policy-three", matrix[:2])
    with pytest.raises(IndexDamaged, match="no collection"):
        ServerVectors(server, "policy-none", matrix)


def test_a_server_that_is_away_is_one_sentence_and_costs_nothing(home: IndexSettings) -> None:
    catalogue, away = FakeCatalogue(FIRST), replace(home, chroma_url=NOBODY)
    opened = open_index(catalogue, home, embedder=HashEmbedder())
    for rebuild in (False, True):
        with pytest.raises(IndexUnavailable, match=r"chroma run.*POLICY_CHROMA_URL") as caught:
            open_index(catalogue, away, embedder=HashEmbedder(), rebuild=rebuild)
        assert "\n" not in str(caught.value)
    assert index_state(HashEmbedder(), catalogue, home).level
    assert opened.search("港口")[0].passage.locator == "2"


def test_a_server_that_goes_away_while_it_is_asked_is_one_sentence(tmp_path: Path) -> None:
    with chroma_server(tmp_path / "server") as url:
        settings = IndexSettings(home=tmp_path, chroma_url=url)
        opened = open_index(FakeCatalogue(FIRST), settings, embedder=HashEmbedder())
    with pytest.raises(IndexUnavailable, match="chroma run"):
        opened.search("港口")


def test_the_python_server_is_never_started() -> None:
    """CVE-2026-45829 lies in it; nothing of ours may reach for it."""
    room = Path(str(dictionary.__file__)).parent
    assert not [path for path in room.rglob("*.py") if "chromadb.server" in path.read_text(encoding="utf-8")]
    assert chromadb.__version__ >= "1.5.9"
