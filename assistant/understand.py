"""The stage that says what is asked, of whom, about what, and what an earlier question lends to it."""

import re
from dataclasses import replace

from assistant import grammar
from assistant.desk import Desk
from assistant.follow_up import lean_on, trimmed
from assistant.grammar import Kind
from assistant.outcome import Outcome
from assistant.question import Understanding, read_question, readable
from assistant.turn import Turn
from assistant.words import fold, is_chinese

ASKED_OF_ALL = frozenset({
    Kind.ABOUT, Kind.HOLDINGS, Kind.COUNT, Kind.LIST, Kind.UNITS, Kind.PARTNERS, Kind.MOST, Kind.EACH, Kind.UNASSIGNED,
    Kind.DUE,
})  # fmt: skip
"""Kinds that may be asked of the whole text, without a subject."""

_LATIN_WORD = re.compile("[a-z]{2}")
"""Where one is left, a question in pinyin was not read as Chinese throughout."""


def understand(turn: Turn, desk: Desk) -> Turn:
    """Fills `turn.understanding`; ends the turn when nothing is asked."""
    folded = readable(turn.question, desk)
    own = read_question(folded, desk)
    understanding = lean_on(trimmed(own, folded, desk), turn.focus, folded) if turn.focus else own
    all_chinese = is_chinese(folded) and not _LATIN_WORD.search(folded)
    turn = replace(turn, language="zh" if all_chinese else turn.language)
    if grammar.CREATIVE.search(folded) or grammar.CREATIVE.search(fold(turn.question)):
        return turn.ended(Outcome.OFF_TOPIC, desk.sentence(turn.language, Outcome.OFF_TOPIC))
    if _asks_nothing(understanding, refers_to_nothing=turn.focus is None and bool(grammar.REFERRING.search(folded))):
        return turn.ended(Outcome.NEEDS_CLARIFYING, desk.sentence(turn.language, Outcome.NEEDS_CLARIFYING))
    return replace(turn, understanding=understanding)


def _asks_nothing(understanding: Understanding, *, refers_to_nothing: bool) -> bool:
    """Neither a subject nor a unit nor a clause, and no kind that is asked of the whole text.

    `其中有哪些` with nothing before it is not asked of the whole text.
    """
    if understanding.kind is Kind.ABOUT:
        return False
    names = understanding.terms or understanding.mentions or understanding.places or understanding.labels
    if understanding.naming.by_name:
        return False
    return not names and (refers_to_nothing or understanding.kind not in ASKED_OF_ALL)
