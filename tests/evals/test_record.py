"""A run on disk: cut off anywhere it is taken up again, and answers of another run are never mixed in."""

import dataclasses
import json
from pathlib import Path

import pytest

from evals.dataset import TestSet
from evals.errors import RunFailed
from evals.manifest import Manifest
from evals.record import evidence_path, manifest_path, recorded, recording
from evals.run import failed
from evals.system import Answer, Found
from tests.evals.fakes import question, right

QUESTIONS = [question(id="q1"), question(id="q2"), question(id="q3")]
SET = TestSet("set.jsonl", tuple(QUESTIONS), digest="abc")
MANIFEST = Manifest.of(SET, QUESTIONS, (), {"plan": "1"}, {"kind": "assistant"})
FOUND = (Found("plan", "二/1", "修建码头", 2.5, 1, None),)


def cut_off(path: Path) -> None:
    with recording(path, MANIFEST, []) as record:
        record.write(Answer(right(id="q1"), FOUND))
        record.write(Answer(failed("q2", "broken")))
    with path.open("a", encoding="utf-8") as file:
        file.write('{"id": "q3", "answ')


def test_a_run_that_was_cut_off_keeps_its_answers_and_their_evidence(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    cut_off(path)
    kept = recorded(path, MANIFEST, QUESTIONS)
    assert set(kept) == {"q1"}, "an error and half a line are asked again"
    assert kept["q1"] == Answer(right(id="q1"), FOUND)


def test_taking_up_writes_what_was_kept_first(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    cut_off(path)
    with recording(path, MANIFEST, list(recorded(path, MANIFEST, QUESTIONS).values())) as record:
        record.write(Answer(right(id="q2")))
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert lines == [right(id="q1"), right(id="q2")]
    assert sorted(recorded(path, MANIFEST, QUESTIONS)) == ["q1", "q2"]


CHANGES: dict[str, tuple[dict[str, object], str]] = {
    "another set": ({"set_sha256": "def"}, "the sets differ: set.jsonl is abc, set.jsonl is def"),
    "other questions": ({"questions_sha256": "def", "where": ["lang=en"]}, "other questions were asked"),
    "another library": ({"documents": {"plan": "2"}}, "the library differs in plan"),
    "other settings": ({"system": {"kind": "other"}}, "another system or other settings"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_answers_of_another_run_are_not_taken_up(change: str, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    changes, sentence = CHANGES[change]
    with recording(path, dataclasses.replace(MANIFEST, **changes), []) as record:  # type: ignore[arg-type]
        record.write(Answer(right(id="q1")))
    with pytest.raises(RunFailed, match=sentence):
        recorded(path, MANIFEST, QUESTIONS)


def test_predictions_without_a_manifest_are_not_taken_up_and_no_file_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    assert recorded(path, MANIFEST, QUESTIONS) == {}
    path.write_text(json.dumps(right()), encoding="utf-8")
    with pytest.raises(RunFailed, match=r"no out\.manifest\.json beside it"):
        recorded(path, MANIFEST, QUESTIONS)
    manifest_path(path).write_text("{", encoding="utf-8")
    with pytest.raises(RunFailed, match=r"no out\.manifest\.json beside it"):
        recorded(path, MANIFEST, QUESTIONS)


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    evidence_path(path).with_name("out.evidence.jsonl.new").mkdir()
    with pytest.raises(RunFailed, match="the results cannot be written"), recording(path, MANIFEST, []):
        pass
