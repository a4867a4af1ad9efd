"""The library as the stages read it: scope, rows, keys, rarity, places."""

import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.document_facts import titles_above, without_statements
from assistant.library import Library
from documents.catalog import Catalogue
from documents.ingest import parse_document
from documents.model import Document
from documents.settings import DocumentSettings
from documents.standing import Standing
from tests.assistant.fakes import POLICY_NAME, library_of, place_of, policy_document, seed_document

TODAY = date(2024, 6, 1)
PLAN = policy_document()
LIBRARY = library_of(PLAN)
BOTH = library_of(seed_document(), PLAN)


def test_it_is_what_the_catalogue_holds(tmp_path: Path) -> None:
    catalogue = Catalogue.open(DocumentSettings(home=tmp_path))
    catalogue.put(PLAN)
    held, hashes = Library.of(catalogue), catalogue.hashes()
    catalogue.close()
    assert held.documents == {POLICY_NAME: PLAN}
    assert held.hashes == hashes
    assert set(hashes) == {POLICY_NAME}


def test_scope() -> None:
    assert [held.name for held in BOTH.scope(None)] == [seed_document().name, POLICY_NAME]
    assert BOTH.scope({POLICY_NAME}) == (PLAN,)
    assert BOTH.scope({"none"}) == ()


def test_places() -> None:
    place = LIBRARY.place(POLICY_NAME, "第二章/第三条")
    assert place is not None
    assert place.key == (POLICY_NAME, "第二章/第三条")
    assert LIBRARY.place(POLICY_NAME, "第九章") is None
    assert LIBRARY.place("none", "第二章") is None


@pytest.mark.parametrize(
    ("locator", "heading"), [("第二章", True), ("第三章", True), ("第二章/第三条", False), ("第四章/第十二条", False)]
)
def test_a_heading_has_no_sentence_of_its_own(locator: str, heading: bool) -> None:
    assert place_of(PLAN, locator).is_heading is heading


def test_rows_are_the_clauses_with_units_in_reading_order() -> None:
    rows = LIBRARY.duties()
    assert len(rows) == 8
    assert (rows[0].locator, rows[0].title) == ("第二章/第三条", "改造翠湖泵站")
    assert [held.unit for held in rows[0].units] == ["市水利局", "市财政局", "市大数据局"]
    assert len(BOTH.duties()) == 36
    assert BOTH.duties({POLICY_NAME}) == rows


def test_the_rows_of_units_are_found_without_the_others() -> None:
    rows = BOTH.duties_of(("市商务局", "市水利局"))
    assert rows == tuple(row for row in BOTH.duties() if {"市商务局", "市水利局"} & {held.unit for held in row.units})
    assert [row.document for row in BOTH.duties_of(("市水利局",), {seed_document().name})] == []


def test_the_row_of_a_clause() -> None:
    duty = BOTH.duty(POLICY_NAME, "第二章/第三条")
    assert duty is not None
    assert (duty.title, duty) == ("改造翠湖泵站", BOTH.duties({POLICY_NAME})[0])
    assert BOTH.duty(POLICY_NAME, "第四章/第十一条") is None
    assert BOTH.duty(seed_document().name, "第二章/第三条") is None


def test_units_are_named_once_in_order_of_mention() -> None:
    assert LIBRARY.units[:4] == ("市水利局", "市财政局", "市大数据局", "市住房城乡建设局")
    assert len(LIBRARY.units) == len(set(LIBRARY.units)) == 14


def test_a_clauses_key_leaves_out_who_is_responsible() -> None:
    key = LIBRARY.clause_key(POLICY_NAME, "第二章/第三条")
    assert "翠湖泵站自动化改造,总投资2.6亿元" in key
    assert "水利局" not in key
    assert "水利局" not in without_statements(PLAN, place_of(PLAN, "第二章/第五条").clause)


def test_a_clause_is_found_by_the_titles_above_it() -> None:
    assert LIBRARY.context_key(POLICY_NAME, "第二章/第三条").startswith("数字水网 ")
    assert titles_above(seed_document(), place_of(seed_document(), "二/(一)/4").clause) == [
        "重点任务",
        "加快基础设施互联互通",
    ]
    assert titles_above(PLAN, place_of(PLAN, "第二章").clause) == []


def test_rarity_is_inverse_document_frequency_over_clauses() -> None:
    total = len(PLAN.clauses)
    assert LIBRARY.frequencies["翠湖"] == 2
    assert LIBRARY.rarity("翠湖") == pytest.approx(math.log(1 + (total - 2 + 0.5) / 2.5))
    assert LIBRARY.rarity("火星") == pytest.approx(math.log(1 + (total + 0.5) / 0.5))
    assert LIBRARY.rarity("翠湖") < LIBRARY.rarity("火星")


