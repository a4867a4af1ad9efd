"""The training loop: a batch of every kind of lesson a step, one sum of losses, Adam over the rows that were used."""

import math
import time
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from index.training.bags import Bags
from index.training.curriculum import Curriculum
from index.training.plan import Plan

Vectors = npt.NDArray[np.float32]
Report = Callable[[int, Mapping[str, float]], None]
MOMENTUM, SECOND_MOMENTUM, TINY = 0.9, 0.99, 1e-8


class RowAdam:
    """Adam that touches the rows a step has used; the others keep vector and moments (lazy Adam)."""

    def __init__(self, start: Vectors) -> None:
        self.weights = torch.from_numpy(start.copy())
        self._mean = torch.zeros_like(self.weights)
        self._square = torch.zeros_like(self.weights)
        self._steps = 0

    def step(self, rows: Tensor, gradient: Tensor, rate: float) -> None:
        """Move the `rows` (each once) against `gradient` `[rows, dimension]`."""
        self._steps += 1
        mean = self._mean.index_select(0, rows).lerp_(gradient, 1 - MOMENTUM)
        square = self._square.index_select(0, rows).mul_(SECOND_MOMENTUM)
        square.addcmul_(gradient, gradient, value=1 - SECOND_MOMENTUM)
        self._mean.index_copy_(0, rows, mean)
        self._square.index_copy_(0, rows, square)
        size = rate / (1 - MOMENTUM**self._steps)
        spread = square.div_(1 - SECOND_MOMENTUM**self._steps).sqrt_().add_(TINY)
        self.weights.index_add_(0, rows, mean.div_(spread), alpha=-size)


def train(start: Vectors, plan: Plan, curriculum: Curriculum, report: Report) -> Vectors:
    """Token vectors `[tokens, dimension]` after `plan.steps` steps from `start`."""
    optimiser = RowAdam(start)
    sums: dict[str, float] = {}
    began = time.monotonic()
    for step in range(plan.steps):
        lessons = curriculum.lessons()
        every = Bags.joined_bags([bags for lesson in lessons for bags in lesson.bags])
        rows, places = np.unique(every.tokens, return_inverse=True)
        used = torch.from_numpy(rows)
        leaf = optimiser.weights.index_select(0, used).requires_grad_()
        vectors = functional.embedding_bag(
            torch.from_numpy(places), leaf, torch.from_numpy(every.starts[:-1]), mode="mean"
        )
        parts = iter(torch.split(vectors, [len(bags) for lesson in lessons for bags in lesson.bags]))
        losses = [lesson.loss([next(parts) for _ in lesson.bags]) for lesson in lessons]
        (gradient,) = torch.autograd.grad(torch.stack(losses).sum(), leaf)
        optimiser.step(used, gradient, plan.rate * schedule(step, plan.steps))
        for lesson, loss in zip(lessons, losses, strict=True):
            sums[lesson.name] = sums.get(lesson.name, 0.0) + float(loss.detach()) / plan.reported_every
        if (step + 1) % plan.reported_every == 0:
            report(step + 1, sums | {"seconds": time.monotonic() - began})
            sums = {}
    return optimiser.weights.numpy()


def schedule(step: int, steps: int) -> float:
    """The share of the highest step size at `step`: up over the first twentieth, then down a half cosine."""
    warm = max(1, steps // 20)
    if step < warm:
        return (step + 1) / warm
    return 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))
