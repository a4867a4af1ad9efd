"""A live assistant: it follows the catalogue, keeps serving what it had, and many may ask at once."""

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from assistant.desk import Searcher
from assistant.following import Follower, Seen
from assistant.library import Library
from assistant.outcome import Outcome
from assistant.pipeline import Assistant, assistant_of
from assistant.settings import AssistantSettings
from documents.catalog import Catalogue
from documents.errors import PolicyError
from documents.ingest import parse_document
from documents.model import Document
from documents.settings import DocumentSettings
from documents.standing import Standing
from index.settings import IndexSettings
from tests.assistant.fakes import WordSearch

AT_ONCE = replace(AssistantSettings(), look_seconds=0.0, level_seconds=60.0)
TODAY = date(2024, 6, 1)


def plan(lead: str, version: str = "1") -> Document:
    return parse_document(
        "plan",
        f"云溪市水网方案\n\n一、改造翠湖泵站。完成泵站自动化改造。（牵头单位：{lead}；配合单位：市财政局）",
        version,
    )


@dataclass
class Store:
    """A catalogue in memory that counts what is read of it and fails when told to."""

    documents: dict[str, Document] = field(default_factory=dict)
    changes: int = 0
    reads: int = 0
    broken: bool = False

    def put(self, document: Document) -> None:
        self.documents[document.name] = document
        self.changes += 1

    def revision(self) -> str:
        if self.broken:
            raise PolicyError("the catalogue cannot be read; check its folder")
        return str(self.changes)

    def hashes(self) -> dict[str, str]:
        return {name: document.content_hash for name, document in self.documents.items()}

    def document(self, name: str) -> Document:
        self.reads += 1
        return self.documents[name]

    def standings(self, today: date) -> dict[str, Standing]:
        return {}


def followed(store: Store, settings: AssistantSettings = AT_ONCE, clock: list[date] | None = None) -> Assistant:
    """An assistant over the store, with a search made anew of what it holds."""
    days = clock or [TODAY]

    def searcher() -> Searcher:
        return WordSearch(*store.documents.values())

    seen = Seen(store.revision(), days[0])
    follower = Follower(store, searcher, settings, lambda: days[0], seen)
    return Assistant(Library.of(store, days[0]), searcher(), settings, follower)


@pytest.fixture
def store() -> Store:
    held = Store()
    held.put(plan("市水利局"))
    held.put(parse_document("other", "一、别的事项。由市科技局负责。", "1"))
    return held


QUESTION = "翠湖泵站改造由谁牵头?"


def test_the_next_question_is_answered_from_what_changed(store: Store) -> None:
    assistant = followed(store)
    assert assistant.ask(QUESTION).lead == "市水利局"
    store.put(plan("市城管局", "2"))
    reads = store.reads
    assert assistant.ask(QUESTION).lead == "市城管局"
    assert store.reads == reads + 1, "only what changed is read"


def test_without_a_change_nothing_is_read_and_the_desk_stays(store: Store) -> None:
    assistant = followed(store)
    desk, reads = assistant.desk, store.reads
    assistant.ask(QUESTION)
    assert assistant.desk is desk
    assert store.reads == reads


def test_the_catalogue_is_looked_at_no_more_often_than_the_settings_say(store: Store) -> None:
    assistant = followed(store, replace(AT_ONCE, look_seconds=3600.0))
    assistant.ask(QUESTION)
    store.put(plan("市城管局", "2"))
    assert assistant.ask(QUESTION).lead == "市水利局"


def test_a_removed_document_answers_no_more(store: Store) -> None:
    assistant = followed(store)
    del store.documents["plan"]
    store.changes += 1
    assert assistant.ask(QUESTION).outcome is Outcome.NOT_COVERED
    with pytest.raises(PolicyError, match="'plan' is not in the library"):
        assistant.require("plan")


def test_an_answer_under_way_keeps_its_desk(store: Store) -> None:
    assistant = followed(store)
    stream = assistant.stream(QUESTION)
    next(stream)
    store.put(plan("市城管局", "2"))
    assert assistant.ask(QUESTION).lead == "市城管局"
    *_, (_, finished) = stream
    assert finished.lead == "市水利局"


