import pytest

from evals.audit import Library
from evals.question import Question
from evals.run import Row, ask, judge, run
from evals.system import System
from tests.evals.fakes import NAME, OneDocument, Scripted, question, right


def row_of(asked: Question, system: System, library: Library) -> Row:
    return judge(asked, ask(asked, system), library)


QUESTIONS = [question(id="q1"), question(id="q2"), question(id="q3"), question(id="q4")]


def test_rows_come_in_order_and_faults_stay_with_their_question() -> None:
    answers = {"q1": right(), "q2": ValueError("no\nway"), "q3": {"id": "q3"}, "q4": right(lead="市乙局")}
    rows = list(run(QUESTIONS, Scripted(answers), OneDocument()))
    assert [row.question.id for row in rows] == ["q1", "q2", "q3", "q4"]
    assert [row.verdict for row in rows] == ["right", "error", "error", "wrong"]
    assert [row.right for row in rows] == [True, False, False, False]
    assert rows[1].error == "ValueError: no\nway"
    assert rows[2].error.startswith("InvalidPrediction: ")
    assert rows[1].checks == rows[2].checks == ()


def test_an_error_leaves_an_object_with_every_field_of_the_contract() -> None:
    row = row_of(question(), Scripted({"q1": RuntimeError("broken")}), OneDocument())
    assert set(right()) <= set(row.raw)
    assert (row.raw["id"], row.raw["outcome"], row.raw["error"]) == ("q1", "error", "RuntimeError: broken")


def test_rows_are_made_one_at_a_time() -> None:
    rows = run(QUESTIONS, Scripted({"q1": right()}), OneDocument())
    assert next(rows).verdict == "right"
    assert next(rows).verdict == "error"


def test_a_library_that_fails_is_an_error_of_its_question() -> None:
    class Broken:
        def document(self, name: str) -> None:
            raise OSError(f"{name} unreadable")

    row = row_of(question(), Scripted({"q1": right()}), Broken())  # type: ignore[arg-type]
    assert row.error == f"OSError: {NAME} unreadable"


def test_an_interruption_is_no_error_row() -> None:
    with pytest.raises(KeyboardInterrupt):
        ask(question(), Scripted({"q1": KeyboardInterrupt()}))


def test_a_fault_that_the_system_caught_itself_is_an_error_and_no_refusal() -> None:
    gold = question(answerable=False, units=(), lead=None, clauses=(), answer=())
    fault = right(refused=True, outcome="failed", answer="", units=[], lead=None, citations=[])
    row = row_of(gold, Scripted({"q1": fault}), OneDocument())
    assert row.verdict == "error"
    assert row.raw == fault
