"""A document on a page of its own: its text with the damage marked, its standing, its versions and what changed."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup

from assistant.web.differences import differences
from assistant.web.document import View, render_document, window
from assistant.web.doors import page_door
from assistant.web.page_words import words
from assistant.web.pages import Pages, clause_link, language_of, link, number_in
from assistant.web.standing_words import Shown, shown_standing, today
from documents.catalog import Catalogue
from documents.changes import compare_documents
from documents.errors import UnknownDocument, UnknownVersion
from documents.model import Clause, Document
from documents.standing import Standing
from documents.versions import Version

DOORS = (
    page_door("/document", "name", "clause", "version", "saved"),
    page_door("/document/changes", "name", "old", "new"),
)
SHOWN_CHANGES = 300
"""Changed clauses on one page."""


def document_router(catalogue: Catalogue, pages: Pages) -> APIRouter:
    """GET /document and /document/changes."""
    router = APIRouter()

    @router.get("/document")
    def document_page(request: Request) -> Response:
        name, asked = request.query_params.get("name", ""), _number(request.query_params.get("version", ""))
        document = catalogue.document(name, asked)
        locator = request.query_params.get("clause", "")
        found = document.clause(locator)
        view = View(name, found.start, found.end) if found else View(name)
        standing = standing_of(catalogue, name, request)
        versions = catalogue.versions(name)
        shown = asked or versions[-1].number
        return pages.render(
            request,
            "document.html",
            "document",
            status=404 if locator and not found else 200,
            document=document,
            paper=Markup(_paper(request, document, view, standing, asked)),  # every text in it went through `escape`
            standing=standing,
            set_by_hand=catalogue.standings(today()).get(name, Standing()),
            versions=versions,
            shown=shown,
            unknown_clause=locator if locator and not found else "",
            before=_clause_before(document, view),
            after=_clause_after(document, view),
            saved=request.query_params.get("saved", "") == "1",
        )

    @router.get("/document/changes")
    def changes_page(request: Request) -> Response:
        name = request.query_params.get("name", "")
        pair = _pair(catalogue.versions(name), request.query_params)
        old, new = (catalogue.document(name, number) for number in pair)
        changes = compare_documents(old, new)
        return pages.render(
            request,
            "changes.html",
            "document",
            document=new,
            versions=catalogue.versions(name),
            old=pair[0],
            new=pair[1],
            changes=[differences(change) for change in changes[:SHOWN_CHANGES]],
            more=max(0, len(changes) - SHOWN_CHANGES),
        )

    return router


def standing_of(catalogue: Catalogue, name: str, request: Request) -> Shown:
    """Whether the document of that name is in force, in the words of this request's language."""
    standing = catalogue.standings(today()).get(name, Standing())
    titles: dict[str, str] = {}
    if standing.by:
        with suppress(UnknownDocument):  # a title as written, of a document that is not held
            titles = {standing.by: catalogue.document(standing.by).title}
    return shown_standing(standing, titles, language_of(request))


def _paper(request: Request, document: Document, view: View, standing: Shown, version: int | None) -> str:
    def address(clause: Clause) -> str:
        if version is None:
            return clause_link(request, document.name, clause.locator)
        return link(request, "/document", name=document.name, version=version, clause=clause.locator) + "#quote"

    said = None if standing.good or version is not None else standing  # it stands above, with its reasons
    return render_document(document, view, words(language_of(request)), said, address)


def _number(written: str) -> int | None:
    """The version of that number, None where none is asked for. Raises UnknownVersion for what is no number."""
    number = number_in(written)
    if written and not number:
        raise UnknownVersion(f"version {written[:20]!r} is no number; open the document and choose one of its list")
    return number


def _pair(versions: Sequence[Version], query: Mapping[str, str]) -> tuple[int, int]:
    """The versions to compare: the ones asked for, else the current one with the one before. Raises UnknownVersion."""
    new = number_in(query.get("new", "")) or versions[-1].number
    old = number_in(query.get("old", "")) or max(versions[0].number, new - 1)
    known = {version.number for version in versions}
    if not {old, new} <= known:
        raise UnknownVersion(
            f"versions {old} and {new}: the document has 1 to {versions[-1].number}; choose two of them"
        )
    return old, new


def _clause_before(document: Document, view: View) -> str:
    """The clause at which to open the part of a long document that stands before the one shown; "" for none."""
    start, _ = window(document.text, view)
    return next((clause.locator for clause in reversed(document.clauses) if clause.end <= start), "")


def _clause_after(document: Document, view: View) -> str:
    """The same for the part that stands after the one shown."""
    _, end = window(document.text, view)
    return next((clause.locator for clause in document.clauses if clause.start >= end), "")
