"""The library's pages behind the gate, without gradio, over a catalogue of the test's own, and a client of them."""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import httpx
from fastapi import FastAPI

from assistant.web import document_page, library_page, pages, sign_in_page
from assistant.web.officials import Officials
from assistant.web.pages import Pages
from assistant.web.security import Application, Gate
from assistant.web.settings import WebSettings
from documents.catalog import Catalogue
from documents.settings import DocumentSettings
from tests.web_server import serving

PASSWORD = "correct horse battery"
POLICY = (
    "云溪市智慧交通实施意见\n云政发〔2024〕6号\n一、建设路网\n"
    "（一）改造信号灯。完成120个。（责任单位：市交通局、市公安局）\n"
)
ADDING_SECONDS = 20


@dataclass(frozen=True)
class Office:
    """A running server and what it serves."""

    address: str
    catalogue: Catalogue

    @contextmanager
    def visitor(self, language: str = "zh") -> Iterator[httpx.Client]:
        """A browser that nobody has signed in with."""
        headers = {"accept-language": language, "origin": self.address}
        with httpx.Client(base_url=self.address, headers=headers, follow_redirects=True) as client:
            yield client

    @contextmanager
    def official(self, language: str = "zh") -> Iterator[httpx.Client]:
        """A browser in which an official is signed in."""
        with self.visitor(language) as client:
            assert sign_in(client, PASSWORD).status_code == 200
            yield client


@contextmanager
def office(catalogue: Catalogue, documents: DocumentSettings, settings: WebSettings) -> Iterator[Office]:
    """The server, until the block ends."""
    with serving(library_application(catalogue, documents, settings)) as address:
        yield Office(address, catalogue)


def library_application(catalogue: Catalogue, documents: DocumentSettings, settings: WebSettings) -> Application:
    """Sign-in, library and documents behind the gate."""
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    frame = Pages(Officials(settings))
    frame.install(application)
    application.include_router(sign_in_page.sign_in_router(frame, settings))
    application.include_router(document_page.document_router(catalogue, frame))
    application.include_router(library_page.library_router(catalogue, frame, settings, documents))
    doors = (*pages.DOORS, *sign_in_page.DOORS, *document_page.DOORS, *library_page.library_doors(settings))
    return Gate(application, settings.body_bytes, doors)


def sign_in(client: httpx.Client, password: str) -> httpx.Response:
    """Fill in the sign-in form as a browser does."""
    return client.post("/sign-in", data={"token": token_of(client.get("/sign-in").text), "password": password})


def token_of(html: str) -> str:
    """The token of a page's first form."""
    found = re.search(r'name="token" value="([^"]*)"', html)
    assert found, "the page has no form with a token"
    return unescape(found[1])


def form_token(client: httpx.Client) -> str:
    """The token of a signed-in official's forms."""
    return token_of(client.get("/library").text)


def send(client: httpx.Client, files: Sequence[tuple[str, bytes]], **fields: str) -> httpx.Response:
    """Send files; the page that asks to confirm their names, or the refusal."""
    parts = [("files", (name, content)) for name, content in files]
    return client.post("/library/upload", data={"token": form_token(client), **fields}, files=parts)


def confirm(client: httpx.Client, page: str, **changed: str) -> httpx.Response:
    """Send the confirming form as `page` shows it, with some fields changed ("" leaves a tick out)."""
    data = {name: unescape(value) for name, value in re.findall(r'name="([\w-]+)" value="([^"]*)"', page)}
    data = {name: value for name, value in {**data, **changed}.items() if value or not name.startswith("keep-")}
    return client.post("/library/add", data=data)


def add(client: httpx.Client, *files: tuple[str, bytes], **fields: str) -> str:
    """Send, confirm and wait; the page with the results."""
    answer = confirm(client, send(client, files, **fields).text)
    assert answer.url.path == "/library/job", answer.text
    return finished(client, str(answer.url))


def finished(client: httpx.Client, address: str) -> str:
    """The page of an adding once it is done."""
    deadline = time.monotonic() + ADDING_SECONDS
    while 'id="job"' in (page := client.get(address).text):
        assert time.monotonic() < deadline, page
        time.sleep(0.02)
    return page


def visible_text(html: str) -> str:
    """What a reader sees of a page: its text without tags, spaces as one."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def disk_use(*folders: Path) -> int:
    """Bytes of all files below these folders."""
    return sum(file.stat().st_size for folder in folders for file in folder.rglob("*") if file.is_file())
