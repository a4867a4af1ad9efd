"""One question read on its own: what is asked, of whom, about what."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from assistant import grammar
from assistant.desk import Desk
from assistant.document_names import Naming
from assistant.english import subject_of
from assistant.english_spelling import respelt
from assistant.grammar import Kind
from assistant.mention import Mention
from assistant.mentions import find_mentions
from assistant.numbers_named import LOCATOR, innermost, labels_of
from assistant.places import foreign_places
from assistant.turn import Turn
from assistant.words import content_words, fold, subject_terms
from documents.model import Role
from documents.units import unit_lexicon

_SOME = re.compile("几(?=[个家条项座种])")
"""`几个城市合伙买药吗` asks whether, not how many."""
_OF_SOMETHING = frozenset({Kind.COUNT, Kind.NUMBER, Kind.LIST, Kind.DATE})
"""What is asked of a unit's work; whether it has any comes first."""
_OF_THE_LEDGER = (
    (Kind.EACH, grammar.EACH),
    (Kind.UNASSIGNED, grammar.UNASSIGNED),
    (Kind.DUE, grammar.DUE),
)
_ASKED_BY_WORDS = (
    (Kind.CLAUSE, grammar.CLAUSE),
    (Kind.UNITS, grammar.UNITS),
    (Kind.LEAD, grammar.LEAD),
)
_CONTENT_BY_WORDS = (
    (Kind.CLAUSE, grammar.CLAUSE),
    (Kind.COUNT, grammar.COUNT),
    (Kind.DATE, grammar.DATE),
    (Kind.NUMBER, grammar.NUMBER),
    (Kind.LIST, grammar.LIST),
)


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
    leaning: tuple[tuple[str, str], ...] = ()
    """(document, locator) of clauses the question may mean, when its own words stand there."""
    near: tuple[tuple[str, str], ...] = ()
    """(document, locator) of the clauses beside which a follow-up looks first."""
    picked: str | None = None
    """The item of an earlier list that an ordinal picks."""
    foreign: tuple[str, ...] = ()
    """Places named with their level that no document of the library is from."""
    naming: Naming = field(default_factory=Naming)
    """The documents that the question names, by title, number, place or year."""
    unnamed: str = ""
    """`folded` with those names blanked out."""

    @property
    def units(self) -> tuple[str, ...]:
        """The library's units that the question names, each once."""
        return tuple(dict.fromkeys(unit for mention in self.mentions for unit in mention.units))

    @property
    def unknown_units(self) -> tuple[str, ...]:
        """Units the question names and the library does not."""
        return tuple(mention.text for mention in self.mentions if not mention.units)


def asked(turn: Turn) -> str:
    """The question as the grammar reads it; empty before it is understood."""
    return turn.understanding.folded if turn.understanding else ""


def readable(question: str, desk: Desk) -> str:
    """The question as the grammar reads it: folded, spelt as the library spells, without politeness."""
    spelt = respelt(question, desk.library.frequencies.__contains__)
    folded = desk.library.sounds.corrected(fold(spelt))
    return fold(grammar.POLITE.sub(" ", folded)).strip(" ,，。.!！?？;；")


def read_question(folded: str, desk: Desk) -> Understanding:
    """The question on its own, without what came before."""
    mentions = _local(find_mentions(folded, desk.library.unit_names, unit_lexicon()), desk)
    naming = desk.library.names.named_in(folded, desk.library.holds)
    unnamed = _blanked(folded, [*naming.spans, *_edition_spans(folded, desk)])
    numbers = tuple(LOCATOR.finditer(unnamed))
    rest = _blanked(unnamed, [*mentions_spans(mentions), *(found.span() for found in numbers)]).strip()
    kind = None if numbers else _kind_of_library(unnamed, rest, naming)
    if kind is Kind.HOLDINGS:
        rest = grammar.HOLDINGS_ABOUT.sub(r"\g<subject>", rest) if grammar.HOLDINGS_ABOUT.search(rest) else ""
    terms = (
        known_terms(subject_of(rest, desk), desk)
        if (mentions and not _is_choice(folded, mentions))
        or grammar.SUPERLATIVE.search(rest)
        or grammar.LEAST.search(rest)
        else subject_of(rest, desk)
    )
    return Understanding(
        kind=kind or _kind(unnamed.strip(), " ".join(rest.split()), terms, mentions),
        folded=folded,
        query=" ".join(terms) or rest,
        terms=terms,
        words=content_words(terms),
        mentions=mentions,
        role=_role(unnamed),
        labels=tuple(label for found in innermost(numbers) for label in labels_of(found, desk)),
        foreign=foreign_places(folded, desk.library, rest if mentions else None),
        naming=naming,
        unnamed=unnamed,
    )


def _edition_spans(folded: str, desk: Desk) -> list[tuple[int, int]]:
    """Words that say which of several documents is meant (`已废止的`, `另一个文件`), or only that another is."""
    patterns = (
        grammar.NEW_TOPIC,
        *((grammar.LAPSED,) if desk.library.lapsed else ()),
        *((grammar.OTHER_DOCUMENT,) if len(desk.library.documents) > 1 else ()),
    )
    return [found.span() for pattern in patterns for found in pattern.finditer(folded)]


