"""The stage that says which documents may answer: those named, those of the place named, else all that are in force."""

import re
from dataclasses import replace

from assistant import grammar
from assistant.desk import Desk
from assistant.doubt import set_aside
from assistant.focus import Focus
from assistant.grammar import Kind
from assistant.question import Understanding
from assistant.refusal import unknown_document
from assistant.turn import Turn

ABOUT_DOCUMENTS = frozenset({Kind.ABOUT, Kind.HOLDINGS})
"""Kinds asked of documents as such, in force or not."""
_OLD_BEFORE = re.compile(r"(?:旧|老|原|过去|之前|以前)版?的?$")
"""What stands before a name that means the earlier of two documents: `旧停车办法`."""


def scope(turn: Turn, desk: Desk) -> Turn:
    """Fills `turn.scope`, `asked_for`, `behind` and `aside`; ends the turn when a document asked about is not held."""
    return _kept_to(set_aside(_asked(turn, desk), desk))


def _asked(turn: Turn, desk: Desk) -> Turn:
    understanding = turn.understanding
    if understanding is None:
        return turn
    if turn.document is not None:
        return replace(turn, scope=frozenset({turn.document}), asked_for=True)
    unknown = understanding.naming.unknown
    if unknown and not any(True for _ in desk.library.containing(unknown.strip("《》〈〉"))):
        return unknown_document(turn, desk, unknown)
    named = _named(understanding, turn.focus, desk)
    turn = replace(turn, asked_for=named is not None)
    if understanding.kind in ABOUT_DOCUMENTS or understanding.naming.by_name:
        chosen = _edition(named, understanding, desk)
        left = (named - chosen) & desk.library.lapsed if named is not None and chosen is not None else frozenset[str]()
        return replace(turn, scope=chosen, behind=left)
    return _in_force(turn, named, understanding, desk)


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
    """Of the documents named, those no longer in force where the question asks for such and some are.

    Else, of several documents that one name means, those in force, unless it is asked how they stand.
    """
    if named is None or not named & desk.library.lapsed:
        return named
    if _asks_for_old(understanding):
        return named if understanding.kind is Kind.COMPARE else named & desk.library.lapsed
    if understanding.kind in ABOUT_DOCUMENTS and _asks_standing(understanding.unnamed):
        return named
    meant = (
        (documents & named) - desk.library.lapsed or documents & named for documents, _ in understanding.naming.called
    )
    return frozenset[str]().union(*meant) or named


def _asks_for_old(understanding: Understanding) -> bool:
    """Whether the question asks for what is no longer in force, by itself or with a word before a name."""
    before = (understanding.folded[:start] for _, start in understanding.naming.called)
    return bool(grammar.LAPSED.search(understanding.folded)) or any(map(_OLD_BEFORE.search, before))


def _asks_standing(unnamed: str) -> bool:
    """Whether it is asked how documents stand, not from when they apply."""
    return grammar.STANDING.search(unnamed) is not None and grammar.EFFECT.search(unnamed) is None


def _in_force(turn: Turn, named: frozenset[str] | None, understanding: Understanding, desk: Desk) -> Turn:
    """Only what is in force, or only what is not where the question asks for that; what else is left behind."""
    library = desk.library
    if not library.lapsed:
        return replace(turn, scope=named)
    among = frozenset(library.documents) if named is None else named
    old = among & library.lapsed
    if old and grammar.LAPSED.search(understanding.folded):
        return replace(turn, scope=_forerunners(old, turn.focus, understanding, desk), asked_for=True)
    kept = _still_asked_for(old, turn.focus, understanding)
    return replace(turn, scope=among - old | kept, behind=old - kept)


def _forerunners(old: frozenset[str], focus: Focus | None, understanding: Understanding, desk: Desk) -> frozenset[str]:
    """Of the documents no longer in force those that the ones an earlier answer came from replaced: `旧办法呢`."""
    if focus is None or not grammar.FOLLOW_UP.search(understanding.folded):
        return old
    titles = {desk.library.facts[name].short_title for name in focus.documents if name in desk.library.facts}
    replaced = {name for name in old if desk.library.standing(name).by in focus.documents}
    return frozenset(name for name in old if name in replaced or desk.library.facts[name].short_title in titles) or old


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
