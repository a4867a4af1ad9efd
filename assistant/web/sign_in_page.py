"""Signing in and out."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.web.doors import form_door, page_door
from assistant.web.errors import Refused
from assistant.web.pages import Pages, language_of, link, page_words
from assistant.web.settings import WebSettings

DOORS = (page_door("/sign-in"), form_door("/sign-in"), form_door("/sign-out"))


def sign_in_router(pages: Pages, settings: WebSettings) -> APIRouter:
    """GET and POST /sign-in, POST /sign-out."""
    router = APIRouter()
    officials = pages.officials

    def show(request: Request, status: int = 200, sentence: str = "") -> Response:
        """The form. Its browser gets a cookie first, so that the form's token belongs to this browser alone."""
        name = officials.greet(request)
        answer = pages.render(
            request,
            "sign_in.html",
            "sign_in",
            status=status,
            sentence=sentence,
            form_token=officials.visitor_token(name),
            hours=f"{settings.official_seconds / 3600:.3g}",
        )
        officials.remember(request, answer, name)
        return answer

    @router.get("/sign-in")
    def sign_in_page(request: Request) -> Response:
        return show(request)

    @router.post("/sign-in")
    async def sign_in(request: Request) -> Response:
        form = await officials.visitor_form(request)
        try:
            name = await run_in_threadpool(officials.sign_in, request, str(form.get("password", "")))
        except Refused as error:
            sentence = page_words("frame", language_of(request))[error.reason].format(**error.values)
            answer = show(request, error.status, sentence)
            answer.headers.update(error.headers)
            return answer
        answer = RedirectResponse(link(request, "/library"), 303)
        officials.remember(request, answer, name)
        return answer

    @router.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        await officials.form(request)
        officials.sign_out(request)
        return RedirectResponse(link(request, "/library"), 303)

    return router
