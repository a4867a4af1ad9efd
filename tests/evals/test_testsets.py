"""The gold of the shipped test sets against the raw file, parsed here with nothing of the project.

A `*` of the copy stands for one character; a gold name fits if it has a character that is known to be masked there.
"""

import re
from pathlib import Path

import pytest

from assistant.turn import Citation
from evals.dataset import read_test_set
from evals.metrics import check
from evals.normal import normalised
from evals.prediction import Prediction
from evals.question import CATEGORIES, Question

ROOT = Path(__file__).parents[2]
RAW = (ROOT / "documents" / "corpus" / "dongying-policy-forum-copy.txt").read_text(encoding="utf-8")
BODY = RAW[RAW.index("各县区人民*府") : RAW.index("年12月14日") + len("年12月14日")]
MASKED = "黄政党军"
FOLDER = ROOT / "evals" / "testsets"
SETS = {name: read_test_set(FOLDER / f"{name}.jsonl") for name in ("dongying", "dongying_people")}
CITIZENS = read_test_set(FOLDER / "dongying_citizens.jsonl")
"""Written by someone who saw neither the code nor the sets above; its answers allow more ways of saying a count."""
QUESTIONS = [question for questions in SETS.values() for question in questions]
ANSWERABLE = [question for question in QUESTIONS if question.answerable]

ASKED_UNITS = {
    "Municipal Big Data Bureau": "市大数据局",
    "Municipal Commerce Bureau": "市商务局",
    "Municipal Emergency Management Bureau": "市应急局",
    "Municipal Transport Bureau": "市交通运输局",
    "市工信局": "市工业和信息化局",
    "发改委": "市发展改革委",
    "卫健委": "市卫生健康委",
    "市财*局": "市财政局",
    "市 体 育 局": "市体育局",
    "管体育的那个局": "市体育局",
}
"""How some questions call a unit that the text names otherwise."""

COUNTS = {
    "count-zh-01": ("tasks", ""),
    "count-zh-02": ("parts", ""),
    "count-zh-03": ("named", "市科技局"),
    "count-zh-04": ("led", "市发展改革委"),
    "count-zh-05": ("units", "二/(六)/22"),
    "count-zh-06": ("safeguards", ""),
    "count-zh-07": ("named", "市投资促进局"),
    "count-en-01": ("named", "市交通运输局"),
    "count-en-02": ("tasks", ""),
}


def _clauses() -> dict[str, str]:
    """Every clause's own raw text by its locator, from the line's own numbering."""
    clauses: dict[str, str] = {}
    path = ["", "", ""]
    for line in BODY.splitlines():
        for level, pattern in enumerate((r"([一二三四五六七八九十]+)、", r"\(([一二三四五六七八九十]+)\)", r"(\d+)\.")):
            if found := re.match(pattern, line):
                label = f"({found[1]})" if level == 1 else found[1]
                path = [*path[:level], label, "", ""][:3]
                locator = "/".join(filter(None, path))
                assert locator not in clauses
                clauses[locator] = line
    return clauses


CLAUSES = _clauses()
TASKS = {locator: text for locator, text in CLAUSES.items() if "(责任单位:" in text}


def raw_units(locator: str) -> list[str]:
    found = re.findall(r"\(责任单位:([^)]*)\)", TASKS[locator])
    assert len(found) == 1
    return str(found[0]).split("、")


def fits(gold: str, raw: str) -> bool:
    """Whether `raw` is `gold` with some of its masked characters."""
    return len(gold) == len(raw) and all(
        mine == theirs or (theirs == "*" and mine in MASKED) for mine, theirs in zip(gold, raw, strict=True)
    )


def stands_in(gold: str, raw: str) -> bool:
    """`gold` somewhere in `raw`, both normalised, where a mask of `raw` may stand for a masked character."""
    text, part = normalised(raw), normalised(gold)
    return any(fits(part, text[start : start + len(part)]) for start in range(len(text) - len(part) + 1))


def naming(unit: str) -> list[str]:
    return [locator for locator in TASKS if any(fits(unit, raw) for raw in raw_units(locator))]


def led_by(unit: str) -> list[str]:
    return [locator for locator in TASKS if fits(unit, raw_units(locator)[0])]


