"""Bags of tokens in flat arrays: how texts are held, cut and sampled while a static model learns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

Whole = npt.NDArray[np.int64]
Chosen = npt.NDArray[np.bool_]
TEXTS_AT_ONCE = 20_000


@dataclass(frozen=True)
class Bags:
    """Texts as tokens: text i is `tokens[starts[i]:starts[i + 1]]`."""

    tokens: Whole
    starts: Whole

    @classmethod
    def of(cls, texts: Sequence[str], tokenizer: Tokenizer) -> Self:
        """The tokens of `texts`, in order."""
        parts, lengths = [], []
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            for encoding in tokenizer.encode_batch(
                list(texts[start : start + TEXTS_AT_ONCE]), add_special_tokens=False
            ):
                parts.append(np.asarray(encoding.ids, dtype=np.int64))
                lengths.append(len(encoding.ids))
        return cls.joined(parts, lengths)

    @classmethod
    def joined(cls, parts: Sequence[Whole], lengths: Sequence[int] | Whole) -> Self:
        """Bags of the given lengths, cut in order from `parts` put together."""
        tokens = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
        return cls(tokens, np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64))

    @classmethod
    def joined_bags(cls, several: Sequence["Bags"]) -> Self:
        """The bags of `several`, one after another."""
        return cls.joined([bags.tokens for bags in several], np.concatenate([bags.lengths for bags in several]))

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> Whole:
        return np.diff(self.starts)

    def at(self, places: Whole) -> Self:
        """The bags at `places`, in that order."""
        return self.spans(self.starts[places], self.starts[places + 1])

    def spans(self, first: Whole, last: Whole) -> Self:
        """One bag for each span `[first, last)` of the flat tokens."""
        lengths = last - first
        starts = np.concatenate([[0], np.cumsum(lengths)])
        inside = np.arange(starts[-1]) - np.repeat(starts[:-1], lengths)
        return type(self)(self.tokens[np.repeat(first, lengths) + inside], starts)

    def kept(self, keep: Chosen) -> Self:
        """The same bags with only the tokens that `keep` chooses; a bag that would be empty stays whole."""
        counts = np.add.reduceat(np.append(keep, False), self.starts[:-1]) * (self.lengths > 0)
        keep = keep | np.repeat(counts == 0, self.lengths)
        starts = np.concatenate([[0], np.cumsum(keep)])[self.starts]
        return type(self)(self.tokens[keep], starts)

    def with_after(self, other: "Bags") -> Self:
        """Bag i followed by bag i of `other`."""
        starts = self.starts + other.starts
        tokens = np.empty(starts[-1], dtype=np.int64)
        mine = np.arange(len(self.tokens)) + np.repeat(other.starts[:-1], self.lengths)
        theirs = np.arange(len(other.tokens)) + np.repeat(self.starts[1:], other.lengths)
        tokens[mine], tokens[theirs] = self.tokens, other.tokens
        return type(self)(tokens, starts)

    def replaced(self, by: "Bags", draw: npt.NDArray[np.float64], first: Whole) -> Self:
        """Each token t put out for one of the bags `by[first[t]:first[t + 1]]`, which `draw` in [0, 1) chooses.

        A token without bags leaves nothing.
        """
        many = first[self.tokens + 1] - first[self.tokens]
        chosen = first[self.tokens] + (draw * many).astype(np.int64)
        chosen = np.minimum(chosen, len(by) - 1)
        lengths = np.where(many > 0, by.lengths[chosen], 0)
        begin = by.starts[chosen]
        tokens = by.spans(begin, begin + lengths).tokens
        return type(self)(tokens, np.concatenate([[0], np.cumsum(lengths)])[self.starts])
