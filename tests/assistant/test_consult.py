"""Consulting the ledger: the rows of the units named, or of the whole scope."""

from assistant.consult import consult
from assistant.turn import Turn
from tests.assistant.fakes import POLICY_NAME, desk_over, found_turn, policy_document, seed_document

DESK = desk_over(seed_document(), policy_document())


def test_a_question_about_a_unit_gets_its_rows() -> None:
    rows = found_turn("市商务局负责哪些任务?", DESK).duties
    assert [(duty.document == POLICY_NAME, duty.locator) for duty in rows] == [
        (False, "二/(二)/11"),
        (False, "二/(七)/24"),
        (False, "二/(七)/25"),
        (True, "第三章/第七条"),
        (True, "第三章/第九条"),
        (True, "第三章/第十条"),
    ]


def test_a_document_asked_of_keeps_the_others_out() -> None:
    rows = found_turn("市商务局负责哪些任务?", DESK, document=POLICY_NAME).duties
    assert [duty.locator for duty in rows] == ["第三章/第七条", "第三章/第九条", "第三章/第十条"]


def test_any_other_question_gets_all_rows_of_the_scope() -> None:
    assert len(found_turn("翠湖泵站由谁牵头?", DESK).duties) == 36
    assert len(found_turn("翠湖泵站由谁牵头?", DESK, document=POLICY_NAME).duties) == 8
    assert len(found_turn("市公安局负责哪些任务?", DESK).duties) == 36


def test_a_turn_that_was_not_understood_passes() -> None:
    assert consult(Turn("翠湖"), DESK) == Turn("翠湖")
