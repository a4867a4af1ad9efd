"""Every number of the recipe in one place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """How a static model is made. Counts are of texts unless they say otherwise."""

    seed: int = 5
    dimensions: tuple[int, ...] = (256, 128)
    """The model's dimension, and the leading parts of it that must serve by themselves."""
    turns: tuple[float, ...] = (0.7, 0.3)
    """The share of the steps that judge each of `dimensions`."""
    tokens: tuple[int, int] = (56_000, 36_000)
    """Entries of the vocabulary: Chinese, and other scripts."""
    longest: tuple[int, int] = (4, 16)
    """Most characters in a token: Chinese, and other scripts."""
    passage_sentences: int = 4
    """Sentences in a passage of news."""
    news: int = 100_000
    """Passages of news; of laws every article is taken."""
    longest_rendering: int = 8
    """Words in a rendering of the dictionary."""
    laws_characters: tuple[int, int] = (8, 56)
    news_characters: tuple[int, int] = (10, 56)
    """Shortest and longest sentence that the teacher is asked about; news has bylines that are shorter."""
    taught_news: int = 60_000
    taught_laws: int = 60_000
    taught_english: int = 120_000
    steps: int = 2_000
    batch: int = 512
    """Texts of each kind of lesson in a step."""
    together: int = 4
    """Neighbouring passages drawn as one: a batch holds so many articles of each law."""
    rate: float = 2e-3
    """The highest step size; it rises over the first twentieth and falls to nothing along a half cosine."""
    sharpness: float = 20.0
    """What cosines are multiplied by in a cross-entropy."""
    hidden: float = 0.4
    """Share of the passages shown without the sentence they are asked by."""
    asked: float = 0.5
    """Share of the texts that are framed as questions."""
    kept_at_once: float = 1e-4
    """A token of this share of all tokens is kept by half of the questions."""
    rare_weight: float = 1e-3
    """Smooth inverse frequency: a token of share p starts with length rare_weight / (rare_weight + p)."""
    weights: tuple[tuple[str, float], ...] = (
        ("told chinese", 1.0),
        ("told english", 1.0),
        ("dictionary", 1.0),
        ("translated", 1.0),
        ("passage of laws", 0.5),
        ("passage of news", 0.5),
        ("asked of laws", 0.5),
        ("asked of news", 0.5),
        ("asked of laws in english", 0.5),
        ("asked of news in english", 0.5),
        ("heading of laws", 0.25),
        ("heading of news", 0.25),
    )
    """The lessons and what each counts; a lesson without weight is left out."""
    reported_every: int = 100
    """Steps between two lines of the report."""
