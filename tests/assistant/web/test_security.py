"""The gate alone, driven as an ASGI server drives it (rows O5, U1, G2, G4)."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

from assistant.web.doors import Door, find_door, form_door, page_door
from assistant.web.security import CHAT_DOORS, CONTENT_SECURITY_POLICY, Gate, Message, Receive, Scope, Send

LIMIT = 1000
LARGE = 5000
DOORS = (*CHAT_DOORS, page_door("/shelf", "q"), form_door("/send", LARGE))
JOIN = "/gradio_api/queue/join"
PUBLISHED_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "base-uri 'self'; frame-ancestors 'none'; form-action 'self'"
)


@dataclass
class Inner:
    """The application behind the gate: notes what reaches it."""

    body: bytes | None = None
    scope: Scope = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self.body = (await receive())["body"]
        headers = [(b"referrer-policy", b"unsafe-url"), (b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"inner"})


@dataclass
class Visit:
    """One request through the gate."""

    inner: Inner
    sent: list[Message]
    received: int

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        return list(self.sent[0]["headers"])


def visit(
    method: str,
    path: str,
    chunks: Iterable[bytes] = (b"",),
    headers: Iterable[tuple[bytes, bytes]] = (),
    query: bytes = b"",
) -> Visit:
    scope = {"type": "http", "method": method, "path": path, "headers": list(headers), "query_string": query}
    result = Visit(Inner(), [], 0)
    waiting = list(chunks)

    async def receive() -> Message:
        result.received += 1
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        result.sent.append(message)

    asyncio.run(Gate(result.inner, LIMIT, DOORS)(scope, receive, send))
    return result


def test_o5_headers_are_the_published_policy() -> None:
    assert CONTENT_SECURITY_POLICY == PUBLISHED_POLICY
    for found in (visit("GET", "/"), visit("GET", "/nowhere"), visit("POST", JOIN, [b"x" * (LIMIT + 1)])):
        assert found.headers.count((b"content-security-policy", PUBLISHED_POLICY.encode())) == 1
        assert (b"x-content-type-options", b"nosniff") in found.headers
        assert [value for name, value in found.headers if name == b"referrer-policy"] == [b"no-referrer"]


def test_a_body_within_the_limit_arrives_whole() -> None:
    found = visit("POST", JOIN, [b"a" * 400, b"b" * 600], [(b"content-length", b"1000")])
    assert (found.status, found.inner.body) == (200, b"a" * 400 + b"b" * 600)


@pytest.mark.parametrize("length", [b"1001", b"314572800", b"-1", b"1e3", b""])
def test_g4_u1_a_declared_length_over_the_limit_is_refused_unread(length: bytes) -> None:
    found = visit("POST", JOIN, [b"x"], [(b"content-length", length)])
    assert (found.status, found.received, found.inner.body) == (413, 0, None)
    assert (b"connection", b"close") in found.headers


def test_g4_u1_an_undeclared_body_is_refused_at_the_limit() -> None:
    found = visit("POST", JOIN, [b"x" * 400] * 1000)
    assert (found.status, found.received, found.inner.body) == (413, 3, None)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/gradio_api/upload", 403),
        ("GET", "/gradio_api/info", 403),
        ("GET", "/gradio_api/openapi.json", 403),
        ("GET", "/gradio_api/file=/etc/passwd", 403),
        ("GET", "/gradio_api/queue/data/../../upload", 403),
        ("POST", "/login", 404),
        ("GET", "/config", 404),
        ("GET", "/assets/../app.py", 404),
        ("GET", "/static/../../app.py", 404),
        ("GET", "/static/%2e%2e/app.py", 404),
        ("GET", "//", 404),
        ("DELETE", "/", 404),
    ],
)
def test_u1_g2_other_doors_are_shut(method: str, path: str, status: int) -> None:
    found = visit(method, path)
    assert (found.status, found.inner.body) == (status, None)


def test_g2_a_deep_link_or_other_parameter_is_dropped() -> None:
    assert visit("GET", "/", query=b"deep_link=../../x&page=1").inner.scope["query_string"] == b""
    query = b"session_hash=abc1&x=1&session_hash=%2e%2e"
    assert visit("GET", "/gradio_api/queue/data", query=query).inner.scope["query_string"] == b"session_hash=abc1"


def test_websockets_are_closed() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    asyncio.run(Gate(Inner(), LIMIT)({"type": "websocket", "path": "/"}, receive, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_the_page_may_ask_for_what_it_needs() -> None:
    needed: list[tuple[str, Any]] = [
        ("GET", "/assets/index-DphvyggB.js"),
        ("GET", "/static/js/iframeResizer.contentWindow.min.js"),
        ("GET", "/gradio_api/heartbeat/6apxl89it8g"),
    ]
    assert all(find_door(CHAT_DOORS, method, path) for method, path in needed)


def test_u1_a_large_body_is_handed_on_as_it_comes_where_its_door_says_so() -> None:
    found = visit("POST", "/send", [b"x" * 2000] * 2, [(b"content-length", b"4000")])
    assert (found.status, found.received, found.inner.body) == (200, 1, b"x" * 2000)


@pytest.mark.parametrize(
    "lengths", [[], [b"5001"], [b"-1"], [b"1e3"], [b"10", b"5001"]], ids=["none", "over", "negative", "odd", "two"]
)
def test_u1_a_large_body_without_one_length_within_the_limit_is_refused_unread(lengths: list[bytes]) -> None:
    found = visit("POST", "/send", [b"x"], [(b"content-length", length) for length in lengths])
    assert (found.status, found.received, found.inner.body) == (413, 0, None)


def test_u1_the_larger_limit_holds_for_its_door_alone() -> None:
    assert visit("POST", JOIN, [b"x" * 2000], [(b"content-length", b"2000")]).status == 413
    assert visit("GET", "/send").status == 404


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        (b"q=%E6%B2%B3+%26x%3D1&name=a&lang=en", b"q=%E6%B2%B3+%26x%3D1&lang=en"),
        (b"q=%ff", b"q=%EF%BF%BD"),
        (b"q=1&q=2", b"q=1"),
        (b"q=", b"q="),
        (b"\xe6\xb2\xb3", b""),
    ],
    ids=["named", "not utf-8", "twice", "empty", "raw bytes"],
)
def test_g2_a_page_gets_the_parameters_that_it_names(query: bytes, kept: bytes) -> None:
    assert visit("GET", "/shelf", query=query).inner.scope["query_string"] == kept


def test_a_door_of_the_chat_takes_letters_and_digits_only() -> None:
    door = Door("GET", "/x", frozenset({"v"}))
    assert door.kept(b"v=1a") == b"v=1a"
    assert door.kept(b"v=%E6%B2%B3") == b"" and door.kept(b"v=..") == b""
