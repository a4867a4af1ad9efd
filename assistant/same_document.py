"""Who is responsible, where the clause that a follow-up leans on names nobody: its own document is asked."""

import re
from dataclasses import replace

from assistant import ledger
from assistant.answer_who import lead_of, list_rows
from assistant.confidence import is_supported
from assistant.desk import Desk
from assistant.page import Page
from assistant.retrieve import retrieve
from assistant.turn import Draft, Duty, Turn

_ACTS = re.compile(
    "[由经][^，,。；;由经]{2,16}?(?:政府|部门|机关|[局委厅办])[^，,。；;]{0,6}(?:同意|批准|决定|确定|认定|核定)"
)
"""How a clause's own words say who decides: `经所在地县级人民政府同意`."""
FEW_CLAUSES = 3
"""Clauses with units that a document has at most for all of them to be shown; of more, the one on the subject."""


def units_of_same_document(turn: Turn, desk: Desk) -> Draft | None:
    """The document's clauses that name units; None where the clauses leant on do, or the question names its own."""
    understanding = turn.understanding
    leans = understanding is not None and understanding.places and not understanding.labels
    if not leans or not turn.hits or any(hit.place.clause.units or hit.place.is_heading for hit in turn.hits):
        return None
    if any(_ACTS.search(hit.place.clause.text) for hit in turn.hits):
        return None
    rows = _rows(turn, frozenset(hit.place.document.name for hit in turn.hits), desk)
    if not rows:
        return None
    page = Page(turn, desk)
    place = turn.hits[0].place
    page.say("units_of_same_document", page.cite(place, place.clause.start, place.clause.end), **page.named(place))
    list_rows(page, rows)
    return page.draft(units=ledger.every_unit(rows), lead=lead_of(rows[0]) if len(rows) == 1 else None)


def _rows(turn: Turn, documents: frozenset[str], desk: Desk) -> tuple[Duty, ...]:
    """The rows of those documents: all of a few, else the one that is best on the subject."""
    rows = desk.library.duties(documents)
    if len(rows) <= FEW_CLAUSES or turn.understanding is None:
        return rows
    alone = replace(turn.understanding, places=(), leaning=())
    found = retrieve(replace(turn, scope=documents, understanding=alone), desk)
    best = next((hit for hit in found.hits if hit.place.clause.units), None)
    duty = desk.library.duty(*best.place.key) if best is not None and is_supported(found, best, desk) else None
    return (duty,) if duty is not None else ()
