"""A test set: a file of questions, as JSON lines, CSV or XLSX; every problem is reported with its line."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evals.errors import InvalidTestSet
from evals.question import Problem, Question, question_from
from evals.set_columns import table_records
from evals.set_lines import Numbered, json_records
from evals.set_table import csv_rows, xlsx_rows
from evals.settings import EvalSettings


@dataclass(frozen=True)
class TestSet:
    """The questions of one file, in order."""

    __test__ = False  # the name is the field's term, and pytest would collect it

    name: str
    questions: tuple[Question, ...]
    lines: Mapping[str, int] = field(default_factory=dict)
    """The id of a question → the line on which it begins, from 1."""
    problems: tuple[str, ...] = ()
    """What was left out, each with its line; empty unless it was read leniently."""
    digest: str = ""
    """SHA-256 (hex) of the file's bytes."""


def read_test_set(path: Path, settings: EvalSettings | None = None) -> tuple[Question, ...]:
    """The questions of the file at `path`, in order. Raises InvalidTestSet."""
    return load_test_set(path, settings).questions


def load_test_set(path: Path, settings: EvalSettings | None = None, *, lenient: bool = False) -> TestSet:
    """The file at `path`; `lenient` leaves out what is wrong and keeps the rest.

    Raises InvalidTestSet naming every line that is wrong, or that no question is left.
    """
    settings = settings or EvalSettings.from_environment()
    data = _read(path, settings)
    records = FORMATS.get(path.suffix.lower(), json_lines)(data, path.name)
    return _collected(records, path.name, settings, lenient=lenient, digest=hashlib.sha256(data).hexdigest())


def parse_test_set(text: str, name: str, settings: EvalSettings | None = None) -> tuple[Question, ...]:
    """The questions of JSON lines; `name` stands in the messages. Raises InvalidTestSet naming every line."""
    settings = settings or EvalSettings.from_environment()
    return _collected(json_records(text), name, settings).questions


def json_lines(data: bytes, name: str) -> Iterator[Numbered]:
    """The records of a file of JSON lines. Raises InvalidTestSet where it is not UTF-8."""
    try:
        return json_records(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InvalidTestSet(f"{name}: line {line}: a test set is UTF-8, this is not: save it as UTF-8") from error


FORMATS: dict[str, Callable[[bytes, str], Iterator[Numbered]]] = {
    ".csv": lambda data, name: table_records(csv_rows(data, name)),
    ".xlsx": lambda data, name: table_records(xlsx_rows(data, name)),
}
"""How a file is read, by its suffix; every other one holds JSON lines."""


def _collected(
    records: Iterator[Numbered], name: str, settings: EvalSettings, *, lenient: bool = False, digest: str = ""
) -> TestSet:
    questions: list[Question] = []
    problems: list[str] = []
    lines: dict[str, int] = {}
    for number, record in records:
        try:
            question = _question(record, lines)
        except Problem as problem:
            problems.append(f"line {number}: {problem}")
            continue
        lines[question.id] = number
        questions.append(question)
    if not questions and (lenient or not problems):
        problems.append("a test set needs at least one question, the file has none: write one a line")
    if problems and not (lenient and questions):
        raise InvalidTestSet(_message(name, problems, settings.problems_shown))
    return TestSet(name, tuple(questions), lines, tuple(problems), digest)


def _question(record: Mapping[str, object] | Problem, lines: Mapping[str, int]) -> Question:
    if isinstance(record, Problem):
        raise record
    question = question_from(record)
    if question.id in lines:
        raise Problem(f"id must be unique, {question.id!r} stands on line {lines[question.id]}: rename it")
    return question


def _read(path: Path, settings: EvalSettings) -> bytes:
    try:
        size = path.stat().st_size
        if size > settings.max_set_bytes:
            raise InvalidTestSet(
                f"{path.name}: a test set has at most {settings.max_set_bytes} bytes, this one {size}: split it"
            )
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InvalidTestSet(f"{path}: the test set cannot be read ({reason}): check the path") from error


def _message(name: str, problems: Sequence[str], shown: int) -> str:
    more = f"; and {len(problems) - shown} more" if len(problems) > shown else ""
    return f"{name}: {'; '.join(problems[:shown])}{more}"
