"""What a static model is rewarded for: to say what the teacher says, and to tell a text's partner from others."""

import torch
from torch import Tensor
from torch.nn import functional


def contrast(first: Tensor, second: Tensor, dimension: int, sharpness: float, *, both_ways: bool) -> Tensor:
    """In-batch cross-entropy of `first` against `second` row by row, by the leading `dimension` numbers.

    Row i of `first` should be nearer to row i of `second` than to its other rows; `sharpness` multiplies the cosine.
    """
    due = torch.arange(len(first))
    near = functional.normalize(first[:, :dimension], dim=1)
    far = functional.normalize(second[:, :dimension], dim=1)
    scores = sharpness * near @ far.T
    loss = functional.cross_entropy(scores, due)
    return (loss + functional.cross_entropy(scores.T, due)) / 2 if both_ways else loss


def distance(first: Tensor, target: Tensor, dimension: int) -> Tensor:
    """One less the cosine by the leading `dimension` numbers, averaged over rows."""
    return 1 - functional.cosine_similarity(first[:, :dimension], target[:, :dimension]).mean()
