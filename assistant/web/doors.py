"""The requests that the gate lets through. Every page module lists its own as `DOORS`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl, urlencode


@dataclass(frozen=True)
class Door:
    """One kind of request: method, whole path, and what it may bring along.

    `path` is a pattern for the whole decoded path. `query` names the parameters that are handed on; the rest is
    dropped. `any_text`: their values may be any text (the page escapes it), else ASCII letters and digits only.
    `body_bytes`: the largest body, where another than the gate's own; such a body is handed on as it comes instead of
    being held in memory, and its length has to be declared.
    """

    method: str
    path: str
    query: frozenset[str] = frozenset()
    any_text: bool = False
    body_bytes: int | None = None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self.path, re.ASCII)

    def fits(self, method: str, path: str) -> bool:
        """True where a request with this method and decoded path comes through here."""
        return method == self.method and self._pattern.fullmatch(path) is not None

    def kept(self, query: bytes) -> bytes:
        """The query string that is handed on: the first value of each named parameter."""
        kept: dict[str, str] = {}
        for key, value in parse_qsl(query.decode("ascii", "replace"), keep_blank_values=True):
            if key in self.query and self._passes(value):
                kept.setdefault(key, value)
        return urlencode(kept, errors="replace").encode("ascii")

    def _passes(self, value: str) -> bool:
        return self.any_text or (value.isascii() and value.isalnum())


def page_door(path: str, *query: str) -> Door:
    """The door of a page of our own: GET, with these parameters and the language, as any text."""
    return Door("GET", re.escape(path), frozenset({*query, "lang"}), any_text=True)


def form_door(path: str, body_bytes: int | None = None) -> Door:
    """The door of a form of our own: POST, its language kept."""
    return Door("POST", re.escape(path), frozenset({"lang"}), any_text=True, body_bytes=body_bytes)


def find_door(doors: Iterable[Door], method: str, path: str) -> Door | None:
    """The door for a request; None where there is none."""
    return next((door for door in doors if door.fits(method, path)), None)
