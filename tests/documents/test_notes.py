"""Progress notes: kept, never overwritten, and still there when the document is another."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.catalog import Catalogue
from documents.errors import BadNote, UnknownDocument
from documents.model import Clause, Document
from documents.notes import MAX_NOTE, MAX_WHO, NOTE_STATUSES, Notes, same_task


def plan(*titles: str, name: str = "plan", content: str = "1") -> Document:
    """A document with a clause for each title, numbered from 1."""
    text, clauses = "", []
    for number, title in enumerate(titles, 1):
        start = len(text)
        text += f"{number}.{title}。\n"
        clauses.append(Clause(f"{number}", f"{number}", 1, title, text[start:], start, len(text)))
    return Document(name, f"关于{name}的意见", text, text, tuple(clauses), content_hash=content)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    held = Catalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite3'}")
    held.put(plan("修路", "架桥"))
    held.put(plan("种树", name="other"))
    yield held
    held.close()


def test_a_history_is_kept_in_order(catalogue: Catalogue) -> None:
    notes = Notes(catalogue)
    first = notes.add("plan", "1", "under_way", "已立项", "张三")
    second = notes.add("plan", "1", "done", "", "李四")
    assert notes.of("plan", "1") == [first, second]
    assert (first.document, first.locator, first.title, first.status) == ("plan", "1", "修路", "under_way")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", first.when)
    assert notes.of("plan", "2") == notes.of("other") == notes.of("none", "1") == []
    assert [note.note for note in notes.of("plan")] == ["已立项", ""]


def test_the_last_note_of_each_task(catalogue: Catalogue) -> None:
    notes = Notes(catalogue)
    assert notes.latest() == {}
    notes.add("plan", "1", "under_way", "", "张三")
    last = notes.add("plan", "1", "blocked", "缺资金", "张三")
    other = notes.add("other", "1", "done", "", "李四")
    assert notes.latest() == {("plan", "1"): last, ("other", "1"): other}
    assert notes.latest(["plan"]) == {("plan", "1"): last}
    assert notes.latest([]) == {}


def test_notes_outlive_a_version_and_a_removal(catalogue: Catalogue) -> None:
    notes = Notes(catalogue)
    kept = notes.add("plan", "1", "done", "竣工", "张三")
    gone = notes.add("plan", "2", "under_way", "", "张三")
    assert notes.homeless() == []
    catalogue.put(plan("修路", content="2"))
    assert notes.of("plan", "1") == [kept] and notes.of("plan", "2") == [gone]
    assert notes.homeless() == [gone]
    with pytest.raises(BadNote, match="clause '2' is not in plan"):
        notes.add("plan", "2", "done", "", "张三")
    catalogue.remove("plan")
    assert Notes(catalogue).homeless() == [kept, gone]
    catalogue.put(plan("修路", "架桥", content="3"))
    assert notes.homeless() == []


def test_a_clause_that_is_another_now_can_be_told(catalogue: Catalogue) -> None:
    notes = Notes(catalogue)
    note = notes.add("plan", "1", "done", "", "张三")
    assert same_task(note, "修路") and same_task(note, " 修 路")
    assert not same_task(note, "拆路")


def test_notes_leave_the_librarys_revision_alone(catalogue: Catalogue) -> None:
    notes = Notes(catalogue)
    before = catalogue.revision()
    notes.add("plan", "1", "done", "", "张三")
    assert catalogue.revision() == before


@pytest.mark.parametrize(
    ("locator", "status", "note", "who", "sentence"),
    [
        ("1", "finished", "", "张三", "status 'finished' is none of not_started, under_way, done, blocked"),
        ("1", "done", "", " \u3000\n", "who is empty"),
        ("1", "done", "长" * (MAX_NOTE + 1), "张三", f"note has {MAX_NOTE + 1} characters, at most {MAX_NOTE}"),
        ("1", "done", "", "长" * (MAX_WHO + 1), f"who has {MAX_WHO + 1} characters"),
        ("9", "done", "", "张三", "clause '9' is not in plan"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    catalogue: Catalogue, locator: str, status: str, note: str, who: str, sentence: str
) -> None:
    notes = Notes(catalogue)
    with pytest.raises(BadNote, match=re.escape(sentence)):
        notes.add("plan", locator, status, note, who)
    assert notes.latest() == {}


def test_a_note_on_no_document(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownDocument):
        Notes(catalogue).add("none", "1", "done", "", "张三")


def test_a_catalogue_opened_anew_has_its_notes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'catalogue.sqlite3'}"
    first = Catalogue(url)
    first.put(plan("修路"))
    note = Notes(first).add("plan", "1", "done", "x", "张三")
    first.close()
    second = Catalogue(url)
    assert Notes(second).of("plan", "1") == [note]
    second.close()


HOSTILE = "'; DROP TABLE notes; --"


@pytest.fixture(scope="module")
def one() -> Iterator[Catalogue]:
    """One for all examples: making a catalogue costs more than all of them."""
    held = Catalogue("sqlite://")
    held.put(replace(plan("修路"), name=HOSTILE))
    yield held
    held.close()


@given(
    st.sampled_from(NOTE_STATUSES),
    st.text(max_size=60),
    st.text(min_size=1, max_size=20).filter(lambda who: any(letter.isprintable() and letter != " " for letter in who)),
)
def test_any_text_is_kept_as_it_is(one: Catalogue, status: str, note: str, who: str) -> None:
    notes = Notes(one)
    before = notes.of(HOSTILE, "1")
    made = notes.add(HOSTILE, "1", status, note, who)
    assert notes.of(HOSTILE, "1") == [*before, made]
    assert made.note == note.replace("\x00", "").replace("\r\n", "\n").strip()
    assert notes.latest() == {(HOSTILE, "1"): made}


def test_a_note_follows_its_clause_to_another_number(catalogue: Catalogue) -> None:
    notes = Notes(catalogue)
    road = notes.add("plan", "1", "done", "竣工", "张三")
    bridge = notes.add("plan", "2", "blocked", "缺料", "李四")
    catalogue.put(plan("植树", "修路", "架桥", content="2"))
    assert {key: (note.title, note.status) for key, note in notes.latest().items()} == {
        ("plan", "2"): ("修路", "done"),
        ("plan", "3"): ("架桥", "blocked"),
    }
    assert notes.of("plan", "1") == [] and notes.homeless() == []
    catalogue.put(plan("修路", "架桥", content="3"))
    assert notes.latest() == {("plan", "1"): road, ("plan", "2"): bridge}


def test_the_note_of_a_clause_that_is_gone_is_not_shown_on_its_successor(catalogue: Catalogue) -> None:
    """The successor's number and (empty) title are those of the clause that is gone."""
    notes = Notes(catalogue)
    for number, words in enumerate(("城区供热管网改造", "农村公路养护工程"), 1):
        catalogue.put(bare("act", "城区供热管网改造", "农村公路养护工程"))
        notes.add("act", str(number), "done", words, "张三")
    catalogue.put(bare("act", "农村公路养护工程", content="2"))
    assert [(key, note.note) for key, note in notes.latest().items()] == [(("act", "1"), "农村公路养护工程")]
    assert [(note.locator, note.note, note.held) for note in notes.homeless()] == [("1", "城区供热管网改造", False)]
    assert [note.note for note in notes.of("act", "1")] == ["农村公路养护工程"]
    assert [(note.note, note.held) for note in notes.of("act")] == [
        ("城区供热管网改造", False),
        ("农村公路养护工程", True),
    ]


