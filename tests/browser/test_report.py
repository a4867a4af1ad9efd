"""A run's report in a real browser, from a file: filtered, sorted, readable on a phone, with no request at all."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from evals.report import html_report
from evals.run import run
from tests.browser.conftest import DESKTOP, PHONE
from tests.evals.fakes import OneDocument, Scripted, question, right
from tests.evals.test_report import HOSTILE, view_of

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    questions = [
        question(id="q1"),
        question(id="q2", question="码头建几个泊位?", category="fact"),
        question(id="q3", question=HOSTILE, category="fact"),
    ]
    answers = {"q1": right(lead=None), "q2": right(answer="不知道"), "q3": right(answer=HOSTILE)}
    path = tmp_path_factory.mktemp("report") / "report.html"
    rows = list(run(questions, Scripted(answers), OneDocument()))
    path.write_text(html_report(view_of(rows)), encoding="utf-8")
    return path


def opened(chromium: Browser, report: Path, size: tuple[int, int]) -> tuple[Page, list[str], list[str]]:
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    page.goto(report.as_uri())
    return page, requests, errors


def shown(page: Page) -> list[str]:
    articles = page.locator("article.failure")
    return [articles.nth(place).locator("h3").inner_text().split()[0] for place in range(articles.count())
            if articles.nth(place).is_visible()]  # fmt: skip


def test_failures_are_filtered_by_words_category_and_check(chromium: Browser, report: Path) -> None:
    page, requests, errors = opened(chromium, report, DESKTOP)
    assert shown(page) == ["q1", "q2", "q3"]
    page.select_option("#category", "fact")
    assert shown(page) == ["q2", "q3"]
    page.fill("#words", "几个泊位")
    assert shown(page) == ["q2"]
    assert page.locator("#shown").inner_text() == "1"
    page.fill("#words", "")
    page.select_option("#category", "")
    page.select_option("#failed", "lead")
    assert shown(page) == ["q1"]
    assert requests == [report.as_uri()]
    assert errors == []


def test_a_table_is_sorted_by_its_head(chromium: Browser, report: Path) -> None:
    page, _, errors = opened(chromium, report, DESKTOP)
    head = page.locator("table.sortable").first.locator("th", has_text="Mean")
    head.click()
    cells = page.locator("table.sortable").first.locator("tbody tr td:nth-child(2)").all_inner_texts()
    assert [float(cell) for cell in cells] == sorted(map(float, cells))
    head.press("Enter")
    again = page.locator("table.sortable").first.locator("tbody tr td:nth-child(2)").all_inner_texts()
    assert again[0] == cells[-1]
    assert errors == []


def test_it_fits_a_phone_and_opens_the_clause_of_a_failure(chromium: Browser, report: Path) -> None:
    page, requests, errors = opened(chromium, report, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    page.locator("article.failure a").first.click()
    assert page.locator("article.clause:target").is_visible()
    assert all(url.startswith(report.as_uri()) for url in requests)
    assert errors == []


def test_it_prints(chromium: Browser, report: Path, tmp_path: Path) -> None:
    page, _, _ = opened(chromium, report, DESKTOP)
    assert page.pdf(path=tmp_path / "report.pdf").startswith(b"%PDF")
