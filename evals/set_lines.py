"""A test set as JSON lines: one object a line."""

import json
from collections.abc import Iterator, Mapping

from evals.question import Problem, shown

Numbered = tuple[int, Mapping[str, object] | Problem]
"""The line of the file (from 1) on which a record begins, and the record or what is wrong with it."""


def json_records(text: str) -> Iterator[Numbered]:
    """Each line that is not blank."""
    # Only "\n" ends a line: JSON strings may hold U+2028, at which str.splitlines would cut.
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if line.strip():
            try:
                yield number, _object(line)
            except Problem as problem:
                yield number, problem


def _object(line: str) -> Mapping[str, object]:
    try:
        record = json.loads(line, object_pairs_hook=_without_repeats)
    except json.JSONDecodeError as error:
        raise Problem(f"each line must be JSON, this breaks at column {error.colno} ({error.msg}): mend it") from error
    except RecursionError as error:
        raise Problem("each line must be a flat JSON object, this one is nested too deeply: mend it") from error
    if not isinstance(record, dict):
        raise Problem(f"each line must be a JSON object, this is {shown(record)}: write {{...}}")
    return record


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        raise Problem(f"a field stands once, {max(names, key=names.count)!r} stands twice: keep one")
    return record
