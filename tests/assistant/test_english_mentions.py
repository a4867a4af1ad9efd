"""Units as English questions name them."""

import pytest

from assistant.mentions import find_mentions
from assistant.unit_names import UnitNames
from assistant.words import fold
from documents.units import unit_lexicon

UNITS = UnitNames.of(
    [
        "市发展改革委", "市教育局", "市财政局", "省财政厅", "省市场监管局", "市公安局", "市交通运输局", "市税务局",
        "县红十字会",
        "市水务局", "县水利局", "市消防救援支队", "市生态环境局", "东海海关", "市卫生健康委",
    ],
    unit_lexicon(),
)  # fmt: skip


def named(question: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(mention.text, mention.units) for mention in find_mentions(fold(question), UNITS, unit_lexicon())]


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("What does the NDRC do?", ["市发展改革委"]),
        ("How many tasks involve the provincial market regulator?", ["省市场监管局"]),
        ("What do the police have to do?", ["市公安局"]),
        ("Is the fire brigade in it?", ["市消防救援支队"]),
        ("What is the Red Cross involved in?", ["县红十字会"]),
        ("I work for the tax people. Anything in here for us?", ["市税务局"]),
        ("I look after schools for the city government", ["市教育局"]),
        ("what about the lot that runs the buses", ["市交通运输局"]),
        ("What must customs do?", ["东海海关"]),
        ("the provincial finance bureau", ["省财政厅"]),
        ("the municipal finance department", ["市财政局"]),
        ("the county's water bureau", ["县水利局"]),
        ("What tasks do the police and the health authority share?", ["市公安局", "市卫生健康委"]),
    ],
)
def test_everyday_names_abbreviations_and_descriptions(question: str, units: list[str]) -> None:
    assert [unit for _, found in named(question) for unit in found] == units


@pytest.mark.parametrize(
    "question",
    [
        "rules for customs clearance",
        "police station opening hours",
        "Who runs the buses?",
        "which department is responsible for schools?",
        "tell me the department responsible for housing",
        "Who are the people who run the schools?",
        "Which unit has the most tasks?",
        "a court case about a dog",
    ],
)
def test_a_question_after_a_unit_names_none(question: str) -> None:
    assert named(question) == []


def test_a_unit_that_the_library_lacks_is_named_all_the_same() -> None:
    assert named("What does the weather bureau do?") == [("weather bureau", ())]


def test_a_place_in_pinyin_belongs_to_the_name() -> None:
    assert named("What must the Donghai education bureau do?") == [("donghai education bureau", ("市教育局",))]
    assert named("What must Donghai's police do?") == [("donghai's police", ("市公安局",))]
    assert named("Which local education bureau?") == [("education bureau", ("市教育局",))]


def test_a_level_that_tells_nothing_keeps_all() -> None:
    assert named("the district water bureau") == [("water bureau", ("市水务局", "县水利局"))]
