"""Checks that need no gold: is every claim of an answer supported by the text that it cites?

`quotes`: each quote is the document's text at its span, inside a clause of the cited locator.
`units`: each unit of the prediction, or named in the answer, is responsible for a cited clause. One that the question
names may stand in the answer as not being among a clause's units.
`numbers`: each number in the answer stands in a quote or in words that the answer quotes from a document it refers
to, or counts what the answer lists or what the documents' ledger holds.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Protocol

from assistant.mentions import find_mentions
from assistant.turn import Citation, Related
from assistant.words import fold
from documents.errors import PolicyError
from documents.model import Clause, Document
from documents.units import unit_lexicon
from evals.metrics import CheckResult
from evals.prediction import Prediction

NUMBER = re.compile(r"\d+(?:\.\d+)*")
MARKER = re.compile(r"\[\d+\]|[\u2460-\u2473]|(?m:^\s*\d+[.)、](?!\d)\s*)")
"""A citation's marker [1] or ① and the numbering of a list: the answer's furniture, no claim."""
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
DIGIT = re.compile(r"\d")
QUOTED = re.compile(r"“([^”]+)”")
CLAUSE_END = re.compile(r"[。.;；:：!?\n]")
SEPARATORS = ("、", ", ")
ITEM_MARKS = ("；", "; ")
"""What parts the clauses of a list from each other."""


class Library(Protocol):
    """Where the documents are; the catalogue is one."""

    def document(self, name: str) -> Document: ...


def audit(prediction: Prediction, library: Library, asked: str = "") -> tuple[CheckResult, ...]:
    """The results of the three checks, in the order above; `asked` is the question."""
    documents = _documents(prediction, library)
    return (
        _audit_quotes(prediction, documents),
        _audit_units(prediction, documents, asked),
        _audit_numbers(prediction, documents),
    )


def _documents(prediction: Prediction, library: Library) -> dict[str, Document]:
    """The cited and related documents that exist, by name."""
    found: dict[str, Document] = {}
    for name in {entry.document for entry in _references(prediction)}:
        try:
            found[name] = library.document(name)
        except PolicyError:
            continue
    return found


def _audit_quotes(prediction: Prediction, documents: dict[str, Document]) -> CheckResult:
    faults = [fault for citation in prediction.citations if (fault := _quote_fault(citation, documents))]
    if not prediction.refused and not prediction.citations:
        faults.append("an answer without a citation")
    return CheckResult("quotes", not faults, "; ".join(faults))


def _quote_fault(citation: Citation, documents: dict[str, Document]) -> str:
    document = documents.get(citation.document)
    clause = document.clause(citation.locator) if document else None
    if document is None or clause is None:
        return f"no clause {citation.document}:{citation.locator}"
    if not clause.start <= citation.start < citation.end <= clause.end:
        return f"{citation.locator}: the span {citation.start}-{citation.end} is not inside the clause"
    if document.quote(citation.start, citation.end) != citation.quote:
        return f"{citation.locator}: the quote is not the text at {citation.start}-{citation.end}"
    return ""


def _audit_units(prediction: Prediction, documents: dict[str, Document], asked: str) -> CheckResult:
    supported = {unit.unit for clause in _cited_clauses(prediction, documents) for unit in clause.units}
    claimed = [*prediction.units, *([prediction.lead] if prediction.lead else [])]
    in_question = _units_asked_about(asked, documents.values())
    claimed += [unit for unit in _units_named(prediction.answer, documents.values()) if unit not in in_question]
    quotes = "".join(citation.quote for citation in prediction.citations)
    unsupported = sorted({unit for unit in claimed if unit not in supported and unit not in quotes})
    return CheckResult("units", not unsupported, f"in no cited clause: {', '.join(unsupported)}" if unsupported else "")


def _units_asked_about(asked: str, documents: Iterable[Document]) -> set[str]:
    """The documents' units that the question names, abbreviated or not."""
    known = dict.fromkeys(unit.unit for document in documents for clause in document.clauses for unit in clause.units)
    return {unit for mention in find_mentions(fold(asked), known, unit_lexicon()) for unit in mention.units}


