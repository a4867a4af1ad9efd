"""The page over a scripted assistant: stages, languages, phone, examples, a new chat (rows H1, O5)."""

import threading
from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, expect

from assistant.turn import Turn
from assistant.web.server import create_app
from assistant.web.settings import WebSettings
from tests.browser.conftest import PHONE, visit
from tests.fakes_web import STAGES, FakeAnswerer, FakeHoldings
from tests.web_server import in_a_loop, serving

pytestmark = [pytest.mark.browser, pytest.mark.server]


class SlowAnswerer(FakeAnswerer):
    """Waits after the second stage of a question that says so, until the test lets it go on."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def stream(
        self, question: str, history: Sequence[str] = (), document: str | None = None
    ) -> Iterator[tuple[str, Turn]]:
        for stage, turn in super().stream(question, history, document):
            if stage == "compose" and "慢" in question:
                self.go.wait(20)
            yield stage, turn


@pytest.fixture(scope="module")
def answerer() -> SlowAnswerer:
    return SlowAnswerer()


@pytest.fixture(scope="module")
def address(answerer: SlowAnswerer) -> Iterator[str]:
    with serving(in_a_loop(lambda: create_app(answerer, FakeHoldings(), WebSettings(), STAGES))) as url:
        yield url


def test_stages_are_named_while_they_run(chromium: Browser, address: str, answerer: SlowAnswerer) -> None:
    person = visit(chromium, address)
    person.page.fill("#question textarea", "慢慢答")
    person.page.click("#send")
    expect(person.page.locator("#current .done")).to_have_text(["理解问题", "检索条款"])
    expect(person.page.locator("#current .running")).to_have_text("摘取原文作答…")
    answerer.go.set()
    assert "市交通局牵头。" in person.answer("慢慢答")
    assert person.errors == [] and person.foreign(address) == []
    person.page.context.close()


def test_a_citation_opens_beside_the_chat_with_its_quote_in_view(chromium: Browser, address: str) -> None:
    person = visit(chromium, address)
    assert "复制的文本在此受损" in person.ask("谁牵头？")
    person.page.click("#current button.chip >> nth=0")
    quote = person.page.locator("#document mark#quote")
    expect(quote).to_have_text("市交通局要疏浚示范河航道")
    expect(quote).to_be_in_viewport()
    expect(person.page.locator("#current .answer")).to_be_in_viewport()
    assert "advert" not in person.page.content()
    person.page.click("#current button.small.chip >> nth=0")
    expect(quote).to_contain_text("扩建机场")
    person.page.context.close()


def test_earlier_exchanges_stay_and_a_new_chat_clears_them(chromium: Browser, address: str) -> None:
    person = visit(chromium, address)
    person.ask("第一问")
    person.ask("第二问")
    expect(person.page.locator("#earlier .question")).to_have_text("问：第一问")
    person.page.click("#clear")
    expect(person.page.locator("#earlier .welcome")).to_be_visible()
    expect(person.page.locator("#current .question")).to_have_count(0)
    person.page.context.close()


def test_an_example_is_asked_by_pressing_it(chromium: Browser, address: str) -> None:
    person = visit(chromium, address)
    person.page.click("#example-0")
    assert "市交通局牵头。" in person.answer("疏浚示范河航道由哪个部门负责？")
    person.page.context.close()


def test_the_language_follows_the_browser_and_the_switch(chromium: Browser, address: str) -> None:
    person = visit(chromium, address, locale="en-US")
    expect(person.page.locator("#masthead h1")).to_have_text("Policy Questions")
    person.ask("who leads?")
    person.page.locator("#language").get_by_text("中文").click()
    expect(person.page.locator("#masthead h1")).to_have_text("政策文件问答")
    expect(person.page.locator("#earlier .hint >> nth=0")).to_have_text("依据")
    expect(person.page.locator("#send")).to_have_text("提问")
    assert person.page.evaluate("document.documentElement.lang") == "zh"
    assert person.errors == []
    person.page.context.close()


def test_on_a_phone_the_document_lies_over_the_chat_and_closes(chromium: Browser, address: str) -> None:
    person = visit(chromium, address, size=PHONE)
    person.ask("谁牵头？")
    expect(person.page.locator("#document")).not_to_be_visible()
    person.page.click("#current button.chip >> nth=0")
    expect(person.page.locator("#document mark#quote")).to_be_in_viewport()
    person.page.click("#close-document")
    expect(person.page.locator("#document")).not_to_be_visible()
    assert person.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    person.page.context.close()
