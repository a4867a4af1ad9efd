"""Third stage: what the responsibility ledger says of the units asked about and of the clauses found."""

from dataclasses import replace

from assistant.desk import Desk
from assistant.grammar import Kind
from assistant.turn import Turn


def consult(turn: Turn, desk: Desk) -> Turn:
    """Fills `turn.duties`: the rows of the units named, or of the whole scope where the question is about all."""
    understanding = turn.understanding
    if understanding is None:
        return turn
    if understanding.kind in (Kind.DUTIES, Kind.COMPARE, Kind.COUNT) and understanding.units:
        return replace(turn, duties=desk.library.duties_of(understanding.units, turn.scope))
    return replace(turn, duties=desk.library.duties(turn.scope))
