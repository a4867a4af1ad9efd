"""A unit that a question names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mention:
    """A unit as the question writes it, at `[start, end)` of the folded question."""

    text: str
    start: int
    end: int
    units: tuple[str, ...]
    """The library's units it can mean, in ledger order; empty for a unit that the library does not name."""
