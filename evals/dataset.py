"""A test set: one JSON object a line, read strictly, so that a slip in the gold is found before it is measured.

Every problem is reported with its line, the rule, the value and the remedy. A field that looks like a misspelling
of a known one is refused, since the check that it was meant for would silently not apply; other unknown fields
(an evaluator's notes) are ignored. A field that is null or an empty list counts as left out.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final, Literal, cast

from evals.errors import InvalidTestSet
from evals.normal import normalised
from evals.settings import EvalSettings

Lang = Literal["zh", "en"]
LANGUAGES: Final = ("zh", "en")
CATEGORIES: Final = (
    "lead_unit",
    "units",
    "duties",
    "clause_lookup",
    "fact",
    "list",
    "count",
    "date",
    "compare",
    "followup",
    "robustness",
    "unanswerable",
    "adversarial",
)
REQUIRED: Final = ("id", "question", "lang", "category", "answerable")
OPTIONAL: Final = ("history", "document", "units", "lead", "clauses", "clauses_any", "answer", "forbidden")
ROLES: Final = ("user", "assistant")
SHOWN_CHARACTERS: Final = 60


@dataclass(frozen=True)
class Message:
    """One earlier message of the conversation; `role` is user or assistant."""

    role: str
    content: str


@dataclass(frozen=True)
class Question:
    """One question with its gold. An empty tuple or None means that the check it feeds does not apply."""

    id: str
    question: str
    lang: Lang
    category: str
    answerable: bool
    history: tuple[Message, ...] = ()
    document: str | None = None
    """The NAME of the document that the question is about; None for the whole library."""
    units: tuple[str, ...] = ()
    """Every responsible unit in order, by its official name."""
    lead: str | None = None
    clauses: tuple[str, ...] = ()
    """Locators that must all be cited."""
    clauses_any: tuple[str, ...] = ()
    """Locators of which one suffices."""
    answer: tuple[tuple[str, ...], ...] = ()
    """Of each inner tuple one string must stand in the answer."""
    forbidden: tuple[str, ...] = ()


class Problem(ValueError):
    """One line's fault: the rule, the value and the remedy, without the line number."""


def read_test_set(path: Path, settings: EvalSettings | None = None) -> tuple[Question, ...]:
    """The questions of the file at `path`, in order. Raises InvalidTestSet."""
    settings = settings or EvalSettings.from_environment()
    return parse_test_set(_read_text(path, settings), path.name, settings)


def parse_test_set(text: str, name: str, settings: EvalSettings | None = None) -> tuple[Question, ...]:
    """The questions of a test set's text; `name` stands in the messages. Raises InvalidTestSet naming every line."""
    settings = settings or EvalSettings.from_environment()
    questions: list[Question] = []
    problems: list[str] = []
    first_line: dict[str, int] = {}
    # Only "\n" ends a line: JSON strings may hold U+2028, at which str.splitlines would cut.
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            question = parse_question(line)
            if question.id in first_line:
                raise Problem(f"id must be unique, {question.id!r} stands on line {first_line[question.id]}: rename it")
        except Problem as problem:
            problems.append(f"line {number}: {problem}")
            continue
        first_line[question.id] = number
        questions.append(question)
    if not questions and not problems:
        problems.append("a test set needs at least one question, the file has none: write one JSON object a line")
    if problems:
        raise InvalidTestSet(_message(name, problems, settings.problems_shown))
    return tuple(questions)


def parse_question(line: str) -> Question:
    """One line of a test set. Raises Problem."""
    record = _object(line)
    _refuse_misspelt(record)
    missing = [field for field in REQUIRED if record.get(field) is None]
    if missing:
        raise Problem(f"required field missing: {', '.join(missing)}: add it")
    question = Question(
        id=_text(record, "id"),
        question=_text(record, "question", blank=True),
        lang=cast(Lang, _one_of(record, "lang", LANGUAGES)),
        category=_one_of(record, "category", CATEGORIES),
        answerable=_truth(record, "answerable"),
        history=tuple(_history(record)),
        document=_optional_text(record, "document"),
        units=_texts(record, "units"),
        lead=_optional_text(record, "lead"),
        clauses=_texts(record, "clauses"),
        clauses_any=_texts(record, "clauses_any"),
        answer=_alternatives(record, "answer"),
        forbidden=_texts(record, "forbidden"),
    )
    _refuse_contradictions(question)
    return question


def _read_text(path: Path, settings: EvalSettings) -> str:
    try:
        size = path.stat().st_size
        if size > settings.max_set_bytes:
            raise InvalidTestSet(
                f"{path.name}: a test set has at most {settings.max_set_bytes} bytes, this one {size}: split it"
            )
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InvalidTestSet(f"{path}: the test set cannot be read ({reason}): check the path") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InvalidTestSet(f"{path.name}: line {line}: a test set is UTF-8, this is not: save it as UTF-8") from error


