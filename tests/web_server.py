"""Real servers on loopback for the web tests, and a plain client of gradio's queue (as an attacker would write one)."""

import asyncio
import contextlib
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

import httpx
import uvicorn

from assistant.web.security import Application

START_SECONDS = 20
Built = TypeVar("Built")


def in_a_loop(build: Callable[[], Built]) -> Built:
    """`build()` inside a running event loop: outside one, gradio makes three of its own and never closes them.

    In a thread of its own, since playwright keeps a loop running in the tests' thread.
    """

    async def building() -> Built:
        return build()

    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(lambda: asyncio.run(building())).result()


@contextlib.contextmanager
def serving(application: Application) -> Iterator[str]:
    """The address of `application`, served from a thread of this process on a free port."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        application, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(START_SECONDS)
        listener.close()


@contextlib.contextmanager
def sink() -> Iterator[tuple[str, list[str]]]:
    """A foreign server: its address, and every path that was asked of it."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_GET
        do_HEAD = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing: `seen` is the record."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join(START_SECONDS)


def page_config(address: str) -> dict[str, Any]:
    """What the page tells the browser about itself."""
    html = httpx.get(address).text
    found = re.search(r"window\.gradio_config = (\{.*?\});</script>", html, re.DOTALL)
    assert found, "the page holds no configuration"
    config: dict[str, Any] = json.loads(found[1])
    return config


def listener_index(config: dict[str, Any], name: str) -> int:
    """The number of the listener whose Python function is called `name`."""
    return next(int(item["id"]) for item in config["dependencies"] if item["api_name"] == name)


def call(address: str, index: int, data: list[Any], session: str, **forged: Any) -> list[dict[str, Any]]:
    """Call one listener through gradio's queue; every message that comes back. `forged` goes into the posted body."""
    body = {"data": data, "fn_index": index, "session_hash": session, **forged}
    # json.dumps, not httpx's own: a lone surrogate must go over the wire as an escape
    posted = httpx.post(
        f"{address}/gradio_api/queue/join",
        content=json.dumps(body),
        headers={"content-type": "application/json"},
        timeout=START_SECONDS,
    )
    posted.raise_for_status()
    return list(_messages(address, session, lambda message: message["msg"] == "process_completed"))


def _messages(address: str, session: str, last: Callable[[dict[str, Any]], bool]) -> Iterator[dict[str, Any]]:
    parameters = {"session_hash": session}
    with httpx.stream("GET", f"{address}/gradio_api/queue/data", params=parameters, timeout=START_SECONDS) as stream:
        for line in stream.iter_lines():
            if line.startswith("data: "):
                message = json.loads(line[len("data: ") :])
                yield message
                if last(message):
                    return
