"""Whether a document is in force, in the words of a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assistant.office_time import office_day
from assistant.turn import Language
from assistant.web.pages import page_words
from documents.standing import Standing


@dataclass(frozen=True)
class Shown:
    """A standing as a page shows it: a short label, whether it is in force, and what is known beside."""

    label: str
    good: bool
    by: str
    """The name of the document that ended it, where the library holds it; else empty."""
    by_title: str
    by_lead: str
    """What stands before that title."""
    since: str
    basis: str
    evidence: str


def today() -> date:
    """The day that standings are asked for: the documents' day is China's."""
    return office_day()


def status_label(standing: Standing, language: Language) -> str:
    """Whether it is in force, in a word or two."""
    future = standing.in_force and standing.since > today().isoformat()
    return str(page_words("standing", language)["not_yet" if future else standing.status])


def shown_standing(standing: Standing, titles: Mapping[str, str], language: Language) -> Shown:
    """`standing` in `language`; `titles` are those of the library's documents by name."""
    words = page_words("standing", language)
    return Shown(
        label=status_label(standing, language),
        good=standing.in_force and standing.since <= today().isoformat(),
        by=standing.by if standing.by in titles else "",
        by_title=titles.get(standing.by, standing.by),
        by_lead=words["by"],
        since=words["since"].format(date=standing.since) if standing.since else "",
        basis=words[f"basis_{standing.basis}"],
        evidence=standing.evidence,
    )
