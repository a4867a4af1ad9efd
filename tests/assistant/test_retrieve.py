"""Retrieving: clauses asked for by number as they are, found ones best first, sides of a comparison apart."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.grammar import Kind
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.question import Understanding
from assistant.retrieve import Asked, coverage, retrieve
from assistant.turn import Turn
from assistant.understand import understand
from index.keys import search_key
from tests.assistant.fakes import (
    POLICY_NAME,
    FixedSearch,
    WordSearch,
    desk_over,
    found_turn,
    library_of,
    policy_document,
    seed_document,
)

PLAN = policy_document()
LIBRARY = library_of(PLAN)
DESK = desk_over()


def places(turn: Turn) -> list[str]:
    return [hit.place.clause.locator for hit in turn.hits]


def test_the_clause_that_holds_the_words_comes_first() -> None:
    turn = found_turn("无人配送由谁牵头?", DESK)
    assert places(turn)[0] == "第三章/第八条"
    assert turn.hits[0].coverage == 1.0
    assert turn.evidence
    assert turn.search_terms["无人"] == 1.0


def test_the_best_first_and_each_clause_once() -> None:
    turn = found_turn("翠湖泵站由谁牵头?", DESK)
    scores = [hit.score for hit in turn.hits]
    assert scores == sorted(scores, reverse=True)
    assert len(places(turn)) == len(set(places(turn)))


@pytest.mark.parametrize(
    ("question", "locators"),
    [
        ("第三条由谁牵头?", ["第二章/第三条"]),
        ("第二章/第四条由谁牵头?", ["第二章/第四条"]),
        ("第三章有哪些任务?", ["第三章"]),
        ("第七条和第八条有什么不同?", ["第三章/第七条", "第三章/第八条"]),
        ("第九十条讲什么?", []),
    ],
)
def test_clauses_asked_for_by_number_are_not_searched_for(question: str, locators: list[str]) -> None:
    search = WordSearch(PLAN)
    turn = found_turn(question, desk_over(search=search))
    assert places(turn) == locators
    assert search.asked == []
    assert all(hit.evidence is None for hit in turn.hits)


def test_of_clauses_with_the_same_number_one_with_units_is_meant() -> None:
    desk = desk_over(seed_document())
    assert places(found_turn("第一项由谁牵头?", desk)) == ["二/(一)/1"]


def test_where_none_has_units_the_first_is_meant() -> None:
    assert places(found_turn("第十二条讲什么?", DESK)) == ["第四章/第十二条"]


def test_clauses_of_an_earlier_answer_are_taken_as_they_are() -> None:
    turn = understand(Turn("翠湖泵站由谁牵头?"), DESK)
    assert turn.understanding is not None
    leaning = replace(turn.understanding, places=((POLICY_NAME, "第二章/第四条"), ("gone", "一")))
    assert places(retrieve(replace(turn, understanding=leaning), DESK)) == ["第二章/第四条"]


def test_only_the_document_asked_is_searched() -> None:
    search = WordSearch(seed_document(), PLAN)
    desk = desk_over(seed_document(), PLAN, search=search)
    turn = found_turn("物流由谁牵头?", desk, document=POLICY_NAME)
    assert {hit.place.document.name for hit in turn.hits} == {POLICY_NAME}
    assert [documents for _, documents in search.asked] == [[POLICY_NAME]]


def test_the_two_sides_of_a_comparison_are_found_apart() -> None:
    turn = found_turn("冷链物流园和无人配送的责任单位有什么不同?", DESK)
    assert places(turn) == ["第三章/第七条", "第三章/第八条"]


def test_a_comparison_with_one_side_is_an_ordinary_search() -> None:
    turn = found_turn("冷链物流园有什么不同?", DESK)
    assert places(turn)[0] == "第三章/第七条"


def test_what_the_library_no_longer_holds_is_dropped() -> None:
    held = replace(PLAN, clauses=tuple(clause for clause in PLAN.clauses if clause.locator != "第三章/第八条"))
    turn = found_turn("无人配送由谁牵头?", desk_over(held, search=FixedSearch(PLAN, "第三章/第八条", "第三章/第七条")))
    assert places(turn) == ["第三章/第七条"]


def test_nothing_is_searched_for_without_a_subject() -> None:
    search = WordSearch(PLAN)
    assert found_turn("一共有多少项任务?", desk_over(search=search)).hits == ()
    assert search.asked == []


def test_a_turn_that_was_not_understood_passes() -> None:
    assert retrieve(Turn("翠湖"), DESK) == Turn("翠湖")


def covered(words: dict[str, tuple[str, ...]], text: str, library: Library = LIBRARY) -> float:
    weights = {word: library.word_rarity(word) for word in words}
    return coverage(Asked(Understanding(Kind.FACT, "", ""), {}, words, weights), search_key(text))


def test_coverage() -> None:
    nothing: tuple[str, ...] = ()
    assert covered({"翠湖": nothing}, "改造翠湖泵站") == 1.0
    assert covered({"火星": nothing}, "改造翠湖泵站") == 0.0
    assert covered({}, "改造翠湖泵站") == 0.0
    assert covered({"pump": ("泵站",)}, "改造翠湖泵站") == 1.0
    assert covered({"pump": ("桥梁",)}, "改造翠湖泵站") == 0.0


def test_a_word_counts_by_its_rarity_and_half_for_its_pairs() -> None:
    nothing: tuple[str, ...] = ()
    lake, mars = LIBRARY.word_rarity("翠湖"), LIBRARY.word_rarity("火星")
    assert covered({"翠湖": nothing, "火星": nothing}, "翠湖") == pytest.approx(lake / (lake + mars))
    assert covered({"翠湖桥": nothing}, "翠湖泵站") == pytest.approx(0.25)


@given(st.lists(st.text(alphabet="翠湖泵站火星冷链", min_size=1, max_size=4), max_size=4), st.text(max_size=30))
def test_coverage_is_a_share(words: list[str], text: str) -> None:
    assert 0.0 <= covered(dict.fromkeys(words, ()), text) <= 1.0


def test_the_real_index_finds_both_headline_clauses(both: Assistant) -> None:
    for question in ("小清河复航由哪个局牵头?", "Which bureau leads the Xiaoqing River navigation work?"):
        assert both.ask(question).hits[0].place.key == (seed_document().name, "二/(一)/4")
    assert both.ask("翠湖泵站改造由哪个单位牵头?").hits[0].place.key == (POLICY_NAME, "第二章/第三条")
