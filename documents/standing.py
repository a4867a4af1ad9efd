"""Whether a document is in force: what its own text says, what others of the library say of it, what officials set.

A standing is a function of the library and the day asked for: a document valid until the end of 2025 expires by itself,
and one that another repeals is repealed from the day on which that one takes effect. What officials set holds whatever
is read; a repeal by another document comes before a copy's own mark, and that before an end by date.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from documents.dates import iso_day
from documents.naming import Naming, Shelf
from documents.said import Repeal, Said

Status = Literal["in_force", "expired", "repealed", "superseded"]
Grounds = Literal["assumed", "read", "set"]

STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True)
class Standing:
    """In force unless something says otherwise."""

    status: Status = "in_force"
    since: str = ""
    """ISO date from which it is so; empty where not known. In the future for a document that is not yet in force."""
    by: str = ""
    """What repealed or superseded it: the NAME of a document of the library, else a title as written; else empty."""
    basis: Grounds = "assumed"
    evidence: str = ""
    """The sentence it was read from, as the restored text has it; empty where assumed or set."""

    @property
    def in_force(self) -> bool:
        return self.status == "in_force"

    def is_pending(self, today: date) -> bool:
        """Whether it is in force only from a day after `today`."""
        return self.in_force and self.since > today.isoformat()


@dataclass(frozen=True)
class Entry:
    """What a standing is worked out from, of one document."""

    naming: Naming
    said: Said
    set: Standing | None = None
    """What officials set."""


def standings_of(entries: Sequence[Entry], today: date) -> dict[str, Standing]:
    """Name → standing on that day, in the order of `entries`."""
    shelf = Shelf([entry.naming for entry in entries])
    ended = _ended_by_others(entries, shelf, today)
    return {
        entry.naming.name: entry.set or ended.get(entry.naming.name) or _own(entry, shelf, today) for entry in entries
    }


def _ended_by_others(entries: Sequence[Entry], shelf: Shelf, today: date) -> Mapping[str, Standing]:
    """Name → the first repeal that holds on that day; one whose day is not known counts as held, and comes last."""
    ended: dict[str, Standing] = {}
    for entry in entries:
        for repeal in entry.said.repeals:
            since = _taking_effect(entry, repeal)
            if since > today.isoformat():
                continue
            for name in shelf.find(repeal.title, repeal.number, entry.naming):
                held = ended.get(name)
                if held is None or (since or "9") < (held.since or "9"):
                    ended[name] = Standing(repeal.status, since, entry.naming.name, "read", repeal.evidence)
    return ended


def _taking_effect(entry: Entry, repeal: Repeal) -> str:
    """ISO date; empty where neither the repeal nor the document that repeals has one."""
    if repeal.since or entry.said.effective:
        return repeal.since or (entry.said.effective.day if entry.said.effective else "")
    issued = iso_day(entry.naming.date)
    return issued.isoformat() if issued else ""


def _own(entry: Entry, shelf: Shelf, today: date) -> Standing:
    """What a document's own text says of it."""
    mark, effective, expires = entry.said.mark, entry.said.effective, entry.said.expires
    over = expires is not None and expires.day <= today.isoformat()
    dated = over and mark is not None and mark.status == "expired" and not mark.since
    if mark and not dated and mark.since <= today.isoformat():
        by = next(iter(shelf.find(mark.by, "", None)), mark.by) if mark.by else ""
        return Standing(mark.status, mark.since, by, "read", mark.evidence)
    if expires and over:
        return Standing("expired", expires.day, "", "read", expires.evidence)
    return Standing("in_force", effective.day, "", "read", effective.evidence) if effective else Standing()
