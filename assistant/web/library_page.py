"""The library on a page: everybody reads and searches it, officials add, replace and remove documents."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from assistant.web import library_forms
from assistant.web.doors import Door, page_door
from assistant.web.errors import Refused
from assistant.web.library_list import CHOICES, choose, lines
from assistant.web.pages import Pages, language_of, number_in
from assistant.web.settings import WebSettings
from documents.catalog import Catalogue
from documents.settings import DocumentSettings


def library_doors(settings: WebSettings) -> tuple[Door, ...]:
    """The requests of this page; files may be as large together as the settings say."""
    return (page_door("/library", "q", "standing", "page", "removed"), *library_forms.doors(settings))


def library_router(catalogue: Catalogue, pages: Pages, settings: WebSettings, documents: DocumentSettings) -> APIRouter:
    """GET /library, and what officials do there."""

    @asynccontextmanager
    async def while_served(_: FastAPI) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(close)

    router = APIRouter(lifespan=while_served)

    @router.get("/library")
    def library_page(request: Request) -> Response:
        query = {name: request.query_params.get(name, "") for name in ("q", "standing", "page")}
        every = lines(catalogue, language_of(request))
        if query["standing"] not in ("", *CHOICES):
            raise Refused(400, "unknown_standing", value=query["standing"][:40])
        found = choose(every, query["q"], query["standing"])
        number = number_in(query["page"]) or 1
        last = max(1, -(-len(found) // settings.page_rows))
        number = min(max(1, number), last)
        shown = found[(number - 1) * settings.page_rows : number * settings.page_rows]
        return pages.render(
            request,
            "library.html",
            "library",
            query=query,
            lines=shown,
            found=len(found),
            held=len(every),
            page=number,
            pages=last,
            removed=request.query_params.get("removed", "") == "1",
            limits=library_forms.limits(settings, documents),
        )

    close = library_forms.add_routes(router, catalogue, pages, settings, documents)
    return router
