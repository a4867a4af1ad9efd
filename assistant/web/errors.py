"""What keeps the web page from starting.

PolicyError        (documents.errors)
└── WebError
    ├── BadSetting     an environment variable holds a value outside its range
    └── PortTaken      the address is in use or may not be opened
"""

from documents.errors import PolicyError


class WebError(PolicyError):
    """Something about the web page itself."""


class BadSetting(WebError):
    """An environment variable of this room holds a value outside its range."""


class PortTaken(WebError):
    """The address cannot be opened: another program listens there, or the system forbids it."""
