import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import bootstrap

from evals.bootstrap import mean_interval


def test_nothing_has_no_mean_and_equal_values_no_spread() -> None:
    assert mean_interval([]) is None
    interval = mean_interval([1.0] * 7)
    assert interval is not None
    assert (interval.mean, interval.low, interval.high, interval.count) == (1.0, 1.0, 1.0, 7)


def test_it_agrees_with_scipys_percentile_bootstrap() -> None:
    values = [1.0] * 70 + [0.0] * 30
    interval = mean_interval(values)
    assert interval is not None
    peer = bootstrap((np.array(values),), np.mean, n_resamples=9_999, method="percentile", rng=1).confidence_interval
    assert interval.low == pytest.approx(peer.low, abs=0.02)
    assert interval.high == pytest.approx(peer.high, abs=0.02)


@settings(max_examples=25)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_the_mean_lies_within_and_a_second_time_gives_the_same(values: list[float]) -> None:
    interval = mean_interval(values)
    assert interval is not None
    assert interval.low - 1e-9 <= interval.mean <= interval.high + 1e-9
    assert mean_interval(values) == interval
