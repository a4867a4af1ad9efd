"""Units arranged by name: the same units are found as by looking at every one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.unit_names import UnitNames, english_words
from documents.units import unit_lexicon

LEXICON = unit_lexicon()
UNITS = (
    "市发展改革委 省发展改革委 市发改局 县发展和改革局 市自然资源和规划局 市财政局 省财政厅 各街道办事处 "
    "市委组织部 市融媒体中心 滨江新区管委会 区城市管理局"
).split()
NAMES = UnitNames.of(UNITS, LEXICON)


@given(
    st.one_of(
        st.sampled_from([*UNITS, "发改委", "自规局", "市规划局", "组织部", "省财厅", "融媒体中心", "管委会", "教育局"]),
        st.text(alphabet="市省县发展改革委财政局厅自规划和融媒体中心", min_size=1, max_size=8),
    )
)
def test_a_name_finds_what_the_lexicon_finds_among_all(name: str) -> None:
    assert NAMES.resolve(name) == LEXICON.resolve(name, UNITS)


def test_it_is_a_collection_of_the_units() -> None:
    assert list(NAMES) == UNITS
    assert len(NAMES) == len(UNITS)
    assert "市财政局" in NAMES
    assert "市教育局" not in NAMES


def test_the_first_row_with_units_is_meant() -> None:
    rows = [entry for name in ("教育局", "财政局", "发展改革委") if (entry := LEXICON.entry(name)) is not None]
    assert NAMES.of_rows(rows) == ("市财政局", "省财政厅")
    assert NAMES.of_rows(rows[:1]) == ()


def test_english_words() -> None:
    assert english_words("Municipal Transport Bureau") == {"transport"}
    assert english_words("Transportation of Fisheries") == {"transport", "fishery"}


NAMED_BY_FIELD = UnitNames.of(
    [
        "市公安机关",
        "农业农村主管部门",
        "市城市管理主管部门",
        "国网安和供电公司",
        "中国人民银行安和分行",
        "通信管理机构",
    ],
    LEXICON,
)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("公安局", "市公安机关"),
        ("市农业农村局", "农业农村主管部门"),
        ("城管局", "市城市管理主管部门"),
        ("供电公司", "国网安和供电公司"),
        ("电力公司", "国网安和供电公司"),
        ("人行安和分行", "中国人民银行安和分行"),
        ("通管局", "通信管理机构"),
    ],
)
def test_a_unit_named_by_its_field_and_a_firm_by_parts_of_its_name(name: str, unit: str) -> None:
    assert NAMED_BY_FIELD.resolve(name) == (unit,)


def test_an_office_and_a_field_of_the_same_row_are_both_meant() -> None:
    names = UnitNames.of(["市城市管理局", "城市管理主管部门"], LEXICON)
    assert names.resolve("城管局") == ("市城市管理局", "城市管理主管部门")


@pytest.mark.parametrize("name", ["县公安局", "教育局", "公司", "燃气公司"])
def test_another_level_or_field_is_none_of_them(name: str) -> None:
    assert NAMED_BY_FIELD.resolve(name) == ()
