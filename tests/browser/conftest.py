"""Debian's chromium under playwright, and a page that remembers all it asked for and complained about."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
DESKTOP = (1280, 800)
PHONE = (390, 844)


@dataclass
class Visit:
    """A page with its record: every request, console error and dialog since it was opened."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def ask(self, question: str) -> str:
        """Type a question, send it and wait for its answer; what the answer shows."""
        self.page.fill("#question textarea", question)
        self.page.press("#question textarea", "Enter")
        return self.answer(question)

    def answer(self, question: str) -> str:
        """The finished answer to `question`, once it is there."""
        current = self.page.locator("#current .talk", has=self.page.locator(".question", has_text=question[:40]))
        finished = current.locator(".answer:not(.working)")
        finished.wait_for()
        return str(finished.inner_text())

    def foreign(self, address: str) -> list[str]:
        """Requests that left the page's own server."""
        return [url for url in self.requests if not url.startswith((address + "/", "data:", "blob:"))]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for each module: while it is up, playwright keeps an event loop running in this thread."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(SWITCHES))
        yield browser
        browser.close()


def visit(
    chromium: Browser,
    address: str,
    size: tuple[int, int] = DESKTOP,
    locale: str = "zh-CN",
    stands: str = "#earlier .talk",
    scripts: bool = True,
) -> Visit:
    """Open `address` in a fresh profile and wait for the page to stand: for what the selector `stands` finds."""
    view = {"width": size[0], "height": size[1]}
    context = chromium.new_context(viewport=view, locale=locale, java_script_enabled=scripts)
    context.set_default_timeout(20_000)
    record = Visit(context.new_page())
    record.page.on("request", lambda request: record.requests.append(request.url))
    record.page.on("console", lambda message: _note(record, message))
    record.page.on("pageerror", lambda error: record.errors.append(str(error)))
    record.page.on("dialog", lambda dialog: _dismiss(record, dialog))
    record.page.goto(address)
    record.page.locator(stands).first.wait_for()
    return record


def _note(record: Visit, message: ConsoleMessage) -> None:
    if message.type in ("error", "warning"):
        record.errors.append(message.text)


def _dismiss(record: Visit, dialog: Dialog) -> None:
    record.dialogs.append(dialog.message)
    dialog.dismiss()
