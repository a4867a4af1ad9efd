"""Which earlier documents a text repeals or takes the place of: whole ones, and only where it says so."""

import pytest

from documents.parsing import parse_document
from documents.said import Repeal
from documents.standing_read import read_said


def repeals(body: str, title: str = "东海市物业管理办法") -> tuple[Repeal, ...]:
    return read_said(parse_document("办法", f"{title}\n\n第一条　做好物业管理。\n第二条　{body}\n")).repeals


ONE = {
    "《甲办法》（东政发〔2010〕3号）同时废止。": ("甲办法", "东政发〔2010〕3号", "repealed", ""),
    "本办法自2020年1月1日起施行，《甲办法》(东政发[2010]3号)同时废止。": ("甲办法", "东政发[2010]3号", "repealed", ""),
    "2010年5月1日发布的《甲办法》即行废止。": ("甲办法", "", "repealed", ""),
    "原《甲办法》自本办法施行之日起停止执行。": ("甲办法", "", "repealed", ""),
    "《甲办法》自2020年2月1日起废止。": ("甲办法", "", "repealed", "2020-02-01"),
    "《甲办法》自20年2月1日起废止。": None,
    "《甲办法》同时失效。": ("甲办法", "", "expired", ""),
    "经研究，决定废止《甲办法》。": ("甲办法", "", "repealed", ""),
    "废止《甲办法》（2010年5月1日市政府第3次常务会议通过）。": ("甲办法", "", "repealed", ""),
    "根据《乙条例》的规定，《甲办法》予以废止。": ("甲办法", "", "repealed", ""),
    "按照《乙条例》，决定对《甲办法》予以废止。": ("甲办法", "", "repealed", ""),
    "本办法代替《甲办法》。": ("甲办法", "", "superseded", ""),
    "《甲办法》由本办法代替。": ("甲办法", "", "superseded", ""),
    "东政发〔2010〕3号文件同时废止。": ("", "东政发〔2010〕3号", "repealed", ""),
    "《关于印发《甲办法》的通知》（市政府令第15号）同时废止。": (
        "关于印发《甲办法》的通知",
        "市政府令第15号",
        "repealed",
        "",
    ),
}


@pytest.mark.parametrize(("sentence", "expected"), ONE.items(), ids=ONE.keys())
def test_one_document(sentence: str, expected: tuple[str, str, str, str] | None) -> None:
    found = [(one.title, one.number, one.status, one.since) for one in repeals(sentence)]
    assert found == ([expected] if expected else [])


def test_the_sentence_is_kept() -> None:
    assert [one.evidence for one in repeals("本办法自公布之日起施行。《甲办法》同时废止。")] == ["《甲办法》同时废止。"]


@pytest.mark.parametrize(
    "sentence",
    [
        "《甲办法》（东政发〔2010〕3号）、《乙办法》（东政发〔2011〕4号）同时废止。",
        "《甲办法》（东政发〔2010〕3号）和《乙办法》（东政发〔2011〕4号）等2件规范性文件同时废止。",
        "废止《甲办法》（东政发〔2010〕3号），《乙办法》（东政发〔2011〕4号）。",
        "2010年市财政局、市科技局发布的《甲办法》（东政发〔2010〕3号），2011年市教育局公布的《乙办法》"
        "（东政发〔2011〕4号），同时废止。",
    ],
)
def test_several_documents(sentence: str) -> None:
    found = [(one.title, one.number) for one in repeals(sentence)]
    assert found == [("甲办法", "东政发〔2010〕3号"), ("乙办法", "东政发〔2011〕4号")]


@pytest.mark.parametrize(
    "sentence",
    [
        "《甲办法》第五条同时废止。",
        "《甲办法》中有关收费的规定即行废止。",
        "废止《甲办法》第五条。",
        "《甲办法》已于2018年废止。",
        "《甲办法》废止前已经受理的，继续办理。",
        "《甲办法》废止后，按照本办法执行。",
        "《甲办法》与本办法不一致的，以本办法为准。",
        "《国务院关于废止部分行政法规的决定》第二次修订。",
        "本办法已被《甲办法》废止。",
        "按照市政府关于废止《甲办法》的要求办理。",
        "修改为：“《甲办法》同时废止。”",
        "地方性法规被废止的，应当公布。",
    ],
)
def test_what_repeals_no_document(sentence: str) -> None:
    assert repeals(sentence) == ()


def test_a_decision_named_for_what_it_repeals() -> None:
    found = repeals("本决定自公布之日起施行。", title="东海市人民政府关于废止《甲办法》的决定")
    assert [(one.title, one.status) for one in found] == [("甲办法", "repealed")]


def test_a_draft_repeals_nothing() -> None:
    assert repeals("《甲办法》同时废止。", title="东海市物业管理办法（征求意见稿）") == ()


LIST = """东海市人民政府关于废止和修改部分规范性文件的决定

一、决定废止下列文件：
1.《甲办法》（东政发〔2010〕3号）
2.《乙办法》（东政发〔2011〕4号）
二、对下列文件予以修改：
1.《丙办法》（东政发〔2012〕5号）
"""
TABLE = """东海市人民政府关于公布规范性文件清理结果的通知

附件1　继续有效的文件目录
序号\t文件名称\t文号
1\t关于加强市容管理的通知\t东政发〔2012〕5号
附件2　废止的规范性文件目录
序号\t文件名称\t文号
1\t关于加强市场管理的通知\t东政发〔2009〕3号
2\t关于加强农药管理的通知\t东政办发〔2009〕6号
附件3　失效的规范性文件目录
序号\t文件名称\t文号
1\t关于加强种子管理的通知\t东政发〔2008〕7号
"""


def test_a_list_of_repealed_documents() -> None:
    found = read_said(parse_document("决定", LIST)).repeals
    assert [(one.title, one.number, one.status) for one in found] == [
        ("甲办法", "东政发〔2010〕3号", "repealed"),
        ("乙办法", "东政发〔2011〕4号", "repealed"),
    ]
    assert found[0].evidence == "一、决定废止下列文件：……1.《甲办法》（东政发〔2010〕3号）"


def test_an_entry_may_stand_without_title_marks() -> None:
    text = LIST.replace("1.《甲办法》（东政发〔2010〕3号）", "1.东海市甲办法（试行）（东政发〔2010〕3号）")
    found = read_said(parse_document("决定", text)).repeals
    assert (found[0].title, found[0].number) == ("东海市甲办法（试行）", "东政发〔2010〕3号")


def test_the_sentence_behind_a_list_is_no_part_of_its_last_entry() -> None:
    text = LIST.replace("二、对下列文件予以修改：", "本决定自2024年6月1日起施行。\n二、对下列文件予以修改：")
    found = read_said(parse_document("决定", text)).repeals
    assert found[1].evidence == "一、决定废止下列文件：……2.《乙办法》（东政发〔2011〕4号）"


def test_a_table_of_repealed_and_of_expired_documents() -> None:
    found = read_said(parse_document("通知", TABLE)).repeals
    assert [(one.title, one.number, one.status) for one in found] == [
        ("关于加强市场管理的通知", "东政发〔2009〕3号", "repealed"),
        ("关于加强农药管理的通知", "东政办发〔2009〕6号", "repealed"),
        ("关于加强种子管理的通知", "东政发〔2008〕7号", "expired"),
    ]


def test_a_list_in_a_document_that_repeals_nothing_is_only_a_list() -> None:
    assert (
        read_said(parse_document("通知", LIST.replace("废止和修改部分规范性文件的决定", "学习文件的通知"))).repeals
        == ()
    )
