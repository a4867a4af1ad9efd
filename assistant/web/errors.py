"""What keeps the web page from starting, and what a page refuses.

PolicyError        (documents.errors)
└── WebError
    ├── BadSetting     an environment variable holds a value outside its range
    ├── PortTaken      the address is in use or may not be opened
    └── Refused        a request that is not let in: not signed in, another site's form, too many attempts
"""

from collections.abc import Mapping

from documents.errors import PolicyError


class WebError(PolicyError):
    """Something about the web page itself."""


class BadSetting(WebError):
    """An environment variable of this room holds a value outside its range."""


class PortTaken(WebError):
    """The address cannot be opened: another program listens there, or the system forbids it."""


class Refused(WebError):
    """A request that is not let in. The page answers `status`, with the sentence that its words hold under `reason`.

    `values` fill that sentence; `headers` go with the answer.
    """

    def __init__(self, status: int, reason: str, headers: Mapping[str, str] | None = None, **values: object) -> None:
        super().__init__(f"refused ({status}): {reason}")
        self.status = status
        self.reason = reason
        self.headers = dict(headers or {})
        self.values = values
