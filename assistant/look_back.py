"""The stage that says, where nothing in force answers, that a document no longer in force did."""

from dataclasses import replace

from assistant.compose import compose
from assistant.consult import consult
from assistant.desk import Desk
from assistant.outcome import Outcome
from assistant.refusal import no_longer_in_force
from assistant.retrieve import retrieve
from assistant.turn import Turn

UNANSWERED = frozenset({Outcome.NOT_COVERED, Outcome.UNKNOWN_UNIT})
"""Endings after which the documents left out are asked."""


def look_back(turn: Turn, desk: Desk) -> Turn:
    """Puts in place of a refusal what the documents left out would have answered, named and not answered."""
    if turn.draft is None or turn.draft.outcome not in UNANSWERED or not turn.behind:
        return turn
    earlier = replace(turn, scope=turn.behind, draft=None)
    for stage in (retrieve, consult, compose):
        earlier = stage(earlier, desk)
    draft = earlier.draft
    if draft is None or draft.outcome.refused:
        return turn
    return replace(turn, draft=no_longer_in_force(earlier, draft, desk))
