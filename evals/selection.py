"""Which questions of a set are asked: `--where category=fact` and the like."""

from collections.abc import Callable, Sequence

from evals.errors import InvalidTestSet
from evals.question import CATEGORIES, LANGUAGES, Question

FIELDS: dict[str, Callable[[Question], str]] = {
    "category": lambda question: question.category,
    "lang": lambda question: question.lang,
    "answerable": lambda question: str(question.answerable).lower(),
    "document": lambda question: question.document or "",
    "id": lambda question: question.id,
}
"""What can be asked for: field → its value as it is written."""
CLOSED = {"category": CATEGORIES, "lang": LANGUAGES, "answerable": ("true", "false")}


def selected(questions: Sequence[Question], where: Sequence[str]) -> tuple[Question, ...]:
    """The questions that every condition `FIELD=VALUE` or `FIELD=VALUE,VALUE` of `where` lets through.

    Raises InvalidTestSet for a condition that is none, or where no question is left.
    """
    wanted = [_condition(written) for written in where]
    left = tuple(question for question in questions if all(FIELDS[name](question) in values for name, values in wanted))
    if not left:
        raise InvalidTestSet(f"no question of the set is {' and '.join(where)}: ask for another part of it")
    return left


def _condition(written: str) -> tuple[str, tuple[str, ...]]:
    name, sign, value = written.partition("=")
    if not sign or name not in FIELDS:
        raise InvalidTestSet(f"--where takes FIELD=VALUE with {', '.join(FIELDS)}, this is {written!r}: correct it")
    values = tuple(part.strip() for part in value.split(","))
    unknown = [part for part in values if name in CLOSED and part not in CLOSED[name]]
    if unknown:
        raise InvalidTestSet(f"--where {name} is one of {', '.join(CLOSED[name])}, not {unknown[0]!r}: choose one")
    return name, values
