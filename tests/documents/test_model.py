"""The values that a document is made of."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.model import Clause, Document, Gap, Noise, Repair, Responsibility, overlapping, without_noise

LEAD = Responsibility("市财政局", "lead", "first_listed", 0, 4)
HELPER = Responsibility("市审计局", "support", "first_listed", 5, 9)


def clause(locator: str, *units: Responsibility) -> Clause:
    return Clause(locator, locator.rpartition("/")[2], 1, "题", "文", 0, 1, units)


DOCUMENT = Document(
    "名",
    "题",
    "甲*广告乙",
    "甲黄广告乙",
    tuple(clause(locator) for locator in ("一", "一/(一)", "一/(一)/1", "一十", "二")),
    repairs=(Repair(1, "*", "黄", "rule", 0.9),),
    gaps=(Gap(4, 5, "name", "乙"),),
    noise=(Noise(2, 4, "advertisement"),),
)


def test_clauses_are_found_by_locator() -> None:
    found = DOCUMENT.clause("一/(一)")
    assert found is DOCUMENT.clauses[1]
    assert DOCUMENT.clause("三") is None


def test_children_stand_at_any_depth_and_only_below() -> None:
    assert [one.locator for one in DOCUMENT.children("一")] == ["一/(一)", "一/(一)/1"]
    assert DOCUMENT.children("二") == ()


def test_parent_locators() -> None:
    assert clause("一/(一)/1").parent_locator == "一/(一)"
    assert clause("一").parent_locator == ""


def test_the_lead_is_the_first_that_leads() -> None:
    assert clause("一", HELPER, LEAD).lead is LEAD
    assert clause("一", HELPER).lead is None
    assert clause("一").lead is None


def test_a_quote_is_the_restored_text_less_its_noise() -> None:
    assert DOCUMENT.quote(0, 5) == "甲黄乙"
    assert DOCUMENT.quote(1, 3) == "黄"
    assert DOCUMENT.quote(2, 4) == ""


def test_damage_is_what_touches_a_span() -> None:
    assert DOCUMENT.damage(0, 2) == (DOCUMENT.repairs, ())
    assert DOCUMENT.damage(2, 5) == ((), DOCUMENT.gaps)
    assert DOCUMENT.damage(2, 4) == ((), ())


def test_a_repair_that_stands_restored_nothing() -> None:
    assert Repair(1, "*", "黄", "rule", 0.9).restored
    assert not Repair(1, "*", "*", "rule", 0.3).restored
    assert Repair(1, "*", "*", "rule", 0.3).end == 2


def test_values_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        DOCUMENT.title = "别的"  # type: ignore[misc]


def test_spans_that_only_meet_do_not_overlap() -> None:
    spans = [Gap(0, 2, "x", ""), Gap(2, 4, "x", ""), Gap(3, 6, "x", "")]
    assert list(overlapping(spans, 2, 4)) == spans[1:]
    assert list(overlapping(spans, 6, 9)) == []


@given(st.text(max_size=20), st.data())
def test_without_noise_every_other_character_stays_in_order(text: str, data: st.DataObject) -> None:
    places = st.integers(0, len(text))
    start, end = sorted((data.draw(places), data.draw(places)))
    spans = st.lists(st.tuples(places, places).map(sorted), max_size=4)
    noise = [Noise(first, last, "x") for first, last in data.draw(spans)]
    hidden = {place for gone in noise for place in range(gone.start, gone.end)}
    kept = "".join(text[place] for place in range(start, end) if place not in hidden)
    assert without_noise(text, start, end, noise) == kept
