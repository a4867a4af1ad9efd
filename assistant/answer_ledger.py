"""Answers read off the whole ledger: each unit's tasks, its partners, tasks without a unit, tasks with a deadline."""

from collections.abc import Sequence

from assistant import grammar, ledger
from assistant.answer_who import list_rows
from assistant.desk import Desk
from assistant.library import Place
from assistant.outcome import Outcome
from assistant.page import Page, refusal
from assistant.question import asked
from assistant.refusal import unknown_unit
from assistant.turn import Draft, Duty, Turn
from documents.deadline import Deadline, read_deadlines


def each_workload(turn: Turn, desk: Desk) -> Draft:
    """Every unit with how many tasks name it and how many it leads, the most first."""
    if not turn.duties:
        return refusal(turn, desk, Outcome.NOT_COVERED)
    page = Page(turn, desk)
    loads = ledger.workload(turn.duties)
    page.say("each_workload", count=page.count(len(loads)), tasks=page.count(len(turn.duties)))
    for load in loads:
        counts = {"count": page.count(load.total), "led": page.count(load.led)}
        page.say("workload_line", unit=page.unit_name(load.unit), **counts)
    cite_rows(page, turn.duties)
    return page.draft(units=ledger.every_unit(turn.duties))


def unit_partners(turn: Turn, desk: Desk) -> Draft:
    """Everyone who stands in a clause with the unit, in how many, the most first; only those where most are asked."""
    understanding = turn.understanding
    mentions = understanding.mentions if understanding else ()
    units = next((mention.units for mention in mentions if mention.units), ())
    rows = ledger.of_unit(turn.duties, units)
    if not rows:
        return unknown_unit(turn, desk, [mention.text for mention in mentions])
    found = _beside(rows, units)
    if not found:
        return refusal(turn, desk, Outcome.NOT_COVERED, "no_partners", unit=Page(turn, desk).unit_names(units))
    closest = grammar.SUPERLATIVE.search(asked(turn)) is not None
    shown = tuple(pair for pair in found if pair[1] == found[0][1]) if closest else found
    page = Page(turn, desk)
    names = page.join_names([_counted(page, unit, count) for unit, count in shown])
    key = "unit_partners_most" if closest else "unit_partners"
    page.say(key, unit=page.unit_names(units), count=page.count(len(found)), partners=names)
    partners = {unit for unit, _ in shown}
    list_rows(page, [row for row in rows if any(held.unit in partners for held in row.units)])
    return page.draft(units=(*units, *(unit for unit, _ in shown)))


def _beside(rows: Sequence[Duty], units: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Everyone beside `units` in the rows, with in how many, the most first, else as first named."""
    counts: dict[str, int] = {}
    for row in rows:
        for held in row.units:
            if held.unit not in units:
                counts[held.unit] = counts.get(held.unit, 0) + 1
    return tuple(sorted(counts.items(), key=lambda pair: -pair[1]))


def _counted(page: Page, unit: str, count: int) -> str:
    number = page.count(count)
    return page.desk.sentence(page.turn.language, "partner_count", unit=page.unit_name(unit), count=number)


def tasks_without_units(turn: Turn, desk: Desk) -> Draft:
    """Every numbered clause with text of its own that names no responsible unit; that there is none, where so."""
    places = [
        place
        for document in desk.library.scope(turn.scope)
        for clause in document.clauses
        if clause.part == "numbered" and not clause.units and not (place := Place(document, clause)).is_heading
    ]
    if not turn.duties:
        return refusal(turn, desk, Outcome.NOT_COVERED, "no_units_in_document")
    page = Page(turn, desk)
    if not places:
        page.say("all_have_units", count=page.count(len(turn.duties)))
        cite_rows(page, turn.duties)
        return page.draft()
    page.say("without_units", count=page.count(len(places)))
    for place in places:
        page.say("clause_name", page.cite(place, place.clause.start, place.clause.end), **page.named(place))
    return page.draft()


def tasks_due(turn: Turn, desk: Desk) -> Draft:
    """The tasks, of the unit where one is named, that the text gives a deadline, each with its words."""
    understanding = turn.understanding
    mentions = understanding.mentions if understanding else ()
    units = understanding.units if understanding else ()
    rows = ledger.of_unit(turn.duties, units) if mentions else turn.duties
    if mentions and not rows:
        return unknown_unit(turn, desk, [mention.text for mention in mentions])
    due = [(place, found) for row in rows if (place := desk.library.place(row.document, row.locator)) is not None
           and (found := _deadlines(place))]  # fmt: skip
    if not due:
        return refusal(turn, desk, Outcome.NOT_COVERED, "no_deadlines", count=len(rows))
    page = Page(turn, desk)
    page.say("tasks_due", count=page.count(len(due)), of=page.count(len(rows)))
    for place, found in due:
        words = page.join_names([deadline.text for deadline in found], wide=True)
        mark = page.cite(place, place.clause.start, place.clause.end)
        page.say("due_line", mark, deadline=words, **page.named(place))
    return page.draft(units=units)


def _deadlines(place: Place) -> tuple[Deadline, ...]:
    return read_deadlines(place.document.text, place.clause.start, place.clause.end, place.document.noise)


def cite_rows(page: Page, rows: Sequence[Duty]) -> None:
    """Cites where each row's units are named."""
    for row in rows:
        place = page.desk.library.place(row.document, row.locator)
        if place is not None:
            page.cite_units(place)
