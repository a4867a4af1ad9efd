"""Two runs beside each other, computed by hand; runs that cannot be compared are refused by what differs."""

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evals import __main__ as command
from evals.compare import compare, mcnemar
from evals.dataset import TestSet
from evals.errors import InvalidMetrics
from evals.manifest import Manifest
from evals.metrics_file import Metrics, metrics_json, read_metrics
from evals.run import run
from evals.summary import summarise
from tests.evals.fakes import OneDocument, Scripted, question, right

QUESTIONS = tuple(question(id=f"q{number}") for number in range(6))
SET = TestSet("set.jsonl", QUESTIONS, digest="abc")
MANIFEST = Manifest.of(SET, QUESTIONS, (), {"plan": "1"}, {"kind": "assistant"})


def ran(wrong: str, path: Path, manifest: Manifest = MANIFEST) -> Metrics:
    """A run in which the questions whose digits stand in `wrong` are answered wrongly."""
    answers = {asked.id: right(id=asked.id, lead=None if asked.id[1] in wrong else "市甲局") for asked in QUESTIONS}
    rows = list(run(QUESTIONS, Scripted(answers), OneDocument()))
    figures = metrics_json(rows, summarise(rows), manifest, datetime.now(UTC))
    path.write_text(json.dumps(figures), encoding="utf-8")
    return read_metrics(path)


def test_what_changed_is_told_question_by_question(tmp_path: Path) -> None:
    found = compare(ran("0123", tmp_path / "a.json"), ran("34", tmp_path / "b.json"))
    assert (found.improved, found.regressed) == (["q0", "q1", "q2"], ["q4"])
    assert (found.both_right, found.both_wrong) == (1, 1)
    assert found.difference.mean == pytest.approx(2 / 6)
    assert found.difference.low < found.difference.mean < found.difference.high
    assert found.p_value == pytest.approx(2 * (1 + 4) / 16)
    assert list(found.notes) == []


@pytest.mark.parametrize(("improved", "regressed", "p"), [(0, 0, 1.0), (1, 0, 1.0), (5, 0, 1 / 16), (10, 10, 1.0)])
def test_mcnemars_exact_test_by_hand(improved: int, regressed: int, p: float) -> None:
    assert mcnemar(improved, regressed) == pytest.approx(p)
    assert mcnemar(regressed, improved) == pytest.approx(p)


def test_other_sets_libraries_and_questions_are_refused_by_name(tmp_path: Path) -> None:
    first = ran("", tmp_path / "a.json")
    changes = {
        "the sets differ: set.jsonl is abc, set.jsonl is def": {"set_sha256": "def"},
        "other questions were asked": {"questions_sha256": "def"},
        "the library differs in plan": {"documents": {"plan": "2"}},
    }
    for sentence, change in changes.items():
        other = ran("", tmp_path / "b.json", dataclasses.replace(MANIFEST, **change))  # type: ignore[arg-type]
        with pytest.raises(InvalidMetrics, match=sentence):
            compare(first, other)


def test_another_system_may_be_compared_and_is_noted(tmp_path: Path) -> None:
    other = ran("", tmp_path / "b.json", dataclasses.replace(MANIFEST, system={"kind": "url"}, commit="abc"))
    assert compare(ran("", tmp_path / "a.json"), other).notes == ["system", "commit"]


def test_the_command_prints_and_refuses_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran("01", tmp_path / "a.json")
    ran("1", tmp_path / "b.json")
    assert command.main(["compare", str(tmp_path / "a.json"), str(tmp_path / "b.json")]) == 0
    out = capsys.readouterr().out
    assert "improved q0: wrong → right" in out
    assert "accuracy of B less A: +16.7%" in out
    assert command.main(["compare", str(tmp_path / "a.json"), str(tmp_path / "b.json"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["improved"] == ["q0"]
    (tmp_path / "c.json").write_text("{}", encoding="utf-8")
    for other in ("c.json", "missing.json"):
        assert command.main(["compare", str(tmp_path / "a.json"), str(tmp_path / other)]) == 1
        assert capsys.readouterr().err.count("\n") == 1
