"""BM25 over character bigrams of the search key: the side that trusts words.

Every segment stores which of its texts hold a term, how often, and how long the texts are. Rarity and average length
are those of everything that can be found now, taken when a question is asked, so an index made of several segments,
with some of their texts gone, scores as one built anew. A question's terms carry weights, so that what a bridge
(pinyin, dictionary) adds counts as it should.
"""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from index.keys import is_han, search_key, terms

Scores = npt.NDArray[np.float32]
Places = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Postings:
    """Which texts of one segment hold a term: term `t` owns the entries `starts[t]:starts[t + 1]`."""

    vocabulary: Mapping[str, int]
    starts: npt.NDArray[np.int64]
    """`[terms + 1]`"""
    texts: npt.NDArray[np.int32]
    """`[entries]`: the texts that hold the term, ascending."""
    counts: npt.NDArray[np.unsignedinteger]
    """`[entries]`: how often it stands there, >= 1."""
    lengths: npt.NDArray[np.int32]
    """`[texts]`: terms in each text, repeated ones included."""

    @classmethod
    def build(cls, texts: Iterable[str]) -> Self:
        """Index `texts`; a text without a term is held by none."""
        vocabulary: dict[str, int] = {}
        flat, lengths = array("i"), array("i")
        for text in texts:
            found = terms(search_key(text))
            flat.extend([vocabulary.setdefault(term, len(vocabulary)) for term in found])
            lengths.append(len(found))
        sizes = np.array(lengths, dtype=np.int32)
        number = max(1, len(sizes))
        rows = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
        pairs, counts = np.unique(np.array(flat, dtype=np.int64) * number + rows, return_counts=True)
        holders = np.bincount(pairs // number, minlength=len(vocabulary)) if vocabulary else np.zeros(0, np.int64)
        narrow = np.min_scalar_type(int(counts.max(initial=0)))
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(holders)])
        return cls(vocabulary, starts, (pairs % number).astype(np.int32), counts.astype(narrow), sizes)

    def entries(self, term: str) -> slice | None:
        """Where the entries of `term` lie; None for a term that no text holds."""
        column = self.vocabulary.get(term)
        return None if column is None else slice(int(self.starts[column]), int(self.starts[column + 1]))

    def save(self, path: Path) -> None:
        """Write to `path` (npz); the vocabulary goes as its terms in order, one a line."""
        ordered = "\n".join(sorted(self.vocabulary, key=self.vocabulary.__getitem__)).encode("utf-8")
        with path.open("wb") as stream:
            np.savez(
                stream,
                starts=self.starts,
                texts=self.texts,
                counts=self.counts,
                lengths=self.lengths,
                vocabulary=np.frombuffer(ordered, dtype=np.uint8),
            )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote. The caller has verified the file."""
        with np.load(path, allow_pickle=False) as stored:
            ordered = stored["vocabulary"].tobytes().decode("utf-8")
            vocabulary = {term: place for place, term in enumerate(ordered.split("\n") if ordered else [])}
            return cls(vocabulary, stored["starts"], stored["texts"], stored["counts"], stored["lengths"])


class LexicalIndex:
    """BM25 of all texts that can be found, over the postings of one or several segments."""

    def __init__(self, shares: Sequence[tuple[Postings, Places]], count: int, k1: float, b: float) -> None:
        """`shares` are segments, each with the place `[texts]` of its texts in the whole, `count` for one gone."""
        self.count = count
        """Texts that can be found."""
        self._shares = [_Share(postings, places, count) for postings, places in shares]
        everything = sum(int(share.lengths.sum()) for share in self._shares)
        average = everything / count if everything else 1.0
        self._norms = [(k1 * (1 - b + b * postings.lengths / average)).astype(np.float32) for postings, _ in shares]

    @classmethod
    def build(cls, texts: Sequence[str], k1: float, b: float) -> Self:
        """An index of `texts` alone."""
        return cls([(Postings.build(texts), np.arange(len(texts), dtype=np.int32))], len(texts), k1, b)

    @property
    def vocabulary(self) -> "Vocabulary":
        """The terms that stand in some text."""
        return Vocabulary(self._shares)

    def scores(self, question: Mapping[str, float]) -> Scores:
        """BM25 of every text, `[count]`, for a question of weighted terms; 0 where nothing matches."""
        total = np.zeros(self.count + 1, dtype=np.float32)  # the last place is where texts that are gone score
        for term, weight in question.items():
            found = [(share.held(term), norms) for share, norms in zip(self._shares, self._norms, strict=True)]
            factor = np.float32(weight * self._idf(sum(held.live for held, _ in found)))
            for held, norms in found:
                if held.live:
                    counts = held.counts.astype(np.float32)
                    total[held.places] += factor * (counts / (counts + norms[held.texts]))
        return total[:-1]

    def rarity(self, term: str) -> float:
        """Inverse document frequency of `term`, ln(1 + (N - n + 0.5) / (n + 0.5)); the highest for an unknown term."""
        return self._idf(sum(share.held(term).live for share in self._shares))

    def _idf(self, holders: int) -> float:
        return float(np.log(1 + (self.count - holders + 0.5) / (holders + 0.5)))


@dataclass(frozen=True)
class Held:
    """The entries of one term in one segment."""

    texts: npt.NDArray[np.int32]
    counts: npt.NDArray[np.unsignedinteger]
    places: Places
    live: int
    """How many of the texts can be found."""


class _Share:
    """Postings of one segment and where its texts stand in the whole."""

    def __init__(self, postings: Postings, places: Places, count: int) -> None:
        self.postings = postings
        self._places = places
        self._count = count
        self._whole = bool((places < count).all())

    @property
    def lengths(self) -> npt.NDArray[np.int32]:
        """Lengths of the texts that can be found."""
        return self.postings.lengths if self._whole else self.postings.lengths[self._places < self._count]

    def held(self, term: str) -> Held:
        entries = self.postings.entries(term) or slice(0)
        texts = self.postings.texts[entries]
        places = self._places[texts]
        live = len(places) if self._whole else int(np.count_nonzero(places < self._count))
        return Held(texts, self.postings.counts[entries], places, live)

    def holds(self, term: str) -> bool:
        column = self.postings.vocabulary.get(term)
        return column is not None and (self._whole or bool(self._alive[column]))

    def live_terms(self) -> Iterator[str]:
        return filter(self.holds, self.postings.vocabulary)

    @cached_property
    def _alive(self) -> npt.NDArray[np.bool_]:
        """`[terms]`: whether some text that can be found holds the term."""
        live = self._places[self.postings.texts] < self._count
        return np.logical_or.reduceat(live, self.postings.starts[:-1]) if len(live) else np.zeros(0, dtype=np.bool_)


class Vocabulary(Collection[str]):
    """The terms that stand in some text that can be found."""

    def __init__(self, shares: Sequence[_Share]) -> None:
        self._shares = shares

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and any(share.holds(term) for share in self._shares)

    def __iter__(self) -> Iterator[str]:
        for place, share in enumerate(self._shares):
            earlier = self._shares[:place]
            yield from (term for term in share.live_terms() if not any(other.holds(term) for other in earlier))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True)
class LexicalQuestion:
    """A question as the lexical side reads it: the terms it was asked in, and weighted terms that bridges added."""

    own: tuple[str, ...]
    added: Mapping[str, float]

    @cached_property
    def weighted(self) -> Mapping[str, float]:
        """Every term with its weight; a term of the question's own counts once for each time it stands there."""
        weights: dict[str, float] = dict(self.added)
        for term in self.own:
            weights[term] = weights.get(term, 0.0) + 1.0
        return weights

    @property
    def in_han(self) -> bool:
        """Whether some term of the question's own is Chinese."""
        return any(is_han(term) for term in self.own)
