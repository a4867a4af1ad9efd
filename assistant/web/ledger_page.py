"""The ledger's pages: the table that filters, the chart of who works with whom, and the tasks that name nobody."""

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response

from assistant.ledger_filter import read_gaps
from assistant.ledger_link import PARAMETERS, LedgerAsked
from assistant.ledger_search import Found, Problem, look_up
from assistant.web import ledger_page_export, ledger_page_notes, ledger_page_unit, pages, sign_in_page
from assistant.web.doors import page_door
from assistant.web.ledger_page_chart import chart_of
from assistant.web.ledger_page_room import WORDS, Room, asked_of, language_and_words, shown_task, shown_unit
from assistant.web.log import event
from assistant.web.officials import Officials
from assistant.web.pages import Pages
from assistant.web.security import Application, Gate
from assistant.web.settings import WebSettings
from documents.catalog import Catalogue
from documents.errors import PolicyError
from documents.notes import NOTE_STATUSES

DOORS = (
    page_door("/ledger", *PARAMETERS),
    *ledger_page_unit.DOORS,
    *ledger_page_export.DOORS,
    *ledger_page_notes.DOORS,
)
PAGE_ROWS = 50
OFFERED = 400
"""Units, documents and headings that a form offers to choose from at most."""
GAPS_SHOWN = 300


def ledger_router(catalogue: Catalogue, frame: Pages, *, warm: bool = False) -> APIRouter:
    """GET /ledger, /ledger/unit, /ledger/export, /ledger/notes; POST /ledger/notes.

    `warm`: the rows are read in a thread as soon as the server runs, so that the first page need not wait for all.
    """
    room = Room(catalogue, frame)

    @asynccontextmanager
    async def while_served(_: FastAPI) -> AsyncIterator[None]:
        if warm:
            threading.Thread(target=_warm, args=(room,), name="ledger-warm", daemon=True).start()
        yield

    router = APIRouter(lifespan=while_served)

    @router.get("/ledger")
    def ledger_page(request: Request) -> Response:
        asked = asked_of(request)
        rows, standings = room.open()
        notes = room.notes_for(request)
        if asked.view == "gaps":
            return _gaps_page(room, request, asked)
        found = look_up(rows, asked, standings, notes)
        shared = _shared(room, request, asked)
        if isinstance(found, Problem):
            return frame.render(request, "ledger_problem.html", WORDS, status=found.status, problem=found, **shared)
        if asked.view == "chart":
            return frame.render(request, "ledger_chart.html", WORDS, found=found, chart=chart_of(found), **shared)
        language, _ = language_and_words(request)
        part = page_of(asked, len(found.rows))
        shown = [shown_task(task, language, standings, notes) for task in found.rows[part.start : part.end]]
        units = [shown_unit(unit, language) for unit in found.wanted.units]
        return frame.render(
            request,
            "ledger.html",
            WORDS,
            found=found,
            part=part,
            rows=shown,
            units=units,
            unit_count=units_of(found),
            due_count=sum(1 for task in found.rows if task.deadlines),
            **shared,
        )

    ledger_page_unit.add_routes(router, room)
    ledger_page_export.add_routes(router, room)
    ledger_page_notes.add_routes(router, room)
    return router


def _warm(room: Room) -> None:
    """Reads the rows; what goes wrong here is said by the page that needs them."""
    try:
        room.open()
    except PolicyError as error:
        event("ledger_not_warm", level=logging.WARNING, error=error)


def units_of(found: Found) -> int:
    """How many units hold what is asked for in the rows."""
    return len({held.unit for task in found.rows for held in task.units if found.wanted.holds(held)})


@dataclass(frozen=True)
class Part:
    """One page of a long table: rows `[start, end)` of `total`, page `number` of `pages`, both from 1."""

    start: int
    end: int
    total: int
    number: int
    pages: int


def page_of(asked: LedgerAsked, total: int, size: int = PAGE_ROWS) -> Part:
    """The page that is asked for; the nearest there is where it is none."""
    pages = max(1, -(-total // size))
    written = asked.page
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 1
    number = min(max(number, 1), pages)
    return Part((number - 1) * size, min(number * size, total), total, number, pages)


def _gaps_page(room: Room, request: Request, asked: LedgerAsked) -> Response:
    """Tasks that name nobody, where their neighbours do; they meet only a document, a group and a keyword."""
    rows, standings = room.open()
    kept = LedgerAsked(document=asked.document, group=asked.group, keyword=asked.keyword, in_force=asked.in_force)
    found = look_up(rows, LedgerAsked(document=asked.document, in_force=asked.in_force), standings)
    shared = _shared(room, request, kept.changed(view="gaps"))
    if isinstance(found, Problem):
        return room.pages.render(request, "ledger_problem.html", WORDS, status=found.status, problem=found, **shared)
    language, _ = language_and_words(request)
    wanted = ledger_page_export.gap_filter(found.wanted, asked)
    gaps = list(islice(read_gaps(room.catalogue, wanted), GAPS_SHOWN + 1))
    shown = [shown_task(task, language, standings, None) for task in gaps[:GAPS_SHOWN]]
    return room.pages.render(
        request, "ledger_gaps.html", WORDS, rows=shown, more=len(gaps) > GAPS_SHOWN, limit=GAPS_SHOWN, **shared
    )


def _shared(room: Room, request: Request, asked: LedgerAsked) -> dict[str, Any]:
    """What the form and the tabs of every view need."""
    rows, standings = room.open()
    gone = [name for name, standing in standings.items() if not standing.in_force]
    called = room.titles()
    titles = {name: called.get(name, name) for name, leaf in rows.leaves.items() if leaf.tasks}
    in_view = rows.leaves[asked.document].tasks if asked.document in rows.leaves else ()
    return {
        "asked": asked,
        "lang": request.query_params.get("lang", ""),
        "offered_units": rows.units[:OFFERED],
        "offered_documents": sorted(titles.items())[:OFFERED],
        "more_documents": len(titles) > OFFERED,
        "offered_groups": list(dict.fromkeys(task.heading for task in in_view if task.heading))[:OFFERED],
        "titles": titles,
        "any_gone": bool(gone),
        "statuses": NOTE_STATUSES,
    }


def ledger_pages_alone(catalogue: Catalogue, settings: WebSettings) -> Application:
    """The ledger's pages behind the gate without the chat: what they cost is measured on it, and tests drive it."""
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    frame = Pages(Officials(settings))
    frame.install(application)
    application.include_router(sign_in_page.sign_in_router(frame, settings))
    application.include_router(ledger_router(catalogue, frame))
    return Gate(application, settings.body_bytes, (*pages.DOORS, *sign_in_page.DOORS, *DOORS))
