"""One page over a scripted assistant for each module that asks for it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from assistant.web.server import create_app
from assistant.web.settings import WebSettings
from tests.fakes_web import FakeAnswerer, FakeHoldings
from tests.web_server import in_a_loop, serving


@dataclass(frozen=True)
class Site:
    """A running page and the scripted assistant behind it."""

    address: str
    answerer: FakeAnswerer


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    answerer = FakeAnswerer()
    application = in_a_loop(lambda: create_app(answerer, FakeHoldings(), WebSettings()))
    with serving(application) as address:
        yield Site(address, answerer)
