"""An official and a citizen at the library in a real browser (rows O1, O2, O3, O5, P2, U1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document as WordDocument
from playwright.sync_api import Browser, expect

from assistant.web.server import create_app
from assistant.web.settings import WebSettings
from documents.catalog import Catalogue
from documents.ingest import parse_document
from documents.settings import DocumentSettings
from tests.browser.conftest import DESKTOP, PHONE, Visit, visit
from tests.fakes_web import FakeAnswerer, sample_document
from tests.web_server import in_a_loop, serving, sink

pytestmark = [pytest.mark.browser, pytest.mark.server]

PASSWORD = "correct horse battery"
LINES = (
    "云溪市人民政府关于加快智慧交通建设的实施意见",
    "一、建设智能路网",
    "（一）改造信号灯。2025年底前完成120个路口改造。（责任单位：市交通运输局、市公安局）",
    "（二）建设停车平台。建成停车平台。（责任单位：市城管局）",
)
HOSTILE = (
    "<script>alert(1);fetch('{sink}/script')</script><img src={sink}/img onerror=alert(2)>"
    "<form action={sink}/login><input name=password></form><a href={sink}/a>x</a>{{{{7*7}}}}![x]({sink}/md)"
)


@dataclass(frozen=True)
class Site:
    """A running server, what it serves, and a foreign server that hostile text points to."""

    address: str
    catalogue: Catalogue
    folder: Path
    foreign: str
    seen: list[str]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("library")
    documents, settings = DocumentSettings(home=folder), WebSettings(officials_password=PASSWORD)
    catalogue = Catalogue.open(documents)
    catalogue.put(sample_document())
    application = in_a_loop(lambda: create_app(FakeAnswerer(), catalogue, settings, (), documents))
    with sink() as (foreign, seen), serving(application) as address:
        yield Site(address, catalogue, folder, foreign, seen)
    catalogue.close()


def come(chromium: Browser, site: Site, path: str = "/library", **how: object) -> Visit:
    return visit(chromium, site.address + path, stands="main h1, main article", **how)  # type: ignore[arg-type]


def sign_in(person: Visit) -> None:
    person.page.click("header a[href^='/sign-in']")
    person.page.fill("input[type=password]", PASSWORD)
    person.page.click("main button")
    person.page.wait_for_url("**/library*")


def leave(person: Visit, site: Site) -> None:
    """Nothing was complained about and nothing left this server."""
    assert person.errors == [] and person.dialogs == []
    assert person.foreign(site.address) == [] and site.seen == []
    person.page.context.close()


def word_file(path: Path, lines: tuple[str, ...]) -> Path:
    document = WordDocument()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def send(person: Visit, form: str, *paths: Path) -> None:
    """Choose files in a form, send them, confirm their names and wait for the results."""
    person.page.set_input_files(f"{form} input[type=file]", [str(path) for path in paths])
    person.page.click(f"{form} button")
    person.page.wait_for_url("**/library/confirm*")
    person.page.click("form[action^='/library/add'] button")
    person.page.locator("table .tag").first.wait_for()
    person.page.locator("a.button").first.wait_for()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_official_adds_replaces_compares_repeals_and_removes(
    chromium: Browser, site: Site, size: tuple[int, int]
) -> None:
    name = f"智慧交通{size[0]}"
    person = come(chromium, site, size=size)
    sign_in(person)
    send(person, "form[action^='/library/upload']", word_file(site.folder / f"{name}.docx", LINES))
    expect(person.page.locator("table .tag")).to_have_text("已添加")
    person.page.click("td.title a")
    expect(person.page.locator("article")).to_contain_text("改造信号灯")
    person.page.click("details.manage summary")
    changed = tuple(line.replace("120个", "150个") for line in LINES)
    send(person, "details.manage", word_file(site.folder / "第二稿.docx", changed))
    person.page.click("td a[href*='/document/changes']")
    expect(person.page.locator("section.change")).to_have_count(1)
    expect(person.page.locator("del")).to_have_text("120")
    expect(person.page.locator("ins")).to_have_text("150")
    person.page.goto(f"{site.address}/document?name={name}")
    person.page.click("details.manage summary")
    person.page.select_option("select[name=status]", "repealed")
    person.page.click("form[action^='/library/standing'] button")
    expect(person.page.locator("section.about .tag").first).to_have_text("已废止")
    assert person.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    person.page.click("details.manage summary")
    person.page.click("a[href^='/library/remove']")
    person.page.check("input[name=sure]")
    person.page.click("button.danger")
    expect(person.page.locator(".notice.done")).to_have_text("文件已移除。")
    assert name not in site.catalogue.names()
    leave(person, site)


def test_files_that_are_too_much_together_are_refused_before_they_are_sent(chromium: Browser, site: Site) -> None:
    person = come(chromium, site)
    sign_in(person)
    person.page.evaluate("document.querySelector('form[data-most]').dataset.most = '3'")
    path = site.folder / "四.txt"
    path.write_text("four", encoding="utf-8")
    person.page.set_input_files("input[type=file]", str(path))
    assert "请分几次上传" in person.page.eval_on_selector("input[type=file]", "field => field.validationMessage")
    person.page.click("form[data-most] button")
    assert person.page.url.endswith("/library")
    leave(person, site)


def test_without_scripts_everything_works(chromium: Browser, site: Site) -> None:
    person = come(chromium, site, scripts=False)
    sign_in(person)
    send(person, "form[action^='/library/upload']", word_file(site.folder / "无脚本.docx", LINES))
    expect(person.page.locator("table .tag")).to_have_text("已添加")
    person.page.click("header form button")
    person.page.wait_for_url("**/library*")
    expect(person.page.locator("form[action^='/library/upload']")).to_have_count(0)
    leave(person, site)


def test_a_citizen_reads_in_both_languages_and_comes_back_to_the_chat(chromium: Browser, site: Site) -> None:
    person = come(chromium, site, locale="en-US")
    expect(person.page.locator("h1")).to_have_text("Library")
    person.page.click(".language[lang=zh]")
    expect(person.page.locator("h1")).to_have_text("文件库")
    person.page.click("a[href*='name=sample']")
    expect(person.page.locator("article")).to_contain_text("疏浚示范河航道")
    person.page.click("nav.rooms a >> nth=0")
    expect(person.page.locator("#masthead h1")).to_have_text("政策文件问答")
    with person.page.expect_popup() as opened:  # beside the chat, which would forget its conversation
        person.page.click("#masthead a[href^='/library']")
    expect(opened.value.locator("h1")).to_have_text("文件库")
    assert person.page.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage))") == []
    leave(person, site)


def test_a_clause_linked_to_is_in_view(chromium: Browser, site: Site) -> None:
    text = "长文\n" + "".join(f"第{number}条 内容{number}。\n" for number in range(1, 200))
    site.catalogue.put(parse_document("长文", text))
    for mark in ("", "#quote"):
        person = come(chromium, site, f"/document?name=长文&clause=第150条{mark}")
        expect(person.page.locator("mark")).to_contain_text("内容150。")
        expect(person.page.locator("mark")).to_be_in_viewport()
        leave(person, site)


def test_o1_o2_o3_hostile_documents_are_text_on_every_page(chromium: Browser, site: Site) -> None:
    hostile = HOSTILE.format(sink=site.foreign)
    for rest in ("", "二、新\n"):
        site.catalogue.put(parse_document(hostile, f"{hostile}\n一、{hostile}\n（责任单位：{hostile}局）\n{rest}"))
    site.catalogue.set_standing(hostile, "repealed", by=f"《{hostile}之二》")
    person = come(chromium, site)
    sign_in(person)
    page = person.page
    for step in (
        lambda: page.goto(f"{site.address}/library"),
        lambda: page.click("td.title a[href*='script']"),
        lambda: page.click("a[href^='/document/changes'] >> nth=0"),
        page.go_back,
        lambda: page.click("details.manage summary"),
        lambda: page.click("a[href^='/library/remove']"),
    ):
        step()
        page.wait_for_load_state()
        assert page.locator("img, video, iframe, svg, body script, a[href^='http'], form[action^='http']").count() == 0
        assert page.locator("input[name=password]").count() == 0
        assert "alert(1)" in page.inner_text("body"), page.url
    page.wait_for_timeout(150)
    site.catalogue.remove(hostile)
    leave(person, site)
