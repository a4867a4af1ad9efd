"""Whether a test set's gold can be right: against the documents of the library, before anything is asked.

A fault is gold that no answer can meet; a doubt is gold that a person should look at again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from documents.model import Clause, Document
from documents.units import unit_lexicon
from evals.dataset import TestSet
from evals.metrics import same_clause
from evals.normal import contains, normalised
from evals.question import Question

COUNTED = ("count", "compare")
"""Categories whose answers are made of the text, not found in it."""


@dataclass(frozen=True)
class Finding:
    """Something about the gold of the question that begins on `line`."""

    line: int
    id: str
    kind: Literal["fault", "doubt"]
    sentence: str


def check_set(questions: TestSet, library: Mapping[str, Document]) -> list[Finding]:
    """Everything found, by line. `library`: name → document."""
    found = [
        Finding(questions.lines.get(question.id, 0), question.id, kind, sentence)
        for question in questions.questions
        for kind, sentence in _judged(question, library)
    ]
    repeated = [
        Finding(questions.lines.get(question.id, 0), question.id, "doubt", sentence)
        for question, sentence in _repeated(questions.questions)
    ]
    return sorted([*found, *repeated], key=lambda finding: (finding.line, finding.kind == "doubt"))


Judgement = tuple[Literal["fault", "doubt"], str]


def _judged(question: Question, library: Mapping[str, Document]) -> Iterator[Judgement]:
    if question.document is not None and question.document not in library:
        held = ", ".join(list(library)[:5]) or "none"
        yield "fault", f"document {question.document!r} is not in the library ({held}): add it or correct the name"
        return
    documents = [library[question.document]] if question.document else list(library.values())
    if question.answerable and not _gold(question):
        yield "doubt", "an answerable question without gold is right with any answer: add units, clauses or an answer"
    yield from _ambiguous_clauses(question, documents)
    yield from _unknown_clauses(question, documents)
    yield from _unknown_units(question, documents)
    yield from _unfound_answers(question, documents)


def _gold(question: Question) -> bool:
    return any((question.units, question.lead, question.clauses, question.clauses_any, question.answer))


def _ambiguous_clauses(question: Question, documents: Sequence[Document]) -> Iterator[Judgement]:
    """A short locator that ends several clauses of one document: citing any of them would be right."""
    for gold in dict.fromkeys((*question.clauses, *question.clauses_any)):
        held = [[clause.locator for clause in _clauses((gold,), [document])] for document in documents]
        several = next((locators for locators in held if len(locators) > 1 and gold not in locators), None)
        if several:
            yield "doubt", f"clause {gold!r} may be {' or '.join(several[:3])}: write more of the locator"


def _unknown_clauses(question: Question, documents: Iterable[Document]) -> Iterator[Judgement]:
    for gold in dict.fromkeys((*question.clauses, *question.clauses_any)):
        if not any(True for _ in _clauses((gold,), documents)):
            yield "fault", f"clause {gold!r} is in no document asked about: correct the locator"


def _unknown_units(question: Question, documents: Iterable[Document]) -> Iterator[Judgement]:
    """Gold units must be responsible for the gold clauses, or for some clause where none is named."""
    named = [*question.units, *([question.lead] if question.lead else [])]
    if not named:
        return
    gold = tuple(dict.fromkeys((*question.clauses, *question.clauses_any)))
    clauses = list(_clauses(gold, documents)) if gold else [held for each in documents for held in each.clauses]
    responsible = {unit.unit for clause in clauses for unit in clause.units}
    where = f"responsible for {', '.join(gold)}" if gold else "responsible for any clause"
    for unit in dict.fromkeys(named):
        if unit not in responsible:
            yield "fault", f"unit {unit!r} is not {where}: correct it or the clause"
    leads = {clause.lead.unit for clause in clauses if clause.lead}
    if gold and question.lead in responsible and question.lead not in leads:
        yield "fault", f"lead {question.lead!r} does not lead {', '.join(gold)}: correct it"


def _unfound_answers(question: Question, documents: Iterable[Document]) -> Iterator[Judgement]:
    if question.category in COUNTED or not question.answerable:
        return
    held = [document.quote(0, len(document.text)) for document in documents]
    held += [unit_lexicon().english(unit) for unit in _units(documents)]
    text = "\n".join(held)
    for alternatives in question.answer:
        if not any(contains(text, part) for part in alternatives):
            yield "doubt", f"answer {' | '.join(alternatives)!r} does not stand in the text: look at it again"


def _units(documents: Iterable[Document]) -> dict[str, None]:
    """Every unit named as responsible, once; an English answer names it in English."""
    return dict.fromkeys(unit.unit for held in documents for clause in held.clauses for unit in clause.units)


def _repeated(questions: Iterable[Question]) -> Iterator[tuple[Question, str]]:
    seen: dict[tuple[str, object, object], str] = {}
    for question in questions:
        key = (normalised(question.question), question.history, question.document)
        if key in seen:
            yield question, f"the same question stands under {seen[key]!r}: keep one"
        seen.setdefault(key, question.id)


def _clauses(gold: Iterable[str], documents: Iterable[Document]) -> Iterator[Clause]:
    wanted = tuple(gold)
    return (
        clause
        for document in documents
        for clause in document.clauses
        if any(same_clause(locator, clause.locator) for locator in wanted)
    )
