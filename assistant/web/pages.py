"""The frame of the server-rendered pages: language, words, links, the template environment, and pages for errors.

Text goes through Jinja's escaping, always on, and loses what no reader sees. A template that names something unknown
fails instead of showing a blank.
"""

import logging
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from assistant.office_time import office_minute
from assistant.turn import Language
from assistant.web.doors import Door
from assistant.web.errors import Refused
from assistant.web.jobs import fault
from assistant.web.log import event
from assistant.web.officials import Officials
from assistant.web.page_words import LANGUAGES
from documents.errors import CatalogueUnavailable, PolicyError, UnknownDocument, UnknownVersion
from index.keys import visible

_ROOM = Path(__file__).parent
DOORS = (Door("GET", r"/pages/[a-z][a-z_]*\.(?:css|js)"),)
"""The pages' own styles and scripts; static/ holds nothing else."""


@cache
def page_words(page: str, language: Language) -> Mapping[str, Any]:
    """The sentences of `page` (a sibling file, `library.zh.toml`) in `language`."""
    with (_ROOM / f"{page}.{language}.toml").open("rb") as file:
        return tomllib.load(file)


def language_of(request: Request) -> Language:
    """The language asked for by ?lang=, else by the browser, else Chinese."""
    asked = request.query_params.get("lang", "")
    accepted = request.headers.get("accept-language", "").strip().lower()
    fallback: Language = "zh" if accepted.startswith("zh") or not accepted else "en"
    return next((language for language in LANGUAGES if language == asked), fallback)


def link(request: Request, path: str, **query: object) -> str:
    """`path` with the parameters that are not empty, and with the language where this request chose one."""
    kept = {name: str(value) for name, value in query.items() if value not in (None, "")}
    if "lang" in request.query_params:
        kept.setdefault("lang", language_of(request))
    return f"{path}?{urlencode(kept, errors='replace')}" if kept else path


def number_in(written: str) -> int | None:
    """A whole number from an address; None for what is none, or has more digits than any count here."""
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 9 else None


def clause_link(request: Request, document: str, locator: str = "") -> str:
    """The page that shows `document`, at the clause of `locator`."""
    return link(request, "/document", name=document, clause=locator) + ("#quote" if locator else "")


class Pages:
    """Renders templates/*.html within the frame. One for the whole application."""

    def __init__(self, officials: Officials) -> None:
        self.officials = officials
        self._templates = Environment(
            loader=FileSystemLoader(_ROOM / "templates", encoding="utf-8"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_shown,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["fill"] = _fill
        self._templates.filters["office_minute"] = office_minute

    def render(
        self, request: Request, template: str, page: str, /, *, status: int = 200, **context: object
    ) -> HTMLResponse:
        """`template` as the answer to `request`.

        In the template: `w`, the words of `page`; `frame`, the frame's words; `language`; `official`, whether an
        official is signed in; `management`, whether anybody can be; `token`, for the hidden field `token` of every
        POST form; `link(path, **query)` and `clause_link(document, locator)`; and `context`.
        """
        language = language_of(request)
        given = {
            "w": page_words(page, language),
            "frame": page_words("frame", language),
            "language": language,
            "languages": self._switch(request),
            "official": self.officials.signed_in(request),
            "management": self.officials.open,
            "token": self.officials.token(request),
            "here": request.url.path,
            "link": lambda path, **query: link(request, path, **query),
            "clause_link": lambda document, locator="": clause_link(request, document, locator),
        }
        html = self._templates.get_template(template).render({**given, **context})
        return HTMLResponse(html, status, headers={"cache-control": "no-store"})

    def error(
        self, request: Request, status: int, sentence: str, way_on: tuple[str, str] | None = None
    ) -> HTMLResponse:
        """A page that says `sentence`, with a link (address, words) to go on by; to the library where none is given."""
        return self.render(request, "error.html", "frame", status=status, sentence=sentence, way_on=way_on)

    def install(self, application: FastAPI) -> None:
        """The static files and the pages for errors. To be called before gradio is mounted at the root."""
        application.mount("/pages", StaticFiles(directory=_ROOM / "static"))

        async def refused(request: Request, error: Exception) -> Response:
            assert isinstance(error, Refused)
            sentence = page_words("frame", language_of(request))[error.reason].format(**error.values)
            answer = self.error(request, error.status, sentence)
            answer.headers.update(error.headers)
            return answer

        async def policy(request: Request, error: Exception) -> Response:
            return self.error(request, 400, str(error))

        async def unavailable(request: Request, error: Exception) -> Response:
            event("library_unavailable", level=logging.ERROR, error=error)
            return self.error(request, 503, page_words("frame", language_of(request))[fault(error)])

        async def unknown_document(request: Request, error: Exception) -> Response:
            reason = "unknown_version" if isinstance(error, UnknownVersion) else "unknown_document"
            return self.error(request, 404, page_words("frame", language_of(request))[reason])

        async def unknown(request: Request, error: Exception) -> Response:
            status = error.status_code if isinstance(error, HTTPException) else 422
            return self.error(request, status, page_words("frame", language_of(request))["not_here"])

        async def broken(request: Request, error: Exception) -> Response:
            event("page_failed", level=logging.ERROR, error=error, path=request.url.path[:200])
            return self.error(request, 500, page_words("frame", language_of(request))["failed"])

        application.add_exception_handler(Refused, refused)
        application.add_exception_handler(PolicyError, policy)
        application.add_exception_handler(CatalogueUnavailable, unavailable)
        application.add_exception_handler(UnknownDocument, unknown_document)
        application.add_exception_handler(HTTPException, unknown)
        application.add_exception_handler(RequestValidationError, unknown)
        application.add_exception_handler(Exception, broken)

    def _switch(self, request: Request) -> list[tuple[Language, str]]:
        """Where this page stands in each language; nothing for the answer to a form, which has no address."""
        if request.method not in ("GET", "HEAD"):
            return []
        query = dict(request.query_params)
        return [(code, f"{request.url.path}?{urlencode({**query, 'lang': code})}") for code in LANGUAGES]


def _shown(value: object) -> object:
    """What an expression in a template becomes: plain text without invisible characters; markup of our own as it is."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _fill(sentence: str, **values: object) -> str:
    return sentence.format(**values)
