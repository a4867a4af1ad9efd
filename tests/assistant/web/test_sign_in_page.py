"""Signing in over HTTP: the cookie, the form's token, another's session, attempts, what is logged."""

import io
import logging
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import httpx
import pytest

from assistant.web.log import LOGGER, JsonLines
from assistant.web.officials import COOKIE
from assistant.web.settings import WebSettings
from documents.catalog import Catalogue
from documents.settings import DocumentSettings
from tests.assistant.web.library_site import PASSWORD, Office, office, sign_in, token_of

pytestmark = pytest.mark.server


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    documents = DocumentSettings(home=tmp_path)
    catalogue = Catalogue.open(documents)
    with office(catalogue, documents, WebSettings(officials_password=PASSWORD, attempts=2)) as site:
        yield site
    catalogue.close()


def cookie_of(answer: httpx.Response) -> "SimpleCookie":
    return SimpleCookie(answer.headers["set-cookie"])


@pytest.mark.parametrize(("scheme", "secure"), [("http", ""), ("https", True)])
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(desk: Office, scheme: str, secure: object) -> None:
    """Behind a proxy on this machine that ends TLS, the cookie is for TLS only."""
    with desk.visitor() as client:
        client.headers["x-forwarded-proto"] = scheme
        client.follow_redirects = False
        first = client.get("/sign-in")
        planted = cookie_of(first)[COOKIE].value
        client.cookies.set(COOKIE, planted)
        answer = client.post("/sign-in", data={"token": token_of(first.text), "password": PASSWORD})
    assert answer.status_code == 303
    cookie = cookie_of(answer)[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["secure"]) == (True, "strict", "/", secure)
    assert int(cookie["max-age"]) == WebSettings().official_seconds
    assert cookie.value != planted, "a session that somebody planted before is not the one signed in"


def test_a_planted_cookie_is_not_signed_in_by_another(desk: Office) -> None:
    with desk.visitor() as victim, desk.visitor() as attacker:
        attacker.cookies.set(COOKIE, "planted")
        victim.cookies.set(COOKIE, "planted")
        form = token_of(victim.get("/sign-in").text)
        victim.post("/sign-in", data={"token": form, "password": PASSWORD})
        assert "sign-out" not in attacker.get("/library").text


def test_the_form_needs_its_own_token(desk: Office) -> None:
    with desk.visitor() as client, desk.visitor() as other:
        client.get("/sign-in")
        foreign = token_of(other.get("/sign-in").text)
        answer = client.post("/sign-in", data={"token": foreign, "password": PASSWORD})
        assert answer.status_code == 403 and "没有受理" in answer.text


def test_attempts_are_429_with_when_to_come_back(desk: Office) -> None:
    with desk.visitor("en") as client:
        wrong = [sign_in(client, "wrong") for _ in range(3)]
        assert [answer.status_code for answer in wrong] == [403, 403, 429]
        assert 0 < int(wrong[-1].headers["retry-after"]) <= WebSettings().attempt_seconds
        assert "try again in 15 minutes" in wrong[-1].text
        assert sign_in(client, PASSWORD).status_code == 429


def test_p2_no_password_is_logged_or_shown(desk: Office) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    try:
        with desk.visitor() as client:
            answer = sign_in(client, "my other password")
            sign_in(client, PASSWORD)
    finally:
        LOGGER.removeHandler(handler)
    assert "sign_in_failed" in stream.getvalue() and "signed_in" in stream.getvalue()
    assert "password" not in stream.getvalue() and PASSWORD not in stream.getvalue()
    assert "my other password" not in answer.text
    assert PASSWORD not in repr(WebSettings(officials_password=PASSWORD))
