"""The gate in front of the whole web application: few doors, small bodies, strict headers. Plain ASGI.

gradio brings more than sixty routes (uploads, file serving, a proxy, API descriptions, a login). The chat page uses
nine of them; the rest do not exist here. Each of our own pages lists the requests that it takes.
"""

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

from assistant.web.doors import Door, find_door
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

CHAT_DOORS: tuple[Door, ...] = (
    Door("GET", r"/", frozenset({"lang"})),
    Door("HEAD", r"/", frozenset({"lang"})),
    Door("GET", r"/theme\.css", frozenset({"v"})),
    Door("GET", r"/favicon\.ico"),
    Door("GET", r"/assets/[\w-][\w.-]*"),
    Door("GET", r"/static/(?:[\w-][\w.-]*/)*[\w-][\w.-]*"),
    Door("GET", r"/gradio_api/heartbeat/[a-z0-9]{1,32}"),
    Door("GET", r"/gradio_api/queue/data", frozenset({"session_hash"})),
    Door("POST", r"/gradio_api/queue/join", frozenset({"lang"})),
)
"""Every request of the chat page that is let through; the other pages list their own."""


class Gate:
    """Refuses what is not one of `doors` (404; 403 below /gradio_api) and bodies over their limit (413).

    `body_bytes` is the limit of a door that names none.
    """

    def __init__(self, application: Application, body_bytes: int, doors: Sequence[Door] = CHAT_DOORS) -> None:
        self._application = application
        self._body_bytes = body_bytes
        self._doors = tuple(doors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._application(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, _with_headers(send))
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope["path"])
        door = find_door(self._doors, str(scope["method"]), path)
        if door is None:
            status = 403 if path.startswith("/gradio_api") else 404
            await _refuse(scope, send, status, NOT_HERE)
            return
        limit = door.body_bytes or self._body_bytes
        passed = _streamed(scope, receive, limit) if door.body_bytes else await _held(scope, receive, limit)
        if passed is None:
            await _refuse(scope, send, 413, TOO_LARGE.format(limit=f"{limit // 1024} KB"))
            return
        query = door.kept(bytes(scope.get("query_string", b"")))
        await self._application({**scope, "query_string": query}, passed, send)


async def _held(scope: Scope, receive: Receive, limit: int) -> Receive | None:
    """A `receive` that hands over the whole body, read before; None where it is longer than `limit` bytes."""
    body = await _read(scope, receive, limit)
    return None if body is None else _replay(body, receive)


def _streamed(scope: Scope, receive: Receive, limit: int) -> Receive | None:
    """`receive`, for a body whose declared length is within `limit`; None for another. The server holds it to that."""
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    declared = len(lengths) == 1 and lengths[0].isdigit() and int(lengths[0]) <= limit
    return receive if declared else None


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
