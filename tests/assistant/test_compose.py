"""Composing: one composer for every kind, and the drafts that the kinds share."""

import pytest

from assistant.compose import COMPOSERS, answer_count, answer_fact, answer_list, answer_units, compose
from assistant.grammar import Kind
from assistant.outcome import Outcome
from assistant.turn import Draft, Turn
from tests.assistant.fakes import composed_turn, desk_over, found_turn

DESK = desk_over()


def draft_of(question: str) -> Draft:
    draft = composed_turn(question, DESK).draft
    assert draft is not None
    return draft


def cited(draft: Draft) -> list[str]:
    return [citation.locator for citation in draft.citations]


def test_every_kind_has_its_composer() -> None:
    assert set(COMPOSERS) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_a_composer_that_knows_nothing_of_the_question_claims_nothing(kind: Kind) -> None:
    draft = COMPOSERS[kind](Turn("?"), DESK)
    assert (draft.units, draft.lead) == ((), None)


def test_a_turn_that_was_not_understood_has_no_draft() -> None:
    assert compose(Turn("翠湖"), DESK).draft is None


def test_composing_fills_the_draft_and_nothing_else() -> None:
    turn = found_turn("翠湖泵站由谁牵头?", DESK)
    composed = compose(turn, DESK)
    assert composed.draft is not None
    assert (composed.outcome, composed.answer, composed.citations) == (None, "", ())
    assert composed.hits == turn.hits


@pytest.mark.parametrize(
    ("question", "locators"),
    [
        ("一共有多少项任务?", 8),
        ("有哪些任务?", 8),
        ("有多少个责任单位?", 6),
        ("有哪些责任单位?", 6),
    ],
)
def test_asked_of_the_whole_text(question: str, locators: int) -> None:
    draft = draft_of(question)
    assert draft.outcome is Outcome.ANSWERED
    assert len(draft.citations) == locators


def test_a_count_of_a_units_tasks_is_its_duties() -> None:
    draft = draft_of("市商务局一共有多少项任务?")
    assert draft.units == ("市商务局",)
    assert "3" in draft.counted


def test_a_count_of_a_clauses_units_names_them() -> None:
    draft = answer_count(found_turn("雨水花园有几个责任单位?", DESK), DESK)
    assert len(draft.units) == 4
    assert set(cited(draft)) == {"第二章/第四条"}


def test_a_count_under_a_heading_counts_its_items() -> None:
    assert cited(answer_count(found_turn("现代物流有几项任务?", DESK), DESK)) == ["第三章"]


def test_a_count_of_the_text_is_its_number() -> None:
    draft = answer_count(found_turn("雨水花园有多少处?", DESK), DESK)
    assert cited(draft)[0] == "第二章/第四条"
    assert "60处" in draft.answer


def test_a_list_under_a_heading_or_of_the_text() -> None:
    assert cited(answer_list(found_turn("数字水网包括哪些?", DESK), DESK)) == ["第二章"]
    assert cited(answer_list(found_turn("第三章有哪些任务?", DESK), DESK)) == ["第三章"]
    assert cited(answer_list(found_turn("坚持哪些原则?", DESK), DESK))[0] == "第一章/第二条"


def test_units_of_a_subject_or_of_all() -> None:
    assert len(answer_units(found_turn("有哪些责任单位?", DESK), DESK).units) == 14
    assert len(answer_units(found_turn("雨水花园的责任单位有哪些?", DESK), DESK).units) == 4


def test_a_bare_number_asks_for_the_clause() -> None:
    draft = answer_fact(found_turn("第十二条?", DESK), DESK)
    assert cited(draft) == ["第四章/第十二条"]
