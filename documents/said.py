"""What a document's text says of standings: its own, and that of the documents it repeals. Kept with it as JSON."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

Ended = Literal["expired", "repealed", "superseded"]
OMITTED = "……"
"""Between two passages of one evidence, each as the text has it: what a list is for, and an entry far below."""


@dataclass(frozen=True)
class Day:
    """An ISO date and the sentence it was read from or worked out of."""

    day: str
    evidence: str


@dataclass(frozen=True)
class Mark:
    """The copy's own statement that the document is no longer in force. `by` is a title as written, or empty."""

    status: Ended
    since: str
    by: str
    evidence: str


@dataclass(frozen=True)
class Repeal:
    """Another document that this one repeals or takes the place of; `title` or `number` may be empty, never both."""

    title: str
    number: str
    status: Ended
    since: str
    """ISO date where the sentence gives one; else empty: when this document takes effect."""
    evidence: str


@dataclass(frozen=True)
class Said:
    """Of one document. None and nothing where the text does not say, or where what it says is damaged."""

    effective: Day | None = None
    """First day in force."""
    expires: Day | None = None
    """First day no longer in force."""
    mark: Mark | None = None
    repeals: tuple[Repeal, ...] = ()


def said_json(said: Said) -> str:
    """Empty where nothing is said."""
    return "" if said == Said() else json.dumps(asdict(said), ensure_ascii=False)


def said_of(written: str) -> Said:
    """The inverse of said_json. Of what another make of this module wrote, nothing: its document is outdated and read
    anew."""
    if not written:
        return Said()
    try:
        return _said(json.loads(written))
    except (ValueError, KeyError, TypeError):
        return Said()


def _said(held: dict[str, Any]) -> Said:
    return Said(
        effective=Day(**held["effective"]) if held["effective"] else None,
        expires=Day(**held["expires"]) if held["expires"] else None,
        mark=Mark(**held["mark"]) if held["mark"] else None,
        repeals=tuple(Repeal(**repeal) for repeal in held["repeals"]),
    )
