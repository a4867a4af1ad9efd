"""What stands under a heading: named by title, by number, or the widest one when the text's areas are asked for."""

import pytest

from assistant.answer_heading import answer_children, answer_parts, asked_heading
from assistant.outcome import Outcome
from assistant.pipeline import Assistant
from documents.ingest import parse_document
from tests.assistant.fakes import assistant_over, desk_over, found_turn, locators, place_of, policy_document, said

DESK = desk_over()


@pytest.mark.parametrize(
    ("question", "locator"),
    [
        ("数字水网包括哪些任务?", "第二章"),
        ("现代物流有几项任务?", "第三章"),
        ("冷链物流园有几项任务?", None),
        ("火星有几项任务?", None),
    ],
)
def test_the_heading_asked_for(question: str, locator: str | None) -> None:
    found = asked_heading(found_turn(question, DESK), DESK)
    assert (found.clause.locator if found else None) == locator


@pytest.mark.parametrize(
    ("question", "locator", "count"), [("数字水网包括哪些任务?", "第二章", 4), ("现代物流有几项任务?", "第三章", 4)]
)
def test_its_items_are_counted_and_all_named(plan: Assistant, question: str, locator: str, count: int) -> None:
    turn = plan.ask(question)
    assert (turn.outcome, locators(turn)) == (Outcome.ANSWERED, [locator])
    assert f"共 {count} 项" in said(turn)
    for clause in policy_document().children(locator):
        assert clause.title in turn.answer


def test_only_the_level_right_below_counts() -> None:
    pumps = "（一）泵站\n1.翠湖泵站。改造设备。\n2.清荷泵站。改造设备。\n"
    text = f"方案\n\n一、水网\n{pumps}（二）管网\n3.老城管网。更换管道。\n"
    document = parse_document("deep", text)
    draft = answer_children(
        found_turn("水网包括哪些?", desk_over(document)), desk_over(document), place_of(document, "一")
    )
    assert "共 2 项" in draft.answer
    assert "泵站" in draft.answer
    assert "翠湖泵站" not in draft.answer


@pytest.mark.parametrize(
    ("question", "groups"), [("任务一共分几个方面?", 8), ("How many areas are the tasks divided into?", 8)]
)
def test_the_areas_of_the_shipped_corpus(seed: Assistant, question: str, groups: int) -> None:
    turn = seed.ask(question)
    assert locators(turn) == ["二"]
    assert str(groups) in turn.answer
    assert "加快基础设施互联互通" in turn.answer


def test_without_headings_there_are_no_parts() -> None:
    desk = desk_over(parse_document("flat", "办法\n\n第一条 保护古树。\n第二条 保护水源。\n"))
    draft = answer_parts(found_turn("一共有几个部分?", desk), desk)
    assert (draft.outcome, draft.citations) == (Outcome.NOT_COVERED, ())


def test_a_clause_with_text_of_its_own_is_no_heading() -> None:
    turn = assistant_over().ask("无人配送包括哪些任务?")
    assert "第三章/第八条" in locators(turn)
