"""What kind of figure a question asks for, and which figures are of it."""

import pytest

from assistant.asked_for import asked_kinds, asks_money, holds_kind, kinds, of_kind
from assistant.extract import asked_quantity, holds_what_is_asked, quantities


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("一共拿多少财政的钱", ("money",)),
        ("罚款从多少到多少", ("money",)),
        ("每只狗罚多少", ("price",)),
        ("最多补几成", ("share",)),
        ("早上几点能开工", ("clock",)),
        ("多少天没人领才能领养", ("period",)),
        ("多长时间报一次情况", ("often",)),
        ("绳子最长能用多长的", ("length",)),
        ("推出多少平方公里的净地", ()),
        ("补多少家企业", ()),
        ("什么时候开工", ()),
        ("How many working days does it take?".lower(), ("period",)),
        ("how tall is too tall", ("length",)),
        ("what is the max startup guaranteed loan", ("money",)),
        ("物业每年几月前公布", ()),
        ("what is the cap of the one-off construction grant", ("money",)),
        ("what is the highest monthly fee", ("money",)),
        ("how many passengers", ("persons",)),
        ("who is responsible", ()),
    ],
)
def test_the_kinds_that_a_question_asks_for(question: str, names: tuple[str, ...]) -> None:
    assert tuple(kind.name for kind in asked_kinds(question)) == names


@pytest.mark.parametrize(
    ("name", "quantity", "held"),
    [
        ("money", "18亿元", True),
        ("money", "40%", False),
        ("price", "2元/小时", True),
        ("price", "40%", True),
        ("share", "5折", True),
        ("period", "15个工作日", True),
        ("period", "20日以内", True),
        ("period", "20名", False),
        ("period", "二十四小时", True),
        ("share", "四分之三", True),
        ("share", "8:2", True),
        ("length", "61厘米", True),
        ("area", "30平方公里左右", True),
    ],
)
def test_whether_a_figure_is_of_a_kind(name: str, quantity: str, held: bool) -> None:
    assert of_kind(next(kind for kind in kinds() if kind.name == name), quantity) is held


def test_a_sentence_holds_the_kind_asked_for_or_none_is() -> None:
    fine, limit = "每只犬处1000元罚款。", "责令限期10日内改正。"
    assert holds_what_is_asked("一条狗罚多少", fine) is True
    assert holds_what_is_asked("一条狗罚多少", limit) is False
    assert holds_what_is_asked("什么时候施行", fine) is None
    assert holds_kind("早上几点开工", "施工时间为每日7时30分至12时。", quantities) is True
    assert holds_kind("多久报告一次", "每6小时报告1次情况。", quantities) is True
    assert holds_kind("多久报告一次", "分为四个等级。", quantities) is False
    assert holds_kind("多久维保一次", "每十五日进行现场维护保养。", quantities) is True
    assert holds_kind("早上几点开工", "二十二时至次日六时禁止施工。", quantities) is True
    assert holds_kind("早上几点开工", "十四五时期，同时推进三点建议。", quantities) is False


def test_what_only_a_sum_answers() -> None:
    assert asks_money("停车费是多少")
    assert asks_money("要多少钱")
    assert not asks_money("最多补几成")
    assert not asks_money("有几条")


@pytest.mark.parametrize(
    ("question", "sentence", "quantity"),
    [
        ("见习期限多长时间", "见习期限为3至12个月。", "3至12个月"),
        ("罚款从多少到多少", "处500元以上1000元以下罚款。", "500元以上1000元以下"),
        ("多少天没人领", "24小时内通知；满20日无人认领的，可以领养。", "20日"),
        ("给多少财政的钱", "统筹安排18亿元，给予年化1.5%的贴息。", "18亿元"),
        ("贴息几成", "统筹安排18亿元，给予年化1.5%的贴息。", "1.5%"),
    ],
)
def test_the_figure_of_the_kind_asked_for(question: str, sentence: str, quantity: str) -> None:
    found = asked_quantity(question, sentence, ())
    assert found is not None
    assert quantity in found
