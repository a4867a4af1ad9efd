"""Runs over time, out of the files that runs wrote."""

import json
from pathlib import Path

import pytest

from evals import __main__ as command
from evals.errors import InvalidMetrics
from evals.history import read_history
from tests.evals.test_compare import ran


def dated(path: Path, wrong: str, started: str) -> None:
    ran(wrong, path)
    figures = json.loads(path.read_text(encoding="utf-8"))
    figures["timing"]["started"] = started
    path.write_text(json.dumps(figures), encoding="utf-8")


def test_runs_of_a_folder_stand_by_set_the_oldest_first(tmp_path: Path) -> None:
    dated(tmp_path / "a.json", "0", "2026-02-01T00:00:00+00:00")
    dated(tmp_path / "b.json", "012", "2026-01-01T00:00:00+00:00")
    (tmp_path / "c.json").write_text("[]", encoding="utf-8")
    runs, others = read_history([tmp_path])
    (entries,) = runs.values()
    assert [(entry.file, entry.accuracy) for entry in entries] == [("b.json", 0.5), ("a.json", pytest.approx(5 / 6))]
    assert len(others) == 1
    assert "c.json: is not what" in others[0]


def test_nothing_to_show_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidMetrics, match="no run among 0 files"):
        read_history([tmp_path])


def test_figures_that_are_gone_are_named(tmp_path: Path) -> None:
    dated(tmp_path / "a.json", "0", "2026-02-01T00:00:00+00:00")
    dated(tmp_path / "b.json", "0", "2026-02-01T00:00:00+00:00")
    figures = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    figures["audit"] = None
    (tmp_path / "b.json").write_text(json.dumps(figures), encoding="utf-8")
    _, others = read_history([tmp_path])
    assert "b.json: lacks a figure" in others[0]


def test_the_command_prints_and_draws(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dated(tmp_path / "a.json", "0", "2026-02-01T00:00:00+00:00")
    page = tmp_path / "history.html"
    assert command.main(["history", str(tmp_path / "a.json"), "--html", str(page)]) == 0
    assert "83.3%" in capsys.readouterr().out
    assert "<svg" in page.read_text(encoding="utf-8")
    assert command.main(["history", str(tmp_path / "none.json")]) == 1
    assert capsys.readouterr().err == "no run among 1 files: name what `python -m evals run SET --json` wrote\n"
