"""First stage: what is asked, of whom, about what, and what an earlier question lends to it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant import grammar
from assistant.desk import Desk
from assistant.focus import Focus
from assistant.grammar import Kind
from assistant.mentions import Mention, find_mentions
from assistant.outcome import Outcome
from assistant.places import foreign_places
from assistant.turn import Turn
from assistant.words import content_words, fold, is_chinese, subject_terms
from documents.model import Role
from documents.numbering import han_number, normal_label
from documents.units import unit_lexicon

_LOCATOR = re.compile(
    r"第(?P<ordinal>[一二三四五六七八九十百]{1,4}|\d{1,3})(?:条|项|款|章|节|部分|个任务|大项|点)(?:重点)?(?:任务|工作)?"
    r"|(?P<path>(?:[一二三四五六七八九十]{1,3}|第[一二三四五六七八九十百]+[编章节])(?:/[(（]?[一二三四五六七八九十\d.]{1,5}[)）]?)+)"
    r"|\b(?:clauses?|tasks?|items?|articles?|sections?|no\.?) ?(?P<number>\d{1,3})\b|任务(?P<task>\d{1,3})"
    r"|(?<=\d)(?:和|与|、| and | or | vs )(?P<next>\d{1,3})(?!\d)"
)


ASKED_OF_ALL = frozenset({Kind.ABOUT, Kind.COUNT, Kind.LIST, Kind.UNITS, Kind.PARTNERS, Kind.MOST})
"""Kinds that may be asked of the whole text, without a subject."""


@dataclass(frozen=True)
class Understanding:
    """What the question asks, with nothing yet looked up."""

    kind: Kind
    folded: str
    """The question as the grammar reads it."""
    query: str
    """What is searched for: the question less politeness and, where it names one, the unit."""
    terms: tuple[str, ...] = ()
    """Stretches of the question that name its subject, as search keys; empty when only a unit or nothing is named."""
    words: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    role: Role | None = None
    """Only leading or only supporting units are asked for; None for all."""
    labels: tuple[str, ...] = ()
    """Clauses asked for by number: whole locators, or last labels as digits."""
    places: tuple[tuple[str, str], ...] = ()
    """(document, locator) of the clauses an earlier answer cited, where this question leans on them."""
    picked: str | None = None
    """The item of an earlier list that an ordinal picks."""
    foreign: tuple[str, ...] = ()
    """Places named with their level that no document of the library is from."""

    @property
    def units(self) -> tuple[str, ...]:
        """The library's units that the question names, each once."""
        return tuple(dict.fromkeys(unit for mention in self.mentions for unit in mention.units))

    @property
    def unknown_units(self) -> tuple[str, ...]:
        """Units the question names and the library does not."""
        return tuple(mention.text for mention in self.mentions if not mention.units)


def understand(turn: Turn, desk: Desk) -> Turn:
    """Fills `turn.understanding`; ends the turn when nothing is asked."""
    folded = readable(turn.question, desk)
    own = read_question(folded, desk)
    understanding = lean_on(_trimmed(own, folded, desk), turn.focus, folded) if turn.focus else own
    turn = replace(turn, language="zh" if is_chinese(folded) else turn.language)
    if grammar.CREATIVE.search(folded):
        return turn.ended(Outcome.OFF_TOPIC, desk.sentence(turn.language, Outcome.OFF_TOPIC))
    if _asks_nothing(understanding):
        return turn.ended(Outcome.NEEDS_CLARIFYING, desk.sentence(turn.language, Outcome.NEEDS_CLARIFYING))
    return replace(turn, understanding=understanding)


def asked(turn: Turn) -> str:
    """The question as the grammar reads it; empty before it is understood."""
    return turn.understanding.folded if turn.understanding else ""


def _asks_nothing(understanding: Understanding) -> bool:
    """Neither a subject nor a unit nor a clause, and no kind that is asked of the whole text."""
    names = understanding.terms or understanding.mentions or understanding.places or understanding.labels
    return not names and understanding.kind not in ASKED_OF_ALL


def readable(question: str, desk: Desk) -> str:
    """The question as the grammar reads it: folded, spelt as the library spells, without politeness."""
    folded = desk.library.sounds.corrected(fold(question))
    return fold(grammar.POLITE.sub(" ", folded)).strip(" ,，。.!！?？;；")


def read_question(folded: str, desk: Desk) -> Understanding:
    """The question on its own, without what came before."""
    mentions = _local(find_mentions(folded, desk.library.units, unit_lexicon()), desk)
    labels = tuple(_LOCATOR.finditer(folded))
    rest = _blanked(folded, [*mentions_spans(mentions), *(found.span() for found in labels)])
    terms = _known(subject_terms(rest), desk) if mentions or grammar.SUPERLATIVE.search(rest) else subject_terms(rest)
    return Understanding(
        kind=_kind(folded, rest, terms, mentions),
        folded=folded,
        query=" ".join(terms) or rest,
        terms=terms,
        words=content_words(terms),
        mentions=mentions,
        role=_role(folded),
        labels=tuple(map(_label, labels)),
        foreign=foreign_places(folded, desk.library),
    )


def _known(terms: tuple[str, ...], desk: Desk) -> tuple[str, ...]:
    """The terms, or none where not one of their words stands in the library: then a unit alone is asked about."""
    words = (word for word in content_words(terms) if len(word) > 1)
    return terms if any(_stands(word, desk) for word in words) else ()


