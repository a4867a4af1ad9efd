"""Units that a question names: by name, abbreviation, subject or in English."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.mentions import find_mentions
from documents.units import unit_lexicon

LEXICON = unit_lexicon()
UNITS = (
    "市水利局",
    "市财政局",
    "市自然资源和规划局",
    "市人力资源社会保障局",
    "市教育局",
    "市生态环境局",
    "市委组织部",
    "市科技局",
    "滨江新区管委会",
)


def named(folded: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(mention.text, mention.units) for mention in find_mentions(folded, UNITS, LEXICON)]


@pytest.mark.parametrize(
    ("folded", "text", "unit"),
    [
        ("由市水利局牵头", "市水利局", "市水利局"),
        ("水利局管什么", "水利局", "市水利局"),
        ("水务局管什么", "水务局", "市水利局"),
        ("自规局负责什么", "自规局", "市自然资源和规划局"),
        ("人社局负责什么", "人社局", "市人力资源社会保障局"),
        ("组织部做什么", "组织部", "市委组织部"),
        ("滨江新区管委会做什么", "滨江新区管委会", "滨江新区管委会"),
        ("管教育的部门负责什么", "管教育的部门", "市教育局"),
        ("环保部门负责啥", "环保部门", "市生态环境局"),
        ("水利口负责啥", "水利口", "市水利局"),
        ("what does the finance bureau do", "finance bureau", "市财政局"),
        ("is it led by the finance bureau", "finance bureau", "市财政局"),
        ("finance bureau负责哪些任务", "finance bureau", "市财政局"),
        ("the department of education", "department of education", "市教育局"),
        ("the natural resources bureau", "natural resources bureau", "市自然资源和规划局"),
        ("who in the organization department", "organization department", "市委组织部"),
    ],
)
def test_a_unit_of_the_library(folded: str, text: str, unit: str) -> None:
    assert named(folded) == [(text, (unit,))]


@pytest.mark.parametrize(
    ("folded", "text"),
    [
        ("市公安局负责什么", "市公安局"),
        ("司法局负责什么", "司法局"),
        ("what is the police bureau responsible for", "police bureau"),
        ("what does the municipal forestry bureau do", "forestry bureau"),
    ],
)
def test_a_unit_that_the_library_does_not_name(folded: str, text: str) -> None:
    """The name alone is shown to the person: no word of the question may stick to it."""
    mentions = find_mentions(folded, UNITS, LEXICON)
    assert [(mention.text, mention.units) for mention in mentions] == [(text, ())]


@pytest.mark.parametrize(
    "folded",
    [
        "哪个局牵头",
        "由哪个部门负责",
        "管教育的资料要共享",
        "学校和社会",
        "which bureau leads",
        "the bureau",
        "雨水花园由谁牵头",
        "",
    ],
)
def test_no_unit_is_named(folded: str) -> None:
    assert named(folded) == []


@pytest.mark.parametrize(
    "folded", ["管教育的要做什么", "管教育的还负责哪些", "管教育的跟医院一块办的事", "管教育的", "管教育的,排第几"]
)
def test_a_field_before_what_is_asked_of_it_is_a_unit(folded: str) -> None:
    assert named(folded) == [("管教育的", ("市教育局",))]


def test_several_units_in_order() -> None:
    assert named("市财政局、水利局和市教育局") == [
        ("市财政局", ("市财政局",)),
        ("水利局", ("市水利局",)),
        ("市教育局", ("市教育局",)),
    ]
    assert named("the education bureau and the science and technology bureau") == [
        ("education bureau", ("市教育局",)),
        ("science and technology bureau", ("市科技局",)),
    ]


def test_the_level_must_agree() -> None:
    assert named("省财政厅负责什么") == [("省财政厅", ())]


@given(st.text(alphabet="由市省水利财政局委部和管教育的部门the finance bureauof ", max_size=40))
def test_mentions_are_spans_that_never_overlap(folded: str) -> None:
    mentions = find_mentions(folded, UNITS, LEXICON)
    assert all(mention.text == folded[mention.start : mention.end] for mention in mentions)
    assert all(first.end <= second.start for first, second in pairwise(mentions))
    assert all(set(mention.units) <= set(UNITS) for mention in mentions)


def test_two_fields_to_choose_between_are_two_units() -> None:
    assert named("归财政还是水利管") == [("财政", ("市财政局",)), ("水利", ("市水利局",))]
    assert named("财政怎么管") == []


def test_the_governments_of_a_level_are_those_that_a_document_names_together() -> None:
    units = ("各县(市、区)人民政府", "乡镇人民政府", "安和县人民政府")
    found = find_mentions("县里政府要做什么", units, LEXICON)
    assert [mention.units for mention in found] == [("各县(市、区)人民政府",)]
