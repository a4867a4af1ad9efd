"""What an earlier question lends to one that is not whole by itself."""

import re
from dataclasses import replace

from assistant import grammar
from assistant.desk import Desk
from assistant.focus import Focus
from assistant.grammar import Kind
from assistant.mention import Mention
from assistant.question import Understanding, known_terms
from documents.numbering import han_number

SPAN_KINDS = frozenset({Kind.NUMBER, Kind.DATE, Kind.COUNT})
"""Kinds that ask for a figure or a date; of what, only the earlier question says (`博士呢`)."""
_BARE = re.compile(r"呢$|\b(?:what|how) about\b")
_WHEN = re.compile(r"[\d年月日号底末初前后要]+")
_ABOUT = re.compile(r"\b(?:what|how) about\b")
"""Asks nothing of its own: what the earlier question asked is meant."""


def trimmed(own: Understanding, folded: str, desk: Desk) -> Understanding:
    """A follow-up less its subject where no word of that stands in the library: `它在那条里跟谁搭班子`."""
    refers = grammar.FOLLOW_UP.search(folded) or grammar.PRONOUN.search(folded) or grammar.ORDINAL.search(folded)
    if not refers or not own.terms or known_terms(own.terms, desk) or _is_one_letter(own, desk) or _is_bare(folded):
        return own
    return replace(own, terms=(), words=())


def _is_bare(folded: str) -> bool:
    """Whether the question only names something: then that is its subject, known or not (`那海底隧道呢`)."""
    points_back = grammar.PRONOUN.search(folded) or grammar.ORDINAL.search(folded)
    asks = grammar.INTERROGATIVE.search(_ABOUT.sub("", folded))
    return _BARE.search(folded) is not None and not points_back and not asks


def _is_one_letter(own: Understanding, desk: Desk) -> bool:
    """Whether the subject is a single character that the library writes: `那要是死了呢`."""
    word = own.words[0] if len(own.words) == 1 else ""
    return len(word) == 1 and next(iter(desk.library.containing(word)), None) is not None


def lean_on(own: Understanding, focus: Focus, folded: str) -> Understanding:
    """What the earlier question lends to one that is not whole by itself; a whole one is returned as it is."""
    if own.kind in (Kind.ABOUT, Kind.HOLDINGS) or grammar.NEW_TOPIC.search(folded):
        return own
    if _asks_on_of_unit(own, focus, folded):
        return replace(own, kind=Kind.DUTIES, mentions=(Mention(str(focus.unit), 0, 0, (str(focus.unit),)),))
    ordinal = _ordinal(folded)
    if own.labels and not own.terms and not _counts_in_list(focus, folded):
        return own
    if ordinal is not None and not own.terms:
        return _nth(own, focus, ordinal)
    if not own.terms:
        return _without_subject(own, focus, folded) if _leans(own, folded) else own
    return _with_subject(own, focus, folded)


def _asks_on_of_unit(own: Understanding, focus: Focus, folded: str) -> bool:
    """Whether more is asked of the unit just spoken of, and nothing named but when: `4月底前要干啥`."""
    of_unit = focus.kind is Kind.DUTIES and focus.unit is not None and not own.mentions
    when_only = bool(own.words) and all(_WHEN.fullmatch(word) for word in own.words)
    return of_unit and when_only and grammar.DUTIES.search(folded) is not None


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
    own = replace(own, near=focus.places)
    if own.kind is Kind.FACT and not own.mentions and not grammar.INTERROGATIVE.search(_ABOUT.sub("", folded)):
        kind = Kind.LEAD if focus.kind is Kind.DUTIES else focus.kind
        asked = f"{own.folded} {focus.folded}" if kind in SPAN_KINDS else own.folded
        return replace(own, kind=kind, role=own.role or focus.role, folded=asked)
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
