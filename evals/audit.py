"""Checks that need no gold: is every claim of an answer supported by the text that it cites?

`quotes`: each quote is the document's text at its span, inside a clause of the cited locator; words of the answer in
quotation marks stand in a document it refers to or in the question.
`units`: each unit of the prediction, or named in the answer, is responsible for a cited clause. One that the question
names may stand in the answer as not being among a clause's units. A unit that the list of units knows and no document
names is a claim, too.
`numbers`: see evals/audit_numbers.py.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from assistant.mentions import find_mentions
from assistant.turn import Citation, Related
from assistant.words import fold
from documents.errors import PolicyError
from documents.model import Document
from documents.units import unit_lexicon
from evals.audit_numbers import cited_clauses, units_named, unsupported_numbers
from evals.metrics import CheckResult
from evals.normal import contains, normalised
from evals.prediction import Prediction

SHORTEST_QUOTE, SHORTEST_ENGLISH = 8, 20
"""Characters; shorter words in quotation marks may be a name or a term, in English a gloss."""
IN_MARKS = re.compile(rf"“([^“”\n]{{{SHORTEST_QUOTE},}})”|「([^「」\n]{{{SHORTEST_QUOTE},}})」")
LEFT_OUT = re.compile(r"…+|\.{3,}")
"""Where a quote leaves words out: each side is a quote of its own."""


class Library(Protocol):
    """Where the documents are; the catalogue is one."""

    def document(self, name: str) -> Document: ...


def audit(prediction: Prediction, library: Library, asked: str = "") -> tuple[CheckResult, ...]:
    """The results of the three checks, in the order above; `asked` is the question."""
    documents = _documents(prediction, library)
    return (
        _audit_quotes(prediction, documents, asked),
        _audit_units(prediction, documents, asked),
        _audit_numbers(prediction, documents, asked),
    )


def _documents(prediction: Prediction, library: Library) -> dict[str, Document]:
    """The cited and related documents that exist, by name."""
    found: dict[str, Document] = {}
    references: tuple[Citation | Related, ...] = (*prediction.citations, *prediction.related)
    for name in {entry.document for entry in references}:
        try:
            found[name] = library.document(name)
        except PolicyError:
            continue
    return found


def _audit_quotes(prediction: Prediction, documents: dict[str, Document], asked: str) -> CheckResult:
    faults = [fault for citation in prediction.citations if (fault := _quote_fault(citation, documents))]
    faults += [f"in no document: “{part}”" for part in _invented_words(prediction.answer, documents.values(), asked)]
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


def _invented_words(answer: str, documents: Iterable[Document], asked: str) -> Iterator[str]:
    """What the answer puts in quotation marks and neither a document that it refers to nor the question holds."""
    held = [text for document in documents for text in (document.quote(0, len(document.text)), document.title)]
    for found in IN_MARKS.finditer(answer):
        for part in LEFT_OUT.split(found[1] or found[2]):
            if part.isascii() and len(part) < SHORTEST_ENGLISH:
                continue
            if not any(contains(text, part.strip("。；;，,")) for text in (*held, asked)):
                yield part


def _audit_units(prediction: Prediction, documents: dict[str, Document], asked: str) -> CheckResult:
    supported = {unit.unit for clause in cited_clauses(prediction, documents) for unit in clause.units}
    claimed = [*prediction.units, *([prediction.lead] if prediction.lead else [])]
    in_question = _units_asked_about(asked, documents.values())
    if prediction.refused:
        # A refusal may offer the nearest names of the ledger: it says of none of them what it is responsible for.
        in_question |= set(_ledger(documents.values()))
    claimed += [unit for unit in units_named(prediction.answer, documents.values()) if unit not in in_question]
    claimed += _foreign_units(prediction.answer, documents.values(), asked)
    quotes = normalised("".join(citation.quote for citation in prediction.citations))
    named = {normalised(unit) for unit in supported}
    unsupported = sorted({unit for unit in claimed if normalised(unit) not in named and normalised(unit) not in quotes})
    return CheckResult("units", not unsupported, f"in no cited clause: {', '.join(unsupported)}" if unsupported else "")


def _units_asked_about(asked: str, documents: Iterable[Document]) -> set[str]:
    """The documents' units that the question names, abbreviated or not."""
    mentions = find_mentions(fold(asked), _ledger(documents), unit_lexicon())
    return {unit for mention in mentions for unit in mention.units}


def _ledger(documents: Iterable[Document]) -> dict[str, None]:
    """Every unit that the documents make responsible, once."""
    return dict.fromkeys(unit.unit for document in documents for clause in document.clauses for unit in clause.units)


def _foreign_units(answer: str, documents: Iterable[Document], asked: str) -> list[str]:
    """The units of the list of units that the answer names, and no document that it refers to nor the question."""
    held = normalised("".join(document.text for document in documents) + asked)
    lexicon = unit_lexicon()
    folded = fold(answer)
    mentions = find_mentions(folded, _ledger(documents), lexicon)
    names = [mention.text for mention in mentions if not mention.units and not folded.startswith("门", mention.end)]
    return [name for name in names if lexicon.entry(lexicon.base(name)) and normalised(name) not in held]


def _audit_numbers(prediction: Prediction, documents: dict[str, Document], asked: str) -> CheckResult:
    invented = unsupported_numbers(prediction, documents, asked)
    return CheckResult("numbers", not invented, f"in no quote: {', '.join(invented)}" if invented else "")
