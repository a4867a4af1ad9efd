"""Signing in: comparison, attempts, sessions, tokens and where a form came from."""

import hmac

import pytest
from fastapi import Request

from assistant.web.errors import Refused
from assistant.web.officials import COOKIE, Officials, same_origin
from assistant.web.settings import WebSettings

PASSWORD = "correct horse battery"


class Clock:
    """Seconds that only a test lets pass."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def request(cookie: str = "", address: str = "10.0.0.1", **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    if cookie:
        raw.append((b"cookie", f"{COOKIE}={cookie}".encode()))
    return Request({"type": "http", "method": "POST", "path": "/", "headers": raw, "client": (address, 1)})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def officials(clock: Clock) -> Officials:
    return Officials(WebSettings(officials_password=PASSWORD, attempts=3, attempts_in_all=5), clock)


def attempt(officials: Officials, password: str, address: str = "10.0.0.1") -> int:
    """0 where it went well, else the status."""
    try:
        officials.sign_in(request(address=address), password)
    except Refused as error:
        return error.status
    return 0


def test_the_password_signs_in_for_a_while(officials: Officials, clock: Clock) -> None:
    name = officials.sign_in(request(), PASSWORD)
    assert officials.signed_in(request(name))
    clock.now += WebSettings().official_seconds - 1
    assert officials.signed_in(request(name))
    clock.now += 1
    assert not officials.signed_in(request(name))


@pytest.mark.parametrize(
    "password", ["", "correct horse batter", "correct horse battery ", "CORRECT HORSE BATTERY", "口令"]
)
def test_another_password_does_not(officials: Officials, password: str) -> None:
    assert attempt(officials, password) == 403


def test_passwords_are_compared_in_a_time_that_tells_nothing(
    officials: Officials, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the library's own comparison, of digests, so that not even the length shows."""
    lengths: list[tuple[int, int]] = []
    compare = hmac.compare_digest

    def noted(given: bytes, expected: bytes) -> bool:
        lengths.append((len(given), len(expected)))
        return compare(given, expected)

    monkeypatch.setattr(hmac, "compare_digest", noted)
    attempt(officials, "x")
    attempt(officials, PASSWORD)
    assert lengths == [(32, 32), (32, 32)]


def test_without_a_password_nobody_signs_in() -> None:
    closed = Officials(WebSettings())
    assert not closed.open
    assert attempt(closed, "") == 403


@pytest.mark.parametrize("cookie", ["", "x", "A" * 43, "../..", "0"])
def test_a_forged_cookie_is_nobody(officials: Officials, cookie: str) -> None:
    officials.sign_in(request(), PASSWORD)
    assert not officials.signed_in(request(cookie))
    with pytest.raises(Refused) as refused:
        officials.require_official(request(cookie))
    assert refused.value.status == 403


def test_signing_in_makes_a_new_session_and_ends_the_old_one(officials: Officials) -> None:
    planted = "an-attacker-chose-this"
    name = officials.sign_in(request(planted), PASSWORD)
    assert name != planted and len(name) >= 43
    assert not officials.signed_in(request(planted))
    again = officials.sign_in(request(name), PASSWORD)
    assert not officials.signed_in(request(name)) and officials.signed_in(request(again))


def test_signing_out_ends_the_session_wherever_its_cookie_is(officials: Officials) -> None:
    name = officials.sign_in(request(), PASSWORD)
    officials.sign_out(request(name))
    assert not officials.signed_in(request(name))


def test_a_restart_ends_every_session(officials: Officials) -> None:
    name = officials.sign_in(request(), PASSWORD)
    assert not Officials(WebSettings(officials_password=PASSWORD)).signed_in(request(name))


def test_attempts_are_limited_for_each_address(officials: Officials, clock: Clock) -> None:
    assert [attempt(officials, "wrong") for _ in range(4)] == [403, 403, 403, 429]
    assert attempt(officials, PASSWORD) == 429, "or a guesser would learn which one is right"
    assert attempt(officials, PASSWORD, "10.0.0.2") == 0
    clock.now += WebSettings().attempt_seconds
    assert attempt(officials, PASSWORD) == 0


def test_attempts_are_limited_in_all(officials: Officials) -> None:
    assert [attempt(officials, "wrong", f"10.0.0.{n}") for n in range(6)] == [403] * 5 + [429]


def test_retry_after_says_when(officials: Officials, clock: Clock) -> None:
    for _ in range(3):
        attempt(officials, "wrong")
    clock.now += 100
    with pytest.raises(Refused) as refused:
        officials.sign_in(request(), "wrong")
    assert refused.value.headers == {"retry-after": str(WebSettings().attempt_seconds - 100)}
    assert refused.value.values == {"minutes": 14}


def test_sessions_are_limited_in_number() -> None:
    officials = Officials(WebSettings(officials_password=PASSWORD, officials=2))
    first, second, third = (officials.sign_in(request(), PASSWORD) for _ in range(3))
    assert [officials.signed_in(request(name)) for name in (first, second, third)] == [False, True, True]


def test_a_token_belongs_to_its_cookie_and_to_this_start(officials: Officials) -> None:
    assert officials.token(request("a")) == officials.visitor_token("a") != officials.token(request("b"))
    assert officials.token(request()) == ""
    assert Officials(WebSettings()).token(request("a")) != officials.token(request("a"))


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "https://evil.example",
        "http://policy.example.evil",
        "http://policy.example:81",
        "policy.example",
        "http://[",
    ],
)
def test_g3_a_form_of_another_origin_is_refused(origin: str) -> None:
    with pytest.raises(Refused) as refused:
        same_origin(request(host="policy.example", origin=origin))
    assert refused.value.status == 403


@pytest.mark.parametrize("origin", ["http://policy.example", "https://Policy.Example"])
def test_a_form_of_this_origin_is_let_in(origin: str) -> None:
    same_origin(request(host="policy.example", origin=origin))
