"""What officials may set as a document's standing, and what of it cannot be."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from documents.dates import is_iso_day
from documents.errors import BadStanding
from documents.standing import STATUSES

FIRST_DAY = date(1949, 10, 1)
"""No document of the library can have begun or ended before."""
YEARS_AHEAD = 50
_SHOWN = 60


class Called(NamedTuple):
    """The document that a standing is set of."""

    name: str
    title: str


def check_standing(status: str | None, since: str) -> None:
    """Raises BadStanding for another status than there is, and for a day that no document can end or begin on."""
    if status is not None and status not in STATUSES:
        raise BadStanding(f"standing {status[:40]!r}: is none; it is one of {', '.join(STATUSES)}")
    if since and not is_iso_day(since):
        raise BadStanding(f"standing since {since[:40]!r}: is no day; write it as YYYY-MM-DD")
    last = f"{date.today().year + YEARS_AHEAD}-12-31"
    if since and not FIRST_DAY.isoformat() <= since <= last:
        raise BadStanding(f"standing since {since}: lies outside {FIRST_DAY} to {last}; correct the year")


def ended_by(by: str, document: Called, known: Mapping[str, str]) -> str:
    """What `by` means: the name of a document of the library, else the title as it was given in 《》.

    `known`: names and titles of the library, each with its document's name. Raises BadStanding for the document itself
    and for what is neither.
    """
    bare = by[1:-1].strip() if by.startswith("《") and by.endswith("》") else by
    if bare and (bare in document or known.get(bare) == document.name):
        raise BadStanding(f"standing by {by[:_SHOWN]!r}: no document ends itself; name the one that ended it")
    if not bare or bare in known:
        return known.get(bare, "")
    if bare != by:
        return by
    raise BadStanding(
        f"standing by {by[:_SHOWN]!r}: no document of the library has that name; "
        "give a NAME that `list` shows, or write a title outside the library in 《》"
    )
