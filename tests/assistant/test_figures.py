"""Figures in digits and in Chinese numerals, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.extract import asked_date, asked_quantity, quantities
from assistant.figures import in_digits


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("抵达现场的时间不得超过三十分钟，其他地区不得超过六十分钟。", ["超过三十分钟", "超过六十分钟"]),
        ("四分之三以上的业主同意，公示期不少于十日。", ["四分之三以上", "不少于十日"]),
        ("处二万元以上十万元以下罚款。", ["二万元以上", "十万元以下"]),
        ("处三千元以上一万元以下罚款。", ["三千元以上", "一万元以下"]),
        ("每单元设置电梯不少于两台，作业人员两人。", ["不少于两台", "两人"]),
        ("按8:2的比例分担，上浮百分之十。", ["8:2", "百分之十"]),
        ("保存不少于四年，二十四小时内上传。", ["不少于四年", "二十四小时"]),
        ("有效期不超过一年。", ["不超过一年"]),
    ],
)
def test_figures_in_chinese_numerals(sentence: str, figures: list[str]) -> None:
    assert quantities(sentence) == figures


@pytest.mark.parametrize(
    "sentence",
    [
        "违反第二十二条、第3条规定的，统一处理。",
        "服务三农，守住两山，十四五开局。",
        "给予一次性补助，具备一定条件。",
        "自2025年1月1日起施行。",
        "二十大报告，百年老店，千人计划。",
    ],
)
def test_what_only_looks_like_a_figure(sentence: str) -> None:
    assert quantities(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("每年三月底前公布收支情况。", "三月底前"),
        ("于次年一月十五日前报送。", "次年一月十五日前"),
        ("整改期限为三个月。", None),
    ],
)
def test_dates_in_chinese_numerals(sentence: str, date: str | None) -> None:
    assert asked_date(sentence) == date


@pytest.mark.parametrize(
    ("question", "sentence", "figure"),
    [
        ("用了多少年算老旧", "老旧住宅电梯，是指投入使用满十五年的住宅电梯。", "十五年"),
        ("要罚多少", "处三千元以上一万元以下罚款。", "三千元以上一万元以下"),
        ("how big is the fine", "处二万元以上十万元以下罚款。", "二万元以上十万元以下"),
        ("how many minutes", "其他地区不得超过六十分钟。", "不得超过六十分钟"),
        ("要有几成同意", "四分之三以上的业主同意。", "四分之三以上"),
        ("满15年的给多少年", "满五年的给三年，满十五年的给四年。", "四年"),
        ("运营补贴能多拿多少", "评估优秀的，运营补贴上浮10%。", "10%"),
    ],
)
def test_the_figure_asked_for_is_read_in_numerals(question: str, sentence: str, figure: str) -> None:
    assert asked_quantity(question, sentence, ()) == figure


@pytest.mark.parametrize(("number", "digits"), [("十五", "15"), ("两百零五", "205"), ("1,000", "1000"), ("15", "15")])
def test_digits_and_numerals_compare_equal(number: str, digits: str) -> None:
    assert in_digits(number) == digits


@given(st.text(alphabet="一二十百千两零第条年月日万元分之:8", max_size=12))
def test_every_figure_stands_in_the_sentence(sentence: str) -> None:
    assert all(figure in sentence for figure in quantities(sentence))
