"""The term a question is about, and the other clauses that hold it."""

from assistant.page import Page
from assistant.subject import relate_subject, subject_term, touching
from documents.ingest import parse_document
from tests.assistant.fakes import POLICY_NAME, desk_over, found_turn, place_of, policy_document, seed_document

DESK = desk_over()
THIRD = place_of(policy_document(), "第二章/第三条")


def test_the_longest_word_that_the_clause_holds() -> None:
    assert subject_term(found_turn("泵站自动化由谁牵头?", DESK), THIRD, DESK) == "自动化"


def test_of_equally_long_words_the_rarest() -> None:
    """`改造` stands in one clause, `翠湖` and `泵站` in two each."""
    assert subject_term(found_turn("翠湖泵站改造由谁牵头?", DESK), THIRD, DESK) == "改造"


def test_none_where_the_clause_holds_no_word_of_the_question() -> None:
    assert subject_term(found_turn("无人配送由谁牵头?", DESK), THIRD, DESK) is None


def test_an_english_question_is_about_what_its_words_stand_for() -> None:
    assert subject_term(found_turn("Who leads the pump work?", DESK), THIRD, DESK) == "泵站"


def test_a_word_in_most_clauses_says_nothing() -> None:
    document = parse_document("common", "办法\n\n第一条 建设项目甲。\n第二条 建设项目乙。\n第三条 建设道路丙。\n")
    desk = desk_over(document)
    first, third = place_of(document, "第一条"), place_of(document, "第三条")
    assert subject_term(found_turn("项目由谁负责?", desk), first, desk) is None
    assert subject_term(found_turn("道路由谁负责?", desk), third, desk) == "道路"


def test_every_clause_with_text_that_holds_the_term() -> None:
    turn = found_turn("翠湖由谁负责?", DESK)
    assert {place.clause.locator for place in touching(turn, "翠湖", DESK)} == {"第二章/第三条", "第二章/第六条"}
    assert list(touching(turn, "附则", DESK)) == []


def test_a_document_asked_of_keeps_the_others_out() -> None:
    desk = desk_over(seed_document(), policy_document())
    turn = found_turn("物流由谁负责?", desk, document=POLICY_NAME)
    assert {place.document.name for place in touching(turn, "物流", desk)} == {POLICY_NAME}


def test_other_clauses_are_related_and_the_cited_one_is_not() -> None:
    turn = found_turn("翠湖由谁负责?", DESK)
    page = Page(turn, DESK)
    page.cite(THIRD, THIRD.clause.start, THIRD.clause.end)
    relate_subject(page, THIRD)
    draft = page.draft()
    assert [related.locator for related in draft.related] == ["第二章/第六条"]
    assert "“翠湖”" in draft.answer
