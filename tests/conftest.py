"""For every test: no network beyond loopback, no telemetry, no model hub."""

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

os.environ.update(GRADIO_ANALYTICS_ENABLED="False", ANONYMIZED_TELEMETRY="False", HF_HUB_OFFLINE="1")
# The reader takes seconds for each library that a test makes; the tests that are about it name it themselves.
os.environ["POLICY_READER_MODEL"] = "none"

# A busy machine is no fault of the code: no property fails for being slow.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

SENDING = ("connect", "connect_ex", "sendto")
LOCAL_NAMES = ("localhost", "")


class NetworkBlocked(RuntimeError):
    """A test tried to reach something beyond loopback."""


class NetworkGuard:
    """Refuses what leaves the machine, and remembers it: a library may swallow the refusal."""

    def __init__(self) -> None:
        self.attempts: list[str] = []

    def refuse_unless_local(self, host: object) -> None:
        """Raises NetworkBlocked unless `host` is a loopback address or name."""
        if is_loopback(host):
            return
        self.attempts.append(str(host))
        raise NetworkBlocked(f"tests reach loopback only, this one tried {host!r}: use a server on 127.0.0.1")


def is_loopback(host: object) -> bool:
    """Whether `host` (as sockets take it: text, bytes or None) names this machine's loopback."""
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else str(host)
    if name in LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


@pytest.fixture(autouse=True)
def network_guard(monkeypatch: pytest.MonkeyPatch) -> Iterator[NetworkGuard]:
    """Blocks name look-ups and sockets beyond loopback; fails the test that tried, even if the error was swallowed."""
    guard = NetworkGuard()
    for name in SENDING:
        monkeypatch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name), guard))
    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *arguments: Any, **named: Any) -> Any:
        guard.refuse_unless_local(host)
        return look_up(host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield guard
    if guard.attempts:
        pytest.fail(f"the test reached beyond loopback: {', '.join(guard.attempts)}")


def _guarded(original: Callable[..., Any], guard: NetworkGuard) -> Callable[..., Any]:
    def guarded(self: socket.socket, *arguments: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            # The address is the last argument of each: connect(address), sendto(data[, flags], address).
            guard.refuse_unless_local(arguments[-1][0])
        return original(self, *arguments)

    return guarded
