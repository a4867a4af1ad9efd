"""The ledger in a browser: filtered, sorted, opened, exported, printed; on a phone, and without scripts."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pypdfium2
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from documents.catalog import Catalogue
from tests.assistant.fakes import SEED_NAME, policy_document, seed_document
from tests.assistant.web.ledger_site import PASSWORD, ledger_application
from tests.browser.conftest import DESKTOP, PHONE, Visit, visit
from tests.web_server import serving

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    catalogue = Catalogue(f"sqlite:///{tmp_path_factory.mktemp('ledger') / 'catalogue.sqlite3'}")
    for document in (seed_document(), policy_document()):
        catalogue.put(document)
    with serving(ledger_application(catalogue)) as url:
        yield url
    catalogue.close()


def opened(
    chromium: Browser, url: str, *, size: tuple[int, int] = DESKTOP, locale: str = "zh-CN", scripts: bool = True
) -> Visit:
    """`url` in a fresh profile."""
    return visit(chromium, url, size, locale, "h1", scripts)


def places(person: Visit) -> list[str]:
    return [text.strip() for text in person.page.locator("table.ledger td.locator").all_inner_texts()]


def clean(person: Visit, address: str) -> bool:
    """No error of ours, and nothing asked of anybody else. This site has no chat page, and so no icon."""
    errors = [text for text in person.errors if "404" not in text]
    return errors == [] and person.foreign(address) == []


def test_from_a_filter_to_the_unit_and_its_clause(chromium: Browser, address: str) -> None:
    person = opened(chromium, address + "/ledger")
    person.page.fill("input[name=unit]", "交通局")
    person.page.select_option("select[name=role]", "lead")
    person.page.get_by_role("button", name="筛选").click()
    expect(person.page.locator(".total")).to_contain_text("共 5 项任务")
    assert parse_qs(urlsplit(person.page.url).query)["unit"] == ["交通局"]
    first = places(person)
    person.page.locator("th a", has_text="配合").click()
    person.page.locator("th a", has_text="配合").click()
    expect(person.page.locator("th[aria-sort=descending]")).to_contain_text("配合")
    assert places(person) != first and sorted(places(person)) == sorted(first)
    deep = opened(chromium, person.page.url)
    assert places(deep) == places(person), "a deep link opens the same view"
    person.page.locator(".total a", has_text="市交通运输局的责任单").click()
    expect(person.page.locator("h1")).to_contain_text("市交通运输局")
    expect(person.page.locator("main")).to_contain_text("分开列出、分开计数")  # two cities have a bureau of that name
    assert person.page.locator("article.duty blockquote").count() == 7
    target = person.page.locator("article.duty a.title").first.get_attribute("href") or ""
    assert target.startswith("/document?name=") and "clause=" in target
    assert clean(person, address) and clean(deep, address)
    for visitor in (person, deep):
        visitor.page.context.close()


def test_what_is_shown_is_what_is_downloaded(chromium: Browser, address: str) -> None:
    person = opened(chromium, address + "/ledger?unit=发改委&role=lead&document=" + SEED_NAME)
    held = {}
    for form in ("CSV", "XLSX"):
        with person.page.expect_download() as waiting:
            person.page.locator(".exports a", has_text=form).first.click()
        assert waiting.value.suggested_filename.startswith("责任清单-按条款-发改委")
        held[form] = Path(waiting.value.path()).read_bytes()
    rows = list(csv.reader(io.StringIO(held["CSV"].decode("utf-8-sig"), newline="")))
    assert [row[1] for row in rows[1:]] == places(person) == ["二/(一)/5", "二/(七)/23", "二/(七)/24", "二/(八)/28"]
    sheet = load_workbook(io.BytesIO(held["XLSX"]))["按条款"]
    assert [row[0] for row in sheet.iter_rows(min_row=6, values_only=True)] == places(person)
    assert clean(person, address)
    person.page.context.close()


def test_the_heat_map_opens_what_a_number_counts(chromium: Browser, address: str) -> None:
    person = opened(chromium, address + "/ledger?view=chart&document=" + SEED_NAME)
    cell = person.page.locator("table.heat a[title='市发展改革委、市投资促进局：3 项']").first
    shade = cell.evaluate("node => getComputedStyle(node.parentElement).backgroundColor")
    assert shade not in ("rgba(0, 0, 0, 0)", "transparent"), "colours come with the style sheet"
    widths = person.page.locator("table.bars rect.k-led").evaluate_all("all => all.map(r => r.width.baseVal.value)")
    assert max(widths) > 0
    cell.click()
    expect(person.page.locator(".total")).to_contain_text("共 3 项任务")
    assert clean(person, address)
    person.page.context.close()


@pytest.mark.parametrize(
    "path", ["/ledger", "/ledger?view=chart", "/ledger/unit?name=发改委", "/ledger/unit?name=发改委&brief=1"]
)
def test_on_a_phone_the_page_does_not_scroll_sideways(chromium: Browser, address: str, path: str) -> None:
    person = opened(chromium, address + path, size=PHONE, locale="en-US")
    assert person.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    heat = person.page.locator(".scroll").first
    if "chart" in path:
        assert heat.evaluate("box => box.scrollWidth > box.clientWidth"), "it scrolls in its own box"
    expect(person.page.locator("html")).to_have_attribute("lang", "en")
    assert clean(person, address)
    person.page.context.close()


def test_without_scripts_everything_is_there(chromium: Browser, address: str) -> None:
    person = opened(chromium, address + "/ledger", scripts=False)
    person.page.fill("input[name=keyword]", "航空港")
    person.page.keyboard.press("Enter")
    expect(person.page.locator("td.locator")).to_have_text(["二/(一)/3"])
    person.page.goto(address + "/ledger?view=chart")
    assert person.page.locator("table.heat tbody tr").count() == 16
    person.page.context.close()


def test_the_brief_prints_on_one_page(chromium: Browser, address: str, tmp_path: Path) -> None:
    person = opened(chromium, address + "/ledger/unit?name=发改委&brief=1")
    expect(person.page.get_by_role("button", name="打印")).to_be_visible()
    paper = tmp_path / "brief.pdf"
    person.page.pdf(path=paper, format="A4")
    printed = pypdfium2.PdfDocument(paper)
    words = printed[0].get_textpage().get_text_range()
    assert len(printed) == 1
    assert "市发展改革委责任单" in words and "加强能源领域合作" in words
    assert "返回完整页面" not in words and "问答" not in words.splitlines()
    printed.close()
    person.page.context.close()


def test_an_official_notes_progress(chromium: Browser, address: str) -> None:
    person = opened(chromium, address + "/sign-in")
    person.page.fill("input[type=password]", PASSWORD)
    person.page.locator("form.line button").click()
    person.page.goto(address + "/ledger?keyword=航空港")
    person.page.locator("a.note").click()
    person.page.get_by_label("进行中").check()
    person.page.fill("textarea[name=note]", "可研已批复")
    person.page.fill("input[name=who]", "张三")
    person.page.get_by_role("button", name="登记进展").click()
    expect(person.page.locator("td.words")).to_have_text("可研已批复")
    person.page.goto(address + "/ledger?status=under_way")
    assert places(person) == ["二/(一)/3"]
    assert clean(person, address)
    person.page.context.close()
