"""SIGKILL while the index is brought level: the old one or the new one serves, whole, and nothing is to be done."""

import os
import signal
import time
from pathlib import Path

from documents.adding import add_files
from documents.catalog import Catalogue
from documents.ingest import ensure_library
from documents.settings import DocumentSettings
from index.build import index_state, open_index
from index.retriever import Retriever
from index.settings import IndexSettings
from tests.durability.forge import forge
from tests.durability.moments import moments
from tests.fakes import HashEmbedder

CHANGING = "另一份"
CHANGED_TEXTS = 2
"""Of the document that changes; to build all anew takes more than a hundred."""
TASKS = 28
"""Of the document that comes with the project."""


def tasks_found(catalogue: Catalogue, retriever: Retriever) -> int:
    """How many of the shipped document's tasks a search for their own first words finds."""
    shipped = next(document for document in catalogue.documents() if document.name != CHANGING)
    tasks = [clause for clause in shipped.clauses if clause.level == 3]
    hits = ({hit.passage.locator for hit in retriever.search(task.text[:60], limit=10)} for task in tasks)
    return sum(task.locator in found for task, found in zip(tasks, hits, strict=True))


def change(folder: Path, catalogue: Catalogue, settings: DocumentSettings, round_: int) -> None:
    """Another document of the library changes, so that the index has to follow."""
    path = folder / f"{CHANGING}.txt"
    path.write_text(f"一、第{round_}轮。推进第{round_}件事。\n", encoding="utf-8")
    assert [one.outcome for one in add_files([path], catalogue, settings, workers=1)] != ["refused"]


def test_killed_at_many_moments_the_index_is_old_or_new(tmp_path: Path) -> None:
    count, chance = moments(10)
    library, settings = DocumentSettings(home=tmp_path / "home"), IndexSettings(home=tmp_path / "home")
    catalogue, embedder = Catalogue.open(library), HashEmbedder()
    ensure_library(catalogue, library)
    kept_old = took_new = 0
    with forge("index") as works:
        whole = 0.0
        for round_ in range(count + 2):  # two whole runs tell how long one takes
            change(tmp_path, catalogue, library, round_)
            started = time.monotonic()
            run = works.start("index", library.home, tmp_path / "output", [])
            if round_ >= 2:
                time.sleep(chance.uniform(0, whole))
                os.kill(run, signal.SIGKILL)
            assert works.wait() in ({0} if round_ < 2 else {0, -signal.SIGKILL})
            whole = time.monotonic() - started if round_ < 2 else whole
            is_new = index_state(embedder, catalogue, settings).level
            took_new, kept_old = took_new + is_new, kept_old + (not is_new)
            healer = HashEmbedder()
            healed = open_index(catalogue, settings, embedder=healer)
            assert len(healer.embedded) <= CHANGED_TEXTS  # the index that served was whole, and was built upon
            assert tasks_found(catalogue, healed) == TASKS
            found = healed.search(f"推进第{round_}件事", limit=5)
            assert any(f"第{round_}轮" in hit.passage.text for hit in found)
    catalogue.close()
    print(f"{kept_old} times the old index served, {took_new} times the new one")
