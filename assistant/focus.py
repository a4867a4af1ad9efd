"""What an answered turn leaves behind for the next question."""

from dataclasses import dataclass

from assistant.grammar import Kind
from assistant.turn import Turn
from documents.model import Role


@dataclass(frozen=True)
class Focus:
    """The subject of the last answered question. Made from our own answer, never from what a client claims it was."""

    kind: Kind
    query: str
    terms: tuple[str, ...]
    words: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    """(document, locator) of the clauses cited, in order."""
    items: tuple[str, ...]
    """What the answer listed, in order; empty when it listed nothing of the text."""
    units: tuple[str, ...]
    unit: str | None
    """The one unit the answer was about: the one asked for, else the lead."""
    role: Role | None

    @classmethod
    def of(cls, turn: Turn) -> "Focus | None":
        """None where the turn was refused: a refusal leaves nothing to lean on."""
        understanding = turn.understanding
        if understanding is None or turn.outcome is None or turn.outcome.refused:
            return None
        asked = understanding.units
        return cls(
            kind=understanding.kind,
            query=understanding.query,
            terms=understanding.terms,
            words=understanding.words,
            places=tuple(dict.fromkeys((citation.document, citation.locator) for citation in turn.citations)),
            items=turn.items,
            units=turn.units,
            unit=asked[0] if asked else turn.lead,
            role=understanding.role,
        )
