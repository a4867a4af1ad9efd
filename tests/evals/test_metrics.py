"""Hand-computed verdicts, and a right prediction spoiled in named ways: exactly the matching check must fail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.audit import audit
from evals.metrics import CheckResult, check, is_right, same_clause
from evals.prediction import parse_prediction
from evals.question import Question
from tests.evals.fakes import OneDocument, citation, question, right

SECOND_CLAUSE = "2.修建公路。"


def failed(gold: Question, answer: dict[str, object]) -> set[str]:
    return {result.name for result in check(gold, parse_prediction(answer)) if not result.passed}


def unsupported(answer: dict[str, object]) -> set[str]:
    return {result.name for result in audit(parse_prediction(answer), OneDocument()) if not result.passed}


def second_citation() -> dict[str, object]:
    start = OneDocument().document("plan").text.index(SECOND_CLAUSE)
    quote = {"quote": SECOND_CLAUSE, "start": start, "end": start + len(SECOND_CLAUSE)}
    return citation(locator="二/2", title="修建公路", **quote)


def test_a_right_prediction_passes_every_check_and_audit() -> None:
    results = check(question(), parse_prediction(right()))
    assert [result.name for result in results] == [
        "refused", "units", "lead", "clauses", "citations", "answer", "forbidden",
    ]  # fmt: skip
    assert is_right(results)
    assert {result.detail for result in results} == {""}
    assert unsupported(right()) == set()


SPOILED: dict[str, tuple[dict[str, object], set[str]]] = {
    "wrong supporting unit": ({"units": ["市甲局", "市丙局"]}, {"units"}),
    "extra unit": ({"units": ["市甲局", "市乙局", "市丙局"]}, {"units"}),
    "missing unit": ({"units": ["市甲局"]}, {"units"}),
    "wrong order": ({"units": ["市乙局", "市甲局"]}, {"units"}),
    "a supporting unit as lead": ({"lead": "市乙局"}, {"lead"}),
    "no lead": ({"lead": None}, {"lead"}),
    "missing citation": ({"citations": []}, {"clauses"}),
    "a citation too many": ({"citations": [citation(), second_citation()]}, {"citations"}),
    "the clause of another document": ({"citations": [citation(), citation(document="other")]}, {"citations"}),
    "refusal where answerable": ({"refused": True, "outcome": "not_covered"}, {"refused"}),
    "a fact left out": ({"answer": "市甲局牵头:建设10万吨级泊位。"}, {"answer"}),
    "forbidden string": ({"answer": "市甲局牵头,2 025年建设4个10万吨级泊位。"}, {"forbidden"}),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_prediction_fails_exactly_the_matching_check(name: str) -> None:
    changes, expected = SPOILED[name]
    assert failed(question(), right(**changes)) == expected


def test_a_wrong_clause_is_both_a_missing_and_a_foreign_citation() -> None:
    assert failed(question(), right(citations=[second_citation()])) == {"clauses", "citations"}


def test_an_answer_where_the_text_has_none_fails() -> None:
    gold = question(answerable=False, units=(), lead=None, clauses=(), answer=(), forbidden=())
    assert failed(gold, right()) == {"refused"}
    bare = {"refused": True, "outcome": "not_covered", "answer": "", "units": [], "lead": None, "citations": []}
    assert failed(gold, right(**bare)) == set()


@pytest.mark.parametrize(
    "claim", [{"units": ["市甲局"]}, {"lead": "市甲局"}, {"citations": [citation()]}], ids=["units", "lead", "citation"]
)
def test_a_refusal_that_claims_something_is_none(claim: dict[str, object]) -> None:
    gold = question(answerable=False, units=(), lead=None, clauses=(), answer=(), forbidden=())
    bare = {"refused": True, "outcome": "not_covered", "answer": "", "units": [], "lead": None, "citations": []}
    assert failed(gold, right(**{**bare, **claim})) == {"refused"}


def test_units_and_lead_hold_in_other_width_and_with_spaces() -> None:
    assert failed(question(), right(units=["市甲局 ", "市　乙局"], lead=" 市甲局")) == set()


def test_one_of_clauses_any_suffices() -> None:
    gold = question(clauses=(), clauses_any=("二/2", "二/1"))
    assert failed(gold, right()) == set()
    assert failed(gold, right(citations=[citation(), second_citation()])) == set()
    assert failed(gold, right(citations=[])) == {"clauses_any"}


def test_clauses_any_beside_clauses_is_allowed_but_not_asked_for() -> None:
    gold = question(clauses_any=("二/2",))
    assert failed(gold, right()) == set()
    assert failed(gold, right(citations=[citation(), second_citation()])) == set()
    assert failed(gold, right(citations=[second_citation()])) == {"clauses"}


def test_without_gold_clauses_citations_are_not_judged() -> None:
    gold = question(clauses=())
    assert failed(gold, right(citations=[second_citation()])) == set()


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        ("二/(一)/4", "二/(一)/4", True),
        ("二/(一)/4", "附件1/二/(一)/4", True),
        ("(一)/4", "二/(一)/4", True),
        ("二/(一)/4", "(一)/4", False),
        ("二/(一)/4", "十二/(一)/4", False),
        ("4", "二/(一)/14", False),
        ("二", "二/(一)/4", False),
    ],
)
def test_a_longer_locator_whose_tail_matches_is_the_clause(gold: str, predicted: str, same: bool) -> None:
    assert same_clause(gold, predicted) is same


def test_details_say_what_was_expected_and_what_came() -> None:
    results = check(question(), parse_prediction(right(lead=None, units=[], answer="", citations=[])))
    details = {result.name: result.detail for result in results if not result.passed}
    assert details == {
        "units": "expected 市甲局, 市乙局, got nothing",
        "lead": "expected 市甲局, got None",
        "clauses": "not cited: 二/1",
        "answer": "not in the answer: 4个 | 四个, 10万吨",
    }


@given(st.lists(st.booleans(), max_size=8))
def test_right_means_that_every_check_holds(verdicts: list[bool]) -> None:
    assert is_right(CheckResult("x", verdict) for verdict in verdicts) == (False not in verdicts)


UNITS = st.lists(st.sampled_from(["市甲局", "市乙局", "市丙局", "市丁局"]), unique=True)


@given(UNITS.filter(bool), UNITS)
def test_units_hold_only_as_the_same_list_in_the_same_order(gold: list[str], predicted: list[str]) -> None:
    names = failed(question(units=tuple(gold), lead=None), right(units=predicted))
    assert ("units" not in names) == (gold == predicted)


LOCATORS = st.lists(st.sampled_from(["二/1", "二/2", "三/(一)"]), unique=True)


@given(LOCATORS, LOCATORS, LOCATORS)
def test_citation_checks_are_set_arithmetic(clauses: list[str], clauses_any: list[str], cited: list[str]) -> None:
    gold = question(clauses=tuple(clauses), clauses_any=tuple(clauses_any))
    names = failed(gold, right(citations=[citation(locator=locator) for locator in cited]))
    complete = set(clauses) <= set(cited) if clauses else (not clauses_any or bool(set(clauses_any) & set(cited)))
    clean = not (clauses or clauses_any) or set(cited) <= set(clauses) | set(clauses_any)
    assert (not names & {"clauses", "clauses_any"}, "citations" not in names) == (complete, clean)
