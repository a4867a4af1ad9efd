"""The stage that says which documents may answer: those named, those of the place named, else all that are in force."""

from dataclasses import replace

from assistant import grammar
from assistant.desk import Desk
from assistant.focus import Focus
from assistant.grammar import Kind
from assistant.question import Understanding
from assistant.refusal import unknown_document
from assistant.turn import Turn

ABOUT_DOCUMENTS = frozenset({Kind.ABOUT, Kind.HOLDINGS})
"""Kinds asked of documents as such, in force or not."""


def scope(turn: Turn, desk: Desk) -> Turn:
    """Fills `turn.scope`, `asked_for` and `behind`; ends the turn when the document asked about is not held."""
    understanding = turn.understanding
    if understanding is None:
        return turn
    if turn.document is not None:
        return _kept_to(replace(turn, scope=frozenset({turn.document}), asked_for=True))
    unknown = understanding.naming.unknown
    if unknown and not any(True for _ in desk.library.containing(unknown.strip("《》〈〉"))):
        return unknown_document(turn, desk, unknown)
    named = _named(understanding, turn.focus, desk)
    turn = replace(turn, asked_for=named is not None)
    if understanding.kind in ABOUT_DOCUMENTS or understanding.naming.by_name:
        return _kept_to(replace(turn, scope=_edition(named, understanding, desk)))
    return _kept_to(_in_force(turn, named, understanding, desk))


def _named(understanding: Understanding, focus: Focus | None, desk: Desk) -> frozenset[str] | None:
    """The documents that the question names, or leans on one that did; None for no document in particular."""
    naming, folded = understanding.naming, understanding.folded
    if naming.documents is not None:
        return naming.documents
    if focus is None:
        return None
    if grammar.OTHER_DOCUMENT.search(folded):
        return frozenset(desk.library.documents) - frozenset(focus.documents) or None
    if understanding.kind is Kind.ABOUT:
        return frozenset(focus.documents) & desk.library.documents.keys() or None
    return focus.scope if grammar.FOLLOW_UP.search(folded) or understanding.words == focus.words else None


def _edition(named: frozenset[str] | None, understanding: Understanding, desk: Desk) -> frozenset[str] | None:
    """Of the documents named, those no longer in force where the question asks for such and some are."""
    asks_for_old = named is not None and grammar.LAPSED.search(understanding.folded)
    return (named & desk.library.lapsed or named) if named is not None and asks_for_old else named


def _in_force(turn: Turn, named: frozenset[str] | None, understanding: Understanding, desk: Desk) -> Turn:
    """Only what is in force, or only what is not where the question asks for that; what else is left behind."""
    library = desk.library
    if not library.lapsed:
        return replace(turn, scope=named)
    among = frozenset(library.documents) if named is None else named
    old = among & library.lapsed
    if old and grammar.LAPSED.search(understanding.folded):
        return replace(turn, scope=old, asked_for=True)
    kept = _still_asked_for(old, turn.focus, understanding)
    return replace(turn, scope=among - old | kept, behind=old - kept)


def _still_asked_for(old: frozenset[str], focus: Focus | None, understanding: Understanding) -> frozenset[str]:
    """Documents no longer in force that the conversation asked for and this question still leans on."""
    if focus is None or focus.scope is None or understanding.naming.documents is not None:
        return frozenset()
    leans = grammar.FOLLOW_UP.search(understanding.folded) or understanding.words == focus.words
    return old & focus.scope if leans else frozenset()


def _kept_to(turn: Turn) -> Turn:
    """The turn whose clauses of an earlier answer are those of the documents that may answer."""
    understanding, chosen = turn.understanding, turn.scope
    if understanding is None or chosen is None:
        return turn
    places = tuple(key for key in understanding.places if key[0] in chosen)
    leaning = tuple(key for key in understanding.leaning if key[0] in chosen)
    return replace(turn, understanding=replace(understanding, places=places, leaning=leaning))
