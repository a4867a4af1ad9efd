"""What a document says once of all its lists."""

import pytest

from documents.conventions import is_convention, read_conventions
from documents.units import unit_lexicon


@pytest.mark.parametrize(
    "text",
    [
        "（列第一位的为牵头单位，下同）",
        "责任单位中排在第一位的部门为牵头部门。",
        "以下任务，排名第一的单位为牵头单位",
        "列在首位的为牵头单位",
    ],
)
def test_the_first_of_every_list_leads(text: str) -> None:
    assert read_conventions(text, unit_lexicon()).first_leads
    assert is_convention(text)


@pytest.mark.parametrize("text", ["市教育局为牵头单位。", "把安全放在第一位。", "坚持发展是第一要务，牵头单位要负责。"])
def test_what_is_no_convention(text: str) -> None:
    found = read_conventions(text, unit_lexicon())
    assert not found.first_leads
    assert found.everywhere == ()


def test_who_has_to_do_all_of_it() -> None:
    text = "一、甲。\n以下各项任务均需各县区政府、市属开发区管委会落实，不再逐一列出。\n二、乙。"
    found = read_conventions(text, unit_lexicon())
    assert [(one.unit, one.role, one.basis) for one in found.everywhere] == [
        ("各县区政府", "support", "marked"),
        ("市属开发区管委会", "support", "marked"),
    ]
    assert text.index("以下") < found.since < text.index("二、")
