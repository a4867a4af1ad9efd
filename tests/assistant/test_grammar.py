"""The grammar's sets: what each recognises in either language, and what it leaves alone."""

import re

import pytest

from assistant import grammar

RECOGNISED = [
    (grammar.LEAD, "由哪个局牵头", True),
    (grammar.LEAD, "归谁管", True),
    (grammar.LEAD, "which bureau is in charge", True),
    (grammar.LEAD, "whose job is it", True),
    (grammar.LEAD, "投资多少", False),
    (grammar.LEAD, "向谁收费", False),
    (grammar.UNITS, "有哪些责任单位", True),
    (grammar.UNITS, "配合单位呢", True),
    (grammar.UNITS, "which departments are involved", True),
    (grammar.UNITS, "哪个局牵头", False),
    (grammar.DUTIES, "负责哪些", True),
    (grammar.DUTIES, "有什么任务", True),
    (grammar.DUTIES, "what is it responsible for", True),
    (grammar.DUTIES, "在哪里", False),
    (grammar.CLAUSE, "写在哪一条", True),
    (grammar.CLAUSE, "第几条", True),
    (grammar.CLAUSE, "which clause mentions it", True),
    (grammar.CLAUSE, "哪个局", False),
    (grammar.COUNT, "一共有多少", True),
    (grammar.COUNT, "how many tasks", True),
    (grammar.COUNT, "多大", False),
    (grammar.NUMBER, "面积多大", True),
    (grammar.NUMBER, "how much", True),
    (grammar.NUMBER, "谁", False),
    (grammar.DATE, "什么时候", True),
    (grammar.DATE, "哪一年", True),
    (grammar.DATE, "by when", True),
    (grammar.DATE, "whenever", False),
    (grammar.LIST, "包括哪些", True),
    (grammar.LIST, "what are they", True),
    (grammar.TOGETHER, "共同负责", True),
    (grammar.TOGETHER, "what do both share", True),
    (grammar.CONTRAST, "有什么区别", True),
    (grammar.CONTRAST, "compare them", True),
    (grammar.CONTRAST, "哪个单位任务最多", False),
    (grammar.CONFIRM, "是不是市水利局", True),
    (grammar.CONFIRM, "管不管", True),
    (grammar.CONFIRM, "is it the finance bureau", True),
    (grammar.CONFIRM, "由谁牵头", False),
    (grammar.ABOUT, "这个文件是谁发布的", True),
    (grammar.ABOUT, "who issued this document", True),
    (grammar.ABOUT, "what is the title of this document", True),
    (grammar.ABOUT, "翠湖泵站什么时候完成", False),
    (grammar.COUNTS_UNITS, "有多少个责任单位", True),
    (grammar.COUNTS_UNITS, "有多少项任务", False),
    (grammar.COUNTS_PARTS, "分几个方面", True),
    (grammar.SUPERLATIVE, "任务最多", True),
    (grammar.SUPERLATIVE, "which has the most", True),
    (grammar.PARTNERS, "合作最多", True),
    (grammar.PARTNERS, "which units work together", True),
    (grammar.FOLLOW_UP, "那配合单位呢", True),
    (grammar.FOLLOW_UP, "what about the park", True),
    (grammar.FOLLOW_UP, "翠湖泵站由谁牵头", False),
    (grammar.PRONOUN, "它由谁牵头", True),
    (grammar.PRONOUN, "is that so", True),
    (grammar.PRONOUN_UNIT, "它还负责什么", True),
    (grammar.PRONOUN_UNIT, "what else does it do", True),
    (grammar.PRONOUN_UNIT, "它由谁负责", False),
    (grammar.POLITE, "请问一下", True),
    (grammar.POLITE, "could you please tell me", True),
    (grammar.CREATIVE, "写一首诗", True),
    (grammar.CREATIVE, "今天天气怎么样", True),
    (grammar.CREATIVE, "write me a poem", True),
    (grammar.CREATIVE, "翠湖泵站由谁牵头", False),
    (grammar.ASKS, "翠湖泵站呢", True),
    (grammar.ASKS, "翠湖泵站很大", False),
    (grammar.LIST_ORDINAL, "第二个任务", True),
    (grammar.LIST_ORDINAL, "第二条", False),
]


@pytest.mark.parametrize(("pattern", "question", "recognised"), RECOGNISED)
def test_what_each_set_recognises(pattern: re.Pattern[str], question: str, recognised: bool) -> None:
    assert bool(pattern.search(question)) is recognised


@pytest.mark.parametrize(
    ("question", "group", "value"),
    [
        ("第三个呢", "han", "三"),
        ("第12项", "han", "12"),
        ("排第二的是谁", "place", "二"),
        ("后者呢", "latter", "后者"),
        ("前者由谁负责", "former", "前者"),
        ("and the last one", "english", "last"),
    ],
)
def test_ordinals(question: str, group: str, value: str) -> None:
    found = grammar.ORDINAL.search(question)
    assert found is not None
    assert found[group] == value


def test_every_english_ordinal_has_a_position() -> None:
    assert grammar.ENGLISH_ORDINALS == {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}


@pytest.mark.parametrize(
    ("message", "pieces"),
    [
        ("甲？乙。丙", ["甲", "乙", "丙"]),
        ("a! b?\n\nc", ["a", " b", "c"]),
        ("甲;乙", ["甲;乙"]),
        ("甲；乙", ["甲", "乙"]),
    ],
)
def test_what_ends_a_part(message: str, pieces: list[str]) -> None:
    assert grammar.PART_END.split(message) == pieces


def test_no_set_matches_nothing_at_all() -> None:
    """An empty alternative would make its set match every question."""
    patterns = {name: value for name, value in vars(grammar).items() if isinstance(value, re.Pattern)}
    assert len(patterns) > 25
    assert [name for name, pattern in patterns.items() if pattern.search("")] == []
