"""A draft of a test set, made from a document's clauses and ledger by templates: a start for a person, not a measure.

Its questions use the text's own words and its gold is what the parser read, so that a run on an unread draft can only
show that the assistant agrees with the parser.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from documents.model import Clause, Document
from evals.question import Lang, Question

NOTE: Final = "draft: made by a template from the parsed document; read the text and correct before use"
LONGEST_TITLE = 40
"""Characters; a longer title is a sentence, and nobody asks by it."""
PUNCTUATION = " 。．.；;：:，,"

TEMPLATES: Final[dict[Lang, dict[str, str]]] = {
    "zh": {
        "lead_unit": "“{subject}”由哪个部门牵头？",
        "units": "“{subject}”由哪些单位负责？",
        "clause_lookup": "哪一条讲“{subject}”？",
        "duties": "{subject}负责哪些工作？",
        "count": "{subject}在文件中承担几项任务？",
    },
    "en": {
        "lead_unit": "Which department leads “{subject}”?",
        "units": "Which units are responsible for “{subject}”?",
        "clause_lookup": "Which clause deals with “{subject}”?",
        "duties": "What is {subject} responsible for?",
        "count": "How many tasks does the document give to {subject}?",
    },
}


@dataclass(frozen=True)
class _Draft:
    """What is asked about, and the gold."""

    category: str
    subject: str
    clauses: tuple[str, ...] = ()
    clauses_any: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    lead: str | None = None
    answer: tuple[tuple[str, ...], ...] = ()


def draft(document: Document, languages: Iterable[Lang]) -> Iterator[Question]:
    """Questions about every clause with a title of its own and every unit, in reading order, in each language."""
    for language in languages:
        for number, drafted in enumerate(_drafts(document), start=1):
            yield Question(
                id=f"{language}-{number:03d}",
                question=TEMPLATES[language][drafted.category].format(subject=drafted.subject),
                lang=language,
                category=drafted.category,
                answerable=True,
                document=document.name,
                units=drafted.units,
                lead=drafted.lead,
                clauses=drafted.clauses,
                clauses_any=drafted.clauses_any,
                answer=drafted.answer,
            )


def _drafts(document: Document) -> Iterator[_Draft]:
    yield from (drafted for clause in _titled(document) for drafted in _about(clause))
    named: dict[str, list[str]] = {}
    for clause in document.clauses:
        for unit in dict.fromkeys(unit.unit for unit in clause.units):
            named.setdefault(unit, []).append(clause.locator)
    for unit, locators in named.items():
        yield _Draft("duties", unit, clauses=tuple(locators))
        yield _Draft("count", unit, clauses_any=tuple(locators), answer=((str(len(locators)),),))


def _about(clause: Clause) -> Iterator[_Draft]:
    title = clause.title.strip(PUNCTUATION)
    yield _Draft("clause_lookup", title, (clause.locator,))
    if clause.units:
        yield _Draft("units", title, (clause.locator,), units=tuple(dict.fromkeys(unit.unit for unit in clause.units)))
    if clause.lead:
        yield _Draft("lead_unit", title, (clause.locator,), lead=clause.lead.unit)


def _titled(document: Document) -> list[Clause]:
    """Numbered clauses whose title says which one is meant."""
    titles = Counter(clause.title for clause in document.clauses)
    return [
        clause
        for clause in document.clauses
        if clause.part == "numbered"
        and 0 < len(clause.title.strip(PUNCTUATION)) <= LONGEST_TITLE
        and titles[clause.title] == 1
    ]
