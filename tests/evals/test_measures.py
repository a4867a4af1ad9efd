"""Measures computed by hand, and ten ways of spoiling a right prediction that each fail their own check."""

from collections.abc import Callable

import pytest

from evals.measures import MEASURES, evidence_recall, measured
from evals.question import Question
from evals.run import Row, judge
from evals.system import Answer, Found
from tests.evals.fakes import NAME, OneDocument, citation, question, right


def row(gold: Question | None = None, *found: str, **changes: object) -> Row:
    evidence = tuple(Found(NAME, locator, "", 1.0) for locator in found)
    return judge(gold or question(), Answer(right(**changes), evidence), OneDocument())


def value(name: str, judged: Row) -> float | None:
    return MEASURES[name](judged)


def test_units_named_beside_and_instead() -> None:
    extra = row(units=["市甲局", "市乙局", "市丙局"])
    assert value("units_precision", extra) == pytest.approx(2 / 3)
    assert value("units_recall", extra) == 1.0
    assert value("units_f1", extra) == pytest.approx(0.8)
    half = row(units=["市乙局", "市丙局"])
    assert (value("units_precision", half), value("units_recall", half)) == (0.5, 0.5)
    assert value("units_f1", row(units=[])) == 0.0
    assert value("units_exact", row(units=["市乙局", "市甲局"])) == 0.0, "the order counts"


def test_a_unit_named_twice_counts_once() -> None:
    twice = row(units=["市甲局", "市甲局"])
    assert (value("units_precision", twice), value("units_recall", twice)) == (0.5, 0.5)


def test_citations_by_alces_definitions() -> None:
    other = citation(locator="二/2")
    assert (value("citation_recall", row()), value("citation_precision", row())) == (1.0, 1.0)
    beside = row(citations=[citation(), other])
    assert (value("citation_recall", beside), value("citation_precision", beside)) == (1.0, 0.5)
    instead = row(citations=[other])
    assert (value("citation_recall", instead), value("citation_precision", instead)) == (0.0, 0.0)
    both_due = row(question(clauses=("二/1", "二/2")), citations=[citation(), other])
    assert value("citation_precision", both_due) == 1.0
    either = row(question(clauses=(), clauses_any=("二/1", "二/2")), citations=[other])
    assert value("citation_recall", either) == 1.0


def test_refusals() -> None:
    unanswerable = question(answerable=False, units=(), lead=None, clauses=(), answer=())
    due, missed, wrong = row(unanswerable, refused=True), row(unanswerable), row(refused=True)
    figures = measured([due, missed, wrong, row()])
    assert (figures["refusal_recall"].mean, figures["refusal_recall"].count) == (0.5, 2)
    assert (figures["refusal_precision"].mean, figures["refusal_precision"].count) == (0.5, 2)
    assert (figures["wrongly_refused"].mean, figures["wrongly_refused"].count) == (0.5, 2)


def test_evidence_is_counted_whether_cited_or_not() -> None:
    two = question(clauses=("二/1", "二/2"))
    assert evidence_recall(row(two, "二/2", "二")) == 0.5
    assert evidence_recall(row(two, "附件1/二/1", "二/2")) == 1.0
    assert evidence_recall(row(two)) is None


def test_measures_of_errors_do_not_apply() -> None:
    broken = judge(question(), Answer({"id": "q1"}), OneDocument())
    assert set(measured([broken])) == {"strict_accuracy"}
    assert measured([]) == {}


SPOILED: dict[str, tuple[Callable[[], Row], set[str]]] = {
    "a wrong unit": (lambda: row(units=["市甲局", "市丙局"]), {"units", "audit units"}),
    "an extra unit": (lambda: row(units=["市甲局", "市乙局", "市戊局"]), {"units", "audit units"}),
    "a unit left out": (lambda: row(units=["市甲局"]), {"units"}),
    "the units in another order": (lambda: row(units=["市乙局", "市甲局"]), {"units"}),
    "another lead": (lambda: row(lead="市乙局"), {"lead"}),
    "no citation": (lambda: row(citations=[]), {"clauses", "audit quotes", "audit units", "audit numbers"}),
    "a citation of another clause beside": (
        lambda: row(citations=[citation(), citation(locator="二/2", quote="长30公里", start=59, end=65)]),
        {"citations", "audit quotes"},
    ),
    "an invented quote": (lambda: row(citations=[citation(quote="建设4个10万吨级船坞")]), {"audit quotes"}),
    "an invented number": (
        lambda: row(answer="市甲局牵头,配合单位市乙局:4个10万吨级泊位,2030年建成。"), {"audit numbers"},
    ),
    "the answering words left out": (lambda: row(answer="市甲局牵头,配合单位市乙局:10万吨级泊位。"), {"answer"}),
    "a forbidden string": (lambda: row(question(forbidden=("泊位",), answer=())), {"forbidden"}),
    "a refusal where an answer is due": (lambda: row(refused=True, outcome="not_covered"), {"refused"}),
    "an answer where a refusal is due": (
        lambda: row(question(answerable=False, units=(), lead=None, clauses=(), answer=())), {"refused"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("spoiled", SPOILED)
def test_each_way_of_spoiling_fails_exactly_its_checks(spoiled: str) -> None:
    make, expected = SPOILED[spoiled]
    judged = make()
    failed = {result.name for result in judged.checks if not result.passed}
    failed |= {f"audit {result.name}" for result in judged.audits if not result.passed}
    assert failed == expected


def test_what_is_not_spoiled_fails_nothing() -> None:
    assert row().right
    assert all(result.passed for result in row().audits)