def of(*categories: str) -> list[Question]:
    return [question for question in ANSWERABLE if question.category in categories]


def by_id(question: Question) -> str:
    return question.id


def test_the_raw_parse_itself() -> None:
    assert len(TASKS) == 28
    assert [locator.rpartition("/")[2] for locator in TASKS] == [str(number) for number in range(1, 29)]
    assert raw_units("二/(八)/27") == ["市地方金融监管局", "市财*局"]
    assert {"一", "二", "二/(八)", "三/(三)"} <= set(CLAUSES)
    assert fits("市财政局", "市财*局")
    assert not fits("市财税局", "市财*局")
    assert stands_in("黄河大桥", "东津*河大桥")


def test_the_sets_are_large_and_wide_enough() -> None:
    main, people = SETS["dongying"], SETS["dongying_people"]
    assert len(main) >= 90
    assert len(people) >= 40
    assert {question.category for question in main} == set(CATEGORIES)
    assert sum(question.lang == "en" for question in main) >= 25
    assert {question.lang for question in people} == {"zh", "en"}
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)
    assert len({(question.question, question.history) for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", [*QUESTIONS, *CITIZENS], ids=by_id)
def test_locators_and_documents_exist(question: Question) -> None:
    assert set(question.clauses + question.clauses_any) <= set(CLAUSES)
    assert question.document in (None, "dongying-policy-forum-copy")


@pytest.mark.parametrize("question", [q for q in [*ANSWERABLE, *CITIZENS] if q.units and q.lead], ids=by_id)
def test_units_are_the_clauses_own_list_in_its_order(question: Question) -> None:
    for locator in question.clauses or question.clauses_any:
        raw = raw_units(locator)
        assert len(raw) == len(question.units)
        assert all(fits(gold, name) for gold, name in zip(question.units, raw, strict=True))
    assert question.lead == question.units[0]
    assert "*" not in "".join(question.units)


@pytest.mark.parametrize("question", [question for question in ANSWERABLE if question.lead], ids=by_id)
def test_the_lead_is_listed_first_in_every_gold_clause(question: Question) -> None:
    locators = question.clauses or question.clauses_any
    assert locators
    assert all(fits(str(question.lead), raw_units(locator)[0]) for locator in locators)


@pytest.mark.parametrize("question", [q for q in of("lead_unit", "units") if len(q.clauses) == 1], ids=by_id)
def test_questions_about_units_ask_for_the_lead_and_all_units(question: Question) -> None:
    assert question.lead
    assert question.units


@pytest.mark.parametrize("question", QUESTIONS, ids=by_id)
def test_the_gold_does_not_contradict_itself(question: Question) -> None:
    """A prediction that says just what the gold asks for passes every check."""
    locators = question.clauses or question.clauses_any[:1]
    perfect = Prediction(
        id=question.id,
        answer=" ".join(alternatives[0] for alternatives in question.answer),
        refused=not question.answerable,
        outcome="answered" if question.answerable else "not_covered",
        units=question.units,
        lead=question.lead,
        citations=tuple(Citation(question.document or "any", locator, "", "", 0, 0) for locator in locators),
    )
    assert [result.detail for result in check(question, perfect) if not result.passed] == []


def asked_unit(question: Question) -> str:
    """The unit that the question names, by its official name."""
    words = question.question
    named = {ASKED_UNITS[name] for name in ASKED_UNITS if name in words}
    for raw in {unit for locator in TASKS for unit in raw_units(locator)}:
        parts = (words[start : start + len(raw)] for start in range(len(words)))
        named.update(part for part in parts if "*" not in part and fits(part, raw))
    assert len(named) == 1, named
    return named.pop()


@pytest.mark.parametrize("question", of("duties"), ids=by_id)
def test_duties_are_exactly_the_clauses_that_name_the_unit(question: Question) -> None:
    assert list(question.clauses) == naming(asked_unit(question))


ROBUST_DUTIES = [question for question in of("robustness") if not question.units]


@pytest.mark.parametrize("question", ROBUST_DUTIES, ids=by_id)
def test_duties_asked_for_clumsily_are_the_same(question: Question) -> None:
    unit = asked_unit(question)
    if "牵头" in question.question:
        assert list(question.clauses) == led_by(unit)
        assert sorted(question.clauses + question.clauses_any) == sorted(naming(unit))
    else:
        assert list(question.clauses) == naming(unit)


@pytest.mark.parametrize("question", of("count"), ids=by_id)
def test_counts_are_counted_again(question: Question) -> None:
    what, of_what = COUNTS[question.id]
    counted = {
        "tasks": lambda: list(TASKS),
        "parts": lambda: [locator for locator in CLAUSES if re.fullmatch(r"二/\([^/]+\)", locator)],
        "safeguards": lambda: [locator for locator in CLAUSES if locator.startswith("三/")],
        "named": lambda: naming(of_what),
        "led": lambda: led_by(of_what),
        "units": lambda: raw_units(of_what),
    }[what]()
    (alternatives,) = question.answer
    assert {number for text in alternatives for number in re.findall(r"\d+", text)} == {str(len(counted))}
    if what in ("named", "led"):
        assert list(question.clauses) == counted


WITH_TEXT = [question for question in ANSWERABLE if question.answer and question.category not in ("count", "compare")]


@pytest.mark.parametrize("question", WITH_TEXT, ids=by_id)
def test_answers_stand_in_the_gold_clauses(question: Question) -> None:
    """Of each inner list at least one string; without gold clauses, in the document's own text."""
    locators = question.clauses + question.clauses_any
    text = "\n".join(CLAUSES[locator] for locator in locators) if locators else BODY
    for alternatives in question.answer:
        assert any(stands_in(part, text) for part in alternatives), alternatives


@pytest.mark.parametrize("question", [q for q in of("compare") if q.lang == "zh"], ids=by_id)
def test_what_is_compared_stands_in_both_clauses(question: Question) -> None:
    text = "\n".join(CLAUSES[locator] for locator in question.clauses)
    assert all(any(stands_in(part, text) for part in alternatives) for alternatives in question.answer)


def test_the_comparisons_that_need_arithmetic() -> None:
    assert len(naming("市水务局")) > len(naming("市体育局"))
    assert set(naming("市科技局")) & set(naming("市教育局")) == {"二/(五)/18"}
    assert (len(raw_units("二/(八)/26")), len(raw_units("二/(八)/27"))) == (3, 2)
    assert raw_units("二/(三)/13")[0] == raw_units("二/(三)/14")[0] == "市生态环境局"
    assert raw_units("二/(一)/1")[0] == raw_units("二/(一)/2")[0] == "市交通运输局"


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.forbidden and not q.answerable], ids=by_id)
def test_what_a_refusal_must_not_say_stands_nowhere_in_the_text(question: Question) -> None:
    assert not [part for part in question.forbidden if stands_in(part, BODY)]


