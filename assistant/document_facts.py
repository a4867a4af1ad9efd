"""What is worked out of one document, once: search keys, ledger rows, headings, labels, the place it is from.

A document that did not change keeps its facts when the library is brought level with the catalogue.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.turn import Duty
from documents.model import Clause, Document
from documents.numbering import match_label
from documents.responsibility import responsibility_spans
from documents.suspicion import Trace, trace_of
from index.keys import search_key, terms

LONGEST_TITLE = 24
"""Characters of a title at most, where nothing stands below it."""
HEADING_SLACK = 4
"""Characters that punctuation around a heading's label and title may take."""

WRAPPED = re.compile(r"(?:印发|发布|公布|转发|下发)[《〈]?(?P<inner>[^《》〈〉]{4,}?)[》〉]?的(?:通知|通告|公告|决定)$")
"""A notice that only issues another text; holds for a title and for its search key."""
_LEVEL = "(?:省|市|自治区|自治州|州|县|区|旗)"
_ISSUER_PLACE = re.compile(rf"(?P<place>[一-鿿]{{2,8}}?{_LEVEL})(?!委|直|属|场|级|域)")
_PLACE_WITHIN = re.compile(r"(?P<place>[一-鿿]{2,6}?(?:市|自治州|州|县|区|旗))(?=人民政府|政府|委|党委|人大|办公室)")
"""A place of a lower level right behind the first, `甲市乙县人民政府`; a zone (`高新区管委会`) is none."""
_TITLE_PLACE = re.compile(
    rf"(?:关于|印发|^(?!关于|印发))(?P<place>[一-鿿]{{2,6}}?{_LEVEL})(?!会|场|级|域|属|直|委|间|内|外)"
)


@dataclass(frozen=True)
class DocumentFacts:
    """Everything here is a function of the document alone."""

    document: Document

    @cached_property
    def clause_keys(self) -> Mapping[str, str]:
        """Locator → the search key of the clause less the statements that only name its units."""
        return {
            clause.locator: search_key(without_statements(self.document, clause)) for clause in self.document.clauses
        }

    @cached_property
    def title_keys(self) -> Mapping[str, str]:
        """Locator → the search key of the titles of the clauses above it."""
        return {
            clause.locator: search_key(" ".join(titles_above(self.document, clause)))
            for clause in self.document.clauses
        }

    @cached_property
    def text(self) -> str:
        """The search keys of all clauses, one after the other: what is looked through before any single clause."""
        return "\n".join(self.clause_keys.values())

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """The document's rows of the ledger: each clause that names units, in reading order."""
        return tuple(
            Duty(self.document.name, clause.locator, clause.title, clause.units)
            for clause in self.document.clauses
            if clause.units
        )

    @cached_property
    def trace(self) -> Trace:
        """What the document is compared with others by, to see what is suspicious about it."""
        return trace_of(self.document)

    @cached_property
    def units(self) -> Mapping[str, None]:
        """The units named as responsible, in order of first mention."""
        return dict.fromkeys(unit.unit for duty in self.duties for unit in duty.units)

    @cached_property
    def headings(self) -> tuple[Clause, ...]:
        """The clauses that are only a title over others."""
        return tuple(
            clause
            for clause in self.document.clauses
            if is_heading(self.document, clause) and self.document.children(clause.locator)
        )

    @cached_property
    def labelled(self) -> Mapping[int | None, tuple[Clause, ...]]:
        """The number a clause's own label counts → the clauses labelled so."""
        found: dict[int | None, list[Clause]] = {}
        for clause in self.document.clauses:
            label = match_label(clause.text.lstrip("# ")) if clause.label else None
            if label is not None and label.value is not None:
                found.setdefault(label.value, []).append(clause)
        return {value: tuple(clauses) for value, clauses in found.items()}

    @property
    def place(self) -> str:
        """The place with its level (`东海市`) that the document is from; empty where it names none."""
        return self.places[-1] if self.places else ""

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The place of the issuer, else of the title, with the larger one it is written in, the larger first."""
        issuer = self.document.issuer
        found = _ISSUER_PLACE.match(issuer) or _TITLE_PLACE.search(self.document.title)
        if found is None:
            return ()
        within = _PLACE_WITHIN.match(issuer, found.end()) if found.string is issuer else None
        return (found["place"], within["place"]) if within else (found["place"],)

    @cached_property
    def short_title(self) -> str:
        """The title of what a notice issues, where the title is only that notice's; else the title."""
        wrapped = WRAPPED.search(self.document.title)
        return wrapped["inner"] if wrapped else self.document.title

    def context_key(self, locator: str) -> str:
        """The clause's search key with the titles of the clauses above it in front."""
        return f"{self.title_keys[locator]} {self.clause_keys[locator]}"

    def term_counts(self) -> Counter[str]:
        """Search term → number of clauses that hold it, the titles above them included. Worked out anew each time."""
        counts: Counter[str] = Counter()
        for locator in self.clause_keys:
            counts.update(frozenset(terms(self.context_key(locator))))
        return counts

    def containing(self, key: str) -> Iterator[Clause]:
        """The clauses whose search key holds `key`, in reading order; none for an empty key."""
        if key and key in self.text:
            yield from (clause for clause in self.document.clauses if key in self.clause_keys[clause.locator])


def is_heading(document: Document, clause: Clause) -> bool:
    """Whether the clause is only a title: no sentence of its own.

    With nothing below it a title that has the length or the commas of a sentence is one.
    """
    if len(clause.text) > len(clause.label) + len(clause.title) + HEADING_SLACK:
        return False
    return _reads_as_title(clause.title) or any(True for _ in _below(document, clause))


def _reads_as_title(title: str) -> bool:
    return len(title) <= LONGEST_TITLE and not re.search("[，,；;]", title)


def _below(document: Document, clause: Clause) -> Iterator[Clause]:
    return (other for other in document.clauses if other.locator.startswith(clause.locator + "/"))


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
