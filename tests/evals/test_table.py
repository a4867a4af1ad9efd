import io

from rich.console import Console

from documents.printable import one_line
from evals.run import run
from evals.summary import failures, summarise
from evals.table import print_failure, print_summary
from tests.evals.fakes import OneDocument, Scripted, question, right


def printed(answers: dict[str, object], words: str = "码头由谁牵头?") -> str:
    rows = list(run([question(question=words), question(id="q2", lang="en")], Scripted(answers), OneDocument()))
    console = Console(file=io.StringIO(), width=120, highlight=False)
    for row in failures(rows):
        print_failure(console, row)
    print_summary(console, summarise(rows))
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def test_categories_languages_and_checks_are_listed() -> None:
    text = printed({"q1": right(), "q2": RuntimeError("broken")})
    for words in ("category", "lead_unit", "language", "en", "50.0%", "audit: numbers", "RuntimeError: broken"):
        assert words in text


def test_questions_steer_neither_terminal_nor_markup() -> None:
    text = printed({"q1": right(lead=None), "q2": right()}, words="[red]谁[/nope]\x1b[2J\nfake line")
    assert "[red]谁[/nope]\\x1b[2J fake line" in text
    assert "\x1b[2J" not in text


def test_one_line_escapes_what_is_invisible() -> None:
    assert one_line("a\nb\tc\x07\u202e") == "a b c\\x07\\u202e"