@pytest.mark.parametrize("fault", ["look", "index"])
def test_a_failure_keeps_what_was_there_and_the_next_question_tries_again(
    store: Store, fault: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = followed(store)
    store.put(plan("市城管局", "2"))
    with monkeypatch.context() as patched, caplog.at_level(logging.WARNING, logger="assistant.following"):
        if fault == "look":
            patched.setattr(store, "broken", True)
        else:
            patched.setattr(store, "document", _full_disk)
        assert assistant.ask(QUESTION).lead == "市水利局"
    assert "the library stays as it was" in caplog.text
    assert assistant.ask(QUESTION).lead == "市城管局"


def _full_disk(name: str) -> Document:
    raise PolicyError("The index folder cannot be written (No space left on device); free the disk.")


def test_a_fault_of_ours_keeps_what_was_there_too(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = followed(store)
    store.put(plan("市城管局", "2"))
    with monkeypatch.context() as patched:
        patched.setattr(store, "hashes", lambda: 1 / 0)
        assert assistant.ask(QUESTION).lead == "市水利局"
    assert assistant.ask(QUESTION).lead == "市城管局"


def test_a_question_waits_no_longer_than_the_settings_say(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = followed(store, replace(AT_ONCE, level_seconds=0.0))
    store.put(plan("市城管局", "2"))
    release, read = threading.Event(), store.document
    monkeypatch.setattr(store, "document", lambda name: (release.wait(30), read(name))[1])
    assert assistant.ask(QUESTION).lead == "市水利局"
    release.set()
    _until_level(assistant, "2")
    assert assistant.ask(QUESTION).lead == "市城管局"


def _until_level(assistant: Assistant, version: str) -> None:
    ended = threading.Event()
    for _ in range(600):
        if assistant.desk.library.hashes["plan"] == version:
            return
        ended.wait(0.05)
    raise AssertionError("the library was not brought level")


def test_many_ask_while_the_library_changes(store: Store) -> None:
    """Every answer is a whole one of some version, none older than the one before it in its thread."""
    assistant = followed(store)
    leads = ["市水利局", "市城管局", "市交通局", "市林业局", "市民政局"]
    barrier = threading.Barrier(7)

    def asks() -> list[int]:
        barrier.wait(30)
        return [leads.index(str(assistant.ask(QUESTION).lead)) for _ in range(12)]

    def changes() -> None:
        barrier.wait(30)
        for version, lead in enumerate(leads[1:], 2):
            store.put(plan(lead, str(version)))
            assistant.ask(QUESTION)

    with ThreadPoolExecutor(7) as pool:
        changing = pool.submit(changes)
        told = [pool.submit(asks) for _ in range(6)]
        changing.result(60)
        heard = [answer.result(60) for answer in told]
    assert all(answers == sorted(answers) for answers in heard)
    assert assistant.ask(QUESTION).lead == leads[-1]


def test_the_day_changes_what_is_in_force(tmp_path: Path) -> None:
    catalogue = Catalogue.open(DocumentSettings(home=tmp_path))
    catalogue.put(
        parse_document(
            "plan",
            "云溪市水网办法\n\n第一条 改造翠湖泵站。完成泵站改造。（责任单位：市水利局）\n"
            "第二条 本办法自2020年1月1日起施行，有效期至2024年6月30日。\n\n云溪市人民政府\n2019年12月1日",
            "1",
        )
    )
    days = [date(2024, 6, 30)]
    assistant = assistant_of(catalogue, IndexSettings(home=tmp_path), AT_ONCE, clock=lambda: days[0])
    assert assistant.ask(QUESTION).outcome is Outcome.ANSWERED
    searcher = assistant.desk.searcher
    days[0] = date(2024, 7, 1)
    turn = assistant.ask(QUESTION)
    assert turn.outcome is Outcome.NOT_IN_FORCE
    assert "2024-07-01" in turn.answer
    assert assistant.desk.searcher is searcher, "no text changed: the index is not opened again"
    catalogue.close()


@pytest.fixture
def live(tmp_path: Path) -> Iterator[tuple[Catalogue, Assistant]]:
    """A real catalogue and a real index."""
    catalogue = Catalogue.open(DocumentSettings(home=tmp_path))
    catalogue.put(plan("市水利局"))
    yield catalogue, assistant_of(catalogue, IndexSettings(home=tmp_path), AT_ONCE, clock=lambda: TODAY)
    catalogue.close()


def test_over_a_real_index(live: tuple[Catalogue, Assistant]) -> None:
    catalogue, assistant = live
    assert assistant.ask(QUESTION).lead == "市水利局"
    catalogue.put(parse_document("drones", "一、发展无人配送。开通航线12条。（责任单位：市邮政局）", "2"))
    turn = assistant.ask("无人配送由谁负责?")
    assert (turn.lead, [citation.document for citation in turn.citations][:1]) == ("市邮政局", ["drones"])
    catalogue.set_standing("drones", "repealed", since="2024-01-01")
    assert assistant.ask("无人配送由谁负责?").outcome is Outcome.NOT_IN_FORCE
    catalogue.remove("drones")
    assert assistant.ask("无人配送由谁负责?").outcome is Outcome.NOT_COVERED
