"""Progress notes (台账): a task's history and the form for the next entry. Officials alone."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.web.doors import form_door, page_door
from assistant.web.ledger_page_room import WORDS, Room, basis_word, language_and_words, shown_unit
from assistant.web.pages import link
from documents.errors import BadNote, UnknownDocument
from documents.model import Clause
from documents.notes import MAX_NOTE, MAX_WHO, NOTE_STATUSES, same_task

DOORS = (page_door("/ledger/notes", "document", "clause", "saved"), form_door("/ledger/notes"))
LISTED = 500
"""Notes on the page that lists all."""


def add_routes(router: APIRouter, room: Room) -> None:
    """GET and POST /ledger/notes."""
    officials = room.pages.officials

    @router.get("/ledger/notes")
    def notes_page(request: Request) -> Response:
        officials.require_official(request)
        name, locator = request.query_params.get("document", ""), request.query_params.get("clause", "")
        if not locator:
            return _all(room, request, name)
        return _one(room, request, name, locator)

    @router.post("/ledger/notes")
    async def add_note(request: Request) -> Response:
        form = await officials.form(request)
        fields = {key: str(form.get(key, "")) for key in ("document", "clause", "status", "note", "who")}
        return await run_in_threadpool(_add, room, request, fields)


def _add(room: Room, request: Request, fields: dict[str, str]) -> Response:
    """Keeps the note and shows the task's history; what was written stays in the form where it cannot be kept."""
    name, locator = fields["document"], fields["clause"]
    try:
        room.notes.add(name, locator, fields["status"], fields["note"], fields["who"])
    except BadNote:
        _, words = language_and_words(request)
        sentence = words["note_refused"].format(note=MAX_NOTE, who=MAX_WHO)
        return _one(room, request, name, locator, status=400, sentence=sentence, written=fields)
    return RedirectResponse(link(request, "/ledger/notes", document=name, clause=locator, saved="1"), 303)


def _one(
    room: Room,
    request: Request,
    name: str,
    locator: str,
    *,
    status: int = 200,
    sentence: str = "",
    written: dict[str, str] | None = None,
) -> Response:
    language, words = language_and_words(request)
    here = [note for note in room.notes.of(name) if note.locator == locator]
    clause = _clause(room, name, locator)
    history = [note for note in here if note.held] if clause else here
    if clause is None and not history:
        return room.pages.error(request, 404, words["unknown_clause"].format(clause=locator[:60], document=name[:80]))
    last = history[-1] if history else None
    units = (
        [(shown_unit(held.unit, language, basis_word(held, language)), held.role) for held in clause.units]
        if clause
        else []
    )
    return room.pages.render(
        request,
        "ledger_notes.html",
        WORDS,
        status=status,
        document=name,
        locator=locator,
        clause=clause,
        units=units,
        history=history[::-1],
        last=last,
        others=[note for note in here if not note.held][::-1] if clause else [],
        moved=bool(last and clause and not same_task(last, clause.title)),
        sentence=sentence,
        written=written or {},
        saved=request.query_params.get("saved", "") == "1",
        statuses=NOTE_STATUSES,
        max_note=MAX_NOTE,
        max_who=MAX_WHO,
    )


def _clause(room: Room, name: str, locator: str) -> Clause | None:
    try:
        return room.catalogue.document(name).clause(locator)
    except UnknownDocument:
        return None


def _all(room: Room, request: Request, name: str) -> Response:
    """The last note of every task, of one document or of all, and those that lost their clause."""
    homeless = [note for note in room.notes.homeless() if name in ("", note.document)]
    latest = room.notes.latest((name,) if name else None)
    held = sorted(latest.values(), key=lambda note: note.when, reverse=True)
    return room.pages.render(
        request,
        "ledger_note_list.html",
        WORDS,
        document=name,
        notes=held[:LISTED],
        more=max(0, len(held) - LISTED),
        homeless=homeless,
    )
