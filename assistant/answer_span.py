"""The number, date or list that a question asks a sentence for, and whether the sentence holds one."""

import re
from collections.abc import Sequence

from assistant.asked_for import asks_no_other
from assistant.extract import asked_date, asked_enumeration, asked_quantity, fits, holds_what_is_asked
from assistant.grammar import Kind
from assistant.text import Sentence
from assistant.turn import Turn

COUNTED_LIST = re.compile(r"哪[两二三四五六七八九十]{1,2}(?=个|种|类|项|条|家|座|大|方|[一-鿿])")

_TOTAL = re.compile(r"(?:一共|总共|共有|全[省市县区]|现在|目前).{0,6}(?:多少|几)|\b(?:in total|altogether|in all)\b")
_EACH_LIMITED = re.compile(
    "每(?!年|月|日|天|半?年|季)[^，。；,;]{1,12}(?:不少于|不低于|不超过|不得超过|不得少于|至少|最多)"
)


def kind_of(turn: Turn) -> Kind:
    """What the question asks; a fact before it is understood."""
    return turn.understanding.kind if turn.understanding else Kind.FACT


def words_of(turn: Turn) -> Sequence[str]:
    """The words of the question's subject; none before it is understood."""
    return turn.understanding.words if turn.understanding else ()


def lacks_form(kind: Kind, question: str, sentence: Sentence, words: Sequence[str]) -> bool:
    """Whether the sentence has no number, date or list, where the question asks for one."""
    if kind is Kind.LIST:
        return asked_enumeration(sentence.text, words) is None
    return lacks_span(kind, question, sentence, words)


def lacks_span(kind: Kind, question: str, sentence: Sentence, words: Sequence[str]) -> bool:
    """Whether the sentence holds no number, date, or list of as many items as are asked for."""
    listed = asked_enumeration(sentence.text, words)
    if kind is Kind.LIST:
        asked_for = COUNTED_LIST.search(question)
        return asked_for is not None and listed is None
    if kind is Kind.COUNT and listed is not None and fits(listed, words):
        return False
    holds = holds_what_is_asked(question, sentence.text)
    if holds and asked_quantity(question, sentence.text, words) is not None:
        return False
    if (holds is False and asks_no_other(question)) or _sets_for_each(question, sentence.text):
        return True
    return kind in (Kind.NUMBER, Kind.DATE, Kind.COUNT) and span_of(kind, question, sentence, words) is None


def _sets_for_each(question: str, sentence: str) -> bool:
    """Whether a total is asked for and the sentence only limits each: `每单元不少于两台`."""
    return _TOTAL.search(question) is not None and _EACH_LIMITED.search(sentence) is not None


def span_of(kind: Kind, question: str, sentence: Sentence, words: Sequence[str]) -> str | None:
    """The date, number or count of the sentence that is asked for; None where it has none, or none is asked for."""
    if kind is Kind.DATE:
        return asked_date(sentence.text)
    if kind in (Kind.NUMBER, Kind.COUNT):
        return asked_quantity(question, sentence.text, words)
    return None


def headline(kind: Kind, question: str, sentence: Sentence, words: Sequence[str]) -> str | None:
    """What stands in front of the quote: a span of the very kind asked for, whatever the question's words make it.

    None where the sentence has no such span: it is then quoted alone.
    """
    holds = holds_what_is_asked(question, sentence.text)
    if holds and kind is not Kind.LIST:
        return asked_quantity(question, sentence.text, words) or span_of(kind, question, sentence, words)
    return None if holds is False and kind is not Kind.DATE else span_of(kind, question, sentence, words)
