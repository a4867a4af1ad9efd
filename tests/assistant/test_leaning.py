"""Follow-ups that are answered where the earlier answer was: the same clause, one beside it, the same document."""

import pytest

from assistant.outcome import Outcome
from assistant.pipeline import Assistant
from documents.ingest import parse_document
from tests.assistant.fakes import WordSearch, assistant_over, in_a_conversation, locators, said

RULES = parse_document(
    "yangniao",
    """安和市信鸽管理条例

第一章 总则

第一条 为了规范信鸽饲养，制定本条例。

第二章 登记

第二条 有下列情形之一的，饲养人应当按期办理手续：

（一）住所变更的，自变更之日起15日内办理变更登记；

（二）信鸽死亡的，自死亡之日起30日内办理注销登记；

（三）信鸽走失的，自走失之日起60日内未找回的，办理注销登记。

第三条 市公安机关设立收容所，接收走失信鸽。

第四条 市公安机关可以委托社会组织运营收容所，委托期限每次不超过3年。

第三章 收费与罚则

第五条 饲养人每年缴纳管理费200元；盲人免收管理费。

第六条 未按期办理手续的，由公安机关处200元罚款。
""",
    "policy",
)
OTHER = parse_document(
    "wangdian",
    """平川县快递网点建设方案

一、建设网点。2026年底前建成网点80个，县商务局牵头，县邮政局配合。

二、补贴标准。每个网点补贴3万元，签订协议期限不少于5年。
""",
    "policy",
)


@pytest.fixture(scope="module")
def both() -> Assistant:
    return assistant_over(RULES, OTHER)


@pytest.mark.parametrize(
    ("questions", "locator", "span"),
    [
        (["安和市信鸽走失多少天要注销?", "那要是死了呢?"], "第二章/第二条/(二)", "30日"),
        (["安和市信鸽走失多少天要注销?", "住所变更呢?"], "第二章/第二条/(一)", "15日"),
        (["安和市收容所能委托社会组织运营吗?", "委托出去最长能签几年?"], "第二章/第四条", "3年"),
    ],
)
def test_the_sentence_beside_the_earlier_one(both: Assistant, questions: list[str], locator: str, span: str) -> None:
    *_, last = in_a_conversation(both, questions)
    assert (last.outcome, locators(last)) == (Outcome.ANSWERED, [locator])
    assert span in said(last)


def test_what_the_sentence_gives_no_sum_for_is_quoted_as_it_stands(both: Assistant) -> None:
    *_, last = in_a_conversation(both, ["信鸽饲养人管理费每年多少钱?", "盲人呢?"])
    assert locators(last) == ["第三章/第五条"]
    assert "盲人免收管理费" in said(last)
    assert not said(last).startswith(("200元", "《安和市信鸽管理条例》:200元"))


def test_the_same_words_without_a_conversation_mean_another_document(both: Assistant) -> None:
    """What leaning changes: alone, the question is not about the shelter's contract."""
    assert locators(both.ask("委托出去最长能签几年?")) != ["第二章/第四条"]


@pytest.mark.parametrize("opening", ["换个问题,", "再问个别的,"])
def test_a_new_topic_takes_nothing_from_the_earlier_one(both: Assistant, opening: str) -> None:
    *_, last = in_a_conversation(both, ["安和市信鸽走失多少天要注销?", f"{opening}平川县网点每个补贴多少?"])
    assert (last.outcome, locators(last)) == (Outcome.ANSWERED, ["二"])
    assert "3万元" in said(last)


def test_what_the_document_does_not_hold_stays_refused(both: Assistant) -> None:
    *_, last = in_a_conversation(both, ["安和市信鸽走失多少天要注销?", "那海底隧道呢?"])
    assert last.outcome is not None and last.outcome.refused


@pytest.mark.parametrize(("measure", "answered"), [("years", True), ("minutes", False)])
def test_a_measure_alone_is_that_of_the_clause_spoken_of(measure: str, answered: bool) -> None:
    """Its word stands for something in another document, so that it is not taken for nothing."""
    yearly = parse_document("niandu", "平川县年度考核办法\n\n一、年度考核。分钟考核。县人社局牵头。\n", "policy")
    search = WordSearch(RULES, yearly, english={"years": "年度", "minutes": "分钟"})
    assistant = assistant_over(RULES, yearly, search=search)
    *_, last = in_a_conversation(
        assistant, ["安和市收容所能委托社会组织运营吗?", f"and how many {measure} do they get?"]
    )
    assert (last.outcome is Outcome.ANSWERED and locators(last) == ["第二章/第四条"]) == answered


def test_who_is_still_asked_of_a_new_subject(both: Assistant) -> None:
    *_, last = in_a_conversation(both, ["收容所由谁设立?", "那网点建设由谁牵头?"])
    assert (last.lead, locators(last)) == ("县商务局", ["一"])
