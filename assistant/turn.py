"""The one object that passes along the pipeline: each stage returns a copy with its own part filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from assistant.outcome import Outcome
from documents.model import Responsibility
from documents.standing import Standing
from index.model import Evidence

if TYPE_CHECKING:
    from assistant.focus import Focus
    from assistant.question import Understanding
    from assistant.retrieve import Hit

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Citation:
    """A claim's evidence: `quote` is the restored text of `[start, end)` less the noise inside it."""

    document: str
    locator: str
    title: str
    quote: str
    start: int
    end: int
    damaged: bool = False
    """True where the quote holds a restored character, a mask that still stands, or a gap."""
    standing: Standing | None = None
    """How the document stands where it is not in force; None for one that is."""


@dataclass(frozen=True)
class Related:
    """A clause that touches the subject without supporting the answer."""

    document: str
    locator: str
    title: str


@dataclass(frozen=True)
class Draft:
    """What compose claims, before verify has checked it."""

    outcome: Outcome
    answer: str
    citations: tuple[Citation, ...] = ()
    related: tuple[Related, ...] = ()
    units: tuple[str, ...] = ()
    lead: str | None = None
    items: tuple[str, ...] = ()
    """The items of the text that the answer lists, in order."""
    counted: tuple[str, ...] = ()
    """Numbers in the answer that the ledger counted rather than the text wrote, as they stand in the answer."""
    named: tuple[tuple[str, str], ...] = ()
    """(document, locator) of the clauses that the answer names, cited or not: numbers may come from their names."""


@dataclass(frozen=True)
class Turn:
    """One question on its way to an answer."""

    question: str
    history: tuple[str, ...] = ()
    """The questions asked before in this conversation, oldest first: never an answer, so none can be forged."""
    document: str | None = None
    """Only this document is to answer, chosen beside the question; None where none was."""
    scope: frozenset[str] | None = None
    """The documents that may answer; None for all."""
    asked_for: bool = False
    """Whether the question, or the one it leans on, names the documents or the place of `scope`."""
    behind: frozenset[str] = frozenset()
    """Documents that would be asked too were they in force."""
    aside: frozenset[str] = frozenset()
    """Documents that something is suspicious about, asked only where the others do not answer."""
    language: Language = "zh"
    focus: "Focus | None" = None
    """What the last answered question of `history` was about."""
    understanding: "Understanding | None" = None
    evidence: tuple[Evidence, ...] = ()
    search_terms: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Search term → weight, what English words stand for in Chinese included."""
    hits: tuple["Hit", ...] = ()
    """The clauses found, best first."""
    duties: tuple["Duty", ...] = ()
    draft: Draft | None = None
    outcome: Outcome | None = None
    answer: str = ""
    citations: tuple[Citation, ...] = ()
    related: tuple[Related, ...] = ()
    units: tuple[str, ...] = ()
    lead: str | None = None
    items: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Wall-clock seconds by stage name."""

    @property
    def finished(self) -> bool:
        return self.outcome is not None

    def ended(self, outcome: Outcome, answer: str) -> "Turn":
        """This turn, ended early with no claim."""
        return replace(self, outcome=outcome, answer=answer)


@dataclass(frozen=True)
class Duty:
    """One row of the responsibility ledger: a clause and everyone named for it."""

    document: str
    locator: str
    title: str
    units: tuple[Responsibility, ...]
