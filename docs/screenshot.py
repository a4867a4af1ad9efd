"""Take the README's picture: the real program, real questions, an opened citation.

    .venv/bin/python docs/screenshot.py [QUESTION ...] [--out docs/screenshot.png] [--size 1280x800]

Without a question the page's own first example is asked. Needs Debian's chromium (`--chromium` names another).
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def main() -> int:
    """Write the picture; 1 with one line on stderr when the program or the browser does not start."""
    options = _parse()
    width, height = (int(side) for side in options.size.split("x"))
    try:
        with _running() as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=options.chromium, args=SWITCHES)
            page = browser.new_page(viewport={"width": width, "height": height}, locale=options.locale)
            page.goto(address)
            _ask_all(page, options.questions)
            page.screenshot(path=str(options.out))
            browser.close()
    except (Error, RuntimeError) as error:
        print(f"screenshot.py: {str(error).splitlines()[0]}", file=sys.stderr)
        return 1
    print(f"{options.out}: {width} x {height}")
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="docs/screenshot.py", description="Take a picture of the running chat.")
    parser.add_argument("questions", nargs="*", help="asked in turn; the first citation of the last is opened")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshot.png")
    parser.add_argument("--size", default="1280x800", help="width x height in pixels (default: %(default)s)")
    parser.add_argument("--locale", default="zh-CN", help="the browser's language (default: %(default)s)")
    parser.add_argument("--chromium", default="/usr/bin/chromium", help="the browser (default: %(default)s)")
    options = parser.parse_args()
    if not re.fullmatch(r"[1-9][0-9]{2,3}x[1-9][0-9]{2,3}", options.size):
        parser.error(f"--size is WIDTHxHEIGHT in pixels, not {options.size!r}")
    return options


@contextmanager
def _running() -> Iterator[str]:
    """The address of `python app.py`, started on a free port."""
    command = [sys.executable, "app.py", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        assert process.stdout
        found = next((match for line in process.stdout if (match := re.search(r"open (http\S+)", line))), None)
        if found is None:
            raise RuntimeError("app.py did not start; its own line above says why")
        yield found[1]
    finally:
        process.terminate()
        process.wait(30)


def _ask_all(page: Page, questions: list[str]) -> None:
    page.locator("#earlier .welcome").wait_for()
    for question in questions or [page.locator("#example-0").inner_text()]:
        page.fill("#question textarea", question)
        page.press("#question textarea", "Enter")
        asked = page.locator("#current .talk", has=page.locator(".question", has_text=question))
        asked.locator(".answer:not(.working)").wait_for()
    page.locator("#current button.chip").first.click()
    page.locator("#document #quote").wait_for()
    page.wait_for_timeout(300)  # the scroll to the quote follows its arrival


if __name__ == "__main__":
    sys.exit(main())
