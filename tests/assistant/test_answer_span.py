"""Whether a sentence holds the number or date asked for."""

import pytest

from assistant.answer_span import headline, lacks_span
from assistant.grammar import Kind
from assistant.text import Sentence


def _sentence(text: str) -> Sentence:
    return Sentence(0, len(text), text)


@pytest.mark.parametrize(
    ("kind", "question", "text", "lacks"),
    [
        (Kind.DATE, "改了期限还不改，要罚多少", "处三千元以上一万元以下罚款；", False),
        (Kind.DATE, "什么时候施行", "处三千元以上一万元以下罚款；", True),
        (Kind.COUNT, "每单元要有几台电梯", "每单元设置电梯不少于两台；", False),
        (Kind.COUNT, "全省一共有多少台电梯", "每单元设置电梯不少于两台；", True),
        (Kind.COUNT, "maximum number of passengers in a lift", "每名安全员管理的电梯不得超过五十台；", True),
        (Kind.COUNT, "how many people in a lift", "每台电梯不得超过十三人；", False),
    ],
)
def test_whether_the_sentence_lacks_what_is_asked(kind: Kind, question: str, text: str, lacks: bool) -> None:
    assert lacks_span(kind, question, _sentence(text), ()) is lacks


def test_a_month_is_a_date_and_no_span_of_time() -> None:
    assert headline(Kind.DATE, "物业每年几月前必须公布", _sentence("每年三月底前公布收支情况。"), ()) == "三月底前"
