"""Reports: hostile text stays text, the page asks for nothing, and every failure carries its reason and evidence."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest

from evals.report import headline, html_report, markdown_report
from evals.report_view import ReportView, confusions, report_view
from evals.run import Row, run
from evals.summary import summarise
from evals.system import Answer, Found
from tests.evals.fakes import DOCUMENT, NAME, OneDocument, Scripted, citation, question, right

HOSTILE = '<script>alert(1)</script><img src="http://192.0.2.1/x"> $title ${headline} {{ view }}'


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def view_of(rows: Sequence[Row], name: str = "set") -> ReportView:
    return report_view(name, rows, summarise(rows), [("Set", name)], {NAME: DOCUMENT})


@pytest.fixture(scope="module")
def hostile() -> ReportView:
    questions = [
        question(id="q1"),
        question(id=HOSTILE, question=HOSTILE, units=(HOSTILE,), lead=None),
        question(id="q3"),
    ]
    found = (Found(NAME, "二/1", HOSTILE, 2.5, 1, 3),)
    spoiled = Answer(right(answer=HOSTILE, citations=[citation(locator=HOSTILE)]), found, 0.7)
    answers = {"q1": right(), HOSTILE: spoiled, "q3": RuntimeError(HOSTILE)}
    return view_of(list(run(questions, Scripted(answers), OneDocument())), HOSTILE)


def test_hostile_text_stays_text_and_the_page_asks_for_nothing(hostile: ReportView) -> None:
    page = html_report(hostile)
    tags = Tags()
    tags.feed(page)
    names = [name for name, _ in tags.found]
    assert names.count("script") == 1
    assert not {"img", "link", "iframe", "object", "video", "image"} & set(names)
    links = [
        attributes[key] or "" for _, attributes in tags.found for key in ("href", "src", "action") if key in attributes
    ]
    links += [attributes["xlink:href"] or "" for _, attributes in tags.found if "xlink:href" in attributes]
    assert links
    assert all(link.startswith("#") for link in links)
    (policy,) = [attributes for name, attributes in tags.found if name == "meta" and "http-equiv" in attributes]
    assert (policy["content"] or "").startswith("default-src 'none'; ")
    assert not [attributes for _, attributes in tags.found if any(key.startswith("on") for key in attributes)]


def test_failures_stand_in_the_report_with_evidence_and_right_answers_do_not(hostile: ReportView) -> None:
    page = html_report(hostile)
    assert page.count('<article class="failure"') == 2
    assert "RuntimeError: &lt;script&gt;" in page
    assert "not in the answer: 4个 | 四个, 10万吨" in page
    assert "<h3>q1" not in page
    assert "What the search found" in page
    assert 'id="clause-plan-二-1"' in page
    assert 'href="#clause-plan-二-1"' in page
    assert DOCUMENT.clauses[1].text in page


def test_every_plot_that_has_something_to_show_is_there(hostile: ReportView) -> None:
    assert [title.split(":")[0] for title, _ in hostile.plots] == [
        "Accuracy by category", "Latency", "When to refuse", "Units taken for others",
    ]  # fmt: skip
    assert all(svg.startswith("<svg") for _, svg in hostile.plots)


def test_the_same_run_gives_the_same_page(hostile: ReportView) -> None:
    rows = list(run([question()], Scripted({"q1": right(lead=None)}), OneDocument()))
    assert html_report(view_of(rows)) == html_report(view_of(rows))


def test_a_run_without_failures_says_so() -> None:
    rows = list(run([question()], Scripted({"q1": right()}), OneDocument()))
    assert "<p>Nothing.</p>" in html_report(view_of(rows))


def test_markdown_is_escaped_and_holds_the_failures(hostile: ReportView) -> None:
    report = markdown_report(hostile)
    assert "<script>" not in report
    assert report.count("\n### ") == 2
    assert re.search(r"^\| strict_accuracy \| 0\.333 \|", report, re.MULTILINE)


def test_confusions_pair_what_was_missed_with_what_came() -> None:
    answers = {"q1": right(units=["市甲局", "市丙局"]), "q2": right(units=["市甲局"]), "q3": right()}
    rows = list(run([question(id=name) for name in answers], Scripted(answers), OneDocument()))
    assert confusions(rows) == {("市乙局", "市丙局"): 1, ("市乙局", "(none)"): 1}


def test_the_headline_holds_the_run_in_one_sentence() -> None:
    rows = list(run([question(), question(id="q2")], Scripted({"q1": right()}), OneDocument()))
    assert headline(summarise(rows)) == (
        "1 of 2 right (50.0%), 1 errors; 0 with an unsupported claim; latency median 12.5 ms, p95 12.5 ms"
    )
