"""What the losses reward, by hand."""

import math

import pytest
import torch

from index.training.losses import contrast, distance

PAIR = torch.tensor([[1.0, 0.0, 5.0], [0.0, 1.0, 5.0]])


def test_partners_that_are_told_apart_cost_little() -> None:
    expected = -math.log(math.e / (math.e + 1))
    assert float(contrast(PAIR, PAIR, 2, 1.0, both_ways=False)) == pytest.approx(expected)
    assert float(contrast(PAIR, PAIR, 2, 1.0, both_ways=True)) == pytest.approx(expected)


def test_partners_that_are_mixed_up_cost_more() -> None:
    assert float(contrast(PAIR, PAIR.flip(0), 2, 1.0, both_ways=False)) == pytest.approx(math.log(math.e + 1))


def test_only_the_leading_numbers_are_judged() -> None:
    other = torch.cat([PAIR[:, :2], -PAIR[:, 2:]], dim=1)
    assert float(distance(PAIR, other, 2)) == pytest.approx(0, abs=1e-6)
    assert float(distance(PAIR, other, 3)) == pytest.approx(1 - (1 - 25) / 26)
