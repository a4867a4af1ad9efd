"""Lines that look like headings and are none."""

import pytest

from documents.lines import visible_lines
from documents.listings import is_sign_off, listed_lines


def listed(text: str) -> list[str]:
    lines = visible_lines(text, ())
    return [lines[place].text for place in sorted(listed_lines(lines))]


@pytest.mark.parametrize(
    "line",
    [
        "东海市人民政府",
        "东海市交通运输局",
        "中共东海市委 东海市人民政府",
        "2023年5月6日",
        "年12月14日",
        "二〇二三年五月六日",
        "（2023年5月6日）",
        "（此件公开发布）",
        "抄送：市委各部门。",
        "东海市人民政府办公室 2023年5月7日印发",
    ],
)
def test_sign_off(line: str) -> None:
    (only,) = visible_lines(line, ())
    assert is_sign_off(only)


@pytest.mark.parametrize(
    "line",
    [
        "责任单位：市交通运输局",
        "由市水务局、市交通运输局",
        "到2023年5月6日",
        "完善机制。",
        "推进" + "建设" * 20 + "市交通运输局",
    ],
)
def test_what_is_no_sign_off(line: str) -> None:
    (only,) = visible_lines(line, ())
    assert not is_sign_off(only)


def test_contents_reach_to_where_their_first_entry_comes_again() -> None:
    assert listed("目 录\n一、甲....1\n二、乙....2\n一、甲\n文\n二、乙\n") == ["目 录", "一、甲....1", "二、乙....2"]
    assert listed("目录\n一、甲\n二、乙\n") == []
    assert listed("甲\n目录") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("附件：1.甲\n2.乙\n3.丙\n东海市人民政府\n", ["附件：1.甲", "2.乙", "3.丙"]),
        ("附件：1.甲\n2.乙\n附件1\n甲\n", ["附件：1.甲", "2.乙"]),
        ("附件：甲\n附件\n甲\n", ["附件：甲"]),
        ("附：1.甲\n2.乙\n", ["附：1.甲", "2.乙"]),
        ("注：1.甲。\n2.乙。\n4.丙。\n", ["注：1.甲。", "2.乙。"]),
        ("备注：\n1.甲。\n2.乙。\n", ["1.甲。", "2.乙。"]),
        ("附件：甲\n", ["附件：甲"]),
        ("附件：甲\n2023年5月6日\n", ["附件：甲"]),
        ("附件1：甲\n附件2：乙\n", ["附件1：甲", "附件2：乙"]),
        ("附件1：甲\n正文。\n", []),
        ("附件1\n甲\n", []),
    ],
)
def test_attachments(text: str, names: list[str]) -> None:
    assert listed(text) == names