def test_a_words_rarity_is_the_mean_of_its_pairs() -> None:
    pairs = [LIBRARY.rarity(pair) for pair in ("翠湖", "湖泵", "泵站")]
    assert LIBRARY.word_rarity("翠湖泵站") == pytest.approx(sum(pairs) / 3)
    assert LIBRARY.word_rarity("") == 0.0
    assert LIBRARY.word_rarity("pump") == LIBRARY.rarity("pump")


@pytest.mark.parametrize(
    ("word", "held"),
    [("翠湖泵站", True), ("翠湖", True), ("泵", False), ("火星", False), ("翠湖火星", False), ("", False)],
)
def test_words_it_has(word: str, held: bool) -> None:
    assert LIBRARY.has_word(word) is held


def test_clauses_that_hold_a_phrase() -> None:
    assert [place.clause.locator for place in LIBRARY.containing("翠湖")] == ["第二章/第三条", "第二章/第六条"]
    assert [place.clause.locator for place in LIBRARY.containing("２.６亿元")] == ["第二章/第三条"]
    assert list(LIBRARY.containing("")) == []
    assert list(BOTH.containing("翠湖", {seed_document().name})) == []


def test_stretches_of_the_text() -> None:
    assert BOTH.holds("翠湖泵站")
    assert not BOTH.holds("翠湖花园")
    assert (BOTH.times("翠湖"), BOTH.times("翠湖花园")) == (3, 0)
    assert BOTH.between("翠湖", "园") == set()
    assert BOTH.between("翠", "泵站") == {"湖"}
    assert BOTH.most_holding("翠湖") == 2
    assert BOTH.most_holding("翠湖花园") == 0


def _changed(tmp_path: Path) -> tuple[Library, Library, Library]:
    """A library, the same brought level after one document changed, one came and one went, and one read anew."""
    catalogue = Catalogue.open(DocumentSettings(home=tmp_path))
    for document in (PLAN, seed_document(), parse_document("gone", "一、旧事。\n二、往事。", "1")):
        catalogue.put(document)
    before = Library.of(catalogue, TODAY)
    assert before.frequencies
    catalogue.put(parse_document(POLICY_NAME, PLAN.source.replace("翠湖泵站", "碧湖泵站"), "changed"))
    catalogue.put(parse_document("new", "一、新事。由市科技局负责。", "2"))
    catalogue.remove("gone")
    after, anew = Library.of(catalogue, TODAY, before), Library.of(catalogue, TODAY)
    catalogue.close()
    return before, after, anew


def test_a_library_brought_level_is_the_one_read_anew(tmp_path: Path) -> None:
    before, after, anew = _changed(tmp_path)
    assert (after.documents, after.hashes, after.standings) == (anew.documents, anew.hashes, anew.standings)
    assert after.frequencies == anew.frequencies
    assert (after.units, after.clauses, after.local_places) == (anew.units, anew.clauses, anew.local_places)
    assert "翠湖泵站" in before.clause_key(POLICY_NAME, "第二章/第三条")
    assert "碧湖泵站" in after.clause_key(POLICY_NAME, "第二章/第三条")


def test_what_did_not_change_is_kept(tmp_path: Path) -> None:
    before, after, _ = _changed(tmp_path)
    name = seed_document().name
    assert after.documents[name] is before.documents[name]
    assert after.facts[name] is before.facts[name]
    assert after.facts[POLICY_NAME] is not before.facts[POLICY_NAME]


def test_standings() -> None:
    lapsed = Standing("repealed", "2024-01-01", "new")
    library = Library({PLAN.name: PLAN, "old": replace(PLAN, name="old")}, standings={"old": lapsed})
    assert library.standing("old") == lapsed
    assert library.standing(PLAN.name).in_force
    assert library.lapsed == {"old"}
    assert library.in_force == {PLAN.name}


def _named(title: str, issuer: str) -> Document:
    return replace(PLAN, title=title, issuer=issuer)


@pytest.mark.parametrize(
    ("title", "issuer", "places"),
    [
        ("云溪市水网方案", "云溪市人民政府", {"云溪市"}),
        ("关于东海市融入省会经济圈的意见", "", {"东海市"}),
        ("东海市场监管办法", "", set()),
        ("数字水网方案", "澜江省人民政府办公厅", {"澜江省"}),
        ("水网方案", "", set()),
    ],
)
def test_the_places_it_is_from(title: str, issuer: str, places: set[str]) -> None:
    assert library_of(_named(title, issuer)).local_places == places


def test_an_empty_library_answers_every_look_up() -> None:
    empty = Library({})
    assert (empty.duties(), empty.units, empty.scope(None), empty.local_places) == ((), (), (), frozenset())
    assert list(empty.containing("翠湖")) == []
    assert empty.rarity("翠湖") > 0
    assert empty.sounds.corrected("翠湖") == "翠湖"


def test_a_document_without_clauses_is_held() -> None:
    library = library_of(parse_document("note", "只有一句话"))
    assert library.duties() == ()
    assert [place.clause.locator for place in library.containing("一句话")] == ["前言"]
