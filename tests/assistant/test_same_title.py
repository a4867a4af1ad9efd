"""Two documents of one title, the earlier repealed; units of one name in two places; figures turned round."""

import pytest

from assistant.extract import asked_quantity
from assistant.pipeline import Flow
from documents.ingest import parse_document
from documents.model import Document
from documents.standing import Standing
from tests.assistant.fakes import said
from tests.assistant.test_several_documents import flow


def parking(name: str, number: str, year: int, price: int, bureau: str) -> Document:
    return parse_document(
        name,
        f"云山市停车管理办法\n云政发〔{year}〕{number}号\n\n第一条 由{bureau}负责停车管理。（责任单位：{bureau}）\n"
        f"第二条 停车首小时收费标准为{price}元，此后每小时加收1元。\n第三条 残疾人专用车免费停放。\n"
        f"第四条 本办法自{year}年5月1日起施行，有效期至{year + 5}年4月30日。\n\n云山市人民政府\n{year}年4月2日",
        "1",
    )


OLD, NEW = parking("停车", "12", 2019, 5, "市公安局"), parking("parking-new", "8", 2024, 3, "市城市管理局")
LAPSED = {"停车": Standing("repealed", "2024-05-01", "parking-new")}


@pytest.fixture(name="both")
def both_fixture() -> Flow:
    return flow(OLD, NEW, standings=LAPSED)


@pytest.mark.parametrize(
    ("question", "told", "name"),
    [
        ("停车办法第二条", "3元", "parking-new"),
        ("2024年的停车办法第二条", "3元", "parking-new"),
        ("2019年的停车办法第二条", "5元", "停车"),
        ("旧停车办法第二条", "5元", "停车"),
        ("停车办法什么时候开始施行", "2024年5月1日", "parking-new"),
    ],
)
def test_of_one_title_the_one_in_force_or_of_the_year_answers(both: Flow, question: str, told: str, name: str) -> None:
    turn = both.ask(question, (), None)
    assert told in turn.answer
    assert {citation.document for citation in turn.citations} == {name}


def test_a_stem_that_is_a_word_of_the_subject_names_no_document(both: Flow) -> None:
    assert both.desk.library.names.named_in("停车由谁管", both.desk.library.holds).documents is None
    assert both.desk.library.names.named_in("停车文件第二条", both.desk.library.holds).documents == frozenset({"停车"})


def test_they_are_told_apart_by_number(both: Flow) -> None:
    assert "《云山市停车管理办法》（云政发〔2024〕8号）" in both.ask("停车办法第二条", (), None).answer


def test_both_are_set_side_by_side(both: Flow) -> None:
    turn = both.ask("停车办法第二条与旧办法第二条有什么区别", (), None)
    assert [citation.document for citation in turn.citations] == ["parking-new", "停车"]
    assert "3元" in turn.answer and "5元" in turn.answer


def test_a_follow_up_looks_in_the_document_asked_about(both: Flow) -> None:
    asked = ("2019年的停车办法第二条", "由哪个局负责")
    assert both.ask(asked[1], asked[:1], None).units == ("市公安局",)


def test_the_clause_with_the_rare_word_answers(both: Flow) -> None:
    turn = both.ask("残疾人停车收费吗", (), None)
    assert "残疾人专用车免费停放" in turn.answer and "没有列出责任单位" not in turn.answer


def test_one_name_of_two_places_is_two_units() -> None:
    text = "{}市住房方案\n\n一、发放补贴。（责任单位：市财政局）\n\n{}市人民政府\n2023年5月1日"
    east, west = (
        parse_document(name, text.format(place, place), "1") for name, place in (("e", "东海"), ("w", "西海"))
    )
    answer = said(flow(east, west).ask("财政局负责什么", (), None))
    assert "分属不同地方" in answer and answer.count("共涉及 1 项") == 2


def test_each_kind_of_end_is_counted() -> None:
    east, west = (parse_document(name, f"{name}海市办法\n\n一、停车。", "1") for name in "东西")
    standings = {"东": Standing("repealed", "2024-01-01"), "西": Standing("expired", "2024-01-01")}
    answer = flow(east, west, standings=standings).ask("哪些文件已经废止", (), None).answer
    assert "已废止 1 份" in answer and "有效期届满或已失效 1 份" in answer


@pytest.mark.parametrize(
    ("question", "sentence", "quantity"),
    [
        ("音量不得超过多少分贝", "音量不得超过55分贝。", "不得超过55分贝"),
        ("收费多少钱", "收费不超过2元/小时。", "不超过2元/小时"),
        ("停车首小时收费多少钱", "停车首小时收费标准为3元，此后每小时加收1元。", "3元"),
        ("加收多少", "节假日不得加收5元。", "节假日不得加收5元"),
        ("停车费是多少", "免费停放30分钟。", None),
        ("登记费多少钱", "不动产登记费80元。", "80元"),
    ],
)
def test_a_headline_never_says_the_opposite(question: str, sentence: str, quantity: str | None) -> None:
    assert asked_quantity(question, sentence, ("小时", "收费")) == quantity
