"""Which clause of a new version is which of the old one: by text, else by likeness, wherever it now stands."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from documents.model import Clause
from documents.numbering import match_label

Pair = tuple[int, int]
"""Place in the old version, place in the new one."""

_LIKE = 55
"""Similarity of two clauses' texts, in 0–100, from which one is the other changed."""
_LIKE_IN_PLACE = 35
"""The same where the title or the locator stayed."""
_IN_PLACE_BONUS = 10
_LONGEST_LIKENED = 400
"""Characters of a clause that decide whether another is like it."""
_MOST_COMPARISONS = 500_000
"""Where more were needed, only clauses with the same locator or title are compared."""


def pair_clauses(old: Sequence[Clause], new: Sequence[Clause]) -> list[Pair]:
    """Each place in at most one pair."""
    pairs: list[Pair] = []
    for key in (_in_place, body):
        pairs += _equal(old, new, pairs, key)
    return pairs + _alike(old, new, pairs)


def same_body(first: Clause, second: Clause) -> bool:
    """Whether two clauses differ in nothing but label and white space."""
    return body(first) == body(second)


def body(clause: Clause) -> str:
    """The clause's text less its label and white space."""
    label = match_label(clause.text) if clause.label else None
    return "".join(clause.text[label.length if label else 0 :].split())


def _in_place(clause: Clause) -> Hashable:
    return clause.locator, body(clause)


def _left(clauses: Sequence[Clause], taken: set[int]) -> list[int]:
    return [place for place in range(len(clauses)) if place not in taken]


def _equal(
    old: Sequence[Clause], new: Sequence[Clause], pairs: Sequence[Pair], key: Callable[[Clause], Hashable]
) -> Iterator[Pair]:
    """Pairs of the clauses not yet paired whose keys are equal, in order."""
    waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for place in _left(old, {before for before, _ in pairs}):
        waiting[key(old[place])].append(place)
    for place in _left(new, {after for _, after in pairs}):
        same = waiting.get(key(new[place]))
        if same:
            yield same.popleft(), place


def _alike(old: Sequence[Clause], new: Sequence[Clause], pairs: Sequence[Pair]) -> list[Pair]:
    """The most alike first."""
    before = _left(old, {place for place, _ in pairs})
    after = _left(new, {place for _, place in pairs})
    found: list[Pair] = []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, one, other in sorted(_likenesses(old, new, before, after), key=lambda like: (-like[0], like[1:])):
        if one not in taken_old and other not in taken_new:
            found.append((one, other))
            taken_old.add(one)
            taken_new.add(other)
    return found


def _likenesses(
    old: Sequence[Clause], new: Sequence[Clause], before: Sequence[int], after: Sequence[int]
) -> Iterator[tuple[float, int, int]]:
    """Likeness, place in `old`, place in `new` of every two clauses that may be one."""
    texts_before = [body(old[place])[:_LONGEST_LIKENED] for place in before]
    texts_after = [body(new[place])[:_LONGEST_LIKENED] for place in after]
    whole = len(before) * len(after) <= _MOST_COMPARISONS
    if whole and before and after:
        scores = process.cdist(
            texts_before, texts_after, scorer=fuzz.ratio, score_cutoff=_LIKE_IN_PLACE, dtype=np.uint8
        )
        candidates = [(int(row), int(column), float(scores[row, column])) for row, column in np.argwhere(scores)]
    else:
        candidates = [
            (row, column, fuzz.ratio(texts_before[row], texts_after[column]))
            for row, column in _neighbours(old, new, before, after)
        ]
    for row, column, score in candidates:
        one, other = old[before[row]], new[after[column]]
        if one.part != other.part:
            continue
        in_place = one.locator == other.locator or (one.title != "" and one.title == other.title)
        if score >= (_LIKE_IN_PLACE if in_place else _LIKE):
            yield score + _IN_PLACE_BONUS * in_place, before[row], after[column]


def _neighbours(
    old: Sequence[Clause], new: Sequence[Clause], before: Sequence[int], after: Sequence[int]
) -> Iterator[Pair]:
    """Rows and columns of clauses with the same locator or title."""
    columns: dict[tuple[str, str], int] = {}
    for column, place in enumerate(after):
        columns.setdefault(("locator", new[place].locator), column)
        columns.setdefault(("title", new[place].title), column)
    for row, place in enumerate(before):
        keys = [("locator", old[place].locator)] + [("title", old[place].title)] * bool(old[place].title)
        yield from {(row, columns[key]) for key in keys if key in columns}
