"""`python -m assistant notes`: entries added and listed at a terminal, and what is refused."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.__main__ import main
from documents.catalog import Catalogue
from documents.settings import DocumentSettings
from tests.assistant.ledger_rows import document_of, task


@pytest.fixture(autouse=True)
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Catalogue]:
    monkeypatch.setenv("POLICY_HOME", str(tmp_path))
    held = Catalogue.open(DocumentSettings.from_environment())
    held.put(
        document_of([task("一/1", ("市甲局", "lead"), title="修路"), task("一/2", ("市乙局", "lead"), title="架桥")])
    )
    yield held
    held.close()


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["notes", *arguments]) == 0
    return capsys.readouterr().out


def test_entries_are_added_and_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert "还没有登记过进展" in said(capsys, "plan")
    said(capsys, "plan", "一/1", "--status", "under_way", "--note", "已立项", "--who", "张三")
    said(capsys, "plan", "一/2", "--status", "done", "--who", "李四")
    items = json.loads(said(capsys, "plan", "--json"))
    assert [(item["locator"], item["status"], item["note"], item["who"], item["held"]) for item in items] == [
        ("一/1", "under_way", "已立项", "张三", True),
        ("一/2", "done", "", "李四", True),
    ]
    assert [item["locator"] for item in json.loads(said(capsys, "plan", "一/2", "--json"))] == ["一/2"]
    assert "已立项" in said(capsys, "plan")


def test_a_lost_clause_is_marked(catalogue: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "plan", "一/2", "--status", "done", "--who", "李四")
    catalogue.put(document_of([task("一/1", ("市甲局", "lead"))]))
    assert [item["held"] for item in json.loads(said(capsys, "plan", "--json"))] == [False]
    assert "现行版本已无此条" in said(capsys, "plan")


def test_hostile_notes_are_printable(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "plan", "一/1", "--status", "done", "--note", "\x1b[2J\u202e", "--who", "张三\x1b[31m")
    for arguments in (("plan",), ("plan", "--json")):
        text = said(capsys, *arguments)
        assert "\x1b" not in text and "\u202e" not in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["none"], "document 'none' is not in the library"),
        (["plan", "九", "--status", "done", "--who", "张三"], "clause '九' is not in plan"),
        (["plan", "一/1", "--status", "done", "--who", " "], "who is empty"),
    ],
)
def test_what_is_refused_is_one_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["notes", *arguments]) == 1
    error = capsys.readouterr().err
    assert sentence in error and error.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [["plan", "--status", "done", "--who", "x"], ["plan", "一/1", "--status", "done"], ["plan", "--note", "x"], []],
)
def test_options_that_cannot_be_meant_are_bad_use(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["notes", *arguments])
    assert ended.value.code == 2
