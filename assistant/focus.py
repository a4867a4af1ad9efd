"""What an answered turn leaves behind for the next question."""

from dataclasses import dataclass, replace

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
    documents: tuple[str, ...] = ()
    """The documents that the answer cited, in order."""
    folded: str = ""
    """The question as the grammar read it."""
    scope: frozenset[str] | None = None
    """The documents or the place that the question named; None where it named none."""

    @classmethod
    def of(cls, turn: Turn) -> "Focus | None":
        """None where the turn was refused: a refusal leaves nothing to lean on.

        A question about a document as a whole changes which documents are spoken of, not the subject.
        """
        understanding = turn.understanding
        if understanding is None or turn.outcome is None or turn.outcome.refused:
            return None
        asked = tuple(unit for unit in understanding.units if unit in turn.units) or understanding.units
        documents = tuple(dict.fromkeys(citation.document for citation in turn.citations))
        scope = turn.scope if turn.asked_for else None
        if understanding.kind is Kind.ABOUT and turn.focus is not None:
            kept = tuple(key for key in turn.focus.places if key[0] in documents)
            return replace(turn.focus, documents=documents, scope=scope, places=kept)
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
            documents=documents,
            folded=understanding.folded,
            scope=scope,
        )
