"""What a static model is shown: texts held as bags of tokens, and the batches drawn from them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.training.bags import Bags, Whole

PASSAGE_TOKENS = 64
"""Most tokens of a passage that are shown: a little more than the index embeds at once."""

Targets = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Told:
    """Texts with what the teacher says of them, `[texts, dimension]`."""

    bags: Bags
    targets: Targets


@dataclass(frozen=True)
class Library:
    """Running text: passages of sentences that stand one after another."""

    sentences: Bags
    words: Bags
    """The same sentences as numbers of the glossary's words."""
    first: Whole
    """The first sentence of each passage; passage p ends where passage p + 1 begins."""
    headings: Bags
    """What stands above each passage; empty where nothing does."""


@dataclass(frozen=True)
class Renderings:
    """The glossary: the renderings of word w are `bags[first[w]:first[w + 1]]`, the word's own tokens `words[w]`."""

    bags: Bags
    first: Whole
    words: Bags


class Sampler:
    """Draws batches, from a seed."""

    def __init__(self, seed: int, rarity: npt.NDArray[np.float64], frames: dict[str, Bags]) -> None:
        """`rarity` in (0, 1] of each token: how likely a question keeps it. `frames`: how questions are framed."""
        self._random = np.random.default_rng(seed)
        self._rarity = rarity
        self._frames = frames

    def one_of(self, values: Sequence[int], shares: Sequence[float]) -> int:
        """One of `values`, each as often as its share says."""
        return int(self._random.choice(values, p=shares))

    def places(self, bags: Bags, size: int) -> Whole:
        """`size` different places of `bags` (fewer where it has fewer)."""
        return self._random.choice(len(bags), size=min(size, len(bags)), replace=False)

    def told(self, lesson: Told, size: int) -> tuple[Bags, Targets]:
        """Texts and what the teacher says of them."""
        places = self.places(lesson.bags, size)
        return lesson.bags.at(places), lesson.targets[places]

    def cropped(self, bags: Bags, least: float) -> Bags:
        """A span of each bag, of `least` to all of its tokens."""
        share = self._random.uniform(least, 1.0, len(bags))
        lengths = np.maximum(np.minimum(bags.lengths, 2), (share * bags.lengths).astype(np.int64))
        first = bags.starts[:-1] + (self._random.random(len(bags)) * (bags.lengths - lengths + 1)).astype(np.int64)
        return bags.spans(first, first + lengths)

    def windowed(self, bags: Bags, most: int) -> Bags:
        """A span of up to `most` tokens of each bag."""
        lengths = np.minimum(bags.lengths, most)
        first = bags.starts[:-1] + (self._random.random(len(bags)) * (bags.lengths - lengths + 1)).astype(np.int64)
        return bags.spans(first, first + lengths)

    def thinned(self, bags: Bags, most: float) -> Bags:
        """Each bag without up to `most` of its tokens."""
        dropped = np.repeat(self._random.uniform(0.0, most, len(bags)), bags.lengths)
        return bags.kept(self._random.random(len(bags.tokens)) >= dropped)

    def keywords(self, bags: Bags) -> Bags:
        """Each bag's rarer tokens, as somebody who asks would remember them."""
        return bags.kept(self._random.random(len(bags.tokens)) < self._rarity[bags.tokens])

    def framed(self, bags: Bags, language: str, share: float) -> Bags:
        """`bags`, a `share` of them asked as questions are asked."""
        frames = self._frames[language]
        asked = frames.at(self._random.integers(0, len(frames), len(bags)))
        framing = np.repeat(self._random.random(len(bags)) < share, asked.lengths)
        starts = np.concatenate([[0], np.cumsum(framing)])[asked.starts]
        return bags.with_after(Bags(asked.tokens[framing], starts))

    def passages(self, library: Library, size: int, hidden: float, together: int = 1) -> tuple[Bags, Bags, Whole]:
        """(a sentence of each of `size` passages, its passage, the sentence's place).

        Passages are drawn `together` at a time, neighbours of the same text: what a question has to be told from is
        mostly the next article of the same law. A share `hidden` of the passages is shown without the sentence, where
        another one is left.
        """
        together = min(together, size, len(library.first) - 1)
        runs = (len(library.first) - 1) // together
        run = self._random.choice(runs, size=min(size // together, runs), replace=False) * together
        chosen = (run[:, None] + np.arange(together)).ravel()
        size = len(chosen)
        first, last = library.first[chosen], library.first[chosen + 1]
        place = first + (self._random.random(size) * (last - first)).astype(np.int64)
        starts = library.sentences.starts
        whole = library.sentences.spans(starts[first], starts[last])
        hides = (self._random.random(size) < hidden) & (last - first > 1)
        position = np.arange(len(whole.tokens)) + np.repeat(starts[first] - whole.starts[:-1], whole.lengths)
        inside = (position >= np.repeat(starts[place], whole.lengths)) & (
            position < np.repeat(starts[place + 1], whole.lengths)
        )
        shown = whole.kept(~(inside & np.repeat(hides, whole.lengths)))
        return library.sentences.at(place), self.windowed(shown, PASSAGE_TOKENS), place

    def headed(self, library: Library, size: int) -> tuple[Bags, Bags]:
        """(a heading, the passage under it), a passage for each of up to `size` different headings."""
        headings = library.headings
        some = self.places(headings, 2 * size)
        some = some[headings.lengths[some] > 1]
        written = [headings.tokens[headings.starts[place] : headings.starts[place + 1]].tobytes() for place in some]
        places = np.array(list(dict(zip(written, some, strict=True)).values())[:size], dtype=np.int64)
        starts = library.sentences.starts
        under = library.sentences.spans(starts[library.first[places]], starts[library.first[places + 1]])
        return headings.at(places), self.windowed(under, PASSAGE_TOKENS)

    def translated(self, words: Bags, renderings: Renderings) -> Bags:
        """Words put into English one by one; earlier renderings are likelier."""
        draw = self._random.random(len(words.tokens)) ** 2
        return words.replaced(renderings.bags, draw, renderings.first)

    def rendered(self, renderings: Renderings, size: int) -> tuple[Bags, Bags, Whole]:
        """(a word's own tokens, one rendering of it, the word's number) for `size` words."""
        words = self.places(renderings.words, size)
        own = Bags(words, np.arange(len(words) + 1))
        return renderings.words.at(words), self.translated(own, renderings), words


def shares(bags: Sequence[Bags], size: int) -> npt.NDArray[np.float64]:
    """The share of each of `size` tokens in all of the bags' tokens."""
    counts = np.zeros(size)
    for some in bags:
        counts += np.bincount(some.tokens, minlength=size)
    share: npt.NDArray[np.float64] = counts / max(1.0, counts.sum())
    return share


def rarities(share: npt.NDArray[np.float64], half: float) -> npt.NDArray[np.float64]:
    """Smooth inverse frequency of each token, in (0, 1]: 1 for one never seen, a half at a share of `half`."""
    rarity: npt.NDArray[np.float64] = half / (half + share)
    return rarity
