"""A build spread over two local Ray workers is the build of one process."""

import importlib.util
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from documents.adding import add_files
from documents.catalog import Catalogue
from documents.settings import DocumentSettings
from index import dictionary
from index.build import open_index
from index.cluster import LOCAL, Cluster, rounds
from index.errors import IndexUnavailable, ModelUnavailable
from index.generation import current, read_manifest, segment_place
from index.settings import IndexSettings
from tests.fakes import FakeCatalogue, HashEmbedder, document_of

needs_ray = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None, reason="ray is not installed: pip install -r requirements-ray.txt"
)
DOCUMENTS = [
    document_of(f"文件{number}", f"1.机场建设第{number}期。扩建航站楼。\n", f"2.港口建设第{number}期。\n")
    for number in range(7)
]


class Failing(HashEmbedder):
    def embed(self, texts: Sequence[str]) -> Any:
        raise ModelUnavailable("the model is gone")


@pytest.fixture(autouse=True)
def small_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "entries", lambda: iter([("机场", "airport")]))


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """This machine's processors, started once."""
    with Cluster(LOCAL, HashEmbedder) as started:
        yield started


def built_files(settings: IndexSettings) -> dict[str, bytes]:
    """The content of every file of the base that does not hold Chroma's random names."""
    place = current(settings.folder)
    assert place is not None
    (part,) = read_manifest(place).parts
    base = segment_place(settings.folder, part.segment)
    return {path.name: path.read_bytes() for path in base.iterdir() if path.is_file() and path.name != "manifest.json"}


@needs_ray
@pytest.mark.filterwarnings("ignore")
def test_the_index_is_that_of_one_process(tmp_path: Path, cluster: Cluster) -> None:
    catalogue = FakeCatalogue(*DOCUMENTS)
    alone, spread = (IndexSettings(home=tmp_path / name, embedding_batch=4) for name in ("alone", "spread"))
    expected = open_index(catalogue, alone, embedder=HashEmbedder())
    driver = HashEmbedder()
    found = open_index(catalogue, spread, embedder=driver, labour=cluster)
    assert driver.embedded == []
    assert built_files(spread) == built_files(alone)
    for question in ("机场", "airport", "第3期"):
        assert found.search(question) == expected.search(question)


@needs_ray
@pytest.mark.filterwarnings("ignore")
def test_files_read_on_workers_are_read_as_here(tmp_path: Path, cluster: Cluster) -> None:
    files = [tmp_path / name for name in ("甲.txt", "无文.txt", "乙.md")]
    for path, text in zip(
        files, ("一、港口。建设泊位。\n二、机场。扩建航站楼。\n", "", "# 标题\n\n1. 铁路。\n"), strict=True
    ):
        path.write_text(text, encoding="utf-8")
    told = {}
    for name, reader in (("here", None), ("there", partial(cluster.read, settings=DocumentSettings(home=tmp_path)))):
        settings = DocumentSettings(home=tmp_path / name)
        catalogue = Catalogue.open(settings)
        ended = list(add_files(files, catalogue, settings, workers=1, reader=reader))
        again = [each.outcome for each in add_files(files, catalogue, settings, workers=1, reader=reader)]
        assert again == ["unchanged", "refused", "unchanged"]
        told[name] = ended, [catalogue.document(name) for name in catalogue.names()]
        catalogue.close()
    assert told["there"] == told["here"]
    assert [each.outcome for each in told["here"][0]] == ["added", "refused", "added"]


@needs_ray
@pytest.mark.filterwarnings("ignore")
def test_a_model_that_fails_on_a_worker_is_one_sentence(
    tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = IndexSettings(home=tmp_path)
    monkeypatch.setattr(cluster, "_make_embedder", Failing)
    with pytest.raises(ModelUnavailable, match="the model is gone") as caught:
        open_index(FakeCatalogue(*DOCUMENTS), settings, embedder=HashEmbedder(), labour=cluster)
    assert "\n" not in str(caught.value)
    assert current(settings.folder) is None


@needs_ray
@pytest.mark.filterwarnings("ignore")
def test_a_worker_with_another_model_is_refused(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_make_embedder", partial(HashEmbedder, "other 2"))
    with pytest.raises(ModelUnavailable, match="'other 2' where 'hash-embedder 1'"):
        list(cluster.embed([["港口"]]))


@needs_ray
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_is_away_is_one_sentence() -> None:
    with pytest.raises(IndexUnavailable, match="without --ray"), Cluster("127.0.0.1:9", HashEmbedder):
        pytest.fail("nobody listens there")


def test_without_ray_the_sentence_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(IndexUnavailable, match=r"requirements-ray\.txt"), Cluster(LOCAL, HashEmbedder):
        pytest.fail("there is no ray")


def test_rounds_hold_everything_in_order() -> None:
    assert list(rounds(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(rounds([], 2)) == []
    assert np.concatenate(list(rounds(range(7), 3))).tolist() == list(range(7))
