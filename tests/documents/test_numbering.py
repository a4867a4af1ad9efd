"""What numbering labels are called, which number they hold, and locators made of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.numbering import (
    han_number,
    match_bare_label,
    match_label,
    normal_label,
    parse_locator,
    print_locator,
)
from tests.documents.texts import STYLES, Style, han, wide

LABELS = st.one_of(
    st.integers(1, 99).map(han),
    st.integers(1, 99).map(lambda number: f"({han(number)})"),
    st.integers(1, 999).map(str),
    st.integers(1, 999).map(lambda number: f"({number})"),
    st.lists(st.integers(1, 99), min_size=2, max_size=4).map(lambda numbers: ".".join(map(str, numbers))),
    st.integers(0, 19).map(lambda number: chr(ord("①") + number)),
    st.integers(1, 199).map(lambda number: f"第{han(number)}条"),
    st.integers(1, 99).map(lambda number: f"附件{number}"),
)


@pytest.mark.parametrize(
    ("line", "family", "text", "value", "length"),
    [
        ("一、总体要求", "han", "一", 1, 2),
        ("十二．保障", "han", "十二", 12, 3),
        ("二十、附则", "han", "二十", 20, 3),
        ("(一)加快建设", "han_bracket", "(一)", 1, 3),
        ("（十五）完善", "han_bracket", "(十五)", 15, 4),
        ("㈢完善", "han_bracket", "(三)", 3, 1),
        ("4.贯通航运", "digit", "4", 4, 2),
        ("１２．发展", "digit", "12", 12, 3),
        ("3、推进", "digit", "3", 3, 2),
        ("第三條　市長應", "article", "第三條", 3, 3),
        ("第二節　通則", "section", "第二節", 2, 3),
        ("第一編 總則", "part", "第一編", 1, 3),
        ("⒌推进", "digit", "5", 5, 1),
        ("(7)试点", "digit_bracket", "(7)", 7, 3),
        ("（１０）试点", "digit_bracket", "(10)", 10, 4),
        ("⑵试点", "digit_bracket", "(2)", 2, 1),
        ("2)试点", "digit_close", "2)", 2, 2),
        ("⑳摸底", "circled", "⑳", 20, 1),
        ("第三章 法律责任", "chapter", "第三章", 3, 3),
        ("第二节 业主", "section", "第二节", 2, 3),
        ("第十五条 罚则", "article", "第十五条", 15, 4),
        ("第一百零三条　罚则", "article", "第一百零三条", 103, 6),
        ("第2条 扩大供给", "article", "第2条", 2, 3),
        ("第一编 总则", "part", "第一编", 1, 3),
        ("附件1", "annex", "附件1", 1, 3),
        ("附 件 二：分工", "annex", "附件二", 2, 5),
        ("附件3 任务分工表", "annex", "附件3", 3, 3),
        ("附录", "annex", "附录", 0, 2),
    ],
)
def test_labels(line: str, family: str, text: str, value: int, length: int) -> None:
    label = match_label(line)
    assert label is not None
    assert (label.family.name, label.text, label.value, label.length) == (family, text, value, length)


@pytest.mark.parametrize(
    ("line", "text", "parent"),
    [("2.1.3 快速路", "2.1.3", (2, 1)), ("１．２　目的", "1.2", (1,)), ("3.1道路网", "3.1", (3,))],
)
def test_decimal_labels_know_their_parent(line: str, text: str, parent: tuple[int, ...]) -> None:
    label = match_label(line)
    assert label is not None
    assert (label.family.name, label.text, label.parent) == ("decimal", text, parent)


@pytest.mark.parametrize(
    "line",
    [
        "2025年建成",
        "5G网络",
        "1+6+N平台",
        "3.5亿元投资",
        "12.5%以上",
        "2.1.3.4.5 过深",
        "第三条规定的情形",
        "第一条至第三条",
        "一是加强领导",
        "一二三产业",
        "附件所列项目",
        "附件1所列的项目应当按期完成。",
        "总体要求",
        "(简称方案)",
        "",
    ],
)
def test_what_is_no_label(line: str) -> None:
    assert match_label(line) is None


def test_a_number_and_a_space_is_a_label_of_its_own_kind() -> None:
    label = match_bare_label("2 现状与问题")
    assert label is not None
    assert (label.family.name, label.text, label.value, label.length) == ("bare", "2", 2, 2)
    assert match_label("2 现状与问题") is None
    glued = match_bare_label("2现状")
    assert glued is not None
    assert (glued.value, glued.length) == (2, 1)
    assert match_bare_label("2 km") is None


def test_an_annex_is_known_in_a_text_of_several_lines() -> None:
    label = match_label("附件1\n重点项目清单")
    assert label is not None
    assert (label.text, label.length) == ("附件1", 3)


def test_normal_labels() -> None:
    assert normal_label("（ 三 ）") == "(三)"
    assert normal_label("２．１．３") == "2.1.3"
    assert normal_label("③") == "③"
    assert normal_label("⒌") == "5"


@given(st.integers(1, 199))
def test_chinese_numbers_are_read_as_they_are_written(number: int) -> None:
    assert han_number(han(number)) == number


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="numeric"):
        han_number("十个")


@given(st.sampled_from(STYLES), st.data())
def test_a_written_label_is_read_back(style: Style, data: st.DataObject) -> None:
    level = data.draw(st.integers(0, len(style.written) - 1))
    numbers = tuple(data.draw(st.lists(st.integers(1, 20), min_size=level + 1, max_size=level + 1)))
    line = style.written[level](numbers) + "推进建设"
    label = match_label(line) or match_bare_label(line)
    assert label is not None
    assert label.text == style.labels[level](numbers)
    assert (*label.parent, label.value)[-1] == numbers[-1]
    assert line[label.length :].strip() == "推进建设"


@given(LABELS)
def test_width_makes_no_difference_to_a_label(label: str) -> None:
    assert normal_label(wide(label)) == label


@given(st.lists(LABELS, min_size=1, max_size=5).map(tuple))
def test_a_printed_locator_parses_to_its_labels(labels: tuple[str, ...]) -> None:
    assert parse_locator(print_locator(labels)) == labels


@given(st.lists(LABELS, min_size=1, max_size=5).map("/".join))
def test_a_parsed_locator_prints_as_it_was(locator: str) -> None:
    assert print_locator(parse_locator(locator)) == locator


@given(st.text(alphabet="/一(1)", min_size=1))
def test_any_locator_is_refused_or_printed_as_it_was(locator: str) -> None:
    if locator.startswith("/") or locator.endswith("/") or "//" in locator:
        with pytest.raises(ValueError, match="empty part"):
            parse_locator(locator)
    else:
        assert print_locator(parse_locator(locator)) == locator


def test_an_empty_locator_is_refused() -> None:
    with pytest.raises(ValueError, match="locator '' has an empty part"):
        parse_locator("")
