"""The ledger's pages behind the gate, without gradio, over a catalogue of the test's own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

import httpx

from assistant.web.ledger_page import ledger_pages_alone
from assistant.web.security import Application
from assistant.web.settings import WebSettings
from documents.catalog import Catalogue
from tests.web_server import serving

PASSWORD = "correct horse battery"


def ledger_application(catalogue: Catalogue) -> Application:
    return ledger_pages_alone(catalogue, WebSettings(officials_password=PASSWORD))


@contextmanager
def ledger_site(catalogue: Catalogue) -> Iterator[httpx.Client]:
    """A client of a running server."""
    with serving(ledger_application(catalogue)) as address, client_of(address) as client:
        yield client


def client_of(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, headers={"accept-language": "zh", "origin": address}, timeout=20)


def sign_in(client: httpx.Client) -> None:
    """Makes the client an official's."""
    token = token_of(client.get("/sign-in").text)
    answer = client.post("/sign-in", data={"password": PASSWORD, "token": token})
    assert answer.status_code == 303, answer.text


def token_of(html: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]+)"', html)
    assert found, "the page has no form"
    return found[1]


def shown(html: str) -> str:
    """The words of a page without its tags, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def locators(html: str) -> list[str]:
    """The locators of the rows of a table, in order."""
    return [unescape(found) for found in re.findall(r'<td[^>]* class="locator"[^>]*>([^<]*)<', html)]
