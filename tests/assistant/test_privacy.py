"""Personal data is found however it is written; figures of policies are not taken for it (row G5)."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.outcome import Outcome
from assistant.privacy import MASK, Personal, is_card, is_identity, masked, personal_data
from tests.assistant.fakes import WordSearch, assistant_over, policy_document

IDENTITY, MOBILE, CARD = "11010519491231002X", "13812345678", "6222021234567890128"
"""The first is the example of GB 11643; 6222… satisfies Luhn (sum 80)."""

PERSONAL = [
    (f"我的身份证号是{IDENTITY}，能申请补贴吗", Personal.IDENTITY),
    ("身份证11010519491231002x归谁管", Personal.IDENTITY),
    ("１１０１０５１９４９１２３１００２Ｘ", Personal.IDENTITY),
    ("110105 19491231 002X", Personal.IDENTITY),
    ("110105-1949-1231-002X", Personal.IDENTITY),
    (f"我电话{MOBILE}，泵站坏了找谁", Personal.MOBILE),
    ("138-1234-5678", Personal.MOBILE),
    ("138 1234 5678", Personal.MOBILE),
    ("138.1234.5678", Personal.MOBILE),
    ("+86 13812345678", Personal.MOBILE),
    ("008613812345678", Personal.MOBILE),
    ("１３８１２３４５６７８", Personal.MOBILE),
    ("1 3 8 1 2 3 4 5 6 7 8", Personal.MOBILE),
    ("138\u200b1234\u20605678", Personal.MOBILE),
    ("2021年 19912345678", Personal.MOBILE),
    ("13812345678千万别告诉别人", Personal.MOBILE),
    (f"打到卡{CARD}上", Personal.CARD),
    ("6222 0212 3456 7890 128", Personal.CARD),
    ("4111-1111-1111-1111", Personal.CARD),
    ("４１１１１１１１１１１１１１１１", Personal.CARD),
    ("请回复zhang.san@qq.com谢谢", Personal.EMAIL),
    ("Who leads it? Mail li_si+gov@mail.example.org", Personal.EMAIL),
    ("ｌｉｓｉ＠１６３．ｃｏｍ", Personal.EMAIL),
    ("lisi @ 163 . com", Personal.EMAIL),
    ("lisi[at]163.com", Personal.EMAIL),
    ("李四@163。com", Personal.EMAIL),
]
LOOK_ALIKES = [
    "鲁政发〔2020〕8号讲了什么",
    "东政字〔2021〕12号由谁落实",
    "新增耕地10万亩由谁负责",
    "到2025年12月31日完成什么",
    "2021-2025年规划有哪些任务",
    "2020-12-31之前谁牵头",
    "2020 2021 2022 2023各年目标是什么",
    "总投资13800000000元的项目归谁管",
    "138.12亿元投到哪里",
    "补助资金1380.5万元由哪个局拨付",
    "12345热线由哪个部门管理",
    "12345 12348 12333这些热线归谁管",
    "编号1234567890123456789的项目",
    "坐标118.674767,37.434751在哪个区",
    "东经118.67476713、北纬37.43475166",
    "经度137.12345678处是什么",
    "项目代码2020-370500-48-03-012345",
    "项目编码 2101-370500-04-01-123456 由谁审批",
    "统一社会信用代码11370500004504500X",
    "91370500MA3C0X1234是哪家公司",
    "身份证110105194912310021的校验位不对",
    "身份证11010519490231002X没有这一天",
    "总机0546-8381234是哪个单位的",
    "400-618-1234归谁管",
    "国道G18和省道S319由谁养护",
    "泊位5个、吞吐量3000万吨",
    "面积30平方公里、人口219.35万",
    "第15条第3款第2项怎么规定",
    "20200101123045678这个流水号",
    "GB 11643-1999由谁执行",
    "3、5、8、13、21、34、55号文件",
    "ISBN 978-7-302-51145-6",
    "圆周率3.13812345678",
    "完成率99.99%@全市",
    "人才@城市行动由谁牵头",
    "1985-2020-123号档案",
]


@pytest.mark.parametrize(("question", "kind"), PERSONAL, ids=range(len(PERSONAL)))
def test_personal_data_ends_the_turn_before_anything_is_searched(question: str, kind: Personal) -> None:
    search = WordSearch(policy_document())
    turn = assistant_over(search=search).ask(question)
    assert turn.outcome is Outcome.PERSONAL_DATA
    assert turn.answer.count("\n") == 0
    name = {"identity": "identity card", "mobile": "mobile number", "card": "bank card", "email": "e-mail"}[kind]
    assert name in turn.answer or turn.language == "zh"
    assert search.asked == [] and turn.citations == () and turn.related == ()
    assert MASK in turn.question and personal_data(turn.question) == ()


def test_there_are_thirty_look_alikes() -> None:
    assert len(set(LOOK_ALIKES)) >= 30


@pytest.mark.parametrize("question", LOOK_ALIKES, ids=range(len(LOOK_ALIKES)))
def test_figures_of_policies_are_asked_as_they_are(question: str) -> None:
    assert personal_data(question) == ()
    assert assistant_over().ask(question).outcome is not Outcome.PERSONAL_DATA


def test_the_sentence_names_each_kind_once_and_shows_none_of_it() -> None:
    turn = assistant_over().ask(f"我是{IDENTITY}，电话{MOBILE}或13987654321。翠湖泵站谁牵头？")
    assert turn.answer == "问题中含有个人信息（身份证号、手机号码），没有保存，也没有用于查找；请去掉后再问。"
    assert turn.question == "我是***，电话***或***。翠湖泵站谁牵头？"


def test_it_ends_the_whole_message_not_only_the_sentence_that_holds_it() -> None:
    assert assistant_over().ask(f"我的电话是{MOBILE}。翠湖泵站由哪个局牵头？").outcome is Outcome.PERSONAL_DATA


def test_what_stands_across_the_limit_of_a_long_question_is_masked_too() -> None:
    turn = assistant_over().ask("翠" * 293 + MOBILE + "翠" * 100)
    assert turn.outcome is Outcome.PERSONAL_DATA
    assert turn.question == ("翠" * 293 + MASK + "翠" * 100)[:301]


def test_an_earlier_question_with_personal_data_lends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        turn = assistant_over().ask("那配合单位呢？", [f"翠湖泵站由哪个局牵头？回复{MOBILE}"])
    assert turn.outcome is not None and turn.outcome.refused
    assert MOBILE not in caplog.text and MOBILE not in turn.answer


def test_masked_keeps_everything_else() -> None:
    assert masked(f"电话{MOBILE}，邮箱a.b@qq.com；第8号") == "电话***，邮箱***；第8号"


@pytest.mark.parametrize("digits", ["110101199003077758", "11010519491231002X", "440308199901101512"])
def test_identity_numbers_are_told_by_their_check_digit(digits: str) -> None:
    assert is_identity(digits)
    assert not any(is_identity(digits[:-1] + other) for other in "0123456789X" if other != digits[-1])


@given(st.integers(10**15, 10**18 - 1))
def test_one_digit_in_ten_ends_a_card(number: int) -> None:
    ending = [digit for digit in "0123456789" if is_card(f"{number}{digit}")]
    assert len(ending) == (0 if str(number)[:2] in ("19", "20") else 1)


@given(st.text(max_size=200))
def test_what_is_masked_holds_none_and_positions_are_the_texts_own(text: str) -> None:
    found = personal_data(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert masked(text).count(MASK) >= len(found)
    assert bool(found) or masked(text) == text
