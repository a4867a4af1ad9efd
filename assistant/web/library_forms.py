"""What officials do in the library: send files, confirm their names, watch them being added, remove, say what holds.

Every route asks for a signed-in official; every form for the page's token. Files are read as the command line reads
them: documents/adding.py, with its limits.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import cast, get_args

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from assistant.web.doors import Door, form_door, page_door
from assistant.web.errors import Refused
from assistant.web.jobs import Jobs
from assistant.web.library_list import lines
from assistant.web.pages import Pages, language_of, link, page_words
from assistant.web.refusals import refusal, standing_refusal
from assistant.web.settings import WebSettings
from assistant.web.uploads import Batch, Sent, Staged, Staging, named_paths, safe_name
from documents.adding import Added, Report, add_files
from documents.catalog import Catalogue
from documents.errors import BadStanding, UnreadableFile
from documents.exclusive import Waiting
from documents.read import READABLE_SUFFIXES, content_hash
from documents.settings import DocumentSettings
from documents.standing import Status

_LONGEST_BY = 200
_WORKERS = 1
"""A few files at a time: starting processes would take longer than reading them."""


@dataclass(frozen=True)
class Limits:
    """What may be sent, for the form that asks for it."""

    files: int
    megabytes: int
    megabytes_in_all: int
    bytes_in_all: int
    suffixes: str


@dataclass(frozen=True)
class Row:
    """A sent file on the page that asks to confirm it. `replaces`: how many versions are held under `name`.

    `refused`: why it cannot be read, where that is known unread; `same_as`: the document that has its very bytes.
    """

    number: int
    file: Staged
    name: str
    replaces: int
    kept: bool
    refused: str = ""
    same_as: str = ""


def doors(settings: WebSettings) -> tuple[Door, ...]:
    """The requests that officials' forms make."""
    return (
        form_door("/library/upload", settings.upload_bytes),
        page_door("/library/confirm", "id"),
        form_door("/library/add"),
        form_door("/library/discard"),
        page_door("/library/job", "id"),
        page_door("/library/job/state", "id"),
        page_door("/library/remove", "name"),
        form_door("/library/remove"),
        form_door("/library/standing"),
    )


def limits(settings: WebSettings, documents: DocumentSettings) -> Limits:
    """What the settings allow."""
    return Limits(
        settings.upload_files,
        documents.max_file_bytes // 1024**2,
        settings.upload_bytes // 1024**2,
        settings.upload_bytes,
        ",".join(READABLE_SUFFIXES),
    )


def add_routes(
    router: APIRouter, catalogue: Catalogue, pages: Pages, settings: WebSettings, documents: DocumentSettings
) -> Callable[[], None]:
    """Puts the routes of `doors` into `router`; the function that is returned stops adding and deletes what waits."""
    desk = _Desk(catalogue, pages, documents, Staging(settings, documents.max_file_bytes), Jobs(settings.jobs))
    _add_sending(router, desk)
    _add_watching(router, desk)
    _add_changing(router, catalogue, pages)
    return desk.close


@dataclass(frozen=True)
class _Desk:
    """What sending and adding files needs."""

    catalogue: Catalogue
    pages: Pages
    documents: DocumentSettings
    staging: Staging
    jobs: Jobs

    def close(self) -> None:
        self.jobs.stop()
        self.staging.close()


def _add_sending(router: APIRouter, desk: _Desk) -> None:
    officials, staging = desk.pages.officials, desk.staging

    @router.post("/library/upload")
    async def upload(request: Request) -> Response:
        form = await officials.form(request)
        try:
            sent = [
                Sent(one.filename, one.file)
                for one in form.getlist("files")
                if isinstance(one, UploadFile) and one.filename
            ]
            if not sent:
                raise Refused(400, "no_file")
            batch = await run_in_threadpool(staging.keep, sent, _text(form, "name"))
        finally:
            await form.close()
        return RedirectResponse(link(request, "/library/confirm", id=batch.identity), 303)

    @router.get("/library/confirm")
    def confirm_page(request: Request) -> Response:
        officials.require_official(request)
        batch = staging.find(request.query_params.get("id", ""))
        return _confirm(request, desk, batch, dict(enumerate(file.name for file in batch.files)))

    @router.post("/library/add")
    async def add(request: Request) -> Response:
        form = await officials.form(request)
        return await run_in_threadpool(_begin, request, form, desk)

    @router.post("/library/discard")
    async def discard(request: Request) -> Response:
        form = await officials.form(request)
        await run_in_threadpool(staging.take(_text(form, "id")).discard)
        return RedirectResponse(link(request, "/library"), 303)


def _add_watching(router: APIRouter, desk: _Desk) -> None:
    officials, jobs = desk.pages.officials, desk.jobs

    @router.get("/library/job")
    def job_page(request: Request) -> Response:
        officials.require_official(request)
        job = jobs.find(request.query_params.get("id", ""))
        finished = job.finished  # looked at once: it may end while this page is made
        every = lines(desk.catalogue, language_of(request)) if finished else []
        held = {line.holding.name: line for line in every}
        return desk.pages.render(
            request,
            "job.html",
            "library",
            job=job,
            finished=finished,
            results=tuple(job.results),
            held=held,
            reason=lambda one: refusal(one.message, one.path.name, language_of(request)),
        )

    @router.get("/library/job/state")
    def job_state(request: Request) -> Response:
        officials.require_official(request)
        job = jobs.find(request.query_params.get("id", ""))
        return JSONResponse({"done": job.done, "of": job.total, "finished": job.finished})


