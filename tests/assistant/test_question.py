"""Reading one question on its own: its kind, subject, units, role, clause numbers and places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.grammar import Kind
from assistant.question import Understanding, asked, known_terms, read_question, readable
from assistant.turn import Turn
from documents.ingest import parse_document
from documents.model import Role
from tests.assistant.fakes import desk_over, policy_document, seed_document

DESK = desk_over()
SEED = desk_over(seed_document())


def read(question: str) -> Understanding:
    return read_question(readable(question, DESK), DESK)


KINDS = [
    ("有哪些文件?", Kind.HOLDINGS),
    ("关于泵站的文件有哪些?", Kind.HOLDINGS),
    ("What documents do you have?", Kind.HOLDINGS),
    ("这个文件还有效吗?", Kind.ABOUT),
    ("Is this document still in force?", Kind.ABOUT),
    ("翠湖泵站改造由哪个单位牵头?", Kind.LEAD),
    ("管网漏损归谁管?", Kind.LEAD),
    ("Which bureau leads the pump station work?", Kind.LEAD),
    ("Who is responsible for rain gardens?", Kind.LEAD),
    ("翠湖泵站改造,哪家打头?", Kind.LEAD),
    ("翠湖泵站改造谁挂帅?", Kind.LEAD),
    ("翠湖泵站改造哪家去管?", Kind.LEAD),
    ("雨水花园、泵站,是哪几家一起管?", Kind.UNITS),
    ("雨水花园谁负责?全列出来", Kind.UNITS),
    ("雨水花园由哪几家企业建?", Kind.LIST),
    ("雨水花园的责任单位有哪些?", Kind.UNITS),
    ("雨水花园的配合单位是谁?", Kind.UNITS),
    ("Which departments are responsible for rain gardens?", Kind.UNITS),
    ("市商务局负责哪些任务?", Kind.DUTIES),
    ("水利局管什么?", Kind.DUTIES),
    ("What is the finance bureau responsible for?", Kind.DUTIES),
    ("冷链物流园写在哪一条?", Kind.CLAUSE),
    ("Which clause mentions the pump station?", Kind.CLAUSE),
    ("翠湖泵站怎么改造?", Kind.FACT),
    ("Tell me about the rain gardens", Kind.FACT),
    ("冷链物流园面积多大?", Kind.NUMBER),
    ("How large is the logistics park?", Kind.NUMBER),
    ("翠湖泵站什么时候完成?", Kind.DATE),
    ("When will the pump station be finished?", Kind.DATE),
    ("雨水花园包括哪些片区?", Kind.LIST),
    ("What are the rain gardens?", Kind.LIST),
    ("雨水花园有多少处?", Kind.COUNT),
    ("How many rain gardens are planned?", Kind.COUNT),
    ("一共有多少项任务?", Kind.COUNT),
    ("市水利局和市财政局共同负责哪些任务?", Kind.COMPARE),
    ("冷链物流园和无人配送的责任单位有什么不同?", Kind.COMPARE),
    ("Compare the pump station and the logistics park", Kind.COMPARE),
    ("市水利局牵头翠湖泵站改造吗?", Kind.CONFIRM),
    ("Does the water affairs bureau lead the pump station work?", Kind.CONFIRM),
    ("哪两个单位合作最多?", Kind.PARTNERS),
    ("Which two units work together most?", Kind.PARTNERS),
    ("哪个单位任务最多?", Kind.MOST),
    ("哪个部门的任务最少?", Kind.MOST),
    ("每个部门各有多少任务?", Kind.EACH),
    ("列出所有部门的任务数", Kind.EACH),
    ("How many tasks does each department have?", Kind.EACH),
    ("水务局和哪些部门合作?", Kind.BESIDE),
    ("水务局和谁合作最多?", Kind.BESIDE),
    ("Who does the water affairs bureau work with?", Kind.BESIDE),
    ("哪些任务没有责任单位?", Kind.UNASSIGNED),
    ("Which tasks have no responsible unit?", Kind.UNASSIGNED),
    ("水务局有哪些任务有完成时限?", Kind.DUE),
    ("哪些任务有明确的完成时间?", Kind.DUE),
    ("Which tasks have a deadline?", Kind.DUE),
    ("什么时候起施行?", Kind.ABOUT),
    ("翠湖泵站是水务局牵头的吧?", Kind.CONFIRM),
    ("Which department has the most tasks?", Kind.MOST),
    ("这个文件是谁发布的?", Kind.ABOUT),
    ("Who issued this document?", Kind.ABOUT),
]


@pytest.mark.parametrize(("question", "kind"), KINDS)
def test_kinds(question: str, kind: Kind) -> None:
    assert read(question).kind is kind


def test_every_kind_is_asked_for_in_both_languages() -> None:
    chinese = {kind for question, kind in KINDS if not question.isascii()}
    english = {kind for question, kind in KINDS if question.isascii()}
    assert chinese == english == set(Kind)


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("翠湖泵站由谁牵头?", "lead"),
        ("翠湖泵站的配合单位有哪些?", "support"),
        ("翠湖泵站由谁负责?", None),
        ("翠湖泵站的牵头单位和配合单位是谁?", None),
        ("Who leads it?", "lead"),
        ("Who supports it?", "support"),
    ],
)
def test_roles(question: str, role: Role | None) -> None:
    assert read(question).role == role


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("第三条由谁牵头?", ("3",)),
        ("第3条由谁牵头?", ("3",)),
        ("第十二条讲什么?", ("12",)),
        ("任务4由谁牵头?", ("4",)),
        ("Who leads task 4?", ("4",)),
        ("article 7?", ("7",)),
        ("第7条和第8条有什么不同?", ("7", "8")),
        ("第7和8条有什么不同?", ("7", "8")),
        ("第七和第八条有什么不同?", ("7", "8")),
        ("第一和第二产业由谁负责?", ()),
        ("Compare tasks 7 and 8", ("7", "8")),
        ("第二章/第三条由谁牵头?", ("第二章/第三条",)),
        ("第三章有哪些任务?", ("第三章",)),
        ("第三部分有哪些任务?", ("第三章",)),
        ("第三章第七条由谁牵头?", ("7",)),
        ("第九章讲什么?", ("第九章",)),
        ("翠湖泵站由谁牵头?", ()),
        ("2025年由谁牵头?", ()),
    ],
)
def test_clause_numbers(question: str, labels: tuple[str, ...]) -> None:
    assert read(question).labels == labels


@pytest.mark.parametrize(
    ("question", "labels"),
    [("二/(一)/4由谁牵头?", ("二/(一)/4",)), ("二/（一）/4由谁牵头?", ("二/(一)/4",)), ("第二部分讲什么?", ("二",))],
)
def test_clause_numbers_of_the_shipped_numbering(question: str, labels: tuple[str, ...]) -> None:
    assert read_question(readable(question, SEED), SEED).labels == labels


@pytest.mark.parametrize("question", ["第三章第七条由谁牵头?", "Who leads task 4?", "第二章/第三条由谁牵头?"])
def test_a_number_is_no_subject(question: str) -> None:
    assert read(question).terms == ()


def test_decimal_locators() -> None:
    text = "规程\n\n2 现状\n2.1 管网\n2.1.1 泵站\n2.1.2 水厂\n"
    desk = desk_over(parse_document("code", text))
    assert read_question("2/2.1/2.1.2讲什么", desk).labels == ("2/2.1/2.1.2",)


def test_the_unit_is_not_the_subject() -> None:
    understanding = read("市水利局牵头翠湖泵站改造吗?")
    assert understanding.units == ("市水利局",)
    assert understanding.terms == ("翠湖泵站改造",)
    assert understanding.unknown_units == ()


def test_a_unit_named_twice_is_one_unit() -> None:
    assert read("市水利局和水利局共同负责什么?").units == ("市水利局",)


def test_a_unit_that_is_not_held_is_kept_as_it_is_written() -> None:
    understanding = read("市公安局负责什么?")
    assert (understanding.units, understanding.unknown_units) == ((), ("市公安局",))


def test_a_unit_of_another_city_is_not_the_librarys() -> None:
    assert read("西海市水利局负责什么?").units == ()
    assert read("云溪市水利局负责什么?").units == ("市水利局",)


def test_what_is_searched_for_is_the_subject_alone() -> None:
    assert read("请问一下，翠湖泵站改造由哪个单位牵头?谢谢!").query == "翠湖泵站改造"


def test_beside_a_unit_words_that_stand_nowhere_are_no_subject() -> None:
    assert read("市水利局在火星上负责什么?").terms == ()
    assert read("市水利局在泵站上负责什么?").terms == ("泵站",)


def test_known_terms_reach_the_text_through_english_words() -> None:
    assert known_terms(("pump",), DESK) == ("pump",)
    assert known_terms(("spaceship",), DESK) == ()


@pytest.mark.parametrize(
    ("question", "read_as"),
    [
        ("您好,请问翠湖泵站由谁牵头?谢谢!", "翠湖泵站由谁牵头"),
        ("Could you please tell me who leads the pump station?", "who leads the pump station"),
        ("翠湖 泵站 由谁 牵头 ？？", "翠湖泵站由谁牵头"),
        ("翠胡泵站由谁牵头", "翠湖泵站由谁牵头"),
    ],
)
def test_how_the_grammar_reads_a_question(question: str, read_as: str) -> None:
    assert readable(question, DESK) == read_as


def test_a_foreign_place_is_noted() -> None:
    assert read("青岛的泵站由谁负责?").foreign == ("青岛",)
    assert read("翠湖的泵站由谁负责?").foreign == ()


def test_a_turn_not_yet_understood_has_asked_nothing() -> None:
    assert asked(Turn("谁牵头")) == ""


@given(st.text(max_size=80))
def test_any_text_can_be_read(question: str) -> None:
    understanding = read(question)
    assert understanding.kind in set(Kind)
    assert set(understanding.units) <= set(DESK.library.units)
    assert all(mention.text == understanding.folded[mention.start : mention.end] for mention in understanding.mentions)


def test_the_made_up_plan_is_what_these_expectations_were_made_for() -> None:
    assert [clause.locator for clause in policy_document().clauses if clause.units] == [
        "第二章/第三条",
        "第二章/第四条",
        "第二章/第五条",
        "第二章/第六条",
        "第三章/第七条",
        "第三章/第八条",
        "第三章/第九条",
        "第三章/第十条",
    ]
