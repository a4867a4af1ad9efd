"""Whether what was found holds the answer, or only touches the subject."""

import re
from dataclasses import dataclass

from assistant.desk import Desk
from assistant.grammar import Kind
from assistant.retrieve import Hit
from assistant.turn import Turn

CONTENT = frozenset({Kind.FACT, Kind.NUMBER, Kind.DATE, Kind.LIST, Kind.COUNT})


ABSENT_COVERAGE = 0.75
ABSENT_COSINE = 0.5
"""A question of fact with a word that stands nowhere is answered from this coverage or this cosine on."""


@dataclass(frozen=True)
class Support:
    """What speaks for the best clause, each in [0, 1] or a cosine."""

    coverage: float
    cosine: float
    absent: tuple[str, ...]
    """Words of the question that stand nowhere in the library."""

    def strength(self, cosine_weight: float) -> float:
        """One number: words count most, vectors carry where the words differ."""
        return self.coverage + cosine_weight * self.cosine


def support(turn: Turn, hit: Hit, desk: Desk) -> Support:
    """What speaks for `hit` as the place that is asked about."""
    words = turn.understanding.words if turn.understanding else ()
    absent = tuple(word for word in words if not any(True for _ in desk.library.containing(word, turn.document)))
    return Support(hit.coverage, hit.cosine, absent if turn.language == "zh" else ())


def is_supported(turn: Turn, hit: Hit, desk: Desk) -> bool:
    """Whether the clause is about what is asked."""
    understanding = turn.understanding
    if understanding is None:
        return False
    if hit.evidence is None:
        return True
    found = support(turn, hit, desk)
    if understanding.kind in CONTENT and _asks_for_absent(found):
        return False
    threshold = desk.settings.support[turn.language]
    return found.strength(threshold.cosine_weight) >= threshold.least


def _asks_for_absent(found: Support) -> bool:
    """Where a word of the question stands nowhere in the library, only near-certain evidence answers."""
    absent = [word for word in found.absent if len(word) > 1]
    return bool(absent) and found.coverage < ABSENT_COVERAGE and found.cosine < ABSENT_COSINE


_ASPECTS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(
            r"多少钱|资金(?:是|有|需要|规模|多少)|投资额|金额|费用|造价|预算|花(?:费)?多少|补贴(?:标准|多少)|(?:报名|门票|收|学|票)费|票价|how much (?:money|does|will|is)|\bcosts?\b|\bbudget\b|\bfunding\b|\bprice\b"
        ),
        re.compile(r"\d[\d,.]*[万亿千百]*(?:美)?元"),
    ),
    (
        re.compile(
            r"电话|手机|联系方式|热线|邮箱|网址|地址在|\bphone\b|\btelephone\b|\be-?mail\b|\baddress\b|\bcontact\b|\bwebsite\b"
        ),
        re.compile(r"\d{7,}|\d{3,4}-\d{7,8}|@|www\.|地址[:：]"),
    ),
    (
        re.compile(
            r"(?:局长|主任|书记|市长|负责人|领导)(?:是谁|叫什么|姓名|名字)|谁(?:是|当|任).{0,6}(?:局长|主任|书记|市长)|\b(?:mayor|director|head) of\b.*\bname\b|\bname of the (?:mayor|director|head)\b"
        ),
        re.compile(r"(?:局长|主任|书记|市长)[一-鿿]{2,3}(?:任|担任|为)"),
    ),
    (
        re.compile(r"多长(?!时间)|里程|全长|how long is|length"),
        re.compile(r"\d[\d,.]*(?:公里|千米|米|海里)"),
    ),
    (
        re.compile(
            r"(?:什么时候|何时|哪(?:一)?年|几月|几号|哪天).{0,10}(?:完工|建成|开工|通车|完成|竣工|投用|投入使用|开通|结束|实现)|(?:完工|建成|开工|通车|完成|竣工|投用|开通)(?:时间|日期)|工期|期限|deadline|\bwhen\b|what (?:year|date)"
        ),
        re.compile(r"\d{4}年|\d{1,2}月|“?十[一二三四五六]五”?|年底|\d+年内|年度"),
    ),
)


def lacks_aspect(question: str, text: str) -> bool:
    """Whether the question asks for a kind of thing (money, a telephone, a length, a date) that `text` does not hold."""
    return any(asked.search(question) and not held.search(text) for asked, held in _ASPECTS)
