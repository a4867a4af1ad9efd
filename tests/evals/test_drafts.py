"""Drafted questions: right by the parser, marked as drafts, never over a reviewed set."""

import json
from pathlib import Path

import pytest

from documents.ingest import parse_document
from evals import __main__ as command
from evals.check import check_set
from evals.dataset import TestSet, read_test_set
from evals.drafts import NOTE, draft
from tests.evals.test_check import TEXT

DOCUMENT = parse_document("port", TEXT)


def test_every_titled_clause_and_every_unit_is_asked_about() -> None:
    asked = [(question.category, question.question) for question in draft(DOCUMENT, ["zh"])]
    assert ("lead_unit", "“建设码头”由哪个部门牵头？") in asked
    assert ("units", "“建设码头”由哪些单位负责？") in asked
    assert ("clause_lookup", "哪一条讲“疏浚航道”？") in asked
    assert [question for category, question in asked if category == "duties"] == [
        "市交通运输局负责哪些工作？",
        "市财政局负责哪些工作？",
        "市水务局负责哪些工作？",
    ]


def test_the_gold_is_the_ledgers_and_the_ids_differ_between_languages() -> None:
    questions = {question.question: question for question in draft(DOCUMENT, ["zh", "en"])}
    asked = questions["“建设码头”由哪些单位负责？"]
    assert (asked.units, asked.clauses, asked.document) == (("市交通运输局", "市财政局"), ("二/1",), "port")
    assert questions["How many tasks does the document give to 市财政局?"].answer == (("1",),)
    assert len({question.id for question in questions.values()}) == len(questions)


def test_a_title_that_stands_twice_is_not_asked_by() -> None:
    twice = parse_document("port", TEXT + "3.建设码头。再建2个。(责任单位:市水务局)\n")
    assert not [question for question in draft(twice, ["zh"]) if "“建设码头”" in question.question]


def test_a_draft_passes_the_check() -> None:
    questions = tuple(draft(DOCUMENT, ["zh", "en"]))
    assert check_set(TestSet("draft", questions), {"port": DOCUMENT}) == []


def test_the_command_writes_marked_drafts_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLICY_HOME", str(tmp_path / "home"))
    path = tmp_path / "draft.jsonl"
    assert command.main(["new", "dongying-policy-forum-copy", "-o", str(path), "--lang", "zh"]) == 0
    lines = path.read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["note"] for line in lines} == {NOTE}
    assert len(read_test_set(path)) == len(lines) > 100
    assert command.main(["new", "dongying-policy-forum-copy", "-o", str(path)]) == 1
    assert "a reviewed set may stand there" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8").splitlines() == lines
    assert command.main(["new", "nothing", "-o", str(tmp_path / "other.jsonl")]) == 1
    assert "'nothing' is not in the library" in capsys.readouterr().err
