"""A document's title, issuer, number and date as its own text writes them."""

import pytest
from hypothesis import given

from documents.ingest import parse_document
from documents.metadata import Metadata, read_metadata, without_publication
from documents.model import Noise
from documents.structure import parse_clauses
from tests.documents.texts import copies


def read(text: str, noise: tuple[Noise, ...] = ()) -> Metadata:
    return read_metadata(text, noise, parse_clauses(text, noise), "文件名")


NOTICE = """东海省人民政府办公厅
关于印发数字经济发展
三年行动方案的通知
东政办发〔2023〕12号

各市人民政府：
现印发给你们，请认真贯彻执行。
一、总体目标
到2025年建成。
（此件公开发布）
东海省人民政府办公厅
2023年5月6日
"""


def test_a_notice_says_everything() -> None:
    said = read(NOTICE)
    assert said.title == "关于印发数字经济发展三年行动方案的通知"
    assert NOTICE[said.title_start : said.title_end] == "关于印发数字经济发展\n三年行动方案的通知"
    assert (said.issuer, said.number, said.date) == ("东海省人民政府办公厅", "东政办发〔2023〕12号", "2023年5月6日")


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("东海市物业管理条例", "东海市物业管理条例"),
        ("# 东海市数据要素改革实施方案", "东海市数据要素改革实施方案"),
        ("东海市人民政府关于机场建设的意见", "东海市人民政府关于机场建设的意见"),
        ("关于机场建设的实施意见（试行）", "关于机场建设的实施意见（试行）"),
        ("关于加快建设的实施", "关于加快建设的实施"),
        ("各市人民政府：\n关于机场建设的意见", "关于机场建设的意见"),
        ("为加快推进机场建设，制定本方案。\n机场建设方案", "机场建设方案"),
        ("机场建设工作", "机场建设工作"),
        ("各市人民政府：", "文件名"),
        ("为加快推进机场建设，现提出意见。", "文件名"),
        ("", "文件名"),
    ],
)
def test_titles(front: str, title: str) -> None:
    assert read(f"{front}\n一、甲\n").title == title


def test_a_title_after_a_breadcrumb() -> None:
    text = "首页 » 新闻 » 关于机场建设的意见\n一、甲\n"
    assert read(text, (Noise(0, 10, "breadcrumb"),)).title == "关于机场建设的意见"


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("关于机场建设的意见\n一、甲\n东海市人民政府\n2023年5月6日\n", "东海市人民政府"),
        ("关于机场建设的意见\n一、甲\n东海市 交通运输局\n", "东海市交通运输局"),
        ("东海市人民政府\n关于机场建设的意见\n一、甲\n", "东海市人民政府"),
        ("东海市人民政府关于机场建设的意见\n一、甲\n", "东海市人民政府"),
        ("东海市人民政府关于机场建设的意见\n一、甲\n东海市交通运输局\n", "东海市交通运输局"),
        ("关于机场建设的意见\n一、甲\n乙。\n", ""),
        ("关于机场建设的意见\n一、甲\n责任单位：市交通运输局\n", ""),
    ],
)
def test_issuers(text: str, issuer: str) -> None:
    assert read(text).issuer == issuer


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("意见\n一、甲\n2023年5月6日\n", "2023年5月6日"),
        ("意见\n一、甲\n东海市人民政府\n年12月14日\n", "年12月14日"),
        ("意见\n一、甲\n二〇二三年五月六日\n", "二〇二三年五月六日"),
        ("意见\n（2023年5月6日）\n一、甲\n", "2023年5月6日"),
        ("意见\n一、甲\n东海市人民政府办公室\n2023年5月6日印发\n", "2023年5月6日"),
        ("意见\n一、甲\n到2023年5月6日建成。\n", ""),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert read(text).date == date


def test_a_sign_off_before_the_annexes_counts_and_what_follows_does_not() -> None:
    text = "意见\n一、甲\n东海市人民政府\n2023年5月6日\n附件1\n清单\n1.乙\n东海市交通运输局\n2024年1月1日\n"
    said = read(text)
    assert (said.issuer, said.date) == ("东海市人民政府", "2023年5月6日")
    assert read(text.replace("2023年5月6日\n", "")).date == ""


@pytest.mark.parametrize(
    "number", ["鲁政办发〔2023〕12号", "东政字[2020]8号", "国发（2021）3号", "东政发〔２０２４〕３号"]
)
def test_numbers(number: str) -> None:
    assert read(f"关于机场建设的意见\n{number}\n一、甲\n").number == number


@pytest.mark.parametrize(
    "order", ["东海市人民政府令第15号", "东海市人民政府令\n第 15 号", "东海市人民政府令\n（第十五号）"]
)
def test_an_order_and_the_text_that_it_proclaims(order: str) -> None:
    text = f"{order}\n《东海市物业管理办法》已经通过，现予公布。\n市长　张三\n东海市物业管理办法\n第一条　甲。\n"
    said = read(text)
    assert (said.title, said.issuer) == ("东海市物业管理办法", "东海市人民政府")
    assert said.number == "".join(order.split())


def test_an_order_alone_is_its_own_title() -> None:
    assert read("东海市防汛指挥部令\n一、甲\n").title == "东海市防汛指挥部令"


@pytest.mark.parametrize("line", ["根据鲁政发〔2020〕8号文件精神。", "鲁政发〔〕8号", "第12号"])
def test_what_is_no_number_of_this_document(line: str) -> None:
    assert read(f"关于机场建设的意见\n{line}\n一、甲\n").number == ""


@given(copies())
def test_what_is_said_stands_in_the_text(text: str) -> None:
    document = parse_document("文件名", text)
    compact = "".join(document.text.split())
    for said in (document.issuer, document.number, document.date):
        assert "".join(said.split()) in compact
    assert document.title == "文件名" or "".join(document.title.split()) in compact


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("潍州市人民政府公报\n潍州市河湖长制工作规则", "潍州市河湖长制工作规则"),
        ("潍州市人民政府公报\n2024年第3期\n潍州市关于加强河湖管理的意见", "潍州市关于加强河湖管理的意见"),
        ("潍州市人民政府公报 2024年第3期\n潍州市河湖管护", "潍州市河湖管护"),
        ("东海市政府信息公开目录\n东海市住房保障办法", "东海市住房保障办法"),
        ("潍州市人民政府门户网站\n河湖管护", "河湖管护"),
        ("潍州市人民政府\n河湖管护", "河湖管护"),
        ("潍州市2023年国民经济和社会发展统计公报\n潍州市统计局", "潍州市2023年国民经济和社会发展统计公报"),
        ("潍州市人民政府公报", "潍州市人民政府公报"),
    ],
)
def test_the_name_of_a_gazette_or_portal_is_no_title_where_another_line_is(front: str, title: str) -> None:
    assert read(f"{front}\n一、甲\n").title == title


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("甲市人民政府 政策文件 甲市关于优化环境的意见", "甲市关于优化环境的意见"),
        ("甲市人民政府门户网站_甲市优化环境办法", "甲市优化环境办法"),
        ("甲市优化环境办法", "甲市优化环境办法"),
        ("政策文件 ", "政策文件 "),
    ],
)
def test_portals_in_front_of_a_pages_title_are_taken_off(head: str, title: str) -> None:
    assert without_publication(head) == title