def _units_named(answer: str, documents: Iterable[Document]) -> list[str]:
    """The units of the documents' ledgers that the answer names; a longer name hides the shorter inside it."""
    known = {unit.unit for document in documents for clause in document.clauses for unit in clause.units}
    named: list[str] = []
    for unit in sorted(known, key=len, reverse=True):
        if unit in answer:
            named.append(unit)
            answer = answer.replace(unit, "")
    return named


def _audit_numbers(prediction: Prediction, documents: dict[str, Document]) -> CheckResult:
    allowed = set(_numbers("\n".join(citation.quote for citation in prediction.citations)))
    allowed |= set(_labels(prediction)) | {str(count) for count in _counts(prediction, documents)}
    invented = [number for number in _numbers(_claims(prediction, documents)) if number not in allowed]
    return CheckResult("numbers", not invented, f"in no quote: {', '.join(invented)}" if invented else "")


def _claims(prediction: Prediction, documents: dict[str, Document]) -> str:
    """The answer without a document's own words in quotation marks, without the locators and titles it names, and
    without citation markers and list numbering.
    """
    texts = [document.text for document in documents.values()]
    verbatim = (part for part in QUOTED.findall(prediction.answer) if any(part in text for text in texts))
    text = prediction.answer
    for part in verbatim:
        text = text.replace(f"“{part}”", " ")
    names = {name for entry in _references(prediction) for name in (entry.locator, entry.title)}
    for reference in sorted(names, key=len, reverse=True):
        # A reference without a digit cannot hide an invented number, and "二" alone would cut words apart.
        if DIGIT.search(reference):
            text = text.replace(reference, " ")
    return MARKER.sub(" ", text)


def _labels(prediction: Prediction) -> Iterator[str]:
    """The numbers of the clauses referred to: `4` of `二/(一)/4`."""
    for entry in _references(prediction):
        yield from _numbers(entry.locator)


def _references(prediction: Prediction) -> list[Citation | Related]:
    return [*prediction.citations, *prediction.related]


def _numbers(text: str) -> list[str]:
    return NUMBER.findall(THOUSANDS.sub("", unicodedata.normalize("NFKC", text)))


def _counts(prediction: Prediction, documents: dict[str, Document]) -> Iterator[int]:
    """What can be counted for this answer: its own lists, the cited clauses' parts, the named units' clauses."""
    yield from (line.count(mark) + 1 for line in prediction.answer.split("\n") for mark in ITEM_MARKS if mark in line)
    for clause_text in CLAUSE_END.split(prediction.answer):
        yield from (clause_text.count(separator) + 1 for separator in SEPARATORS if separator in clause_text)
    yield from (len(prediction.citations), len(prediction.units), len(_cited_clauses(prediction, documents)))
    for clause in _cited_clauses(prediction, documents):
        yield len(clause.units)
    for document in documents.values():
        yield from _document_counts(document, prediction)


def _document_counts(document: Document, prediction: Prediction) -> Iterator[int]:
    yield sum(1 for clause in document.clauses if clause.units)
    for citation in prediction.citations:
        for locator in _with_ancestors(citation.locator):
            below = document.children(locator)
            yield from (len(below), sum(1 for clause in below if clause.parent_locator == locator))
    for unit in {*_units_named(prediction.answer, [document]), *prediction.units}:
        yield from _unit_counts(document, unit)


def _unit_counts(document: Document, unit: str) -> tuple[int, int]:
    """In how many clauses the unit is named, and how many it leads."""
    roles = [entry.role for clause in document.clauses for entry in clause.units if entry.unit == unit]
    return len(roles), roles.count("lead")


def _with_ancestors(locator: str) -> Iterator[str]:
    while locator:
        yield locator
        locator = locator.rpartition("/")[0]


def _cited_clauses(prediction: Prediction, documents: dict[str, Document]) -> list[Clause]:
    keys = {(citation.document, citation.locator) for citation in prediction.citations}
    clauses = [documents[name].clause(locator) for name, locator in keys if name in documents]
    return [clause for clause in clauses if clause is not None]
