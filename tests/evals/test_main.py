"""The command line, with a scripted system in place of the assistant."""

import json
from pathlib import Path

import pytest

from documents.catalog import Catalogue
from documents.command import INTERRUPTED
from evals import __main__ as command
from evals.assistant_system import AssistantSystem
from tests.evals.fakes import OneDocument, Scripted, right

SET = [
    {
        "id": "q1",
        "question": "码头由谁牵头?",
        "lang": "zh",
        "category": "lead_unit",
        "answerable": True,
        "lead": "市甲局",
    },
    {"id": "q2", "question": "谁?", "lang": "en", "category": "fact", "answerable": True, "lead": "市乙局"},
    {"id": "q3", "question": "呢?", "lang": "zh", "category": "fact", "answerable": True},
]
ANSWERS: dict[str, object] = {"q1": right(), "q2": right(id="q2"), "q3": RuntimeError("broken")}


@pytest.fixture
def test_set(tmp_path: Path) -> Path:
    path = tmp_path / "set.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in SET), encoding="utf-8")
    return path


def answering(monkeypatch: pytest.MonkeyPatch, answers: dict[str, object]) -> None:
    monkeypatch.setattr(AssistantSystem, "open", lambda: Scripted(answers))
    monkeypatch.setattr(Catalogue, "open", lambda settings: OneDocument())


def test_a_run_prints_tables_and_writes_what_was_asked_for(
    test_set: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, ANSWERS)
    predictions, metrics, report = tmp_path / "out.jsonl", tmp_path / "metrics.json", tmp_path / "report.html"
    arguments = ["run", str(test_set), "--predictions", str(predictions), "--json", str(metrics), "--html", str(report)]
    assert command.main(arguments) == 0
    rows = [json.loads(line) for line in predictions.read_text(encoding="utf-8").splitlines()]
    assert [(row["id"], row["outcome"]) for row in rows] == [("q1", "answered"), ("q2", "answered"), ("q3", "error")]
    figures = json.loads(metrics.read_text(encoding="utf-8"))
    assert (figures["set"], figures["count"], figures["right"], figures["errors"]) == ("set.jsonl", 3, 1, 1)
    assert [failure["id"] for failure in figures["failures"]] == ["q2", "q3"]
    assert report.read_text(encoding="utf-8").startswith("<!doctype html>")
    out = capsys.readouterr().out
    assert "lead_unit" in out
    assert "1 of 3 right" in out


def test_wrong_answers_are_no_failure_of_the_run_but_nothing_but_errors_is(
    test_set: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, {})
    assert command.main(["run", str(test_set)]) == 1
    error = capsys.readouterr().err
    assert "every question ended in an error, the first: KeyError: 'q1'" in error
    assert "Traceback" not in error


def test_an_unusable_set_is_one_line_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad\n.jsonl"
    bad.write_text("{\n{", encoding="utf-8")
    for path in (bad, tmp_path / "missing.jsonl"):
        assert command.main(["run", str(path)]) == 1
        assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("option", ["--predictions", "--json", "--html"])
def test_results_that_cannot_be_written_are_refused_before_any_question(
    option: str, test_set: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def never() -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(AssistantSystem, "open", never)
    for path in (tmp_path, tmp_path / "no" / "such" / "folder.json"):
        assert command.main(["run", str(test_set), option, str(path)]) == 1
        assert "choose another path" in capsys.readouterr().err


def test_an_interruption_keeps_the_predictions_so_far(
    test_set: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, {"q1": right(), "q2": KeyboardInterrupt()})
    predictions = tmp_path / "out.jsonl"
    assert command.main(["run", str(test_set), "--predictions", str(predictions)]) == INTERRUPTED
    assert len(predictions.read_text(encoding="utf-8").splitlines()) == 1
    assert "interrupted" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["run"], ["measure"], ["run", "a", "b"]])
def test_bad_use_exits_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        command.main(arguments)
    assert caught.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["bench", "--help"]])
def test_each_command_prints_help(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        command.main(arguments)
    assert caught.value.code == 0
    assert "usage:" in capsys.readouterr().out


def test_a_fault_is_told_in_the_log_and_leaves_no_traceback_on_the_terminal(
    test_set: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, ANSWERS)
    log = tmp_path / "log.txt"
    for arguments in ([], ["--log", str(log)]):
        assert command.main(["run", str(test_set), *arguments]) == 0
        shown = capsys.readouterr()
        assert "Traceback" not in shown.out + shown.err
    assert "question 'q3' failed" in log.read_text(encoding="utf-8")
    assert "Traceback" in log.read_text(encoding="utf-8")
    assert command.main(["run", str(test_set), "--log", str(tmp_path)]) == 1
    assert "choose another path" in capsys.readouterr().err
