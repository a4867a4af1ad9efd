"""What an earlier question lends to one that is not whole by itself."""

from dataclasses import replace

from assistant import grammar
from assistant.desk import Desk
from assistant.focus import Focus
from assistant.grammar import Kind
from assistant.mentions import Mention
from assistant.question import Understanding, known_terms
from documents.numbering import han_number


def trimmed(own: Understanding, folded: str, desk: Desk) -> Understanding:
    """A follow-up less its subject where no word of that stands in the library: `它在那条里跟谁搭班子`."""
    refers = grammar.FOLLOW_UP.search(folded) or grammar.PRONOUN.search(folded) or grammar.ORDINAL.search(folded)
    return replace(own, terms=(), words=()) if refers and own.terms and not known_terms(own.terms, desk) else own


def lean_on(own: Understanding, focus: Focus, folded: str) -> Understanding:
    """What the earlier question lends to one that is not whole by itself; a whole one is returned as it is."""
    if own.kind in (Kind.ABOUT, Kind.HOLDINGS):
        return own
    ordinal = _ordinal(folded)
    if own.labels and not own.terms and not _counts_in_list(focus, folded):
        return own
    if ordinal is not None and not own.terms:
        return _nth(own, focus, ordinal)
    if not own.terms:
        return _without_subject(own, focus, folded) if _leans(own, folded) else own
    return _with_subject(own, focus, folded)


def _leans(own: Understanding, folded: str) -> bool:
    """Whether the question names a unit, asks for something or points back; signs and scraps do none of these."""
    points_back = grammar.FOLLOW_UP.search(folded) or grammar.PRONOUN.search(folded)
    return bool(own.mentions or own.kind is not Kind.FACT or points_back or grammar.ASKS.search(folded))


def _without_subject(own: Understanding, focus: Focus, folded: str) -> Understanding:
    """`那配合单位呢`, `它还管什么`, `那水务局呢`: the subject, or the unit, is the earlier one's."""
    if own.mentions:
        asks_of_clause = grammar.CONFIRM.search(folded) or (
            grammar.FOLLOW_UP.search(folded) and not grammar.DUTIES.search(folded) and focus.kind is not Kind.DUTIES
        )
        if not asks_of_clause:
            return own
        return replace(own, kind=Kind.CONFIRM, query=focus.query, words=focus.words, places=focus.places)
    pronoun = grammar.PRONOUN_UNIT.search(folded)
    if pronoun and focus.unit:
        role = None if grammar.LEADING.match(pronoun.group()) else own.role
        return replace(own, kind=Kind.DUTIES, role=role, mentions=(Mention(focus.unit, 0, 0, (focus.unit,)),))
    kind = focus.kind if own.kind is Kind.FACT else own.kind
    if kind in (Kind.DUTIES, Kind.COMPARE) and focus.unit:
        return replace(own, kind=Kind.DUTIES, mentions=(Mention(focus.unit, 0, 0, (focus.unit,)),))
    return replace(own, kind=kind, query=focus.query, terms=focus.terms, words=focus.words, places=focus.places)


def _with_subject(own: Understanding, focus: Focus, folded: str) -> Understanding:
    """`那机场呢` asks the earlier thing of a new subject; `这项工程由谁牵头` means the earlier clause."""
    if not grammar.FOLLOW_UP.search(folded):
        return own
    if own.kind is Kind.FACT and not own.mentions:
        kind = Kind.LEAD if focus.kind is Kind.DUTIES else focus.kind
        return replace(own, kind=kind, role=own.role or focus.role)
    return replace(own, leaning=focus.places) if grammar.PRONOUN.search(folded) else own


def _counts_in_list(focus: Focus, folded: str) -> bool:
    """Whether `其中第一条`, `第二个任务` counts in what was listed before rather than in the text."""
    listed = bool(focus.items) or len(focus.places) > 1
    return listed and bool(grammar.PRONOUN.search(folded) or grammar.LIST_ORDINAL.search(folded))


def _ordinal(folded: str) -> int | None:
    found = grammar.ORDINAL.search(folded)
    if found is None:
        return None
    if found["english"]:
        return grammar.ENGLISH_ORDINALS[found["english"]]
    if found["latter"] or found["former"]:
        return -1 if found["latter"] else 1
    number = found["han"] or found["place"]
    return int(number) if number.isdigit() else han_number(number)


def _nth(own: Understanding, focus: Focus, ordinal: int) -> Understanding:
    """The n-th item of an answer that listed some, of several clauses it cited, else of the units it named."""
    position = ordinal - 1 if ordinal > 0 else ordinal
    listed = focus.places if len(focus.places) > 1 else ()
    kind = own.kind if own.kind is not Kind.FACT else Kind.LEAD
    try:
        if focus.items:
            return replace(own, kind=Kind.FACT, picked=focus.items[position], places=focus.places, labels=())
        if listed and not grammar.PRONOUN_UNIT.search(own.folded):
            return replace(own, kind=kind, query=focus.query, places=(listed[position],), labels=())
        unit = focus.units[position]
    except IndexError:
        return replace(own, terms=(), mentions=(), places=(), labels=(), kind=Kind.FACT)
    return replace(own, kind=Kind.DUTIES, mentions=(Mention(unit, 0, 0, (unit,)),), labels=())
