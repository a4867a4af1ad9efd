"""Fourth stage: a draft answer out of the clauses' own words and the ledger. No language model takes part.

`Composer` is the seam: another way of writing answers is another function of this shape.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Protocol

from assistant import grammar
from assistant.answer_about import answer_about
from assistant.answer_confirm import answer_confirm
from assistant.answer_content import answer_clause, answer_content
from assistant.answer_duties import (
    answer_compare,
    answer_duties,
    closest_partners,
    count_tasks,
    count_units,
    most_loaded,
)
from assistant.answer_heading import answer_children, answer_parts, asked_heading
from assistant.answer_holdings import answer_holdings
from assistant.answer_ledger import each_workload, tasks_due, tasks_without_units, unit_partners
from assistant.answer_who import answer_who, whole_document
from assistant.confidence import is_supported
from assistant.desk import Desk
from assistant.grammar import Kind
from assistant.outcome import Outcome
from assistant.page import refusal
from assistant.question import asked
from assistant.same_document import units_of_same_document
from assistant.set_beside import compares_figures
from assistant.turn import Draft, Turn
from index.keys import search_key


class Composer(Protocol):
    """Writes a draft for a turn whose evidence and ledger rows are filled in."""

    def __call__(self, turn: Turn, desk: Desk) -> Draft: ...


def answer_count(turn: Turn, desk: Desk) -> Draft:
    """A count of the ledger where tasks or units are counted, a number or a list of the text else."""
    understanding = turn.understanding
    question = asked(turn)
    if understanding is None or not understanding.terms or grammar.COUNTS_ALL_PARTS.search(question):
        return _count_of_all(turn, desk, question)
    heading = asked_heading(turn, desk)
    if heading is not None and not grammar.COUNTS_UNITS.search(question):
        return answer_children(turn, desk, heading)
    counts_ledger = grammar.COUNTS_UNITS.search(question) or grammar.COUNTS_TASKS.search(question)
    if counts_ledger and not (turn.hits and is_supported(turn, turn.hits[0], desk)):
        return _count_of_all(turn, desk, question)
    return answer_who(turn, desk) if grammar.COUNTS_UNITS.search(question) else answer_content(turn, desk)


def _count_of_all(turn: Turn, desk: Desk, question: str) -> Draft:
    """Counts over the whole scope, or over one unit when the question names it."""
    if grammar.COUNTS_PARTS.search(question):
        return answer_parts(turn, desk)
    if turn.understanding is not None and turn.understanding.mentions:
        return answer_duties(turn, desk)
    if not turn.duties:
        return answer_content(turn, desk)
    return count_units(turn, desk) if grammar.COUNTS_UNITS.search(question) else count_tasks(turn, desk)


def answer_units(turn: Turn, desk: Desk) -> Draft:
    """The units of a subject; of the whole scope where none is named."""
    understanding = turn.understanding
    beside = units_of_same_document(turn, desk)
    if beside is not None:
        return beside
    if understanding is None or understanding.terms or understanding.places or understanding.labels:
        return answer_who(turn, desk)
    if understanding.naming.by_name and not grammar.COUNTS_UNITS.search(asked(turn)):
        return whole_document(turn, desk)
    if not grammar.COUNTS_UNITS.search(asked(turn)):
        return refusal(turn, desk, Outcome.NEEDS_CLARIFYING)
    return _count_of_all(turn, desk, asked(turn))


def answer_fact(turn: Turn, desk: Desk) -> Draft:
    """What the text says; of a clause asked for by nothing but its number, its text.

    From when something applies is asked of the documents whose titles name it.
    """
    understanding = turn.understanding
    if understanding is not None and understanding.kind is Kind.DATE and grammar.EFFECT.search(understanding.folded):
        titled = _titled(turn, desk)
        if titled:
            return answer_about(replace(turn, scope=titled), desk)
    if understanding is not None and understanding.labels and not understanding.words:
        return answer_clause(turn, desk)
    return answer_content(turn, desk)


def _titled(turn: Turn, desk: Desk) -> frozenset[str]:
    """The documents whose titles hold every word of the subject, less those that ask from when.

    For no word those that the question names otherwise, by their place.
    """
    words = turn.understanding.words if turn.understanding else ()
    subject = [word for word in words if not grammar.EFFECT.search(word) and word != "开始"]
    documents = desk.library.scope(turn.scope) if subject or turn.asked_for else ()
    names = [(word, *(desk.searcher.renderings(word) if word.isascii() else ())) for word in subject]
    titles = {document.name: search_key(document.title) for document in documents}
    return frozenset(name for name, title in titles.items() if all(any(map(title.__contains__, one)) for one in names))


def answer_list(turn: Turn, desk: Desk) -> Draft:
    """A list of the text; of the ledger's tasks where no subject is named."""
    understanding = turn.understanding
    if understanding is not None and (understanding.labels or understanding.places):
        return answer_fact(turn, desk)
    if understanding is None or not understanding.terms:
        return _count_of_all(turn, desk, asked(turn))
    heading = asked_heading(turn, desk)
    return answer_content(turn, desk) if heading is None else answer_children(turn, desk, heading)


def answer_comparison(turn: Turn, desk: Desk) -> Draft:
    """The units of the things compared; where figures of the text are compared, the sentences that give them."""
    return answer_content(turn, desk) if compares_figures(turn, desk) else answer_compare(turn, desk)


COMPOSERS: Mapping[Kind, Composer] = MappingProxyType(
    {
        Kind.LEAD: answer_units,
        Kind.UNITS: answer_units,
        Kind.DUTIES: answer_duties,
        Kind.CLAUSE: answer_clause,
        Kind.FACT: answer_fact,
        Kind.NUMBER: answer_fact,
        Kind.DATE: answer_fact,
        Kind.LIST: answer_list,
        Kind.COUNT: answer_count,
        Kind.COMPARE: answer_comparison,
        Kind.CONFIRM: answer_confirm,
        Kind.PARTNERS: closest_partners,
        Kind.MOST: most_loaded,
        Kind.EACH: each_workload,
        Kind.BESIDE: unit_partners,
        Kind.UNASSIGNED: tasks_without_units,
        Kind.DUE: tasks_due,
        Kind.ABOUT: answer_about,
        Kind.HOLDINGS: answer_holdings,
    }
)


def compose(turn: Turn, desk: Desk) -> Turn:
    """Fills `turn.draft`."""
    if turn.understanding is None:
        return turn
    return replace(turn, draft=COMPOSERS[turn.understanding.kind](turn, desk))
