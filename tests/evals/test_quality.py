"""The page of figures and failures: each reason from a row made for it, and a page that names every failure."""

from dataclasses import replace
from pathlib import Path

import pytest

from evals.errors import RunFailed
from evals.metrics import CheckResult
from evals.prediction import parse_prediction
from evals.quality import REASONS, About, SetRun, cell, gold_rank, page, reason
from evals.quality_command import read_about
from evals.question import Message
from evals.run import Row
from evals.system import Found
from tests.evals.fakes import question, right

ABOUT = About("a person", "yes", "1 of 2")


def found(*locators: str) -> tuple[Found, ...]:
    return tuple(Found("policy", locator, "", 1.0) for locator in locators)


def row(*failed: str, outcome: str = "answered", evidence: tuple[Found, ...] = (), **changes: object) -> Row:
    raw = right(outcome=outcome, refused=outcome not in ("answered", "partial"))
    checks = tuple(CheckResult(name, False, f"{name} differs") for name in failed)
    asked = question(**{"document": None, "clauses": ("二/4",), "clauses_any": (), **changes})
    return Row(asked, raw, parse_prediction(raw), checks, (), evidence)


EARLIER = (Message("user", "机场谁管?"),)


@pytest.mark.parametrize(
    ("failed", "expected"),
    [
        (row("refused", answerable=False), "not_refused"),
        (row("refused", outcome="needs_clarifying"), "not_understood"),
        (row("refused", outcome="needs_clarifying", history=EARLIER), "follow_up"),
        (row("refused", outcome="text_lost"), "lost"),
        (row("refused", outcome="not_covered", evidence=found("一", "三")), "not_found"),
        (row("refused", outcome="not_covered", evidence=found("一", "二/4")), "behind_refused"),
        (row("refused", outcome="not_covered", evidence=found("二/4")), "held_back"),
        (row("refused", outcome="not_covered", clauses=()), "refused"),
        (row("clauses", evidence=found("一", "二/4")), "behind"),
        (row("clauses", evidence=found("二/4")), "passed_over"),
        (row("clauses", evidence=found("一")), "not_found"),
        (row("clauses"), "not_searched"),
        (row("clauses", history=EARLIER), "follow_up"),
        (row("citations"), "extra"),
        (row("units", "lead", "citations"), "units"),
        (row("lead"), "lead"),
        (row("answer", "citations"), "wording"),
        (row("forbidden"), "forbidden"),
        (Row(question(), {}, error="broke"), "fault"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_reason_of_a_failure(failed: Row, expected: str) -> None:
    assert reason(failed) == expected
    assert expected in REASONS


def test_too_unsure_is_told_from_held_back_by_the_probability_needed() -> None:
    refused = row("refused", outcome="not_covered", evidence=found("二/4"))
    assert reason(replace(refused, support=0.01)) == "unsure"
    assert reason(replace(refused, support=0.99)) == "held_back"


def test_the_rank_of_the_gold_is_by_the_tail_of_its_locator_in_its_document() -> None:
    assert gold_rank(row(evidence=found("附件/十二/4", "附件/二/4"))) == 2
    assert gold_rank(row(evidence=found("附件/二/4"), document="other")) is None
    assert gold_rank(row()) is None


def test_the_page_has_every_failure_and_what_is_known_of_the_set() -> None:
    rows = [row(), row("units", id="q|7", question="谁*管*?\n")]
    written = page([SetRun("mine", ABOUT, rows)], {})
    assert "| mine | 2 | a person | yes | 1 of 2 | 1, 50.0%" in written
    assert r"| q\|7 | 谁\*管\*? | units: units differs |" in written
    assert REASONS["units"] in written
    assert page([SetRun("mine", ABOUT, rows)], {}) == written


def test_a_set_that_nobody_has_read_stays_unread() -> None:
    written = page([SetRun("unread", About("a person", "no"), [row("units", question="泊位有几个")])], {})
    assert "### unread: 1 of 1" in written
    assert "泊位有几个" not in written


def test_a_set_without_a_failure_says_so() -> None:
    assert "### mine: 0 of 1\n\nNone." in page([SetRun("mine", ABOUT, [row()])], {})


def test_sentence_selection_is_shown_where_it_was_measured() -> None:
    share = {"mean": 0.8, "low": 0.7, "high": 0.9, "count": 10}
    half = {"questions": 10, "assistant": share, "bm25": share, "difference": share, "p_value": 0.01}
    written = page([SetRun("mine", ABOUT, [row()])], {"bench": {"left_out": 3, "held-out half": half}})
    assert "| bench | 10 | 3 | 80.0% (70.0 to 90.0) |" in written


@pytest.mark.parametrize("text", ["a|b", "[x](http://y)", "<script>", "a\nb", "`code`"])
def test_a_cell_cannot_leave_its_table(text: str) -> None:
    shown = cell(text)
    assert "\n" not in shown
    assert all(shown[place - 1] == "\\" for place, letter in enumerate(shown) if letter in "|<>[]`")


def test_what_is_known_of_the_shipped_sets_can_be_read() -> None:
    about = read_about(Path("evals/testsets/about.toml"))
    assert {path.stem for path in Path("evals/testsets").glob("*.jsonl")} <= set(about)


@pytest.mark.parametrize("text", ["[a]\nunknown = 1\n", "[a\n", "a = 1\n"])
def test_a_wrong_file_about_the_sets_is_refused_in_one_sentence(text: str, tmp_path: Path) -> None:
    path = tmp_path / "about.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RunFailed, match="correct it"):
        read_about(path)
    with pytest.raises(RunFailed, match="cannot be read"):
        read_about(tmp_path / "missing.toml")
