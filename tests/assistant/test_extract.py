"""From a sentence to the number, the date or the list that is asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.extract import Enumeration, asked_date, asked_enumeration, asked_quantity, fits, ranked_sentences
from tests.assistant.fakes import desk_over, found_turn

SIZE = "在云溪东站建设冷链物流园，占地面积450亩，引进冷链企业25家。"
MONEY = "2025年底前完成翠湖泵站自动化改造，总投资2.6亿元，新增排涝能力每秒45立方米。"


@pytest.mark.parametrize(
    ("question", "sentence", "words", "quantity"),
    [
        ("冷链物流园占地多少亩", SIZE, ("占地",), "450亩"),
        ("引进多少家企业", SIZE, ("企业",), "25家"),
        ("冷链物流园面积多大", SIZE, ("面积",), "450亩"),
        ("总投资多少", MONEY, ("投资",), "2.6亿元"),
        ("需要多少资金", MONEY, (), "2.6亿元"),
        ("how large is the park", SIZE, (), "450亩"),
        ("how much money", MONEY, (), "2.6亿元"),
        ("占地不少于多少", "占地不少于30平方公里左右。", (), "不少于30平方公里左右"),
        ("建几个泊位", "建设4个10万吨级泊位。", ("泊位",), "4个"),
        ("比例是多少", "漏损率降到8%以下，覆盖120座泵站。", ("漏损",), "8%以下"),
        ("分几个方面", "围绕三个方面推进。", (), "三个"),
    ],
)
def test_the_quantity_asked_for(question: str, sentence: str, words: tuple[str, ...], quantity: str) -> None:
    assert asked_quantity(question, sentence, words) == quantity


@pytest.mark.parametrize("sentence", ["", "推进一体化发展。", "加快建设。"])
def test_no_quantity(sentence: str) -> None:
    assert asked_quantity("多少", sentence, ()) is None


def test_a_kind_that_the_sentence_lacks_falls_back_on_what_it_has() -> None:
    assert asked_quantity("多少艘", SIZE, ("企业",)) == "25家"


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        (MONEY, "2025年底前"),
        ("自2023年8月1日起施行，有效期5年。", "2023年8月1日"),
        ("“十四五”时期建成。", "“十四五”时期"),
        ("到6月底完成。", "6月底"),
        ("加快建设。", None),
        ("", None),
    ],
)
def test_the_date(sentence: str, date: str | None) -> None:
    assert asked_date(sentence) == date


@pytest.mark.parametrize(
    ("sentence", "words", "items", "open_end"),
    [
        ("在清荷新区、老城片区、白鹭洲建设雨水花园60处。", (), ("清荷新区", "老城片区"), False),
        ("坚持统筹规划、分步实施、建管并重、公众参与。", (), ("统筹规划", "分步实施", "建管并重", "公众参与"), False),
        ("支持企业开展药品、邮件、生鲜等投递业务。", (), ("药品", "邮件", "生鲜"), True),
        ("建设公路、铁路,发展港口、机场、口岸。", ("铁路",), ("公路", "铁路"), False),
        ("建设公路、铁路,发展港口、机场、口岸。", (), ("港口", "机场", "口岸"), False),
    ],
)
def test_the_list(sentence: str, words: tuple[str, ...], items: tuple[str, ...], open_end: bool) -> None:
    found = asked_enumeration(sentence, words)
    assert found is not None
    assert found.items[: len(items)] == items
    assert found.open_end is open_end


@pytest.mark.parametrize("sentence", ["", "没有列举。", "、", "、、、"])
def test_no_list(sentence: str) -> None:
    assert asked_enumeration(sentence, ()) is None


def test_how_well_a_list_fits() -> None:
    listed = Enumeration(("高速公路", "城际铁路"), False)
    assert fits(listed, ("公路",)) == 1
    assert fits(listed, ("公路", "铁路")) == 2
    assert fits(listed, ("港口",)) == 0


@given(st.text(alphabet="建设甲区、乙区和丙区等的，。12年月", max_size=40))
def test_items_stand_in_the_sentence(sentence: str) -> None:
    found = asked_enumeration(sentence, ("区",))
    if found is not None:
        assert len(found.items) > 1
        assert all(item and item in sentence for item in found.items)


@given(st.text(alphabet="建设450亩25家8%不少于约2025年底前月日亿元，。十四五", max_size=40))
def test_a_quantity_and_a_date_stand_in_the_sentence(sentence: str) -> None:
    quantity, date = asked_quantity("多少", sentence, ()), asked_date(sentence)
    assert quantity is None or (quantity and quantity in sentence)
    assert date is None or (date and date in sentence)


def test_the_sentence_with_the_questions_words_comes_first() -> None:
    desk = desk_over()
    turn = found_turn("检测结果多久公布一次?", desk)
    ranked = ranked_sentences(turn, turn.hits[0], desk.library)
    assert ranked[0].sentence.text.startswith("每月公布一次出厂水")
    assert [scored.score for scored in ranked] == sorted((scored.score for scored in ranked), reverse=True)


def test_equals_stay_in_reading_order() -> None:
    desk = desk_over()
    turn = found_turn("第十二条讲什么?", desk)
    ranked = ranked_sentences(turn, turn.hits[0], desk.library)
    starts = [scored.sentence.start for scored in ranked]
    assert starts == sorted(starts)
