"""Which of the clauses found answers who: one that lists units, or one whose sentences tell of somebody."""

from dataclasses import replace

import pytest

from assistant.best_clause import best_with_units
from assistant.desk import Desk
from assistant.library import Place
from assistant.retrieve import Hit
from assistant.turn import Turn
from documents.ingest import parse_document
from index.model import Evidence, Passage
from tests.assistant.fakes import desk_over, found_turn

TEXT = """云溪市协作方案
一、重点任务
1.加强区域合作。推动各市协作。（责任单位：市发展改革委、市商务局）
二、保障措施
1.加强组织。跨市的难题由工作专班协调解决。
"""
DOCUMENT = parse_document("cooperation", TEXT, "policy")
DESK: Desk = desk_over(DOCUMENT)


def found(locator: str, score: float, ranks: tuple[int | None, int | None]) -> Hit:
    clause = next(clause for clause in DOCUMENT.clauses if clause.locator == locator)
    passage = Passage(DOCUMENT.name, locator, clause.title, clause.start, clause.end, clause.text)
    evidence = Evidence(passage, score, ranks[0], 1.0, ranks[1], 0.9)
    return Hit(Place(DOCUMENT, clause), evidence, 1.0, score)


def best(question: str, *hits: Hit) -> str:
    turn: Turn = replace(found_turn(question, DESK), hits=hits)
    hit = best_with_units(turn, DESK)
    assert hit is not None
    return hit.place.clause.locator


LISTED = found("一/1", 8.0, (2, 2))


@pytest.mark.parametrize(
    ("question", "prose", "answers"),
    [
        ("跨市的难题谁来协调", found("二/1", 9.0, (1, 1)), "二/1"),
        ("跨市的难题谁来协调", found("二/1", 9.0, (1, 3)), "一/1"),
        ("跨市的难题谁来协调", found("二/1", 13.0, (None, 3)), "二/1"),
        ("跨市的难题哪个部门来协调", found("二/1", 9.0, (1, 1)), "一/1"),
        ("跨市的难题由谁牵头协调", found("二/1", 9.0, (1, 1)), "一/1"),
    ],
    ids=["both sides put it first", "one side does", "far better", "a unit is asked for", "a lead is asked for"],
)
def test_prose_answers_who_where_the_search_is_sure_of_it(question: str, prose: Hit, answers: str) -> None:
    hits = sorted((LISTED, prose), key=lambda hit: -hit.score)
    assert best(question, *hits) == answers


def test_nothing_found_is_no_clause() -> None:
    assert best_with_units(replace(found_turn("谁来协调", DESK), hits=()), DESK) is None
