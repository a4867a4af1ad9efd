"""ALCE's arithmetic on the cases that its definitions are explained by (EMNLP 2023, section 3)."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from evals.alce import citation_precision, citation_recall


def supported_by(*needed: set[int]):  # type: ignore[no-untyped-def]
    """A statement that any of the sets `needed` supports, as a whole."""
    return lambda cited: any(part <= set(cited) for part in needed)


def test_no_citation_recalls_nothing() -> None:
    assert citation_recall([], supported_by({1})) == 0.0
    assert citation_recall([], lambda cited: True) == 0.0
    assert citation_precision([], supported_by({1})) == []


def test_one_supporting_citation() -> None:
    assert citation_recall([1], supported_by({1})) == 1.0
    assert citation_precision([1], supported_by({1})) == [1.0]


def test_an_irrelevant_citation_beside_a_supporting_one_costs_precision_only() -> None:
    assert citation_recall([1, 2], supported_by({1})) == 1.0
    assert citation_precision([1, 2], supported_by({1})) == [1.0, 0.0]


def test_two_that_support_only_together_are_both_precise() -> None:
    assert citation_precision([1, 2], supported_by({1, 2})) == [1.0, 1.0]


def test_two_that_each_support_alone_are_both_precise() -> None:
    assert citation_precision([1, 2], supported_by({1}, {2})) == [1.0, 1.0]


def test_three_of_which_two_are_needed() -> None:
    assert citation_precision([1, 2, 3], supported_by({1, 2})) == [1.0, 1.0, 0.0]


def test_unsupported_statements_have_no_precise_citation() -> None:
    assert citation_recall([2, 3], supported_by({1})) == 0.0
    assert citation_precision([2, 3], supported_by({1})) == [0.0, 0.0]


@given(st.lists(st.integers(0, 5), unique=True), st.sets(st.integers(0, 5), min_size=1))
def test_precision_needs_recall(cited: Sequence[int], needed: set[int]) -> None:
    recall = citation_recall(cited, supported_by(needed))
    precise = citation_precision(cited, supported_by(needed))
    assert len(precise) == len(cited)
    assert not any(precise) or recall == 1.0