@pytest.mark.parametrize("question", [q for q in ANSWERABLE if q.forbidden], ids=by_id)
def test_what_an_answer_must_not_say_stands_nowhere_in_the_text(question: Question) -> None:
    assert not [part for part in question.forbidden if stands_in(part, BODY)]


LOOKED_UP = {
    "clause_lookup-zh-01": "湖长制",
    "clause_lookup-zh-02": "飞地经济",
    "clause_lookup-zh-05": "国际三角洲论坛",
    "clause_lookup-zh-06": "小清河",
    "clause_lookup-zh-08": "齐鲁股权交易中心",
    "clause_lookup-en-01": "三角洲湿地生态修复",
    "clause_lookup-en-02": "统一的人力资源市场",
}


@pytest.mark.parametrize("name", LOOKED_UP)
def test_a_looked_up_word_stands_in_the_gold_clauses_and_no_other(name: str) -> None:
    (question,) = [question for question in QUESTIONS if question.id == name]
    assert [locator for locator in CLAUSES if LOOKED_UP[name] in CLAUSES[locator]] == list(question.clauses)


@pytest.mark.parametrize("word", ["公安局", "局长", "拆迁", "投资额", "报名", "世界500强"])
def test_what_refusals_ask_for_is_not_in_the_text(word: str) -> None:
    assert word not in BODY


@pytest.mark.parametrize(
    "loss", ["\n到年,", "鲁*发〔〕8号", "世界强企业", "实施G、G、S、S等国省道", ",医院来我市", "\n年12月14日"]
)
def test_what_refusals_call_lost_is_lost(loss: str) -> None:
    assert loss in BODY
