from html.parser import HTMLParser

from evals.report import headline, html_report
from evals.run import run
from evals.summary import summarise
from tests.evals.fakes import OneDocument, Scripted, question, right

HOSTILE = '<script>alert(1)</script><img src="http://192.0.2.1/x"> $title ${headline}'


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def report() -> str:
    questions = [question(id="q1"), question(id=HOSTILE, question=HOSTILE), question(id="q3")]
    answers = {"q1": right(), HOSTILE: right(answer=HOSTILE), "q3": RuntimeError(HOSTILE)}
    rows = list(run(questions, Scripted(answers), OneDocument()))
    return html_report(HOSTILE, rows, summarise(rows))


def test_hostile_text_stays_text_and_the_page_asks_for_nothing() -> None:
    tags = Tags()
    tags.feed(report())
    names = {name for name, _ in tags.found}
    assert not names & {"script", "img", "link", "iframe", "form", "a", "object", "video"}
    assert not [attributes for _, attributes in tags.found if {"src", "href", "style", "action"} & set(attributes)]
    policies = [attributes for name, attributes in tags.found if name == "meta" and "http-equiv" in attributes]
    assert policies == [
        {"http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"}
    ]


def test_failures_stand_in_the_report_and_right_answers_do_not() -> None:
    page = report()
    assert page.count("<article>") == 2
    assert "not in the answer: 4个 | 四个, 10万吨" in page
    assert "RuntimeError: &lt;script&gt;" in page
    assert "<h3>q1" not in page


def test_a_run_without_failures_says_so() -> None:
    rows = list(run([question()], Scripted({"q1": right()}), OneDocument()))
    assert "To look at (0)" in html_report("set", rows, summarise(rows))


def test_the_headline_holds_the_run_in_one_sentence() -> None:
    rows = list(run([question(), question(id="q2")], Scripted({"q1": right()}), OneDocument()))
    assert headline(summarise(rows)) == (
        "1 of 2 right (50.0%), 1 errors; 0 with an unsupported claim; latency median 12.5 ms, p95 12.5 ms"
    )
