"""The page a composer writes on: numbered citations, related clauses, counted numbers; and refusals."""

from dataclasses import replace

import pytest

from assistant.library import Place
from assistant.outcome import Outcome
from assistant.page import Page, nearest_places, refusal
from assistant.text import sentences
from assistant.turn import Language, Turn
from documents.ingest import parse_document
from documents.model import Repair
from tests.assistant.fakes import (
    POLICY_NAME,
    desk_over,
    found_turn,
    place_of,
    policy_document,
    related_locators,
    seed_document,
)

PLAN = policy_document()
DESK = desk_over()
THIRD, FOURTH, FIFTH = (place_of(PLAN, f"第二章/第{label}条") for label in "三四五")


def page(language: Language = "zh", max_related: int = 5) -> Page:
    return Page(Turn("?", language=language), desk_over(max_related=max_related))


def test_citations_are_numbered_in_order_and_a_span_keeps_its_number() -> None:
    writing = page()
    first, second = sentences(THIRD)
    assert [writing.cite(THIRD, first.start, first.end), writing.cite(THIRD, second.start, second.end)] == [1, 2]
    assert writing.cite(THIRD, first.start, first.end) == 1
    citation = writing.draft().citations[0]
    assert (citation.document, citation.locator, citation.title) == (POLICY_NAME, "第二章/第三条", "改造翠湖泵站")
    assert citation.quote == PLAN.quote(citation.start, citation.end) == "改造翠湖泵站。"


def test_a_mark_follows_the_sentence_it_supports() -> None:
    writing = page()
    writing.say("joint_units", 1, units="甲局")
    writing.join("others", units="乙局")
    lines = writing.draft().answer.split("\n")
    assert len(lines) == 1
    assert lines[0].index("甲局") < lines[0].index("[1]") < lines[0].index("乙局")


def test_english_sentences_are_set_apart() -> None:
    writing = page("en")
    writing.say("support_none", 1)
    writing.join("others", units="乙局")
    assert writing.draft().answer == "No other supporting unit is listed.[1] Also listed as responsible: 乙局."


def test_counted_numbers_are_noted_as_they_stand() -> None:
    writing = page()
    assert writing.count(12) == 12
    assert writing.count(0) == 0
    assert writing.draft().counted == ("12", "0")


def test_items_are_noted_in_order() -> None:
    writing = page()
    assert writing.items(("清荷新区", "白鹭洲")) == "清荷新区、白鹭洲"
    assert writing.draft().items == ("清荷新区", "白鹭洲")


def test_evidence_is_quoted_whole() -> None:
    writing = page()
    sentence = sentences(THIRD)[1]
    assert writing.evidence(THIRD, sentence) == 1
    assert sentence.text in writing.draft().answer
    assert "第二章/第三条 改造翠湖泵站" in writing.draft().answer


def test_related_clauses_are_those_not_cited_and_no_more_than_allowed() -> None:
    writing = page(max_related=1)
    writing.cite(THIRD, THIRD.clause.start, THIRD.clause.end)
    writing.relate([THIRD, FOURTH, FOURTH, FIFTH, place_of(PLAN, "前言")], "泵站")
    draft = writing.draft()
    assert [related.locator for related in draft.related] == ["第二章/第四条"]
    assert "“泵站”" in draft.answer


def test_with_nothing_to_relate_nothing_is_said() -> None:
    writing = page()
    writing.relate([place_of(PLAN, "前言")])
    assert writing.draft().answer == ""
    assert page(max_related=0).draft().related == ()


def test_a_clause_is_named_by_locator_and_title() -> None:
    writing = page()
    assert writing.clause_name(THIRD) == "第二章/第三条 改造翠湖泵站"
    assert writing.clause_name(place_of(PLAN, "前言")) == "前言"
    assert page("en").clause_name(place_of(PLAN, "落款")) == "sign-off"
    assert writing.draft().named == ((POLICY_NAME, "第二章/第三条"), (POLICY_NAME, "前言"))


def test_beside_other_documents_its_title_is_named_too() -> None:
    writing = Page(Turn("?"), desk_over(seed_document(), PLAN))
    assert writing.clause_name(THIRD) == f"《{PLAN.title}》第二章/第三条 改造翠湖泵站"


def test_units_stay_chinese_with_their_english_name_behind() -> None:
    assert page().unit_name("市水利局") == "市水利局"
    assert page("en").unit_name("市水利局") == "市水利局 (Municipal Water Affairs Bureau)"
    assert page("en").unit_name("滨江火星局") == "滨江火星局"
    assert page().unit_names(["甲局", "乙局"]) == "甲局、乙局"


@pytest.mark.parametrize(("place", "damaged"), [(THIRD, False), (FIFTH, True)])
def test_a_quote_with_lost_text_is_pointed_out(place: Place, damaged: bool) -> None:
    writing = page()
    writing.cite(place, place.clause.start, place.clause.end)
    draft = writing.draft()
    assert [citation.damaged for citation in draft.citations] == [damaged]
    assert (DESK.sentence("zh", "damaged") in draft.answer) is damaged


def test_a_restored_character_is_damage_too() -> None:
    document = replace(PLAN, repairs=(Repair(THIRD.clause.start, "*", "第", "rule", 0.99),))
    writing = Page(Turn("?"), desk_over(document))
    place = place_of(document, "第二章/第三条")
    writing.cite(place, place.clause.start, place.clause.end)
    assert writing.draft().citations[0].damaged


def test_a_refusal_shows_the_nearest_clauses_and_claims_nothing() -> None:
    turn = found_turn("翠湖泵站由谁牵头?", DESK)
    draft = refusal(turn, DESK, Outcome.NOT_COVERED)
    assert draft.outcome is Outcome.NOT_COVERED
    assert (draft.citations, draft.units, draft.lead) == ((), (), None)
    assert draft.answer.startswith(DESK.sentence("zh", "not_covered"))
    assert related_locators(replace(turn, related=draft.related))[0] == "第二章/第三条"
    assert len(draft.related) <= 3


def test_a_refusal_without_hits_is_its_sentence() -> None:
    draft = refusal(Turn("?", language="en"), DESK, Outcome.UNKNOWN_UNIT, unit="市公安局")
    assert draft.answer == "The documents do not name “市公安局” as a responsible unit."
    assert draft.related == ()


def test_the_nearest_have_text_of_their_own() -> None:
    turn = found_turn("数字水网现代物流行动由谁牵头?", DESK)
    assert {"前言", "第二章"} & {hit.place.clause.locator for hit in turn.hits}
    nearest = nearest_places(turn.hits, DESK)
    assert nearest
    assert all(place.clause.part == "numbered" and not place.is_heading for place in nearest)


def test_a_clause_that_is_not_cited_shows_no_title_that_would_claim_something() -> None:
    rules = parse_document(
        "zhize",
        "安和市预案\n\n一、职责\n\n（一）市水利局：负责水情监测。\n\n（二）使用满十五年的，处五千元罚款。\n\n（三）开展演练\n\n每年演练。\n",
        "policy",
    )
    page = Page(Turn("?"), desk_over(rules))
    names = [page.touching_name(Place(rules, clause)) for clause in rules.children("一")]
    assert [name.split(" ")[0] for name in names] == ["一/(一)", "一/(二)", "一/(三)"]
    assert not any("市水利局" in name or "五千元" in name or "十五年" in name for name in names)
