"""Exactness of clause trees and units."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from documents.settings import DocumentSettings
from evals.errors import RunFailed
from evals.structure import print_structure, score_folder, shares

UNIT = {"unit": "市教育局", "role": "lead", "basis": "first_listed"}


def write(folder: Path, clauses: list[dict[str, object]]) -> None:
    (folder / "a_held.txt").write_text("一、甲\n1.乙。（市教育局负责）\n", encoding="utf-8")
    (folder / "a_held.json").write_text(json.dumps({"style": "s", "clauses": clauses}), encoding="utf-8")


def test_exact(tmp_path: Path) -> None:
    write(tmp_path, [{"locator": "一", "units": []}, {"locator": "一/1", "title": "乙", "units": [UNIT]}])
    (score,) = score_folder(tmp_path, DocumentSettings())
    assert (score.clauses, score.clauses_exact, score.units_exact, score.faults, score.held) == (2, 2, 2, (), True)
    assert shares([score]) == (1.0, 1.0)


def test_faults_are_counted_and_said(tmp_path: Path) -> None:
    write(tmp_path, [{"locator": "一", "title": "别", "units": [UNIT]}, {"locator": "二", "units": []}])
    (score,) = score_folder(tmp_path, DocumentSettings())
    assert (score.clauses, score.clauses_exact, score.units_exact, len(score.faults)) == (3, 0, 0, 3)
    output = io.StringIO()
    print_structure([score], Console(file=output, width=120))
    assert "a_held: locators read 一 一/1, expected 一 二" in output.getvalue()
    assert "0.0%" in output.getvalue()


def test_a_folder_without_gold_or_with_bad_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match="holds no"):
        score_folder(tmp_path, DocumentSettings())
    (tmp_path / "b.json").write_text("[]", encoding="utf-8")
    with pytest.raises(RunFailed, match="is no"):
        score_folder(tmp_path, DocumentSettings())
    (tmp_path / "b.json").write_text('{"style": "s", "clauses": []}', encoding="utf-8")
    with pytest.raises(RunFailed, match="beside it"):
        score_folder(tmp_path, DocumentSettings())


def test_nothing_scored_is_nothing_exact() -> None:
    assert shares([]) == (0.0, 0.0)
