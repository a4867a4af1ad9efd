"""Names that are a unit's beyond doubt."""

import pytest

from documents.sure_units import is_bound_unit, is_field, is_firm, is_place, is_unit
from documents.units import unit_lexicon


@pytest.mark.parametrize(
    "name",
    ["市财政局", "财政部门", "国网白河供电公司", "白河军分区", "人民银行白河支行", "县级以上人民政府", "消防救援机构"],
)
def test_units(name: str) -> None:
    assert is_unit(name, unit_lexicon())


@pytest.mark.parametrize(
    "name",
    ["有关部门", "市有关部门", "原发证机关", "其上级主管部门", "市财政局对资金使用情况进行", "报市地名办", "建设单位"],
)
def test_what_is_no_unit(name: str) -> None:
    assert not is_unit(name, unit_lexicon())


@pytest.mark.parametrize(
    ("name", "bound"),
    [
        ("民政部门", True),
        ("城市管理行政执法部门", True),
        ("用人部门", False),
        ("审计机关", True),
        ("养老机构", False),
        ("乡镇人民政府", True),
        ("市政府", False),
        ("东海市人民政府", False),
        ("市人民医院", False),
    ],
)
def test_who_is_bound_by_a_rule(name: str, bound: bool) -> None:
    assert is_bound_unit(name, unit_lexicon()) is bound


def test_fields_and_places() -> None:
    assert is_field("市发展改革", unit_lexicon())
    assert not is_field("用人", unit_lexicon())
    assert is_place("各区")
    assert not is_place("市教育局")


@pytest.mark.parametrize(
    "name",
    [
        "县气象局联合会",
        "县政府督查室组成核查组",
        "市民政局推行",
        "市卫生健康委调派医疗队",
        "经区政府",
        "省政府批准公布的有关",
        "国务院",
        "市食品药品安全委员会",
        "乡镇卫生院",
        "市农业农村部门组",
        "国家主席签署",
    ],
)
def test_a_name_that_runs_on_into_a_verb_or_says_nobody_is_no_unit(name: str) -> None:
    assert not is_unit(name, unit_lexicon())


@pytest.mark.parametrize(
    "name",
    [
        "市公安局交警支队",
        "市生态环境局河阳分局",
        "市纪委监委机关",
        "国家统计局临江调查队",
        "市国防动员办公室",
        "生态环境部门",
    ],
)
def test_a_part_of_a_unit_is_one(name: str) -> None:
    assert is_unit(name, unit_lexicon())


def test_firms_stand_beside_units_and_are_none_alone() -> None:
    assert is_firm("白河燃气有限公司")
    assert not is_firm("市教育局")
    assert not is_unit("白河燃气有限公司", unit_lexicon())


def test_offices_are_bound_where_only_the_word_by_says_so() -> None:
    assert is_bound_unit("参保地社会保险经办机构", unit_lexicon(), by=True)
    assert not is_bound_unit("参保地社会保险经办机构", unit_lexicon())
    assert not is_bound_unit("检测机构", unit_lexicon(), by=True)
