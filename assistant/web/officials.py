"""Who may change the library: officials who know the one password, for a few hours, in one browser.

The cookie is a random name for a session that the server keeps in memory: it cannot be forged, a new one is made at
each sign-in, signing out ends it for everybody who holds it, and a restart ends them all. Forms carry a token that
is derived from the cookie with a key made at the start; another site can neither read it nor make it.
"""

import hashlib
import hmac
import logging
import math
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

from fastapi import Request, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from assistant.web.errors import Refused
from assistant.web.log import event
from assistant.web.settings import WebSettings

COOKIE = "policy_session"


class Officials:
    """The sign-in, its sessions and its forms. Safe to call from several threads.

    Args:
        settings: the password (empty: nobody can sign in) and the limits.
        clock: monotonic seconds.
    """

    def __init__(self, settings: WebSettings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._lock = Lock()
        self._sessions: OrderedDict[str, float] = OrderedDict()
        self._failures: deque[tuple[float, str]] = deque()

    @property
    def open(self) -> bool:
        """False where no password is set: then nobody can sign in."""
        return bool(self._settings.officials_password)

    def signed_in(self, request: Request) -> bool:
        """True where the request carries the cookie of a session that has not ended."""
        with self._lock:
            ends = self._sessions.get(request.cookies.get(COOKIE, ""))
        return ends is not None and self._clock() < ends

    def require_official(self, request: Request) -> None:
        """Raises Refused (403) where no official is signed in."""
        if not self.signed_in(request):
            raise Refused(403, "sign_in_first" if self.open else "management_off")

    def token(self, request: Request) -> str:
        """The token for this browser's forms; "" for a browser without our cookie, which no form accepts."""
        name = request.cookies.get(COOKIE, "")
        return self._token(name) if name else ""

    async def form(self, request: Request) -> FormData:
        """An official's posted form; the body is not read before origin and session are checked. Raises Refused."""
        same_origin(request)
        self.require_official(request)
        return await self._checked(request)

    async def visitor_form(self, request: Request) -> FormData:
        """A posted form of a person who is not signed in (the sign-in itself). Raises Refused."""
        same_origin(request)
        return await self._checked(request)

    def sign_in(self, request: Request, password: str) -> str:
        """A new session's name, for `remember`.

        Raises Refused: wrong password (403), too many attempts (429), no password set (403).
        """
        if not self.open:
            raise Refused(403, "management_off")
        address = request.client.host if request.client else ""
        with self._lock:
            self._limit(address)
            if not _same(password, self._settings.officials_password):
                self._failures.append((self._clock(), address))
                event("sign_in_failed", level=logging.WARNING)
                raise Refused(403, "wrong_password")
            self._sessions.pop(request.cookies.get(COOKIE, ""), None)
            name = secrets.token_urlsafe(32)
            self._sessions[name] = self._clock() + self._settings.official_seconds
            while len(self._sessions) > self._settings.officials:
                self._sessions.popitem(last=False)
        event("signed_in")
        return name

    def sign_out(self, request: Request) -> None:
        """End the session of this request, wherever its cookie is held."""
        with self._lock:
            self._sessions.pop(request.cookies.get(COOKIE, ""), None)
        event("signed_out")

    def remember(self, request: Request, response: Response, name: str) -> None:
        """Hand `name` to the browser: out of reach of scripts and other sites, over TLS only where the page is."""
        response.set_cookie(
            COOKIE,
            name,
            max_age=self._settings.official_seconds,
            path="/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )

    def greet(self, request: Request) -> str:
        """The cookie's value for a browser that is about to fill in a form; a new one where it has none."""
        return request.cookies.get(COOKIE, "") or secrets.token_urlsafe(32)

    def visitor_token(self, name: str) -> str:
        """The token that belongs to the cookie's value `name`."""
        return self._token(name)

    async def _checked(self, request: Request) -> FormData:
        form = await self._read(request)
        expected, given = self.token(request), form.get("token")
        if not (expected and isinstance(given, str) and _same(given, expected)):
            await form.close()
            raise Refused(403, "form_expired")
        return form

    async def _read(self, request: Request) -> FormData:
        files = self._settings.upload_files
        try:
            return await request.form(max_files=files, max_fields=self._settings.form_fields)
        except HTTPException as error:
            raise Refused(400, "too_many_files", count=files) from error
        except OSError as error:
            raise Refused(507, "no_room") from error

    def _token(self, name: str) -> str:
        return hmac.new(self._key, name.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def _limit(self, address: str) -> None:
        """Raises Refused (429) where this address, or all together, failed too often of late."""
        now, span = self._clock(), self._settings.attempt_seconds
        while self._failures and self._failures[0][0] + span <= now:
            self._failures.popleft()
        own = [at for at, failed in self._failures if failed == address]
        everybody = [at for at, _ in self._failures]
        for times, limit in ((own, self._settings.attempts), (everybody, self._settings.attempts_in_all)):
            if len(times) >= limit:
                wait = max(1, math.ceil(times[-limit] + span - now))
                raise Refused(429, "too_many_attempts", {"retry-after": str(wait)}, minutes=math.ceil(wait / 60))


def same_origin(request: Request) -> None:
    """Raises Refused (403) unless the browser says that the form stood on a page of this server.

    Compared is the host: behind a proxy that ends TLS the scheme differs. A browser sends `Origin` with every POST.
    """
    origin = request.headers.get("origin", "")
    if not origin or origin.partition("://")[2].lower() != request.headers.get("host", "").lower():
        event("foreign_form", level=logging.WARNING, origin=origin[:200], path=request.url.path[:200])
        raise Refused(403, "foreign_form")


def _same(given: str, expected: str) -> bool:
    """Compared in a time that tells neither length nor content."""
    digests = (hashlib.sha256(text.encode("utf-8", "replace")).digest() for text in (given, expected))
    return hmac.compare_digest(*digests)