def _message(name: str, problems: Sequence[str], shown: int) -> str:
    more = f"; and {len(problems) - shown} more" if len(problems) > shown else ""
    return f"{name}: {'; '.join(problems[:shown])}{more}"


def _object(line: str) -> Mapping[str, object]:
    try:
        record = json.loads(line, object_pairs_hook=_without_repeats)
    except json.JSONDecodeError as error:
        raise Problem(f"each line must be JSON, this breaks at column {error.colno} ({error.msg}): mend it") from error
    except RecursionError as error:
        raise Problem("each line must be a flat JSON object, this one is nested too deeply: mend it") from error
    if not isinstance(record, dict):
        raise Problem(f"each line must be a JSON object, this is {_shown(record)}: write {{...}}")
    return record


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        raise Problem(f"a field stands once, {max(names, key=names.count)!r} stands twice: keep one")
    return record


def _refuse_misspelt(record: Mapping[str, object]) -> None:
    known = REQUIRED + OPTIONAL
    for field in record:
        near = get_close_matches(field, known, n=1, cutoff=0.8)
        if field not in known and near:
            raise Problem(f"unknown field {field!r}: did you mean {near[0]!r}? rename it")


def _refuse_contradictions(question: Question) -> None:
    if question.lead is not None and question.units and question.lead not in question.units:
        raise Problem(f"lead must be one of units, {question.lead!r} is not: correct one of them")
    if not question.answerable and (question.units or question.lead):
        raise Problem("a question with answerable false has no units and no lead: leave them out")
    wanted = [part for alternatives in question.answer for part in alternatives]
    both = [part for part in wanted if any(normalised(bad) in normalised(part) for bad in question.forbidden)]
    if both:
        raise Problem(f"answer holds what forbidden forbids, {both[0]!r}: correct one of them")


def _text(record: Mapping[str, object], field: str, *, blank: bool = False) -> str:
    """A string field; `blank` allows one with nothing but whitespace (an empty question is a test, too)."""
    return _checked_text(record.get(field), field, blank=blank)


def _checked_text(value: object, field: str, *, blank: bool = False) -> str:
    if not isinstance(value, str):
        raise Problem(f"{field} must be a string, this is {_shown(value)}: put it in quotes")
    if not blank and not normalised(value):
        raise Problem(f"{field} must not be empty, this is {_shown(value)}: fill it or leave it out")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Problem(f"{field} must be Unicode text, it holds half a surrogate pair: remove it") from error
    return value


def _optional_text(record: Mapping[str, object], field: str) -> str | None:
    return None if record.get(field) is None else _text(record, field)


def _one_of(record: Mapping[str, object], field: str, allowed: Sequence[str]) -> str:
    value = _text(record, field)
    if value not in allowed:
        raise Problem(f"{field} must be one of {', '.join(allowed)}, this is {_shown(value)}: choose one")
    return value


def _truth(record: Mapping[str, object], field: str) -> bool:
    value = record.get(field)
    if not isinstance(value, bool):
        raise Problem(f"{field} must be true or false, this is {_shown(value)}: write it without quotes")
    return value


def _list(value: object, field: str) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise Problem(f"{field} must be a list, this is {_shown(value)}: put it in [ ]")
    return value


def _texts(record: Mapping[str, object], field: str) -> tuple[str, ...]:
    texts = tuple(_checked_text(value, field) for value in _list(record.get(field), field))
    repeated = [text for text in texts if texts.count(text) > 1]
    if repeated:
        raise Problem(f"{field} names each entry once, {repeated[0]!r} stands twice: keep one")
    return texts


def _alternatives(record: Mapping[str, object], field: str) -> tuple[tuple[str, ...], ...]:
    groups: list[tuple[str, ...]] = []
    for group in _list(record.get(field), field):
        if not isinstance(group, list) or not group:
            raise Problem(f"{field} must be a list of non-empty lists, this holds {_shown(group)}: put it in [ ]")
        groups.append(tuple(_checked_text(value, field) for value in group))
    return tuple(groups)


def _history(record: Mapping[str, object]) -> Iterator[Message]:
    for entry in _list(record.get("history"), "history"):
        if not isinstance(entry, dict):
            raise Problem(f'history holds {{"role", "content"}} objects, this is {_shown(entry)}: mend it')
        yield Message(role=_one_of(entry, "role", ROLES), content=_text(entry, "content", blank=True))


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
