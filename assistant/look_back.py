"""The stage that says, where nothing in force answers, that a document no longer in force did."""

from dataclasses import replace

from assistant.compose import compose
from assistant.consult import consult
from assistant.desk import Desk
from assistant.doubt import UNANSWERED, ask_doubted
from assistant.refusal import no_longer_in_force
from assistant.retrieve import retrieve
from assistant.turn import Draft, Turn

LITTLE_COVERAGE = 0.6
"""An answer from clauses that hold less of the question than this is weighed against the documents left out."""
FAR_BETTER = 0.3
"""How much more of the question those must hold for the answer to be theirs."""


def look_back(turn: Turn, desk: Desk) -> Turn:
    """Puts what the documents left out would have answered, named and not answered, in place of a refusal.

    In place of an answer too where they hold far more of the question: then it was about them.
    """
    turn = ask_doubted(turn, desk)
    draft = turn.draft
    if draft is None or not turn.behind:
        return turn
    held = 0.0 if draft.outcome in UNANSWERED else _coverage(turn, draft)
    if held >= LITTLE_COVERAGE or (draft.outcome.refused and draft.outcome not in UNANSWERED):
        return turn
    earlier = replace(turn, scope=turn.behind, draft=None)
    for stage in (retrieve, consult, compose):
        earlier = stage(earlier, desk)
    found = earlier.draft
    if found is None or found.outcome.refused:
        return turn
    if draft.outcome not in UNANSWERED and _coverage(earlier, found) < held + FAR_BETTER:
        return turn
    return replace(turn, draft=no_longer_in_force(earlier, found, desk))


def _coverage(turn: Turn, draft: Draft) -> float:
    """How much of the question the best of the cited clauses holds; all of it for one that was not searched for."""
    cited = {(citation.document, citation.locator) for citation in draft.citations}
    found = [hit.coverage for hit in turn.hits if hit.place.key in cited and hit.evidence is not None]
    return max(found, default=1.0)