def test_a_note_comes_home_with_its_clause(catalogue: Catalogue) -> None:
    notes = Notes(catalogue)
    catalogue.put(bare("act", "城区供热管网改造", "农村公路养护工程"))
    notes.add("act", "1", "done", "旧", "张三")
    catalogue.put(bare("act", "农村公路养护工程", content="2"))
    catalogue.put(bare("act", "农村公路养护工程", "中小学校舍加固", content="3"))
    assert [note.note for note in notes.homeless()] == ["旧"]
    catalogue.put(bare("act", "农村公路养护工程", "城区供热管网改造", content="4"))
    assert [(key, note.note) for key, note in notes.latest().items()] == [(("act", "2"), "旧")]
    assert notes.homeless() == []


def test_another_document_under_the_name_of_a_removed_one_gets_none_of_its_notes(catalogue: Catalogue) -> None:
    notes = Notes(catalogue)
    notes.add("plan", "1", "done", "竣工", "张三")
    catalogue.remove("plan")
    catalogue.put(plan("拆违", content="9"))
    assert notes.latest() == {} and [note.note for note in notes.homeless()] == ["竣工"]


def bare(name: str, *sentences: str, content: str = "1") -> Document:
    """A document whose clauses have no titles, as articles of an act."""
    made = plan(*sentences, name=name, content=content)
    return replace(made, clauses=tuple(replace(clause, title="") for clause in made.clauses))