def _stands(word: str, desk: Desk) -> bool:
    """Whether the word, or a Chinese term that an English one stands for, is in the library."""
    if word.isascii():
        return any(term in desk.library.frequencies for term in desk.searcher.terms(word))
    return desk.library.has_word(word)


def mentions_spans(mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Where the units named stand in the folded question."""
    return [(mention.start, mention.end) for mention in mentions]


def _kind(folded: str, rest: str, terms: tuple[str, ...], mentions: tuple[Mention, ...]) -> Kind:
    """The first kind, in order of how much its words decide, that the question's words fit."""
    if grammar.PARTNERS.search(folded):
        return Kind.PARTNERS
    if not terms and grammar.SUPERLATIVE.search(rest):
        return Kind.MOST
    if len(mentions) > 1 and (grammar.TOGETHER.search(folded) or grammar.CONTRAST.search(folded)):
        return Kind.COMPARE
    both = grammar.COMMON.search(rest) is not None and grammar.CONNECTIVE.search(rest) is not None
    contrast = not mentions and (grammar.CONTRAST.search(rest) is not None or both)
    if not contrast and grammar.CONFIRM.search(folded) and not grammar.INTERROGATIVE.search(folded):
        return Kind.CONFIRM
    if not mentions and grammar.ABOUT.search(folded):
        return Kind.ABOUT
    if mentions:
        return _kind_about_units(rest, terms)
    if contrast:
        return Kind.COMPARE
    by_words = (
        (Kind.CLAUSE, grammar.CLAUSE),
        (Kind.UNITS, grammar.UNITS),
        (Kind.COUNT, grammar.COUNT),
        (Kind.LEAD, grammar.LEAD),
    )
    return next((kind for kind, pattern in by_words if pattern.search(rest)), None) or _content_kind(rest)


def _kind_about_units(rest: str, terms: tuple[str, ...]) -> Kind:
    """A question that names a unit: what it does, unless it asks who, or for something of the text."""
    if not terms:
        return Kind.DUTIES
    if grammar.DUTIES.search(rest):
        return Kind.DUTIES
    if grammar.UNITS.search(rest):
        return Kind.UNITS
    return Kind.LEAD if grammar.LEAD.search(rest) else _content_kind(rest)


def _content_kind(rest: str) -> Kind:
    for kind, pattern in (
        (Kind.CLAUSE, grammar.CLAUSE),
        (Kind.COUNT, grammar.COUNT),
        (Kind.DATE, grammar.DATE),
        (Kind.NUMBER, grammar.NUMBER),
        (Kind.LIST, grammar.LIST),
    ):
        if pattern.search(rest):
            return kind
    return Kind.FACT


def _role(folded: str) -> Role | None:
    leads, supports = grammar.LEADING.search(folded), grammar.SUPPORT.search(folded)
    if leads and not supports:
        return "lead"
    return "support" if supports and not leads else None


def _label(found: re.Match[str]) -> str:
    """`第四项任务`, `任务4`, `二/(一)/4`: a path as it is, a number as digits."""
    if found["path"]:
        return normal_label(found["path"])
    number = found["ordinal"] or found["number"] or found["task"] or found["next"]
    return number if number.isdigit() else str(han_number(number))


def _local(mentions: tuple[Mention, ...], desk: Desk) -> tuple[Mention, ...]:
    """A unit of another place (`西海市发改委`) is none of the library's, whatever its base."""
    return tuple(mention if _is_local(mention.text, desk) else replace(mention, units=()) for mention in mentions)


def _is_local(unit: str, desk: Desk) -> bool:
    prefix = unit_lexicon().prefix(unit)
    return len(prefix) <= 2 or any(prefix in place or place in prefix for place in desk.library.local_places)


def _blanked(folded: str, spans: Iterable[tuple[int, int]]) -> str:
    """The question with those spans blanked out."""
    characters = list(folded)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    return "".join(characters).strip()


def _trimmed(own: Understanding, folded: str, desk: Desk) -> Understanding:
    """A follow-up less its subject where no word of that stands in the library: `它在那条里跟谁搭班子`."""
    refers = grammar.FOLLOW_UP.search(folded) or grammar.PRONOUN.search(folded) or grammar.ORDINAL.search(folded)
    return replace(own, terms=(), words=()) if refers and own.terms and not _known(own.terms, desk) else own


def lean_on(own: Understanding, focus: Focus, folded: str) -> Understanding:
    """What the earlier question lends to one that is not whole by itself; a whole one is returned as it is."""
    if own.kind is Kind.ABOUT:
        return own
    ordinal = _ordinal(folded)
    if ordinal is not None and not own.terms and not own.labels:
        return _nth(own, focus, ordinal)
    if not own.terms:
        return _without_subject(own, focus, folded)
    return _with_subject(own, focus, folded)


def _without_subject(own: Understanding, focus: Focus, folded: str) -> Understanding:
    """`那配合单位呢`, `它还管什么`, `那水务局呢`: the subject, or the unit, is the earlier one's."""
    if own.mentions:
        asks_of_clause = own.kind is Kind.CONFIRM or (
            grammar.FOLLOW_UP.search(folded) and not grammar.DUTIES.search(folded) and focus.kind is not Kind.DUTIES
        )
        if not asks_of_clause:
            return own
        return replace(own, kind=Kind.CONFIRM, query=focus.query, words=focus.words, places=focus.places)
    if grammar.PRONOUN_UNIT.search(folded) and focus.unit:
        return replace(own, kind=Kind.DUTIES, mentions=(Mention(focus.unit, 0, 0, (focus.unit,)),))
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
    return replace(own, places=focus.places) if grammar.PRONOUN.search(folded) else own


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
