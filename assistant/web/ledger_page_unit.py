"""One unit's page: what it leads and supports, with whom, what is due, each clause's words beside; and its brief."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant import ledger
from assistant.ledger_link import MAX_VALUE, LedgerAsked
from assistant.ledger_places import PlaceShare, by_place
from assistant.ledger_search import Found, Problem, look_up
from assistant.ledger_unit import UnitView, unit_view
from assistant.web.doors import page_door
from assistant.web.ledger_page_room import (
    WORDS,
    Room,
    ShownTask,
    basis_word,
    language_and_words,
    shown_task,
    shown_unit,
)
from assistant.web.standing_words import today
from documents.model import Responsibility
from documents.tasks import Task
from index.keys import visible

DOORS = (page_door("/ledger/unit", "name", "document", "in_force", "page", "brief"),)
PAGE_DUTIES = 50
PARTNERS = 20
BRIEF_DUTIES, BRIEF_PARTNERS = 16, 8
"""What one printed page holds."""
Shares = tuple[PlaceShare, ...]
"""The unit of each place; empty for one that is a single office, as far as the documents tell."""


def add_routes(router: APIRouter, room: Room) -> None:
    """GET /ledger/unit."""

    @router.get("/ledger/unit")
    def unit_page(request: Request) -> Response:
        asked = replace(
            LedgerAsked.of(request.query_params), unit=visible(request.query_params.get("name", ""))[:MAX_VALUE].strip()
        )
        rows, standings = room.open()
        found = look_up(rows, LedgerAsked(unit=asked.unit, document=asked.document, in_force=asked.in_force), standings)
        if isinstance(found, Problem):
            return _nothing(room, request, asked, found)
        if not asked.unit or len(found.wanted.units) > 1:
            return _choose(room, request, asked, found)
        view = unit_view(found.wanted.units[0], found.rows)
        shares = by_place(view.unit, view.held, room.holdings())
        if shares:
            view = replace(view, held=tuple(pair for share in shares for pair in share.held))
        if request.query_params.get("brief"):
            return _brief(room, request, asked, found, view, shares)
        return _whole(room, request, asked, found, view, shares)


def _whole(room: Room, request: Request, asked: LedgerAsked, found: Found, view: UnitView, shares: Shares) -> Response:
    pages = max(1, -(-len(view.held) // PAGE_DUTIES))
    written = asked.page
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 1
    number = min(max(number, 1), pages)
    first = (number - 1) * PAGE_DUTIES
    return room.pages.render(
        request,
        "ledger_unit.html",
        WORDS,
        rows=_duties(room, request, view.held[first : first + PAGE_DUTIES]),
        due=_due(room, request, view.due[:PAGE_DUTIES]),
        number=number,
        pages=pages,
        partners=[
            (shown_unit(unit, language_and_words(request)[0]), count) for unit, count in view.partners[:PARTNERS]
        ],
        more_partners=max(0, len(view.partners) - PARTNERS),
        **_shared(room, request, asked, found, view, shares),
    )


def _brief(room: Room, request: Request, asked: LedgerAsked, found: Found, view: UnitView, shares: Shares) -> Response:
    """One printed page: counts, partners, and the first duties without their words."""
    return room.pages.render(
        request,
        "ledger_brief.html",
        WORDS,
        rows=_duties(room, request, view.held[:BRIEF_DUTIES]),
        more=max(0, len(view.held) - BRIEF_DUTIES),
        partners=[
            (shown_unit(unit, language_and_words(request)[0]), count) for unit, count in view.partners[:BRIEF_PARTNERS]
        ],
        **_shared(room, request, asked, found, view, shares),
    )


def _shared(
    room: Room, request: Request, asked: LedgerAsked, found: Found, view: UnitView, shares: Shares
) -> dict[str, Any]:
    """What both pages show; `place_of`: document → the place whose unit it names, where units are told apart."""
    language, _ = language_and_words(request)
    return {
        "shares": shares,
        "place_of": {one.document: share.place for share in shares for one in share.documents},
        "titles": room.titles(),
        "holdings": room.holdings(),
        "asked": asked,
        "found": found,
        "view": view,
        "unit": shown_unit(view.unit, language),
        "today": today().isoformat(),
    }


def _duties(room: Room, request: Request, held: Sequence[tuple[Task, Responsibility]]) -> list[ShownTask]:
    """Each row with what the unit is there."""
    language, _ = language_and_words(request)
    _, standings = room.open()
    notes = room.notes_for(request)
    return [
        replace(
            shown_task(task, language, standings, notes),
            held=shown_unit(named.unit, language, basis_word(named, language)),
            role=named.role,
        )
        for task, named in held
    ]


def _due(room: Room, request: Request, tasks: Sequence[Task]) -> list[ShownTask]:
    language, _ = language_and_words(request)
    _, standings = room.open()
    return [shown_task(task, language, standings, None) for task in tasks]


def _choose(room: Room, request: Request, asked: LedgerAsked, found: Found) -> Response:
    """A name that several units can mean, or none at all: all of them, each with its counts."""
    units = found.wanted.units
    rows = [task for task in found.rows if not units or any(held.unit in units for held in task.units)]
    loads = [view.workload for view in ledger.by_unit(rows, units)]
    language, _ = language_and_words(request)
    listed = [(shown_unit(load.unit, language), load) for load in loads]
    return room.pages.render(request, "ledger_units.html", WORDS, asked=asked, listed=listed)


def _nothing(room: Room, request: Request, asked: LedgerAsked, problem: Problem) -> Response:
    return room.pages.render(
        request, "ledger_unit_problem.html", WORDS, status=problem.status, problem=problem, asked=asked
    )
