"""What the catalogue holds, as the stages read it: documents, ledger rows, standings and how rare a term is."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Protocol

from assistant.document_facts import DocumentFacts, is_heading
from assistant.document_names import DocumentNames
from assistant.spelling import Sounds, WithNames
from assistant.turn import Duty
from assistant.unit_names import UnitNames
from documents.model import Clause, Document
from documents.standing import Standing
from documents.suspicion import Suspicion, is_doubted, sources, suspicions
from documents.units import unit_lexicon
from index.keys import search_key, terms

IN_FORCE = Standing()


class CatalogueReader(Protocol):
    """What a snapshot needs of the catalogue."""

    def hashes(self) -> dict[str, str]: ...

    def document(self, name: str) -> Document: ...

    def standings(self, today: date) -> dict[str, Standing]: ...


@dataclass(frozen=True)
class Place:
    """A clause of a document: what hits, citations and related clauses are made from."""

    document: Document
    clause: Clause

    @property
    def key(self) -> tuple[str, str]:
        return self.document.name, self.clause.locator

    @property
    def is_heading(self) -> bool:
        """Whether the clause is only a title over others: no sentence of its own."""
        return is_heading(self.document, self.clause)

    @property
    def is_over_others(self) -> bool:
        """Whether it is a title with clauses below it; one sentence as short as a title is none."""
        return self.is_heading and bool(self.document.children(self.clause.locator))


@dataclass(frozen=True)
class Library:
    """A snapshot of the catalogue. Building it reads every document once; answering reads only this."""

    documents: Mapping[str, Document]
    hashes: Mapping[str, str] = field(default_factory=dict)
    standings: Mapping[str, Standing] = field(default_factory=dict)
    """Of the documents that are not simply taken to be in force."""
    known_facts: Mapping[str, DocumentFacts] = field(default_factory=dict, repr=False, compare=False)
    """Facts of some of the documents, worked out for an earlier snapshot."""
    known_frequencies: Counter[str] | None = field(default=None, repr=False, compare=False)
    """`frequencies`, where an earlier snapshot's were brought level."""

    @classmethod
    def of(cls, catalogue: CatalogueReader, today: date | None = None, earlier: "Library | None" = None) -> "Library":
        """What `catalogue` holds, as it stands on `today`; of `earlier`, what did not change is kept.

        Raises PolicyError where the catalogue cannot be read.
        """
        hashes = catalogue.hashes()
        standings = catalogue.standings(today or date.today())
        if earlier is None:
            return cls({name: catalogue.document(name) for name in hashes}, hashes, standings)
        same = {name for name in hashes if earlier.hashes.get(name) == hashes[name]}
        documents = {name: earlier.documents[name] if name in same else catalogue.document(name) for name in hashes}
        facts = {
            name: earlier.facts[name] if name in same else DocumentFacts(document)
            for name, document in documents.items()
        }
        counts = earlier.frequencies.copy()
        for gone in set(earlier.documents) - same:
            counts.subtract(earlier.facts[gone].term_counts())
        for new in set(documents) - same:
            counts.update(facts[new].term_counts())
        return cls(documents, hashes, standings, facts, +counts if set(earlier.documents) - same else counts)

    @cached_property
    def facts(self) -> Mapping[str, DocumentFacts]:
        """Document name → what was worked out of it."""
        known = self.known_facts
        return {
            name: known[name] if name in known else DocumentFacts(document) for name, document in self.documents.items()
        }

    def scope(self, names: Collection[str] | None) -> tuple[Document, ...]:
        """The documents of these names, all of them for None, in the library's order."""
        return tuple(facts.document for facts in self.facts_of(names))

    def facts_of(self, names: Collection[str] | None) -> Collection[DocumentFacts]:
        """The facts of the documents of these names, of all of them for None, in the library's order."""
        if names is None:
            return self.facts.values()
        return [facts for name, facts in self.facts.items() if name in names]

    def standing(self, name: str) -> Standing:
        """How the document stands; in force where nothing is known."""
        return self.standings.get(name, IN_FORCE)

    @cached_property
    def lapsed(self) -> frozenset[str]:
        """The names of the documents that are not in force."""
        return frozenset(name for name in self.documents if not self.standing(name).in_force)

    @cached_property
    def in_force(self) -> frozenset[str]:
        """The names of the documents that are in force."""
        return frozenset(self.documents) - self.lapsed

    @cached_property
    def suspicions(self) -> Mapping[str, tuple[Suspicion, ...]]:
        """What is suspicious about documents, of those that something is suspicious about."""
        return suspicions({name: facts.trace for name, facts in self.facts.items()})

    @cached_property
    def doubted(self) -> frozenset[str]:
        """The names of the documents that are asked only after the others."""
        return frozenset(name for name, found in self.suspicions.items() if is_doubted(found))

    @cached_property
    def believed(self) -> Collection[DocumentFacts]:
        """The facts of the documents that are not doubted, of all where all are: what names and spellings go by."""
        return [facts for name, facts in self.facts.items() if name not in self.doubted] or self.facts.values()

    @cached_property
    def borrowed_from(self) -> Mapping[str, frozenset[str]]:
        """Name of a document that repeats titles of others' clauses → the names of those."""
        found = {name: frozenset(sources(some)) for name, some in self.suspicions.items()}
        return {name: others for name, others in found.items() if others}

    def place(self, document: str, locator: str) -> Place | None:
        held = self.documents.get(document)
        clause = held.clause(locator) if held else None
        return Place(held, clause) if held and clause else None

    def duties(self, names: Collection[str] | None = None) -> tuple[Duty, ...]:
        """The ledger's rows of these documents: each clause that names units, in reading order."""
        return tuple(chain.from_iterable(facts.duties for facts in self.facts_of(names)))

    def duties_of(self, units: Collection[str], names: Collection[str] | None = None) -> tuple[Duty, ...]:
        """The rows of these documents that name any of `units`, in reading order."""
        wanted = frozenset(units)
        return tuple(
            duty
            for facts in self.facts_of(names)
            if not wanted.isdisjoint(facts.units)
            for duty in facts.duties
            if any(held.unit in wanted for held in duty.units)
        )

    def duty(self, document: str, locator: str) -> Duty | None:
        """The ledger's row of a clause, None where it names no unit."""
        place = self.place(document, locator)
        if place is None or not place.clause.units:
            return None
        return Duty(document, locator, place.clause.title, place.clause.units)

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Every unit named as responsible, in order of first mention."""
        return tuple(dict.fromkeys(chain.from_iterable(facts.units for facts in self.facts.values())))

    @cached_property
    def unit_names(self) -> UnitNames:
        """`units`, arranged so that a name finds those it can mean.

        A unit that only a doubted document names is one where its name means no other: it takes nobody's abbreviation.
        """
        if not self.doubted:
            return UnitNames.of(self.units, unit_lexicon())
        believed = UnitNames.of(chain.from_iterable(facts.units for facts in self.believed), unit_lexicon())
        return UnitNames.of([*believed, *(unit for unit in self.units if not believed.resolve(unit))], unit_lexicon())

    @cached_property
    def told_apart(self) -> Mapping[str, str]:
        """Name of a document whose title another one has too → its number, else its year, that tell them apart."""
        shared = Counter(facts.short_title for facts in self.facts.values())
        alike = (facts for facts in self.facts.values() if shared[facts.short_title] > 1)
        found = {facts.document.name: facts.document.number or facts.document.date[:4] for facts in alike}
        return {name: apart for name, apart in found.items() if apart}

    @cached_property
    def names(self) -> DocumentNames:
        """What the documents are called: titles, numbers, places, years."""
        return DocumentNames.of(self.facts.values())

    def clause_key(self, document: str, locator: str) -> str:
        """The search key of the clause less the statements that only name its units. Raises KeyError."""
        return self.facts[document].clause_keys[locator]

    def context_key(self, document: str, locator: str) -> str:
        """The clause's search key with the titles of the clauses above it in front. Raises KeyError."""
        return self.facts[document].context_key(locator)

    @cached_property
    def sounds(self) -> Sounds:
        """How the library's words and its units' names sound, for questions typed by ear."""
        return Sounds(WithNames(self, "\n".join(map(search_key, self.units))))

    @cached_property
    def frequencies(self) -> Counter[str]:
        """Search term → number of clauses it stands in, the titles above them included."""
        if self.known_frequencies is not None:
            return self.known_frequencies
        counts: Counter[str] = Counter()
        for facts in self.facts.values():
            counts.update(facts.term_counts())
        return counts

    @cached_property
    def believed_frequencies(self) -> Counter[str]:
        """`frequencies` less those of doubted documents, which would make rare words common."""
        if not self.doubted or len(self.doubted) == len(self.documents):
            return self.frequencies
        counts = self.frequencies.copy()
        for name in self.doubted:
            counts.subtract(self.facts[name].term_counts())
        return +counts

    @cached_property
    def clauses(self) -> int:
        """The number of clauses held."""
        return sum(len(facts.clause_keys) for facts in self.facts.values())

    def rarity(self, term: str) -> float:
        """Inverse document frequency over clauses, > 0; the highest for a term that stands nowhere."""
        seen = self.believed_frequencies.get(term, 0)
        return math.log(1 + (self.clauses - seen + 0.5) / (seen + 0.5))

    def has_word(self, word: str) -> bool:
        """Whether the word, or all the character pairs of a Chinese one, stand in the library."""
        found = terms(word)
        return bool(found) and all(term in self.believed_frequencies for term in found)

    def word_rarity(self, word: str) -> float:
        """The mean rarity of the word's character pairs; a foreign word is its own term."""
        found = terms(word)
        return sum(map(self.rarity, found)) / len(found) if found else 0.0

    def containing(self, phrase: str, names: Collection[str] | None = None) -> Iterator[Place]:
        """Every clause of these documents whose search key holds `phrase`, in reading order."""
        key = search_key(phrase)
        if not self.most_holding(key):
            return
        for facts in self.facts_of(names):
            for clause in facts.containing(key):
                yield Place(facts.document, clause)

    def most_holding(self, key: str) -> int:
        """No more clauses than this hold `key`: as many as hold the rarest of its terms, all for a single character."""
        found = [term for term in terms(key) if len(term) > 1]
        return min((self.frequencies.get(term, 0) for term in found), default=self.clauses if key else 0)

    def holds(self, stretch: str) -> bool:
        """Whether a stretch of Han characters stands somewhere in the text."""
        return self.most_holding(stretch) > 0 and (
            (len(stretch) == 2 and not self.doubted) or any(stretch in facts.text for facts in self.believed)
        )

    def times(self, stretch: str) -> int:
        """How often a stretch stands in the text."""
        if not self.most_holding(stretch):
            return 0
        return sum(facts.text.count(stretch) for facts in self.believed)

    def between(self, before: str, after: str) -> set[str]:
        """The Han characters that stand between these two stretches somewhere in the text."""
        pattern = re.compile(f"{re.escape(before)}([一-鿿]){re.escape(after)}")
        return {letter for facts in self.believed for letter in pattern.findall(facts.text)}

    @cached_property
    def local_places(self) -> frozenset[str]:
        """Names of places with their level (`东海市`) of the issuers, else the titles, of the documents."""
        return frozenset(chain.from_iterable(facts.places for facts in self.facts.values()))
