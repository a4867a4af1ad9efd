"""The web application: the page mounted behind the gate, with everything that gradio offers beyond it switched off."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# gradio reads these when it is imported and when a page is built. The second and third keep it from counting every
# question in a table that it summarises anew after each answer.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**12)

import gradio as gr
from fastapi import FastAPI

from assistant.web import document_page, ledger_page, library_page, pages, sign_in_page
from assistant.web.chat import build_page
from assistant.web.doors import Door
from assistant.web.holdings import Holdings
from assistant.web.officials import Officials
from assistant.web.reception import Answerer, Reception
from assistant.web.security import CHAT_DOORS, Application, Gate
from assistant.web.settings import WebSettings
from documents.catalog import Catalogue
from documents.settings import DocumentSettings

_STATIC = Path(__file__).parent / "static"


def create_app(
    answerer: Answerer,
    library: Catalogue | Holdings,
    settings: WebSettings,
    stages: Sequence[str] = (),
    documents: DocumentSettings | None = None,
) -> Application:
    """The ASGI application that answers with `answerer`, in these `stages`, and shows the documents of `library`.

    `documents` says how files are read; without it, or where `library` is no Catalogue, there is the chat page alone.
    """
    page = build_page(Reception(answerer, library, settings, stages), settings)
    beside = Beside(library, documents) if isinstance(library, Catalogue) and documents else None
    doors = every_door(settings) if beside else CHAT_DOORS
    return Gate(mount(page, settings, beside), settings.body_bytes, doors)


def every_door(settings: WebSettings) -> tuple[Door, ...]:
    """Every request that any page takes."""
    pages_doors = (*pages.DOORS, *sign_in_page.DOORS, *document_page.DOORS, *ledger_page.DOORS)
    return (*CHAT_DOORS, *pages_doors, *library_page.library_doors(settings))


@dataclass(frozen=True)
class Beside:
    """What the pages beside the chat are about."""

    catalogue: Catalogue
    documents: DocumentSettings


def mount(page: gr.Blocks, settings: WebSettings, beside: Beside | None = None) -> FastAPI:
    """The pages as a FastAPI application; of gradio no documentation, sharing, uploads, run history or shown errors."""
    closed = {"docs_url": None, "redoc_url": None, "openapi_url": None}
    outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    if beside:
        _add_pages(outer, settings, beside)
    gr.mount_gradio_app(
        outer,
        page,
        path="/",
        app_kwargs=dict(closed),
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=settings.body_bytes,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=_theme(),
        head=_head(),
    )
    return outer


def _add_pages(application: FastAPI, settings: WebSettings, beside: Beside) -> None:
    """The pages beside the chat, each a router of its own. gradio, mounted after them, takes what they leave."""
    frame = pages.Pages(Officials(settings))
    frame.install(application)
    catalogue = beside.catalogue
    application.include_router(sign_in_page.sign_in_router(frame, settings))
    application.include_router(document_page.document_router(catalogue, frame))
    application.include_router(library_page.library_router(catalogue, frame, settings, beside.documents))
    application.include_router(ledger_page.ledger_router(catalogue, frame, warm=True))


def _head() -> str:
    """Our style and script. gradio's own `css` would put its container in front of every selector, `body` too."""
    style = "".join((_STATIC / name).read_text(encoding="utf-8") for name in ("page.css", "paper.css"))
    script = (_STATIC / "page.js").read_text(encoding="utf-8")
    return f"<style>{style}</style><script>{script}</script>"


def _theme() -> gr.themes.Base:
    """A plain theme in system fonts: no font is fetched from anywhere."""
    sans = ["system-ui", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"]
    return gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        font=sans,
        font_mono=["ui-monospace", "monospace"],
    )
