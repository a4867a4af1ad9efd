"""One question of a test set: its fields, read strictly, so that a slip in the gold is found before it is measured.

Every fault names the rule, the value and the remedy. A field that looks like a misspelling of a known one is refused,
since the check that it was meant for would silently not apply; other unknown fields (an evaluator's notes) are
ignored. A field that is null or an empty list counts as left out.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal, cast

from evals.normal import contains, normalised

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


def question_from(record: Mapping[str, object]) -> Question:
    """The question of one record of a test set. Raises Problem."""
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
    both = [part for part in wanted if any(contains(part, bad) for bad in question.forbidden)]
    if both:
        raise Problem(f"answer holds what forbidden forbids, {both[0]!r}: correct one of them")


def _text(record: Mapping[str, object], field: str, *, blank: bool = False) -> str:
    """A string field; `blank` allows one with nothing but whitespace (an empty question is a test, too)."""
    return _checked_text(record.get(field), field, blank=blank)


def _checked_text(value: object, field: str, *, blank: bool = False) -> str:
    if not isinstance(value, str):
        raise Problem(f"{field} must be a string, this is {shown(value)}: put it in quotes")
    if not blank and not normalised(value):
        raise Problem(f"{field} must not be empty, this is {shown(value)}: fill it or leave it out")
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
        raise Problem(f"{field} must be one of {', '.join(allowed)}, this is {shown(value)}: choose one")
    return value


def _truth(record: Mapping[str, object], field: str) -> bool:
    value = record.get(field)
    if not isinstance(value, bool):
        raise Problem(f"{field} must be true or false, this is {shown(value)}: write it without quotes")
    return value


def _list(value: object, field: str) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise Problem(f"{field} must be a list, this is {shown(value)}: put it in [ ]")
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
            raise Problem(f"{field} must be a list of non-empty lists, this holds {shown(group)}: put it in [ ]")
        groups.append(tuple(_checked_text(value, field) for value in group))
    return tuple(groups)


def _history(record: Mapping[str, object]) -> Iterator[Message]:
    for entry in _list(record.get("history"), "history"):
        if not isinstance(entry, dict):
            raise Problem(f'history holds {{"role", "content"}} objects, this is {shown(entry)}: mend it')
        yield Message(role=_one_of(entry, "role", ROLES), content=_text(entry, "content", blank=True))


def shown(value: object) -> str:
    """The value as JSON in ASCII, cut where it is long."""
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
