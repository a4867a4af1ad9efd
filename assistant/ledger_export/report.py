"""What is exported: the rows, how they are arranged, and the lines that say what they are."""

import functools
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from assistant.ledger_filter import ANY, NONE, LedgerFilter
from assistant.sentences import sentences
from assistant.told_apart import marked, marks
from documents.holdings import Holding
from documents.model import Role
from documents.notes import Note
from documents.standing import Standing
from documents.tasks import Task

View = Literal["unit", "clause", "group", "document", "gap"]
VIEWS: tuple[View, ...] = get_args(View)
SOURCES_NAMED = 3


@dataclass(frozen=True)
class Report:
    """One export. `tasks` and `gaps` may be streams: each is read once at most."""

    view: View
    wanted: LedgerFilter
    tasks: Iterable[Task]
    """The rows that pass the filter."""
    gaps: Iterable[Task]
    """Clauses that name no unit where their neighbours do."""
    notes: Mapping[tuple[str, str], Note] | None = None
    """The last note of each task, where the reader may see them: then their columns are there."""
    standings: Mapping[str, Standing] = field(default_factory=lambda: MappingProxyType({}))
    """Document → its standing; one that is missing here is in force."""
    holdings: Mapping[str, Holding] = field(default_factory=lambda: MappingProxyType({}))
    """Document → what is known of it as a whole: its issuer, and what tells it from others of its title."""

    @property
    def rows(self) -> Iterable[Task]:
        """What the view is made of."""
        return self.gaps if self.view == "gap" else self.tasks

    @functools.cached_property
    def marks(self) -> Mapping[str, str]:
        """Document → what tells it from others of the same title."""
        return marks(self.holdings.values())

    def issuer(self, document: str) -> str:
        """Who issued it; empty where that is not known."""
        holding = self.holdings.get(document)
        return holding.issuer if holding else ""


@functools.cache
def _words() -> dict[str, str]:
    text = Path(__file__).with_name("words.zh.toml").read_text(encoding="utf-8")
    return {key: str(value) for key, value in tomllib.loads(text).items()}


def word(key: str, **values: object) -> str:
    """The word or sentence `key` of words.zh.toml, filled in."""
    return _words()[key].format(**values)


def role_word(role: Role) -> str:
    """A role as answers name it."""
    return sentences().get("zh", f"role_{role}")


def view_title(view: View) -> str:
    return word(f"by_{view}")


def standing_word(report: Report, document: str) -> str:
    """What a document no longer in force is called; empty for one that is."""
    standing = report.standings.get(document)
    return "" if standing is None or standing.in_force else word(f"standing_{standing.status}")


def head_lines(report: Report, view: View, rows: Sequence[Task]) -> tuple[str, ...]:
    """What stands above a table: its title, the documents with their dates, the filters with counts, a note."""
    title = f"{word('title')}（{view_title(view)}）"
    if not rows:
        return title, word("no_gap" if view == "gap" else "no_rows")
    note = word("note_gap" if view == "gap" else "note")
    return title, source_line(report, rows), filter_line(view, rows, report.wanted), note


def source_line(report: Report, rows: Sequence[Task]) -> str:
    """The documents that the rows are from, each with its date as it is written there and whether it is in force."""
    titles = {task.document: (task.document_title, task.document_date) for task in rows}
    named = []
    for document, (title, date) in list(titles.items())[:SOURCES_NAMED]:
        standing = standing_word(report, document)
        source = word(
            "source_document", title=marked(title, report.marks.get(document, "")), date=date or word("no_date")
        )
        named.append(source + (word("standing_beside", standing=standing) if standing else ""))
    listed = "、".join(named)
    if len(titles) > len(named):
        listed = word("source_more", documents=listed, count=len(titles))
    return word("source", documents=listed)


def filter_line(view: View, rows: Sequence[Task], wanted: LedgerFilter) -> str:
    """Which filters the rows have passed, and how many rows and units there are."""
    units = len({held.unit for task in rows for held in task.units if wanted.holds(held)})
    return filters_said(wanted) + word("sum_gap" if view == "gap" else "sum", tasks=len(rows), units=units)


def filters_said(wanted: LedgerFilter) -> str:
    """The filters as a sentence."""
    values = {part: getattr(wanted, part) for part in wanted.given}
    values |= {part: "、".join(values[part]) for part in ("units", "beside") if part in values}
    if wanted.role:
        values["role"] = role_word(wanted.role)
    if wanted.deadline in (ANY, NONE):
        values["deadline"] = word(f"deadline_{wanted.deadline}")
    said = "；".join(word(f"filter_{part}", value=values[part]) for part in wanted.given)
    return word("filters", filters=said or word("no_filter"))
