"""Short pieces of policies in the forms that offices give them: their clauses, titles and responsible units.

`forms.txt` holds each piece below a line `## NAME`, and below `->` its clauses as `LOCATOR | TITLE | UNITS`: `+` leads,
`-` supports, `=` shares, then the basis. They are what the parser made of each piece, read and put right by hand.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.model import Document
from documents.parsing import parse_document

_FORMS = Path(__file__).with_name("forms.txt").read_text(encoding="utf-8").split("## ")[1:]
_SIGNS = {"lead": "+", "support": "-", "joint": "="}
_WORDS = (
    *("（", "）", "〔", "〕", "【", "】", "、", "，", "；", "：", "。", "\n", " ", "/", "\t", "|"),
    *("一、", "（一）", "1.", "2.1.3", "第五条", "第 六 条", "附件1", "★", "（1）", "①"),
    *("由", "会同", "负责", "牵头", "配合", "应当", "等部门", "和", "或者", "以及"),
    *("组成的", "协助", "请", "经", "将", "收到"),
    *("市财政局", "教育", "县级以上人民政府", "各县（市、区）", "国网供电公司", "街道办事处", "公安机关", "某大学"),
    *("责任单位", "牵头单位：", "成员单位：", "职责：", "联系人", "2025年6月底前", "按职责分工负责"),
)


def parsed(text: str) -> Document:
    return parse_document("form", text)


def read(text: str) -> list[str]:
    return [
        f"{clause.locator} | {clause.title} | "
        + ", ".join(f"{_SIGNS[unit.role]}{unit.unit} {unit.basis}" for unit in clause.units)
        for clause in parsed(text).clauses
        if clause.part == "numbered"
    ]


@pytest.mark.parametrize("form", [pytest.param(form, id=form.partition("\n")[0]) for form in _FORMS])
def test_clauses_titles_and_units(form: str) -> None:
    text, _, judged = form.partition("\n")[2].partition("\n->\n")
    assert [line.rstrip() for line in read(text)] == judged.strip().split("\n")


def test_there_are_fifty_pieces() -> None:
    assert len(_FORMS) >= 50


@given(st.lists(st.sampled_from(_WORDS), max_size=40).map("".join))
def test_any_text_is_read_and_its_units_stand_in_it(text: str) -> None:
    document = parsed("一、任务\n" + text)
    for clause in document.clauses:
        for unit in clause.units:
            assert 0 <= unit.start < unit.end <= len(document.text)
            assert unit.unit[0] in document.text
            assert unit.unit[-2:] in document.text or unit.unit.endswith(("部门", "机构", "机关"))
