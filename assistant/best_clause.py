"""The clause that answers who: one that names units, or one whose sentences say who acts."""

from assistant import grammar, ledger
from assistant.confidence import is_supported
from assistant.desk import Desk
from assistant.library import Place
from assistant.question import asked
from assistant.retrieve import Hit
from assistant.turn import Turn

PROSE_MARGIN = 4.0
"""How much better a clause without units must fit to answer instead of the best one with units."""
_OF_UNITS = (grammar.LEADING, grammar.SUPPORT, grammar.ASKS_UNIT)
"""`哪个局`, `谁牵头`: what a clause without units cannot answer, where `谁` may be a person."""


def best_with_units(turn: Turn, desk: Desk) -> Hit | None:
    """The best clause that names units, unless one without fits far better and no unit in particular is asked for."""
    if not turn.hits:
        return None
    first = turn.hits[0]
    listed = next((hit for hit in turn.hits if hit.place.clause.units), None)
    prose = next((hit for hit in turn.hits if not hit.place.is_heading and hit.place.clause.part == "numbered"), None)
    answers_alone = listed is not None and _asks_of_units(turn) and not (prose and _names_units(prose.place, desk))
    if listed is not None and answers_alone and is_supported(turn, listed, desk):
        return listed
    if listed is None or (prose is not None and not prose.place.clause.units and _answers_before(prose, listed, turn)):
        return prose or first
    return listed


def _answers_before(prose: Hit, listed: Hit, turn: Turn) -> bool:
    """Whether the clause without units fits far better, or both sides of the search put it first and `谁` may be one
    that it tells of: `难题由领导小组协调解决`."""
    if prose.score > listed.score + PROSE_MARGIN:
        return True
    found = prose.evidence
    both_first = found is not None and found.lexical_rank == found.dense_rank == 1
    return both_first and prose.score > listed.score and not _asks_of_units(turn)


def _asks_of_units(turn: Turn) -> bool:
    return any(one.search(asked(turn)) for one in _OF_UNITS)


def _names_units(place: Place, desk: Desk) -> bool:
    """Whether the clause's text holds the name of some unit that its document makes responsible for something."""
    duties = desk.library.facts[place.document.name].duties
    return any(unit in place.clause.text for unit in ledger.every_unit(duties))
