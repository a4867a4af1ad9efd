"""The gate in front of the whole web application: few doors, small bodies, strict headers. Plain ASGI.

gradio brings more than sixty routes (uploads, file serving, a proxy, API descriptions, a login). The page uses nine of
them; the rest do not exist here.
"""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from assistant.web.log import event

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
"""'unsafe-inline' is for gradio's inline scripts. Without 'unsafe-eval', gr.HTML and `js=` do not work."""

NOT_HERE = "Not available here. 此处不提供这项功能。"
TOO_LARGE = "The request is larger than {limit}; ask a shorter question. 请求超过 {limit}，请缩短问题。"

HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode("ascii")),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)

DOORS: tuple[tuple[str, str], ...] = (
    ("GET", r"/"),
    ("HEAD", r"/"),
    ("GET", r"/theme\.css"),
    ("GET", r"/favicon\.ico"),
    ("GET", r"/assets/[\w-][\w.-]*"),
    ("GET", r"/static/(?:[\w-][\w.-]*/)*[\w-][\w.-]*"),
    ("GET", r"/gradio_api/heartbeat/[a-z0-9]{1,32}"),
    ("GET", r"/gradio_api/queue/data"),
    ("POST", r"/gradio_api/queue/join"),
)
"""Every request that is let through: method, and the whole path as a pattern."""

_DOORS = tuple((method, re.compile(pattern, re.ASCII)) for method, pattern in DOORS)
_QUERY = {"/theme.css": {"v"}, "/gradio_api/queue/data": {"session_hash"}}
"""The query parameters each path is handed; all others are dropped (a deep link, for one, names a file)."""


class Gate:
    """Refuses what is not a door (404; 403 below /gradio_api) and bodies over `body_bytes` (413)."""

    def __init__(self, application: Application, body_bytes: int) -> None:
        self._application = application
        self._body_bytes = body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._application(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, _with_headers(send))
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope["path"])
        if not is_door(str(scope["method"]), path):
            status = 403 if path.startswith("/gradio_api") else 404
            await _refuse(scope, send, status, NOT_HERE)
            return
        body = await _read(scope, receive, self._body_bytes)
        if body is None:
            await _refuse(scope, send, 413, TOO_LARGE.format(limit=f"{self._body_bytes // 1024} KB"))
            return
        query = _kept_query(path, bytes(scope.get("query_string", b"")))
        await self._application({**scope, "query_string": query}, _replay(body, receive), send)


def is_door(method: str, path: str) -> bool:
    """True where a request with this method and decoded path is let through."""
    return any(method == allowed and pattern.fullmatch(path) for allowed, pattern in _DOORS)


def _kept_query(path: str, query: bytes) -> bytes:
    kept = _QUERY.get(path, set())
    pairs = parse_qsl(query.decode("ascii", "replace"), keep_blank_values=True)
    plain = [f"{key}={value}" for key, value in pairs if key in kept and value.isascii() and value.isalnum()]
    return "&".join(plain).encode("ascii")


async def _read(scope: Scope, receive: Receive, limit: int) -> bytes | None:
    """The whole body, or None as soon as it is known to be longer than `limit` bytes."""
    for name, value in scope["headers"]:
        if name == b"content-length" and (not value.isdigit() or int(value) > limit):
            return None
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return body
        body += bytes(message.get("body", b""))
        if len(body) > limit:
            return None
        if not message.get("more_body", False):
            return body


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that hands over `body` once, then whatever the client does next (leave, most likely)."""
    waiting = [body]

    async def again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return again


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            ours = {name for name, _ in HEADERS}
            others = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in ours]
            message = {**message, "headers": [*others, *HEADERS]}
        await send(message)

    return sending


async def _refuse(scope: Scope, send: Send, status: int, sentence: str) -> None:
    """Answer without reading the body, and close, so that the rest of it is never taken in."""
    event("refused", status=status, method=scope["method"], path=str(scope["path"])[:200])
    body = sentence.encode("utf-8")
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode("ascii")),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
