"""What an answered turn leaves behind, and that a refused one leaves nothing (H2)."""

from dataclasses import replace

import pytest

from assistant.focus import Focus
from assistant.grammar import Kind
from assistant.outcome import Outcome
from assistant.turn import Turn
from tests.assistant.fakes import POLICY_NAME, assistant_over

ASSISTANT = assistant_over()
ANSWERED = ASSISTANT.ask("翠湖泵站改造由哪个单位牵头?")


def test_the_subject_of_an_answer() -> None:
    focus = Focus.of(ANSWERED)
    assert focus is not None
    assert (focus.kind, focus.role, focus.terms) == (Kind.LEAD, "lead", ("翠湖泵站改造",))
    assert focus.places == ((POLICY_NAME, "第二章/第三条"),)
    assert focus.units == ("市水利局", "市财政局", "市大数据局")
    assert focus.unit == "市水利局"


def test_the_unit_asked_for_comes_before_the_lead() -> None:
    focus = Focus.of(ASSISTANT.ask("市财政局负责哪些任务?"))
    assert focus is not None
    assert focus.unit == "市财政局"
    assert focus.places == ((POLICY_NAME, "第二章/第三条"), (POLICY_NAME, "第三章/第十条"))


def test_what_an_answer_listed() -> None:
    focus = Focus.of(ASSISTANT.ask("坚持哪些原则?"))
    assert focus is not None
    assert focus.items == ("统筹规划", "分步实施", "建管并重", "公众参与")


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome.refused])
def test_a_refusal_leaves_nothing(outcome: Outcome) -> None:
    assert Focus.of(replace(ANSWERED, outcome=outcome)) is None


@pytest.mark.parametrize(
    "turn", [Turn("谁牵头?"), replace(ANSWERED, outcome=None), replace(ANSWERED, understanding=None)]
)
def test_an_unfinished_turn_leaves_nothing(turn: Turn) -> None:
    assert Focus.of(turn) is None


def test_a_partial_answer_leaves_its_subject() -> None:
    assert Focus.of(replace(ANSWERED, outcome=Outcome.PARTIAL)) is not None
