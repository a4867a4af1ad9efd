"""Both sides of the search → one score that knows how sure each side is. Pure functions over arrays.

    score = words_weight · BM25 / √(rarity of the question)
          + standardised (cosine + clause_share · cosine of the clause)

BM25 grows with how much of the question's rarity one passage holds. Divided by the root of what there is to hold, it
reaches coverage · √rarity: high where a specific question is met word for word, so that words decide; low where the
text says it in other words, so that vectors decide; nothing where no word is shared, so that vectors decide alone.
The cosine is set on the scale of its own spread over the library, because every model has another.
"""

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]


def lexical_part(bm25: Scores, rarity: float) -> Scores:
    """BM25 set on the scale of the question: `bm25` / √`rarity`, zeros where the question has no rarity.

    `rarity` is the summed weight × inverse document frequency of the question's terms, >= 0.
    """
    if rarity <= 0:
        return np.zeros_like(bm25)
    return (bm25 / np.float32(np.sqrt(rarity))).astype(np.float32)


def standardised(scores: Scores, everything: Scores) -> Scores:
    """`scores` in standard deviations above the mean of `everything`; zeros where all of that is equal."""
    spread = float(everything.std()) if everything.size else 0.0
    if spread < np.finfo(np.float32).eps:
        return np.zeros_like(scores)
    return ((scores - np.float32(everything.mean())) / np.float32(spread)).astype(np.float32)


def fused(lexical: Scores, dense: Scores, words_weight: float) -> Scores:
    """One score a passage: `words_weight` × the lexical part + the standardised dense part."""
    return (np.float32(words_weight) * lexical + dense).astype(np.float32)


def ranks(scores: Scores) -> npt.NDArray[np.int64]:
    """The place of each score, from 1 for the highest; equal scores keep their order."""
    order = np.argsort(-scores, kind="stable")
    places = np.empty(len(scores), dtype=np.int64)
    places[order] = np.arange(1, len(scores) + 1)
    return places


def top(scores: Scores, most: int) -> npt.NDArray[np.int64]:
    """Places of the `most` highest scores, highest first; equal scores keep their order."""
    if len(scores) > most > 0:
        edge = np.partition(scores, len(scores) - most)[len(scores) - most]
        above = np.flatnonzero(scores >= edge)
        return above[np.argsort(-scores[above], kind="stable")][:most]
    return np.argsort(-scores, kind="stable")[:most]
