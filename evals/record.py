"""A run on disk while it goes on: predictions line by line, evidence beside them, and what the run is made of.

`OUT.jsonl` holds the prediction objects of the contract and nothing else; `OUT.manifest.json` and
`OUT.evidence.jsonl` lie beside it. A run that was cut off is taken up again by asking what is missing.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from evals.errors import RunFailed
from evals.manifest import Manifest
from evals.question import Question
from evals.run import ERROR
from evals.system import Answer, Found


class Record:
    """The files of one run."""

    def __init__(self, predictions: TextIO, evidence: TextIO) -> None:
        self._predictions, self._evidence = predictions, evidence

    def write(self, answer: Answer) -> None:
        """Appends one answer and hands it to the system before the next is asked."""
        evidence = [asdict(found) for found in answer.evidence]
        found = {"id": answer.prediction.get("id"), "evidence": evidence, "support": answer.support}
        for file, line in ((self._evidence, found), (self._predictions, answer.prediction)):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()


@contextmanager
def recording(path: Path, manifest: Manifest, kept: Sequence[Answer]) -> Iterator[Record]:
    """Opens the files of a run at `path`, which begin with the answers `kept`. Raises RunFailed."""
    try:
        manifest_path(path).write_text(_dump(asdict(manifest)), encoding="utf-8")
        # Beside and then over the old ones: answers of an earlier run are lost at no moment. Evidence goes first, so
        # that a prediction on disk always has its evidence there, too.
        places = (evidence_path(path), path)
        beside = [place.with_name(place.name + ".new") for place in places]
        with beside[0].open("w", encoding="utf-8") as evidence, beside[1].open("w", encoding="utf-8") as predictions:
            record = Record(predictions, evidence)
            for answer in kept:
                record.write(answer)
        for new, place in zip(beside, places, strict=True):
            new.replace(place)
        with places[0].open("a", encoding="utf-8") as evidence, places[1].open("a", encoding="utf-8") as predictions:
            yield Record(predictions, evidence)
    except OSError as error:
        raise RunFailed(f"{path}: the results cannot be written ({error.strerror}): choose another path") from error


def recorded(path: Path, manifest: Manifest, questions: Sequence[Question]) -> dict[str, Answer]:
    """What an earlier run at `path` has answered, by question id; errors and half a line are asked again.

    Raises RunFailed where that was a run of something else.
    """
    if not path.exists():
        return {}
    earlier = read_manifest(manifest_path(path))
    if earlier is None:
        raise RunFailed(f"{path}: no {manifest_path(path).name} beside it says what was asked: run without --resume")
    difference = manifest.difference(earlier)
    if not difference and earlier.system != manifest.system:
        difference = "another system or other settings answered"
    if difference:
        raise RunFailed(f"{path}: is of another run, {difference}: run without --resume")
    known = {question.id for question in questions}
    found = {str(line.get("id")): line for line in _lines(evidence_path(path))}
    return {
        name: _answer(line, found.get(name, {}))
        for line in _lines(path)
        if (name := str(line.get("id"))) in known and line.get("outcome") != ERROR
    }


def read_manifest(path: Path) -> Manifest | None:
    """The manifest at `path`; None where there is none or it is not whole."""
    try:
        return Manifest(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def manifest_path(predictions: Path) -> Path:
    return predictions.with_suffix(".manifest.json")


def evidence_path(predictions: Path) -> Path:
    return predictions.with_suffix(".evidence.jsonl")


def _lines(path: Path) -> Iterator[Mapping[str, object]]:
    """The whole lines of a file that may have been cut off anywhere."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        try:
            value = json.loads(line) if line else None
        except ValueError:
            continue
        if isinstance(value, dict):
            yield value


def _answer(prediction: Mapping[str, object], beside: Mapping[str, Any]) -> Answer:
    evidence = tuple(Found(**found) for found in beside.get("evidence", ()))
    return Answer(prediction, evidence, beside.get("support"))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
