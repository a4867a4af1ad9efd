"""The guard of conftest.py: what it lets through, what it stops, and that a swallowed refusal is seen."""

import socket
import urllib.request
from collections.abc import Callable

import pytest

from tests.conftest import NetworkBlocked, NetworkGuard, is_loopback

# Addresses set aside for documentation (RFC 5737, RFC 3849): nobody answers there, should the guard fail.
OUTSIDE = "192.0.2.1"
OUTSIDE_V6 = "2001:db8::1"


def _connect(kind: int, address: str) -> None:
    with socket.socket(kind, socket.SOCK_STREAM) as client:
        client.settimeout(0.2)
        client.connect((address, 9))


def _connect_ex() -> None:
    with socket.socket() as client:
        client.settimeout(0.2)
        client.connect_ex((OUTSIDE, 9))


def _datagram() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(b"x", (OUTSIDE, 9))


def _datagram_with_flags() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(b"x", 0, (OUTSIDE, 9))


ATTEMPTS: dict[str, Callable[[], object]] = {
    "connect": lambda: _connect(socket.AF_INET, OUTSIDE),
    "connect over IPv6": lambda: _connect(socket.AF_INET6, OUTSIDE_V6),
    "connect_ex": _connect_ex,
    "sendto": _datagram,
    "sendto with flags": _datagram_with_flags,
    "create_connection": lambda: socket.create_connection((OUTSIDE, 9), timeout=0.2),
    "a name": lambda: socket.getaddrinfo("policy.invalid", 80),
}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_everything_beyond_loopback_is_refused_and_remembered(name: str, network_guard: NetworkGuard) -> None:
    with pytest.raises(NetworkBlocked, match="tests reach loopback only"):
        ATTEMPTS[name]()
    assert len(network_guard.attempts) == 1
    network_guard.attempts.clear()


def test_an_http_request_is_stopped_before_it_leaves(network_guard: NetworkGuard) -> None:
    with pytest.raises(NetworkBlocked):
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"http://{OUTSIDE}/", timeout=0.2)
    assert network_guard.attempts == [OUTSIDE]
    network_guard.attempts.clear()


def test_loopback_works() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=2) as client,
        server.accept()[0] as connection,
    ):
        client.sendall(b"policy")
        assert connection.recv(6) == b"policy"


def test_unix_sockets_work() -> None:
    one, other = socket.socketpair()
    with one, other:
        one.sendall(b"policy")
        assert other.recv(6) == b"policy"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1", "localhost", b"127.0.0.1", None]
)
def test_loopback_names(host: object) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["192.0.2.1", "0.0.0.0", "::", "2001:db8::1", "::ffff:192.0.2.1", "example.org", b"10.0.0.1"]
)
def test_other_names(host: object) -> None:
    assert not is_loopback(host)
