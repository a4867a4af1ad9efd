"""Clauses side by side: whose units, which in both, which in one, whether the lead is the same."""

from assistant.confidence import is_supported
from assistant.desk import Desk
from assistant.library import Place
from assistant.outcome import Outcome
from assistant.page import Page, refusal
from assistant.side_by_side import compare_documents
from assistant.turn import Draft, Duty, Turn

MOST_SIDES = 3


def compare_clauses(turn: Turn, desk: Desk) -> Draft:
    """The units of the clauses compared, what they share and what differs; of documents named, their clauses."""
    told = compare_documents(turn, desk)
    if told is not None:
        return told
    sides: list[tuple[Place, Duty]] = []
    for hit in turn.hits[:MOST_SIDES]:
        duty = desk.library.duty(*hit.place.key)
        if duty is not None and is_supported(turn, hit, desk):
            sides.append((hit.place, duty))
    if len(sides) < 2:
        return refusal(turn, desk, Outcome.NOT_COVERED)
    page = Page(turn, desk)
    for place, duty in sides:
        mark = page.cite_units(place)
        units = [held.unit for held in duty.units]
        page.say("compare_line", mark, count=page.count(len(units)), units=page.unit_names(units), **page.named(place))
    _state_units(page, sides)
    _state_leads(page, sides)
    every = dict.fromkeys(held.unit for _, duty in sides for held in duty.units)
    return page.draft(units=tuple(every))


def _state_units(page: Page, sides: list[tuple[Place, Duty]]) -> None:
    named = [{held.unit: None for held in duty.units} for _, duty in sides]
    common = [unit for unit in named[0] if all(unit in other for other in named)]
    if common:
        page.say("compare_common", units=page.unit_names(common))
    else:
        page.say("compare_no_common")
    for (place, _), units in zip(sides, named, strict=True):
        alone = [unit for unit in units if sum(unit in other for other in named) == 1]
        if alone:
            page.say("compare_only", units=page.unit_names(alone), **page.named(place))
    most, fewest = max(sides, key=_size), min(sides, key=_size)
    if _size(most) > _size(fewest):
        more, fewer = page.count(_size(most)), page.count(_size(fewest))
        page.say("compare_more", more=more, fewer=fewer, **page.named(most[0]))


def _size(side: tuple[Place, Duty]) -> int:
    return len(side[1].units)


def _state_leads(page: Page, sides: list[tuple[Place, Duty]]) -> None:
    leads = [next((held.unit for held in duty.units if held.role == "lead"), None) for _, duty in sides]
    if None in leads:
        return
    if len(set(leads)) == 1:
        page.say("compare_same_lead", lead=page.unit_name(str(leads[0])))
    else:
        page.say("compare_different_lead", leads=page.unit_names(str(lead) for lead in leads))
