"""Views as addresses: each reads back as itself, and an answer's link opens the view that the answer is of."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ledger_link import MAX_VALUE, LedgerAsked, ledger_url, unit_url
from assistant.pipeline import Assistant
from assistant.turn import Turn


def read(url: str) -> LedgerAsked:
    return LedgerAsked.of(dict(parse_qsl(urlsplit(url).query)))


def test_addresses_by_hand() -> None:
    assert LedgerAsked().url() == "/ledger"
    assert LedgerAsked(unit="局", role="lead").url() == "/ledger?unit=%E5%B1%80&role=lead"
    assert LedgerAsked(unit="a", beside="b").url(format="csv") == "/ledger?unit=a&with=b&format=csv"
    assert unit_url("局&x", brief="1") == "/ledger/unit?name=%E5%B1%80%26x&brief=1"
    assert LedgerAsked(page="3", role="lead").changed(role="") == LedgerAsked()


VISIBLE = st.text(st.characters(categories=("L", "N", "P", "S")), max_size=20)


@given(st.builds(LedgerAsked, *[VISIBLE] * 12))
def test_an_address_reads_back_as_the_view(asked: LedgerAsked) -> None:
    assert read(asked.url()) == asked


def test_what_nobody_sees_is_not_asked() -> None:
    asked = LedgerAsked.of({"unit": " 交\u200b通局\u202e\n", "keyword": "长" * 999, "else": "x"})
    assert asked.unit == "交通局" and len(asked.keyword) == MAX_VALUE


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("发改委牵头几项,配合几项?", LedgerAsked(unit="市发展改革委")),
        ("发改委负责哪些工作?", LedgerAsked(unit="市发展改革委")),
        ("市交通运输局牵头哪些任务?", LedgerAsked(unit="市交通运输局", role="lead")),
        ("交通局和水务局共同负责什么?", LedgerAsked(unit="市交通运输局", beside="市水务局")),
        ("哪两个部门合作最多?", LedgerAsked(view="chart")),
        ("哪个部门任务最多?", LedgerAsked(view="chart")),
        ("一共有多少项任务?", LedgerAsked()),
    ],
)
def test_an_answers_link_opens_what_it_is_about(seed: Assistant, question: str, asked: LedgerAsked) -> None:
    assert read(ledger_url(seed.ask(question))) == asked


@pytest.mark.parametrize("question", ["航空港由谁牵头建设?", "火星基地归谁管?", "你好"])
def test_what_is_not_about_the_ledger_has_no_link(seed: Assistant, question: str) -> None:
    assert ledger_url(seed.ask(question)) == ""
    assert ledger_url(Turn(question)) == ""
