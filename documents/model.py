"""What a policy document is, once read: plain frozen values, no input or output.

One coordinate system holds everywhere: a position is an index into the decoded source text, counted in
characters. Restoring a mask replaces one character by one and noise is a range rather than a deletion, so every
`[start, end)` below is valid in `Document.source` (as decoded) and in `Document.text` (restored) alike.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol, TypeVar

Role = Literal["lead", "support", "joint"]
Basis = Literal["marked", "first_listed", "joint"]
Part = Literal["numbered", "front", "closing"]

FRONT_LOCATOR = "前言"
CLOSING_LOCATOR = "落款"


class Spanned(Protocol):
    """Anything that occupies `[start, end)` of a document's text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=Spanned)


@dataclass(frozen=True)
class Repair:
    """One masked character. `after == before` where no reading was sure enough and the mask still stands."""

    start: int
    before: str
    after: str
    rule: str
    confidence: float
    """Probability in [0, 1] that `after` is the author's character."""

    @property
    def end(self) -> int:
        return self.start + 1

    @property
    def restored(self) -> bool:
        return self.after != self.before


@dataclass(frozen=True)
class Gap:
    """A place where the copy lost text. Nothing is ever filled in; `[start, end)` is what stands around the loss."""

    start: int
    end: int
    kind: str
    context: str


@dataclass(frozen=True)
class Noise:
    """A range that is not the author's: a forum's header, an advertisement, page furniture."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Responsibility:
    """A unit named as responsible for a clause, with the span it was read from."""

    unit: str
    role: Role
    basis: Basis
    start: int
    end: int


@dataclass(frozen=True)
class Clause:
    """A numbered clause, or the text in front of the first (`前言`) or after the last (`落款`).

    `[start, end)` covers the label, the title and the clause's own paragraphs, not those of clauses below it.
    `text` is `Document.quote(start, end)`.
    """

    locator: str
    label: str
    level: int
    title: str
    text: str
    start: int
    end: int
    units: tuple[Responsibility, ...] = ()
    part: Part = "numbered"

    @property
    def lead(self) -> Responsibility | None:
        """The leading unit, or None when the text names none or makes all equal."""
        return next((unit for unit in self.units if unit.role == "lead"), None)

    @property
    def parent_locator(self) -> str:
        return self.locator.rpartition("/")[0]


@dataclass(frozen=True)
class Document:
    """A policy document as the catalogue keeps it."""

    name: str
    title: str
    source: str
    text: str
    clauses: tuple[Clause, ...]
    repairs: tuple[Repair, ...] = ()
    gaps: tuple[Gap, ...] = ()
    noise: tuple[Noise, ...] = ()
    issuer: str = ""
    number: str = ""
    date: str = ""
    content_hash: str = ""
    """SHA-256 (hex) of the file's bytes."""
    pages: tuple[int, ...] = ()
    """Where each page begins in the text, not decreasing; empty for a file without pages."""

    def page(self, position: int) -> int | None:
        """The page (from 1) on which the character at `position` stands; None for a file without pages."""
        return bisect_right(self.pages, position) or None

    def quote(self, start: int, end: int) -> str:
        """The restored text of `[start, end)`, less the noise inside it."""
        return without_noise(self.text, start, end, self.noise)

    def clause(self, locator: str) -> Clause | None:
        """The clause of that locator; None when there is none."""
        return self._by_locator.get(locator)

    @cached_property
    def _by_locator(self) -> dict[str, Clause]:
        return {clause.locator: clause for clause in self.clauses}

    def children(self, locator: str) -> tuple[Clause, ...]:
        """Every clause below `locator`, at any depth, in reading order."""
        return tuple(clause for clause in self.clauses if clause.locator.startswith(locator + "/"))

    def damage(self, start: int, end: int) -> tuple[tuple[Repair, ...], tuple[Gap, ...]]:
        """The repairs and the gaps that touch `[start, end)`."""
        return tuple(overlapping(self.repairs, start, end)), tuple(overlapping(self.gaps, start, end))


def overlapping(spans: Iterable[S], start: int, end: int) -> Iterator[S]:
    """The spans that share at least one character with `[start, end)`."""
    return (span for span in spans if span.start < end and span.end > start)


def without_noise(text: str, start: int, end: int, noise: Iterable[Noise]) -> str:
    """`text[start:end]` less the characters inside any noise range."""
    pieces: list[str] = []
    position = start
    for gone in sorted(overlapping(noise, start, end), key=lambda span: span.start):
        pieces.append(text[position : max(position, gone.start)])
        position = max(position, gone.end)
    pieces.append(text[position:end])
    return "".join(pieces)
