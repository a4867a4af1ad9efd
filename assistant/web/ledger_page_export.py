"""The export of exactly what a page shows: the same filter, the same rows, in the same order."""

import io
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from http import HTTPStatus
from typing import cast
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from assistant.errors import BadOutput
from assistant.ledger_export.as_csv import csv_pieces
from assistant.ledger_export.as_json import json_pieces
from assistant.ledger_export.as_xlsx import xlsx_bytes
from assistant.ledger_export.report import VIEWS, Report, View, word
from assistant.ledger_filter import LedgerFilter, read_gaps
from assistant.ledger_link import PARAMETERS, LedgerAsked
from assistant.ledger_search import CHOICES, Problem, look_up
from assistant.web.doors import page_door
from assistant.web.ledger_page_room import Room, asked_of, language_and_words
from assistant.web.pages import link
from assistant.web.standing_words import today

DOORS = (page_door("/ledger/export", *PARAMETERS, "format", "by", "notes"),)
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PIECE = 1 << 16
"""Characters or bytes sent at once: each costs a turn of the server's threads."""
WORKBOOK_WAIT_S = 30
"""A workbook is held in memory while it is made: one at a time, others wait this long."""
_NAME_PART = 40
PARTS_ASKED = ("unit", "beside", "role", "document", "group", "keyword", "deadline", "status")
_WORD_OF = {"beside": "with"}
_UNSAFE = re.compile(r"[^\w一-鿿-]+")


def add_routes(router: APIRouter, room: Room) -> None:
    """GET /ledger/export."""
    workbook = threading.Lock()

    @router.get("/ledger/export")
    def ledger_export(request: Request) -> Response:
        asked, form = asked_of(request), request.query_params.get("format", "")
        if form not in TYPES:
            return _refused(room, request, "unknown_format", form)
        view = cast(View, request.query_params.get("by", "") or "clause")
        if view not in VIEWS:
            return _refused(room, request, "unknown_arrangement", view)
        if request.query_params.get("notes"):
            room.pages.officials.require_official(request)
        report = report_of(room, request, asked, view)
        if isinstance(report, Problem):
            return _nothing(room, request, asked, report)
        headers = {"content-disposition": disposition(file_stem(asked, view), form), "cache-control": "no-store"}
        if form == "xlsx":
            return _workbook(room, request, report, workbook, headers)
        pieces = csv_pieces(report) if form == "csv" else json_pieces(report)
        return StreamingResponse(_encoded(pieces), headers=headers, media_type=TYPES[form])


def report_of(room: Room, request: Request, asked: LedgerAsked, view: View) -> Report | Problem:
    """The rows of the view; with the notes where an official asks for them."""
    rows, standings = room.open()
    found = look_up(rows, replace(asked, view=""), standings, room.notes_for(request))
    if isinstance(found, Problem):
        return found
    notes = room.notes_for(request) if request.query_params.get("notes") else None
    wanted = gap_filter(found.wanted, asked) if view == "gap" else found.wanted
    gaps = read_gaps(room.catalogue, wanted) if view == "gap" else ()
    return Report(view, found.wanted, found.rows, gaps, notes, standings, room.holdings())


def gap_filter(wanted: LedgerFilter, asked: LedgerAsked) -> LedgerFilter:
    """What a clause that names nobody can meet of a filter."""
    return LedgerFilter(wanted.document, keyword=asked.keyword, group=asked.group, without=wanted.without)


def file_stem(asked: LedgerAsked, view: View) -> str:
    """The file's name less its ending: what it is, of whom, and the day."""
    parts = (word("title"), word(f"by_{view}"), asked.unit, asked.document, asked.keyword, today().isoformat())
    clean = (_UNSAFE.sub("-", part).strip("-")[:_NAME_PART] for part in parts)
    return "-".join(part for part in clean if part)


def disposition(stem: str, ending: str) -> str:
    """A header that offers the file for saving: a plain name for old programs, and the full one (RFC 6266)."""
    return f"attachment; filename=\"ledger.{ending}\"; filename*=UTF-8''{quote(f'{stem}.{ending}', safe='')}"


def _workbook(room: Room, request: Request, report: Report, lock: threading.Lock, headers: dict[str, str]) -> Response:
    if not lock.acquire(timeout=WORKBOOK_WAIT_S):
        return _refused(room, request, "busy", "", 503)
    try:
        content = xlsx_bytes(report)
    except BadOutput:
        return _refused(room, request, "too_many_for_a_sheet", "", 400)
    finally:
        lock.release()
    return StreamingResponse(_cut(content), headers=headers, media_type=TYPES["xlsx"])


def _nothing(room: Room, request: Request, asked: LedgerAsked, problem: Problem) -> Response:
    """Why there is no file: never a page under the name of one, and never a status that a program takes for a file."""
    _, words = language_and_words(request)
    if problem.status == HTTPStatus.OK:
        said = "；".join(f"{words[_WORD_OF.get(part, part)]}{words['colon']}{value}" for part, value in _asked(asked))
        sentence = words["export_nothing"].format(filters=said or words["any"])
    else:
        sentence = words[problem.why].format(name=problem.name)
        sentence += "、".join(name for name, _ in problem.closest) if problem.why in CHOICES else ""
    status = HTTPStatus.NOT_FOUND if problem.status == HTTPStatus.OK else problem.status
    way_on = link(request, "/ledger", **asked.parameters)
    return room.pages.error(request, status, sentence, (way_on, words["export_anew"]))


def _asked(asked: LedgerAsked) -> Iterator[tuple[str, str]]:
    """The parts of the view that filter, with what was asked."""
    for part in (*PARTS_ASKED, "in_force"):
        if value := str(getattr(asked, part)):
            yield part, value


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    """The pieces as UTF-8, many at a time."""
    held = io.StringIO(newline="")
    for piece in pieces:
        held.write(piece)
        if held.tell() >= PIECE:
            yield held.getvalue().encode("utf-8")
            held.seek(0)
            held.truncate()
    yield held.getvalue().encode("utf-8")


def _cut(content: bytes) -> Iterator[bytes]:
    return (content[start : start + PIECE] for start in range(0, len(content), PIECE))


def _refused(room: Room, request: Request, key: str, value: str, status: int = 400) -> Response:
    _, words = language_and_words(request)
    sentence = words[key].format(value=value[:40])
    return room.pages.error(request, status, sentence)
