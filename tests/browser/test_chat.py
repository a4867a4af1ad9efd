"""The real program in a real browser, as a new user meets it (rows O1, O5, H2, G4, I4, I5)."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PHONE, Visit, visit
from tests.web_server import call, listener_index, page_config

pytestmark = [pytest.mark.browser, pytest.mark.server]

ROOT = Path(__file__).parents[2]
START_SECONDS = 240
FOREIGN = ("http", "eowkz", "TUhjnbcbe")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `python app.py` over a library that it has to set up first."""
    home = tmp_path_factory.mktemp("home")
    process = subprocess.Popen(
        [sys.executable, "app.py", "--port", "0"],
        cwd=ROOT,
        env={**os.environ, "POLICY_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout
    yield _started(process, process.stdout)
    process.terminate()
    process.wait(30)
    process.stdout.close()


def _started(process: "subprocess.Popen[str]", output: IO[str]) -> str:
    watchdog = threading.Timer(START_SECONDS, process.kill)
    watchdog.start()
    try:
        line = next((line for line in output if "open http" in line), "")
    finally:
        watchdog.cancel()
    found = re.search(r"open (http://127\.0\.0\.1:\d+)/", line)
    assert found, f"the program did not start: {process.poll()}"
    return found[1]


@pytest.fixture
def person(chromium: Browser, address: str) -> Iterator[Visit]:
    found = visit(chromium, address)
    yield found
    assert found.errors == [] and found.dialogs == []
    assert found.foreign(address) == []
    found.page.context.close()


def test_three_questions_and_an_opened_citation(person: Visit) -> None:
    first = person.ask("小清河复航由哪个局牵头？")
    assert "市交通运输局" in first and "二/(一)/4" in first
    person.page.click("#current button.chip >> nth=0")
    quote = person.page.locator("#document mark#quote")
    expect(quote).to_contain_text("小清河复航工程")
    expect(quote).to_be_in_viewport()
    assert "市水务局" in person.ask("那配合单位呢？")
    assert "市交通运输局" in person.ask("Which bureau leads the Xiaoqing River navigation work?")
    expect(person.page.locator("#earlier .question")).to_have_count(2)


def test_i4_no_page_shows_the_advertisement(person: Visit) -> None:
    person.ask("文件开头写了什么？")
    person.page.click("#document-0")
    expect(person.page.locator("#document article")).to_be_visible()
    shown = person.page.inner_text("#document") + person.page.inner_text("#talk")
    assert "小清河" in shown
    assert not [foreign for foreign in FOREIGN if foreign in shown]


def test_examples_come_from_the_library_and_are_answered(person: Visit) -> None:
    example = person.page.locator("#example-0").inner_text()
    person.page.click("#example-0")
    person.answer(example)
    expect(person.page.locator("#current .answer .citations li")).not_to_have_count(0)


def test_on_a_phone_a_citation_opens(chromium: Browser, address: str) -> None:
    person = visit(chromium, address, size=PHONE)
    person.ask("小清河复航由哪个局牵头？")
    person.page.click("#current button.chip >> nth=0")
    expect(person.page.locator("#document mark#quote")).to_be_in_viewport()
    assert person.errors == []
    person.page.context.close()


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("长" * 301, "300"),
        ("x" * 60_000, "300"),
        ("😀" * 5_000, "300"),
        ("", ""),
        (" \t\u3000 ", ""),
        ("\ud800", ""),
        ("\u200b\u2060\u202e", ""),
    ],
    ids=["301", "60000", "emoji", "empty", "spaces", "surrogate", "invisible"],
)
def test_g4_a_question_out_of_bounds_gets_its_sentence(address: str, question: str, sentence: str) -> None:
    index = listener_index(page_config(address), "ask")
    messages = call(address, index, [question, "zh"], "bounds1")
    shown = repr(messages)
    assert messages[-1]["success"] and "refused" in shown and "系统出错" not in shown
    assert sentence in re.sub(r"<[^>]*>", "", shown)
