"""What a document's own text says: since when it is in force and until when. Damage is never guessed away."""

import pytest
from hypothesis import given

from documents.parsing import parse_document
from documents.said import Said
from documents.standing_read import read_said
from tests.documents.texts import copies


def said(body: str, *, issued: str = "2015年1月1日", title: str = "东海市人民政府关于加强物业管理的意见") -> Said:
    """Of a document whose last clause is `body`."""
    front = "各县区人民政府：\n现提出意见。"
    text = f"{title}\n\n{front}\n\n一、总体要求\n做好工作。\n二、附则\n{body}\n\n东海市人民政府\n{issued}\n"
    return read_said(parse_document("意见", text))


FORCE = {
    "本意见自2020年1月1日起施行。": "2020-01-01",
    "本意见自2020年1月1 日起施行。": "2020-01-01",
    "本意见自２０２０年１月１日起施行。": "2020-01-01",
    "本条例自二〇二〇年一月一日起施行。": "2020-01-01",
    "本条例自一九九○年八月一日起施行。": "1990-08-01",
    "本《办法》自2018年7月1日起施行。": "2018-07-01",
    "本解释自2017年1月1日起施行。": "2017-01-01",
    "自2020年1月1日起施行。": "2020-01-01",
    "第五十条　本条例自2020年1月1日起施行。": "2020-01-01",
    "现予公布，自2020年1月1日起施行。": "2020-01-01",
    "本意见从2020年1月1日起正式实施。": "2020-01-01",
    "本意见自印发之日起施行。": "2015-01-01",
    "本意见自公布之日起施行。": "2015-01-01",
    "本意见自公布之日起30日后施行。": "2015-01-31",
    "本意见自发布之日起满三十日后施行。": "2015-01-31",
    "本意见自印发之日起6个月后施行。": "2015-07-01",
    "本条例已经市人民代表大会常务委员会通过，自2020年1月\n1日起施行。": "2020-01-01",
}


@pytest.mark.parametrize(("sentence", "day"), FORCE.items(), ids=FORCE.keys())
def test_since_when_it_is_in_force(sentence: str, day: str) -> None:
    effective = said(sentence).effective
    assert effective is not None
    assert effective.day == day
    assert "".join(effective.evidence.split()) == "".join(sentence.split())


NO_FORCE = [
    "许可证自2020年1月1日起生效。",
    "新的缴费标准自2020年1月1日起执行。",
    "本市最低工资自2020年1月1日起执行。",
    "将第五十条修改为：“本条例自2020年1月1日起施行。”",
    "规章应当自公布之日起30日后施行。",
    "按照自2020年1月1日起施行的《物业管理条例》办理。",
    "本意见自年1月1日起施行。",
    "本意见自20年1月1日起施行。",
    "本意见自2020年月1日起施行。",
    "本意见自202*年1月1日起施行。",
    "本意见自2020年2月30日起施行。",
    "本意见自公布之日起10个工作日后施行。",
]


@pytest.mark.parametrize("sentence", NO_FORCE)
def test_what_says_nothing_of_when_it_is_in_force(sentence: str) -> None:
    assert said(sentence).effective is None


@pytest.mark.parametrize("issued", ["年1月1日", "", "1月1日"])
def test_no_date_to_count_from(issued: str) -> None:
    assert said("本意见自公布之日起施行，有效期5年。", issued=issued) == Said()


TERMS = {
    "本意见自2020年1月1日起施行，有效期5年。": "2025-01-01",
    "本意见自2020年1月1日起施行，有效期为五年。": "2025-01-01",
    "本意见自印发之日起施行，有效期五年。": "2020-01-01",
    "本意见有效期为3年。": "2018-01-01",
    "本意见的有效期限为3年。": "2018-01-01",
    "本意见自2020年1月1日起施行。有效期3年。": "2023-01-01",
    "本意见自2020年1月1日起施行，有效期至2025年12月31日。": "2026-01-01",
    "本意见自2020年1月1日起施行，有效期至2025年12月31日止，到期自行失效。": "2026-01-01",
    "本意见自2020年1月1日起施行，至2024年12月31日止。": "2025-01-01",
    "本意见自2020年1月1日起施行，有效期自2020年1月1日至2024年12月31日。": "2025-01-01",
    "本意见自2020年1月1日起施行，2024年12月31日自行失效。": "2024-12-31",
    "本意见自2020年1月1日起试行，试行期一年半。": "2021-07-01",
    "本意见自2020年1月1日起试行，试行两年。": "2022-01-01",
    "本通知自2020年1月1日起执行，执行期限至2022年6月底。": "2022-07-01",
    "(一)执行期限：2020年1月1日至2022年12月31日。": "2023-01-01",
    "本办法自二〇二〇年一月一日起施行，有效期至二〇二五年十二月三十一日。": "2026-01-01",
}


@pytest.mark.parametrize(("sentence", "day"), TERMS.items(), ids=TERMS.keys())
def test_until_when_it_is_in_force(sentence: str, day: str) -> None:
    expires = said(sentence).expires
    assert expires is not None
    assert expires.day == day
    assert expires.evidence in sentence


NO_TERMS = [
    "许可证有效期5年。",
    "许可证自2020年1月1日起生效，有效期5年。",
    "本意见所称证书有效期5年。",
    "本意见规定的合同有效期为3年。",
    "本意见在全市试行两年的基础上推广。",
    "本意见自年1月1日起施行，有效期5年。",
    "本意见自2020年1月1日起施行，有效期年。",
    "本意见自2020年1月1日起施行，有效期至202年12月31日。",
    "本意见自2020年1月1日起施行，有效期至年12月31日。",
    "本意见自2020年1月1日起施行，有效期至2019年12月31日。",
    "修改为：“本意见自2020年1月1日起施行，有效期5年。”",
    "本办法自2020年1月1日起施行，《旧办法》自2021年1月1日起废止。",
    "本意见自2020年1月1日起施行，规划期3年内完成任务。",
]


@pytest.mark.parametrize("sentence", NO_TERMS)
def test_what_says_nothing_of_when_it_ends(sentence: str) -> None:
    assert said(sentence).expires is None


def test_a_term_in_front_of_the_text() -> None:
    text = "关于发放补贴的通知\n有效期：2020年1月1日至2022年12月31日\n\n一、范围\n全市。\n"
    expires = read_said(parse_document("通知", text)).expires
    assert expires is not None
    assert expires.day == "2023-01-01"


def test_the_regulation_itself_counts_more_than_the_order_that_proclaims_it() -> None:
    found = said("第二条　本办法自2021年3月1日起施行。", title="市政府令\n现予公布，自2020年1月1日起施行。").effective
    assert found is not None
    assert found.day == "2021-03-01"


@given(copies())
def test_evidence_stands_in_the_restored_text(text: str) -> None:
    document = parse_document("x", text + "\n本意见自2020年1月1日起施行，有效期5年。《甲办法》同时废止。\n")
    read = read_said(document)
    evidence = [day.evidence for day in (read.effective, read.expires) if day] + [r.evidence for r in read.repeals]
    whole = document.quote(0, len(document.text))
    assert all(sentence in whole for sentence in evidence)


def test_a_text_without_full_stops_is_left_alone() -> None:
    assert read_said(parse_document("长", "一、" + "本意见自2020年1月1日起施行" * 20_000)) == Said()
