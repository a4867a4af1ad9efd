"""The web application: the page mounted behind the gate, with everything that gradio offers beyond it switched off."""

import os
from collections.abc import Sequence
from pathlib import Path

# gradio reads these when it is imported and when a page is built. The second and third keep it from counting every
# question in a table that it summarises anew after each answer.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**12)

import gradio as gr
from fastapi import FastAPI

from assistant.web.chat import build_page
from assistant.web.holdings import Holdings
from assistant.web.reception import Answerer, Reception
from assistant.web.security import Application, Gate
from assistant.web.settings import WebSettings

_STATIC = Path(__file__).parent / "static"


def create_app(answerer: Answerer, library: Holdings, settings: WebSettings, stages: Sequence[str] = ()) -> Application:
    """The ASGI application that answers with `answerer`, in these `stages`, and shows the documents of `library`."""
    page = build_page(Reception(answerer, library, settings, stages), settings)
    return Gate(mount(page, settings), settings.body_bytes)


def mount(page: gr.Blocks, settings: WebSettings) -> FastAPI:
    """The page as a FastAPI application without documentation, sharing, uploads, run history or shown errors."""
    closed = {"docs_url": None, "redoc_url": None, "openapi_url": None}
    outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
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


def _head() -> str:
    """Our style and script. gradio's own `css` would put its container in front of every selector, `body` too."""
    style = (_STATIC / "page.css").read_text(encoding="utf-8")
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
