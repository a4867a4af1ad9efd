"""What the catalogue holds, as the stages read it: documents, ledger rows and how rare a term is."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from assistant.spelling import Sounds
from assistant.turn import Duty
from documents.catalog import Catalogue
from documents.model import Clause, Document
from documents.responsibility import responsibility_spans
from index.keys import search_key, terms

HEADING_SLACK = 4
"""Characters that punctuation around a heading's label and title may take."""


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
        return len(self.clause.text) <= len(self.clause.label) + len(self.clause.title) + HEADING_SLACK


@dataclass(frozen=True)
class Library:
    """A snapshot of the catalogue. Building it reads every document once; answering reads only this."""

    documents: Mapping[str, Document]
    hashes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, catalogue: Catalogue) -> "Library":
        hashes = catalogue.hashes()
        return cls({name: catalogue.document(name) for name in hashes}, hashes)

    def scope(self, document: str | None) -> tuple[Document, ...]:
        """The documents that may answer."""
        return tuple(held for name, held in self.documents.items() if document in (None, name))

    def place(self, document: str, locator: str) -> Place | None:
        held = self.documents.get(document)
        clause = held.clause(locator) if held else None
        return Place(held, clause) if held and clause else None

    def duties(self, document: str | None = None) -> tuple[Duty, ...]:
        """The ledger's rows: each clause that names units, in reading order."""
        return tuple(
            Duty(held.name, clause.locator, clause.title, clause.units)
            for held in self.scope(document)
            for clause in held.clauses
            if clause.units
        )

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Every unit named as responsible, in order of first mention."""
        return tuple(dict.fromkeys(unit.unit for duty in self.duties() for unit in duty.units))

    @cached_property
    def clause_keys(self) -> Mapping[tuple[str, str], str]:
        """(document, locator) → the search key of the clause less the statements that only name its units."""
        return {
            (held.name, clause.locator): search_key(without_statements(held, clause))
            for held in self.documents.values()
            for clause in held.clauses
        }

    @cached_property
    def context_keys(self) -> Mapping[tuple[str, str], str]:
        """(document, locator) → the clause's search key with the titles of the clauses above it in front."""
        return {
            (held.name, clause.locator): search_key(" ".join(titles_above(held, clause)))
            + " "
            + self.clause_keys[held.name, clause.locator]
            for held in self.documents.values()
            for clause in held.clauses
        }

    @cached_property
    def clause_terms(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """(document, locator) → the search terms that stand in the clause or in the titles above it."""
        return {place: frozenset(terms(key)) for place, key in self.context_keys.items()}

    @cached_property
    def sounds(self) -> Sounds:
        """How the library's words sound, for questions typed by ear."""
        return Sounds.of(iter(self.clause_keys.values()))

    @cached_property
    def frequencies(self) -> Counter[str]:
        """Bigram → number of clauses it stands in."""
        counts: Counter[str] = Counter()
        for found in self.clause_terms.values():
            counts.update(found)
        return counts

    def rarity(self, term: str) -> float:
        """Inverse document frequency over clauses, > 0; the highest for a term that stands nowhere."""
        total = len(self.clause_keys)
        seen = self.frequencies.get(term, 0)
        return math.log(1 + (total - seen + 0.5) / (seen + 0.5))

    def has_word(self, word: str) -> bool:
        """Whether the word, or all the character pairs of a Chinese one, stand in the library."""
        found = terms(word)
        return bool(found) and all(term in self.frequencies for term in found)

    def word_rarity(self, word: str) -> float:
        """The mean rarity of the word's character pairs; a foreign word is its own term."""
        found = terms(word)
        return sum(map(self.rarity, found)) / len(found) if found else 0.0

    def containing(self, phrase: str, document: str | None = None) -> Iterator[Place]:
        """Every clause whose search key holds `phrase`, in reading order."""
        key = search_key(phrase)
        for held in self.scope(document):
            for clause in held.clauses:
                if key and key in self.clause_keys[held.name, clause.locator]:
                    yield Place(held, clause)

    @cached_property
    def local_places(self) -> frozenset[str]:
        """Names of places with their level (`东海市`) of the issuers, else the titles, of the documents."""
        found = (
            _ISSUER_PLACE.match(held.issuer) or _TITLE_PLACE.search(held.title) for held in self.documents.values()
        )
        return frozenset(place["place"] for place in found if place)


def without_statements(document: Document, clause: Clause) -> str:
    """The clause's text less the statements of who is responsible."""
    position, pieces = clause.start, []
    for start, end in responsibility_spans(document.text, clause.start, clause.end):
        pieces.append(document.quote(position, start))
        position = end
    return "".join([*pieces, document.quote(position, clause.end)])


def titles_above(document: Document, clause: Clause) -> list[str]:
    """The titles of the clauses that `clause` stands under, the outermost first."""
    parts = clause.locator.split("/")
    above = (document.clause("/".join(parts[:depth])) for depth in range(1, len(parts)))
    return [parent.title for parent in above if parent is not None]


_LEVEL = "(?:省|市|自治区|自治州|州|县|区|旗)"
_ISSUER_PLACE = re.compile(rf"(?P<place>[一-鿿]{{2,8}}?{_LEVEL})(?!委|直|属|场|级|域)")
_TITLE_PLACE = re.compile(
    rf"(?:关于|印发|^(?!关于|印发))(?P<place>[一-鿿]{{2,6}}?{_LEVEL})(?!会|场|级|域|属|直|委|间|内|外)"
)