def known_terms(terms: tuple[str, ...], desk: Desk) -> tuple[str, ...]:
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
    """What is asked: of the ledger as a whole, of two things, of the units named, else by the words that ask."""
    asked = _kind_of_all(folded, rest, terms, mentions) or _kind_of_two(folded, rest, terms, mentions)
    if asked is not None:
        return asked
    asks_which = grammar.INTERROGATIVE.search(_SOME.sub("", folded) if folded.endswith("吗") else folded)
    if grammar.CONFIRM.search(folded) and not asks_which and (terms or not mentions):
        return Kind.CONFIRM
    if mentions:
        kind = _kind_about_units(rest, terms)
        return Kind.DUTIES if kind in _OF_SOMETHING and _is_nobody(folded, mentions) else kind
    if grammar.ABOUT.search(folded):
        return Kind.ABOUT
    content = _content_kind(rest)
    by_words = _first(_ASKED_BY_WORDS, rest)
    return content if by_words is None or (by_words is Kind.LEAD and content is Kind.COUNT) else by_words


def _kind_of_library(unnamed: str, rest: str, naming: Naming) -> Kind | None:
    """A question about the library, or about a document as a whole rather than about what it says."""
    stated = grammar.HOLDINGS_STATE.sub("", unnamed)
    if _names_no_subject(grammar.HOLDINGS, stated) or grammar.HOLDINGS_ABOUT.search(unnamed):
        return Kind.HOLDINGS
    asks_whole = _names_no_subject(grammar.STANDING, grammar.PRONOUN_DOCUMENT.sub(" ", rest))
    if (naming.by_name and grammar.STANDING.search(rest)) or asks_whole:
        return Kind.ABOUT
    if naming.by_name or grammar.PRONOUN_DOCUMENT.search(rest):
        about = _names_no_subject(grammar.ABOUT_NAMED, grammar.PRONOUN_DOCUMENT.sub(" ", rest))
        asks_more = subject_terms(rest) or grammar.ASKS.search(rest) or not naming.by_name
        return Kind.ABOUT if about or not asks_more else None
    return None


def _names_no_subject(asking: re.Pattern[str], text: str) -> bool:
    """Whether the text asks in those words and names nothing else."""
    return asking.search(text) is not None and not subject_terms(asking.sub(" ", text))


def _kind_of_all(folded: str, rest: str, terms: tuple[str, ...], mentions: tuple[Mention, ...]) -> Kind | None:
    """What is asked of the whole ledger, or of one unit's place in it."""
    if mentions and _names_no_subject(grammar.BESIDE, rest):
        return Kind.BESIDE
    if grammar.PARTNERS.search(folded):
        return Kind.BESIDE if mentions else Kind.PARTNERS
    whole = (kind for kind, pattern in _OF_THE_LEDGER if _names_no_subject(pattern, rest))
    kind = next(whole, None)
    if kind is not None and (kind is Kind.DUE or not mentions):
        return kind
    ranked = grammar.SUPERLATIVE.search(rest) or (grammar.LEAST.search(rest) and grammar.LEAD.search(rest))
    return Kind.MOST if not terms and ranked else None


def _kind_of_two(folded: str, rest: str, terms: tuple[str, ...], mentions: tuple[Mention, ...]) -> Kind | None:
    """A comparison: of two units, or of two things that are not units. Which of two units it is asks who."""
    if mentions:
        if terms and _is_choice(folded, mentions):
            return Kind.LEAD
        shares = grammar.TOGETHER.search(folded) or grammar.CONTRAST.search(folded)
        return Kind.COMPARE if len(mentions) > 1 and shares else None
    in_both = grammar.COMMON.search(rest) and grammar.CONNECTIVE.search(rest)
    return Kind.COMPARE if grammar.CONTRAST.search(rest) or in_both else None


def _is_choice(folded: str, mentions: Sequence[Mention]) -> bool:
    """Whether two units stand on either side of `还是`: `归公安还是城管`."""
    return any(grammar.CHOICE.search(folded, one.end, other.start) for one, other in pairwise(mentions))


def _first(patterns: Iterable[tuple[Kind, re.Pattern[str]]], text: str) -> Kind | None:
    return next((kind for kind, pattern in patterns if pattern.search(text)), None)


def _kind_about_units(rest: str, terms: tuple[str, ...]) -> Kind:
    """A question that names a unit: what it does, unless it asks who, or for something of the text."""
    if not terms:
        return Kind.DUTIES
    if grammar.DUTIES.search(rest):
        return Kind.DUTIES
    if grammar.UNITS.search(rest):
        return Kind.UNITS
    return Kind.LEAD if grammar.LEAD.search(rest) else _content_kind(rest)


def _is_nobody(folded: str, mentions: Sequence[Mention]) -> bool:
    """Whether the question says of a unit that no document names that it is responsible: `某局负责建几处`."""
    return any(not one.units and grammar.ACTS.match(folded, one.end) for one in mentions)


def _content_kind(rest: str) -> Kind:
    """By the words that ask; `几个` in front of another question word (`几个市要办的活动叫什么`) only says some."""
    kind = _first(_CONTENT_BY_WORDS, rest) or Kind.FACT
    counted = max((found.end() for found in grammar.COUNT.finditer(rest)), default=0)
    if kind is Kind.COUNT and any(found.start() >= counted for found in grammar.INTERROGATIVE.finditer(rest)):
        return _first((pair for pair in _CONTENT_BY_WORDS if pair[0] is not Kind.COUNT), rest) or Kind.FACT
    return kind


def _role(folded: str) -> Role | None:
    leads, supports = grammar.LEADING.search(folded), grammar.SUPPORT.search(folded)
    if leads and not supports:
        return "lead"
    return "support" if supports and not leads else None


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
    return "".join(characters)
