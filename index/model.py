"""What this room hands upward: passages and ranked evidence, plain frozen values."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A piece of one clause, small enough for the token budget. `text` is the document's quote of `[start, end)`."""

    document: str
    locator: str
    title: str
    start: int
    end: int
    text: str

    @property
    def key(self) -> str:
        """Unique in the library: document name and span."""
        return f"{self.document}:{self.start}-{self.end}"


@dataclass(frozen=True)
class Evidence:
    """A passage found for a question, with what each side of the search thought of it.

    Ranks count from 1 and are None where that side did not list the passage. `score` is the fused score (higher is
    better, comparable within one search only); `lexical_score` is BM25, `dense_score` the cosine in [-1, 1].
    `read_score` is the reader's cosine in [-1, 1], of centred vectors, so that generic text lies around 0; None where
    the library is searched without a reader.
    """

    passage: Passage
    score: float
    lexical_rank: int | None
    lexical_score: float
    dense_rank: int | None
    dense_score: float
    read_score: float | None = None
