"""Measures by hand, against trec_eval, and what intervals and tests say of known differences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.retrieval_measures import MEASURES, compared, intervals, measured

RELEVANT = {"a": 1, "b": 1, "c": 1}


def test_a_ranking_measured_by_hand() -> None:
    found = dict(zip(MEASURES, measured(["x", "a", "y", "b"], RELEVANT), strict=True))
    ideal = 1 + 1 / np.log2(3) + 1 / np.log2(4)
    assert found["hit@1"] == 0.0
    assert found["hit@3"] == 1.0
    assert found["mrr@10"] == 0.5
    assert found["recall@10"] == found["recall@100"] == pytest.approx(2 / 3)
    assert found["ndcg@10"] == pytest.approx((1 / np.log2(3) + 1 / np.log2(5)) / ideal)


def test_what_stands_below_the_tenth_counts_for_recall_at_100_only() -> None:
    found = dict(zip(MEASURES, measured([*map(str, range(10)), "a"], RELEVANT), strict=True))
    assert [found[name] for name in ("hit@1", "ndcg@10", "recall@10", "mrr@10")] == [0.0] * 4
    assert found["recall@100"] == pytest.approx(1 / 3)


def test_nothing_found_and_a_repeated_record() -> None:
    assert measured([], RELEVANT) == (0.0,) * len(MEASURES)
    assert measured(["x", "x", "a"], RELEVANT) == measured(["x", "a"], RELEVANT)


@given(st.permutations([f"r{number}" for number in range(14)]), st.sets(st.integers(0, 16), min_size=1, max_size=5))
def test_trec_eval_says_the_same(ranking: list[str], relevant: set[int]) -> None:
    pytrec_eval = pytest.importorskip("pytrec_eval")
    grades = {f"r{number}": 1 for number in relevant}
    evaluator = pytrec_eval.RelevanceEvaluator(
        {"q": grades}, {"success.1,3", "ndcg_cut.10", "recall.10,100", "recip_rank"}
    )
    theirs = evaluator.evaluate({"q": {record: float(-place) for place, record in enumerate(ranking)}})["q"]
    ours = dict(zip(MEASURES, measured(ranking, grades), strict=True))
    assert ours["hit@1"] == theirs["success_1"]
    assert ours["hit@3"] == theirs["success_3"]
    assert ours["ndcg@10"] == pytest.approx(theirs["ndcg_cut_10"])
    assert ours["recall@10"] == pytest.approx(theirs["recall_10"])
    assert ours["recall@100"] == pytest.approx(theirs["recall_100"])
    assert ours["mrr@10"] == pytest.approx(theirs["recip_rank"] if theirs["recip_rank"] >= 0.1 else 0.0)


def test_an_interval_holds_the_mean_and_is_a_point_for_equal_figures() -> None:
    (low, high), (same, also) = intervals(np.array([[0.0, 1.0], [1.0, 1.0]] * 50), 500)
    assert 0.35 < low < 0.5 < high < 0.65
    assert (same, also) == (1.0, 1.0)


def test_a_clear_difference_is_told_from_none() -> None:
    better, worse = np.full((60, 1), 1.0), np.array([[float(number % 2)] for number in range(60)])
    (clear,) = compared(better, worse, 1000)
    assert clear.difference == 0.5
    assert clear.low > 0
    assert clear.p == pytest.approx(1 / 1001)
    (none,) = compared(worse, worse, 1000)
    assert (none.difference, none.low, none.high, none.p) == (0.0, 0.0, 0.0, 1.0)


def test_a_difference_that_chance_explains_is_not_clear() -> None:
    first = np.array([[1.0], [0.0], [1.0], [0.0]])
    second = np.array([[0.0], [1.0], [1.0], [0.0]])
    (even,) = compared(first, second, 500)
    assert even.difference == 0.0
    assert even.p == 1.0
