"""Another document is shown beside the answer only where it answers about as well."""

from dataclasses import replace

from assistant.elsewhere import elsewhere
from assistant.focus import Focus
from assistant.grammar import Kind
from assistant.retrieve import Hit
from documents.ingest import parse_document
from tests.assistant.fakes import desk_over, found_turn, place_of

EAST = parse_document("east", "东海市停车办法\n\n第一条 停车收费标准。停车收费标准为每小时2元。\n")
WEST = parse_document("west", "西海市停车办法\n\n第一条 停车收费标准。停车收费标准为每小时3元。\n")
DESK = desk_over(EAST, WEST)


def shown(score: float, *, spoken_of: tuple[str, ...] = ()) -> list[str]:
    """The documents beside `east`, whose clause has the score 10, where that of `west` has `score`."""
    turn = found_turn("停车收费标准是多少?", DESK)
    evidence = turn.hits[0].evidence
    first, other = (Hit(place_of(one, "第一条"), evidence, 1.0, 10.0) for one in (EAST, WEST))
    focus = Focus(Kind.FACT, "", (), (), (), (), (), None, None, spoken_of) if spoken_of else None
    turn = replace(turn, hits=(first, replace(other, score=score)), focus=focus)
    return [hit.place.document.name for hit in elsewhere(turn, first, DESK, listed=False)]


def test_a_clause_found_about_as_surely_is_shown_and_one_far_behind_is_not() -> None:
    assert shown(9.0) == ["west"]
    assert shown(5.0) == []


def test_a_conversation_about_one_document_stays_with_it() -> None:
    assert shown(9.0, spoken_of=("east",)) == []
    assert shown(9.0, spoken_of=("west",)) == ["west"]
