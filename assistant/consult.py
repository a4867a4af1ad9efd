"""Third stage: what the responsibility ledger says of the units asked about and of the clauses found."""

from dataclasses import replace

from assistant import ledger
from assistant.desk import Desk
from assistant.grammar import Kind
from assistant.turn import Duty, Turn


def consult(turn: Turn, desk: Desk) -> Turn:
    """Fills `turn.duties`: the rows of the units named, or of the whole scope where the question is about all."""
    understanding = turn.understanding
    if understanding is None:
        return turn
    rows = desk.library.duties(turn.document)
    if understanding.kind in (Kind.DUTIES, Kind.COMPARE, Kind.COUNT) and understanding.units:
        return replace(turn, duties=ledger.of_unit(rows, understanding.units))
    return replace(turn, duties=rows)


def duty_of(turn: Turn, document: str, locator: str) -> Duty | None:
    """The ledger's row of a clause, None where it names no unit."""
    return next((duty for duty in turn.duties if (duty.document, duty.locator) == (document, locator)), None)
