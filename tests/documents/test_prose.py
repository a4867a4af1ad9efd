"""Who is responsible where a sentence says so."""

import pytest

from documents.prose import read_prose
from documents.units import unit_lexicon


def read(text: str) -> list[str]:
    signs = {"lead": "+", "support": "-", "joint": "="}
    return [f"{signs[one.role]}{one.unit} {one.basis}" for one in read_prose(text, unit_lexicon())]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("由市公安局牵头，市教育局等部门配合。", ["+市公安局 marked", "-市教育局 marked"]),
        ("选址由市水务局会同市财政局负责。", ["+市水务局 first_listed", "-市财政局 marked"]),
        ("市水务局会同市财政局定期检查。", ["+市水务局 first_listed", "-市财政局 marked"]),
        ("由市水务局负责调度，会同市财政局做好衔接。", ["+市水务局 first_listed", "-市财政局 marked"]),
        ("由市水务局负责、会同市财政局，年底前完成。", ["+市水务局 first_listed", "-市财政局 marked"]),
        ("由市水务局牵头，并会同市财政局、市教育局实施。", ["+市水务局 marked", "-市财政局 marked", "-市教育局 marked"]),
        ("年底前，会同市财政局完成。", []),
        ("市教育局负责甲，市公安局负责乙。", ["=市教育局 joint", "=市公安局 joint"]),
        (
            "县级以上人民政府教育主管部门负责管理。财政等部门按照各自职责做好工作。",
            ["+县级以上人民政府教育主管部门 first_listed", "-财政部门 marked"],
        ),
        ("省、市、县人民政府对本地区安全负责。", ["+省、市、县人民政府 first_listed"]),
        ("甲项目（市教育局、市财政局）", ["+市教育局 first_listed", "-市财政局 first_listed"]),
        ("村民委员会协助做好宣传。", ["-村民委员会 marked"]),
    ],
)
def test_sentences_that_name_who_is_responsible(text: str, units: list[str]) -> None:
    assert read(text) == units


@pytest.mark.parametrize(
    "text",
    [
        "市财政局负责人签字。",
        "市领导表示，市审计局负责把关。",
        "推广“市审计局负责”的做法。",
        "由市发展改革委牵头的联席会议。",
        "有关部门负责落实。",
        "企业向市财政局负责。",
        "工作领导小组负责统筹协调。",
        "理由市民可以说明。",
        "各单位要落实工作责任。",
        "",
    ],
)
def test_sentences_that_name_nobody(text: str) -> None:
    assert read(text) == []


def test_where_the_first_leads_equals_do_not() -> None:
    named = read_prose("市教育局、市民政局按职责分工负责。", unit_lexicon(), first_leads=True)
    assert [(one.unit, one.role, one.basis) for one in named] == [
        ("市教育局", "lead", "first_listed"),
        ("市民政局", "support", "first_listed"),
    ]