def _add_changing(router: APIRouter, catalogue: Catalogue, pages: Pages) -> None:
    officials = pages.officials

    @router.get("/library/remove")
    def remove_page(request: Request) -> Response:
        officials.require_official(request)
        name = request.query_params.get("name", "")
        document, versions = catalogue.document(name), catalogue.versions(name)
        return pages.render(request, "remove.html", "library", document=document, versions=len(versions))

    @router.post("/library/remove")
    async def remove(request: Request) -> Response:
        form = await officials.form(request)
        if _text(form, "sure") != "yes":
            raise Refused(400, "not_sure")
        await run_in_threadpool(catalogue.remove, _text(form, "name"))
        return RedirectResponse(link(request, "/library", removed=1), 303)

    @router.post("/library/standing")
    async def standing(request: Request) -> Response:
        form = await officials.form(request)
        try:
            await run_in_threadpool(_set_standing, form, catalogue)
        except BadStanding as error:
            language = language_of(request)
            back = link(request, "/document", name=_text(form, "name")) + "#manage"
            way_on = (back, page_words("document", language)["back_to"])
            return pages.error(request, 400, standing_refusal(str(error), language), way_on)
        return RedirectResponse(link(request, "/document", name=_text(form, "name"), saved=1), 303)


def _begin(
    request: Request,
    form: FormData,
    desk: _Desk,
) -> Response:
    """Start adding the files that were confirmed, or show them again where something about their names is not clear."""
    batch = desk.staging.find(_text(form, "id"))
    typed = {number: _text(form, f"name-{number}").strip() for number in range(len(batch.files))}
    names = {number: safe_name(name) for number, name in typed.items()}
    wanted = [n for n, file in enumerate(batch.files) if _text(form, f"keep-{n}") == "yes" and not file.too_large]
    complaint = _complaint([names[number] for number in wanted])
    held = desk.catalogue.hashes()
    edited = [number for number in wanted if names[number] != _text(form, f"seen-{number}")]
    if not complaint and any(names[number] in held or names[number] != typed[number] for number in edited):
        complaint = "check_names"
    if complaint:
        return _confirm(request, desk, batch, names, wanted, complaint)
    taken = desk.staging.take(batch.identity)
    paths = named_paths(taken, {number: names[number] for number in wanted})
    work = partial(_adding, desk.catalogue, desk.documents)
    job = desk.jobs.start(paths, work, taken.discard)
    return RedirectResponse(link(request, "/library/job", id=job.identity), 303)


def _adding(
    catalogue: Catalogue, documents: DocumentSettings, paths: Sequence[Path], report: Report, waiting: Waiting
) -> Iterator[Added]:
    return add_files(paths, catalogue, documents, workers=_WORKERS, report=report, waiting=waiting)


def _complaint(names: Sequence[str]) -> str:
    """What keeps these names from being used, as a key of the page's words; "" for nothing."""
    if not names:
        return "nothing_chosen"
    if not all(names):
        return "name_missing"
    return "name_twice" if len(set(names)) < len(names) else ""


def _confirm(
    request: Request,
    desk: _Desk,
    batch: Batch,
    names: Mapping[int, str],
    wanted: Sequence[int] | None = None,
    complaint: str = "",
) -> Response:
    held = desk.catalogue.hashes()
    rows = [
        _row(request, desk, held, number, file, names[number], wanted is None or number in wanted)
        for number, file in enumerate(batch.files)
    ]
    status = 400 if complaint else 200
    return desk.pages.render(
        request, "confirm.html", "library", status=status, batch=batch.identity, rows=rows, complaint=complaint
    )


def _row(
    request: Request, desk: _Desk, held: Mapping[str, str], number: int, file: Staged, name: str, wanted: bool
) -> Row:
    """What can be said of a file before it is read: its format, its size, and whether its bytes are held already."""
    replaces = len(desk.catalogue.versions(name)) if name in held else 0
    if file.too_large:
        return Row(number, file, name, replaces, False)
    try:
        digest = content_hash(file.path, desk.documents)
    except UnreadableFile as error:
        return Row(number, file, name, replaces, False, refusal(str(error), file.path.name, language_of(request)))
    same = [other for other, kept in held.items() if kept.startswith(f"{digest}-")]
    return Row(number, file, name, replaces, wanted, same_as=name if name in same else next(iter(same), ""))


def _set_standing(form: FormData, catalogue: Catalogue) -> None:
    """Raises Refused (400) for a date that is none, BadStanding, UnknownDocument."""
    name, status, since = _text(form, "name"), _text(form, "status"), _text(form, "since")
    by = _text(form, "by").strip()[:_LONGEST_BY]
    if status and status not in get_args(Status):
        raise Refused(400, "bad_status")
    if since and not _is_date(since):
        raise Refused(400, "bad_date")
    said = cast(Status, status) if status else None
    catalogue.set_standing(name, said, by=by, since=since)


def _is_date(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _text(form: FormData, name: str) -> str:
    """The field's text; "" where it is missing or a file."""
    value = form.get(name)
    return value if isinstance(value, str) else ""
