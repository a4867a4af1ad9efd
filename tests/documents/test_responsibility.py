"""Who is responsible for a clause, in which order, in which role and on what basis."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.model import Responsibility
from documents.responsibility import read_responsibilities, responsibility_spans
from documents.units import unit_lexicon

Read = list[tuple[str, str, str]]

NAMES = (
    "市发展改革委",
    "市财政局",
    "市交通运输局",
    "市水务局",
    "市委组织部",
    "自然保护区管委会",
    "东海海关",
    "各区人民政府",
)


def read(text: str) -> Read:
    """Unit, role and basis of each."""
    return [(one.unit, one.role, one.basis) for one in units_of(text)]


def units_of(text: str) -> tuple[Responsibility, ...]:
    return read_responsibilities(text, 0, len(text), unit_lexicon())


def first_listed(*names: str) -> Read:
    return [(name, "support" if place else "lead", "first_listed") for place, name in enumerate(names)]


def marked(lead: str, *others: str) -> Read:
    return [(lead, "lead", "marked"), *((name, "support", "marked") for name in others)]


def joint(*names: str) -> Read:
    return [(name, "joint", "joint") for name in names]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.甲。(责任单位:市交通运输局、市水务局)", first_listed("市交通运输局", "市水务局")),
        ("1.甲。（责任单位：市科技局）", first_listed("市科技局")),
        (
            "1.甲。（责任部门：市财政局，市审计局；各县（市、区）人民政府）",
            first_listed("市财政局", "市审计局", "各县（市、区）人民政府"),
        ),
        ("1.甲。（责任单位：市财政局 市审计局　市科技局）", first_listed("市财政局", "市审计局", "市科技局")),
        ("1.甲。（责任单位：市卫健委和市医保局）", first_listed("市卫健委", "市医保局")),
        ("1.甲。（责任单位：市教育局等部门）", first_listed("市教育局")),
        ("1.甲。（责任单位：市科技局；完成时限：2025年）", first_listed("市科技局")),
        ("1.甲。（责任单位：市科技局 完成时限：2025年）", first_listed("市科技局")),
        ("1.甲。（责任人：张三；责任单位：市科技局）", first_listed("市科技局")),
        ("1.甲【责任单位：市住建局】", first_listed("市住建局")),
        ("1.甲。(责任单位:市外办、市财*局)", first_listed("市外办", "市财*局")),
        ("1.甲。（市民政局负责）", first_listed("市民政局")),
        ("1.甲。（市发展改革委会同市财政局负责）", first_listed("市发展改革委", "市财政局")),
        ("1.甲\n责任单位：市大数据局、\n市司法局\n", first_listed("市大数据局", "市司法局")),
        ("1.甲。责任单位：市大数据局。完成时限：年底。", first_listed("市大数据局")),
        ("1. 甲。**责任单位：** 市大数据局、市司法局", first_listed("市大数据局", "市司法局")),
    ],
)
def test_the_first_of_an_unmarked_list_leads(text: str, expected: Read) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.甲。（牵头单位：市教育局；配合单位：市财政局、市人社局）", marked("市教育局", "市财政局", "市人社局")),
        ("1.甲。（牵头单位：市教育局；责任单位：市财政局）", marked("市教育局", "市财政局")),
        ("1.甲。（牵头：市教育局；配合：市财政局）", marked("市教育局", "市财政局")),
        ("1.甲。（市教育局牵头，市财政局、市人社局配合）", marked("市教育局", "市财政局", "市人社局")),
        ("1.甲。〔省农业农村厅牵头，省发展改革委配合〕", marked("省农业农村厅", "省发展改革委")),
        ("1.甲。（由市财政局牵头，市审计局参与）", marked("市财政局", "市审计局")),
        ("1.甲。（市财政局牵头，市审计局、市科技局）", marked("市财政局", "市审计局", "市科技局")),
        ("1.甲。（责任单位：市发展改革委牵头，市审计局配合）", marked("市发展改革委", "市审计局")),
        ("1.甲。（省教育厅牵头；省财政厅、省科技厅按职责分工负责）", marked("省教育厅", "省财政厅", "省科技厅")),
        (
            "1.甲\n牵头单位：市应急局\n配合单位：市公安局、市消防救援支队\n",
            marked("市应急局", "市公安局", "市消防救援支队"),
        ),
        ("牵头责任单位：市科技局 配合责任单位：市财政局", marked("市科技局", "市财政局")),
        ("牵头领导：张三 牵头单位：市科技局", marked("市科技局")),
    ],
)
def test_a_marked_unit_leads(text: str, expected: Read) -> None:
    assert read(text) == expected


def test_who_helps_one_of_a_list_stands_behind_it() -> None:
    assert read("1.甲。责任单位：市财政局（市审计局配合）、市人社局") == [
        ("市财政局", "lead", "first_listed"),
        ("市审计局", "support", "marked"),
        ("市人社局", "support", "first_listed"),
    ]


def test_each_sentence_of_a_paragraph_has_its_own_lead() -> None:
    text = "1.甲。（责任单位：市财政局、市审计局）乙丙。（责任单位：市科技局、市财政局）丁。（市教育局配合）"
    assert read(text) == [
        ("市财政局", "lead", "first_listed"),
        ("市审计局", "support", "first_listed"),
        ("市科技局", "lead", "first_listed"),
        ("市教育局", "support", "marked"),
    ]


def test_names_broken_at_the_end_of_a_line() -> None:
    assert read("1.甲。（市教育\n局牵头，市财政局配\n合）") == marked("市教育局", "市财政局")
    assert read("1.甲。\n责任单位：市交通运\n输局、市水务局\n乙。") == first_listed("市交通运输局", "市水务局")
    assert read("1.甲。\n责任单位：市水务局\n2025年底前完成") == first_listed("市水务局")


def test_where_the_document_says_that_the_first_leads_equals_do_not() -> None:
    text = "1.甲。（市教育局、市财政局按职责分工负责）"
    units = read_responsibilities(text, 0, len(text), unit_lexicon(), first_leads=True)
    assert [(one.unit, one.role, one.basis) for one in units] == first_listed("市教育局", "市财政局")


def test_several_may_lead() -> None:
    assert read("1.甲。（市公安局、市交通运输局分别牵头，市教育局参加）") == [
        ("市公安局", "lead", "marked"),
        ("市交通运输局", "lead", "marked"),
        ("市教育局", "support", "marked"),
    ]


def test_the_marked_lead_leads_wherever_it_stands() -> None:
    assert read("1.甲。（责任单位：市财政局；牵头单位：市教育局）") == [
        ("市财政局", "support", "marked"),
        ("市教育局", "lead", "marked"),
    ]


def test_helpers_alone_make_no_lead() -> None:
    assert read("1.甲。（配合单位：市财政局、市教育局）") == [
        ("市财政局", "support", "marked"),
        ("市教育局", "support", "marked"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.甲。（市教育局、市财政局按职责分工负责）", joint("市教育局", "市财政局")),
        ("1.甲。（省委宣传部，省文化和旅游厅按职责分工负责）", joint("省委宣传部", "省文化和旅游厅")),
        ("1.甲。（市商务局、市公安局等部门按照各自职责分工落实）", joint("市商务局", "市公安局")),
        ("1.甲。（责任单位：市商务局、市公安局按职责分工负责）", joint("市商务局", "市公安局")),
        ("1.甲。（市商务局、市公安局共同负责）", joint("市商务局", "市公安局")),
    ],
)
def test_units_that_share_the_work_have_no_lead(text: str, expected: Read) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（责任单位：省发展改革委、财政厅、科技厅）", ["省发展改革委", "省财政厅", "省科技厅"]),
        ("（责任单位：省委农办，省农业农村厅、财政厅）", ["省委农办", "省农业农村厅", "省财政厅"]),
        ("（责任单位：市委组织部、宣传部，市人社局）", ["市委组织部", "市委宣传部", "市人社局"]),
        ("（责任单位：市财政局、东海海关、自然保护区管委会）", ["市财政局", "东海海关", "自然保护区管委会"]),
        (
            "（责任单位：省委宣传部，省发展改革委、财政厅，省科技厅）",
            ["省委宣传部", "省发展改革委", "省财政厅", "省科技厅"],
        ),
        ("（责任单位：省发展改革委，财政厅；科技厅）", ["省发展改革委", "省财政厅", "省科技厅"]),
        ("（责任单位：市财政局、市科技局、税务局）", ["市财政局", "市科技局", "税务局"]),
    ],
)
def test_a_prefix_that_a_list_shares_is_written_out(text: str, expected: list[str]) -> None:
    assert [one.unit for one in units_of(text)] == expected


def test_spans_are_what_was_read() -> None:
    text = "1.甲。（责任单位：省发展改革委、财政厅，省 科\n技厅）"
    assert [(one.unit, text[one.start : one.end]) for one in units_of(text)] == [
        ("省发展改革委", "省发展改革委"),
        ("省财政厅", "财政厅"),
        ("省科技厅", "省 科\n技厅"),
    ]


def test_a_unit_named_twice_counts_where_it_stands_first() -> None:
    assert read("1.甲。（牵头单位：市科技局；责任单位：市科技局、市财政局）") == marked("市科技局", "市财政局")


@pytest.mark.parametrize(
    "text",
    [
        "1.甲。落实责任单位，明确分工。",
        "1.甲。（党委领导、政府负责、社会协同、公众参与）",
        "1.甲（负责人签字）",
        "1.甲（参与率达到90%）",
        "1.甲（全社会参与）",
        "1.甲（简称“方案”）",
        "1.甲（责任单位：）",
        "1.甲",
        "",
    ],
)
def test_what_names_nobody(text: str) -> None:
    assert units_of(text) == ()


def test_only_the_clause_itself_is_read() -> None:
    text = "1.甲。(责任单位:市科技局)\n2.乙。(责任单位:市教育局)"
    start = text.index("2.")
    assert [one.unit for one in read_responsibilities(text, start, len(text), unit_lexicon())] == ["市教育局"]
    assert [one.unit for one in read_responsibilities(text, 0, start, unit_lexicon())] == ["市科技局"]


def test_statement_spans_take_brackets_and_keys() -> None:
    text = "1.甲（试点）。乙。（责任单位：市科技局）\n牵头单位：市教育局\n丙。"
    assert [text[start:end] for start, end in responsibility_spans(text, 0, len(text))] == [
        "（责任单位：市科技局）",
        "牵头单位：市教育局",
    ]
    assert responsibility_spans(text, 0, 8) == ()


def test_a_statement_span_stays_inside_the_clause() -> None:
    text = "（责任单位：市科技局）"
    assert responsibility_spans(text, 1, len(text)) == ((1, len(text)),)


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True), st.sampled_from("、，;；"))
def test_a_list_is_read_as_it_is_written(names: list[str], separator: str) -> None:
    assert read(f"1.甲。（责任单位：{separator.join(names)}）") == first_listed(*names)


@given(
    st.text(alphabet="（）()【】：:、，；。\n 市省县财政局教育厅委牵头配合责任单位负责按职责分工由等和", max_size=60)
)
def test_whatever_stands_there_units_are_what_their_spans_hold(text: str) -> None:
    for one in units_of(text):
        held = "".join(text[one.start : one.end].split())
        assert one.unit == held or one.unit.endswith(held)
        assert 0 <= one.start < one.end <= len(text)
    names = [one.unit for one in units_of(text)]
    assert len(set(names)) == len(names)
    assert all(0 <= start < end <= len(text) for start, end in responsibility_spans(text, 0, len(text)))
