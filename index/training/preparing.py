"""From raw text to lessons: vocabulary, bags, what the teacher says of them, and where the token vectors start."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.errors import BadTrainingText
from index.training import vocabulary
from index.training.bags import Bags
from index.training.curriculum import Material
from index.training.glossary import Glossary, forms
from index.training.lessons import Library, Renderings, Targets, Told, rarities, shares
from index.training.plan import Plan
from index.training.sources import HAN, Gloss, Passage, dictionary_glosses, frames, wordnet_sentences
from index.training.teacher import taught

Floats = npt.NDArray[np.float64]
PROJECTED_FROM = 40_000
"""Texts of each language from which the projection of the teacher's vectors is computed."""


@dataclass(frozen=True)
class Texts:
    """The raw material of a run, chosen by the plan's seed."""

    laws: Sequence[Passage]
    news: Sequence[Passage]
    chinese: Sequence[str]
    """Sentences of both that the teacher is asked about."""
    english: Sequence[str]
    glosses: Sequence[Gloss]


@dataclass(frozen=True)
class Prepared:
    """A run ready to start."""

    tokenizer: Tokenizer
    material: Material
    frames: dict[str, Bags]
    rarity: Floats
    start: npt.NDArray[np.float32]


def choose(laws: Iterable[Passage], news: Iterable[Passage], wordnet: Path | None, plan: Plan) -> Texts:
    """The texts of a run: every article of the laws, a sample of the news, sentences for the teacher.

    Raises: BadTrainingText where one of them cannot be read or holds nothing.
    """
    articles = [passage for passage in laws if passage.sentences]
    items = list(news)
    glosses = dictionary_glosses(plan.longest_rendering)
    if not articles or not items:
        raise BadTrainingText("Laws need articles that begin 第…条 under a title, news an item a line; give such text.")
    draw = random.Random(plan.seed)
    taught_news = shuffled(teachable(items, plan.news_characters), draw)[: plan.taught_news]
    taught_laws = shuffled(teachable(articles, plan.laws_characters), draw)[: plan.taught_laws]
    running = [passage for passage in items if len(passage.sentences) > 1]
    prose = set(wordnet_sentences(wordnet)) if wordnet else set()
    english = shuffled(prose, random.Random(plan.seed))[: plan.taught_english]
    return Texts(
        laws=articles,
        news=draw.sample(running, min(plan.news, len(running))),
        chinese=taught_laws + taught_news,
        english=english + sorted({gloss.english for gloss in glosses}),
        glosses=glosses,
    )


def teachable(passages: Sequence[Passage], characters: tuple[int, int]) -> set[str]:
    """The sentences of a length the teacher reads quickly: shortest and longest in characters."""
    shortest, longest = characters
    return {text for passage in passages for text in passage.sentences if shortest <= len(text) <= longest}


def shuffled(texts: set[str], draw: random.Random) -> list[str]:
    """`texts` in an order that depends on them and on `draw` only."""
    ordered = sorted(texts)
    draw.shuffle(ordered)
    return ordered


class Projection:
    """The teacher's vectors in the student's dimension: less the mean of their language, along principal directions.

    Chinese and English vectors stand apart by a constant; without it a question is as near to a text of the other
    language as to one of its own.
    """

    def __init__(self, chinese: Targets, english: Targets, dimension: int) -> None:
        self._means = {True: chinese.mean(0), False: english.mean(0)}
        every = np.concatenate([self._centred(chinese, True), self._centred(english, False)])
        _, directions = np.linalg.eigh(every.T @ every)
        self._directions = directions[:, ::-1][:, :dimension].copy()

    def __call__(self, vectors: npt.NDArray[np.float16], chinese: bool) -> Targets:
        """`vectors` of texts in one language, `[texts, dimension]`, of unit length."""
        projected = self._centred(vectors.astype(np.float32), chinese) @ self._directions
        targets: Targets = projected / np.maximum(np.linalg.norm(projected, axis=1, keepdims=True), 1e-9)
        return targets

    def _centred(self, vectors: Targets, chinese: bool) -> Targets:
        centred: Targets = vectors - self._means[chinese]
        return centred


def prepare(texts: Texts, plan: Plan, cache: Path, threads: int) -> Prepared:
    """Tokenizer, lessons and starting vectors; the teacher's vectors are kept in `cache`."""
    tokens, merges = vocabulary.train(
        [sentence for passage in (*texts.laws, *texts.news) for sentence in passage.sentences]
        + [gloss.word for gloss in texts.glosses],
        [*texts.english, *(gloss.english for gloss in texts.glosses)]
        + [sentence for passage in texts.news for sentence in passage.sentences],
        plan.tokens,
        plan.longest,
    )
    tokenizer = vocabulary.tokenizer_of(tokens, merges, vocabulary.character_map())
    said = {name: taught(some, cache, threads) for name, some in (("zh", texts.chinese), ("en", texts.english))}
    some = {
        name: vectors[:: max(1, len(vectors) // PROJECTED_FROM)].astype(np.float32) for name, vectors in said.items()
    }
    projection = Projection(some["zh"], some["en"], plan.dimensions[0])
    glossary = Glossary(texts.glosses)
    material = Material(
        chinese=Told(Bags.of(texts.chinese, tokenizer), projection(said["zh"], True)),
        words_of_chinese=numbered(glossary, texts.chinese),
        english=Told(Bags.of(texts.english, tokenizer), projection(said["en"], False)),
        renderings=renderings(glossary, tokenizer),
        word_targets=projection(taught(glossary.words, cache, threads), True),
        laws=library(texts.laws, glossary, tokenizer),
        news=library(texts.news, glossary, tokenizer),
    )
    share = token_shares(material, len(tokens))
    return Prepared(
        tokenizer=tokenizer,
        material=material,
        frames=framed(tokenizer),
        rarity=rarities(share, plan.kept_at_once),
        start=starting(tokens, taught(tokens, cache, threads), projection, rarities(share, plan.rare_weight)),
    )


def token_shares(material: Material, size: int) -> Floats:
    """The share of each token in the running text of its language."""
    chinese = shares([material.laws.sentences, material.news.sentences], size)
    english = shares([material.english.bags, material.renderings.bags], size)
    share: Floats = np.maximum(chinese, english)
    return share


def starting(
    tokens: Sequence[str], said: npt.NDArray[np.float16], projection: Projection, weight: Floats
) -> npt.NDArray[np.float32]:
    """What the teacher says of each token by itself, as long as the token's `weight` in (0, 1]."""
    chinese = np.array([HAN.search(token) is not None for token in tokens])
    vectors = np.where(chinese[:, None], projection(said, True), projection(said, False))
    return (vectors * weight[:, None]).astype(np.float32)


def library(passages: Sequence[Passage], glossary: Glossary, tokenizer: Tokenizer) -> Library:
    sentences = [sentence for passage in passages for sentence in passage.sentences]
    counts = np.array([len(passage.sentences) for passage in passages], dtype=np.int64)
    return Library(
        sentences=Bags.of(sentences, tokenizer),
        words=numbered(glossary, sentences),
        first=np.concatenate([[0], np.cumsum(counts)]),
        headings=Bags.of([passage.heading for passage in passages], tokenizer),
    )


def numbered(glossary: Glossary, sentences: Sequence[str]) -> Bags:
    """Each sentence as the numbers of the glossary's words."""
    numbers = [np.array(glossary.numbers(sentence), dtype=np.int64) for sentence in sentences]
    return Bags.joined(numbers, [len(some) for some in numbers])


def renderings(glossary: Glossary, tokenizer: Tokenizer) -> Renderings:
    rows = [[form for english in some for form in forms(english)] for some in glossary.renderings]
    return Renderings(
        bags=Bags.of([form for row in rows for form in row], tokenizer),
        first=np.concatenate([[0], np.cumsum([len(row) for row in rows])]),
        words=Bags.of(glossary.words, tokenizer),
    )


def framed(tokenizer: Tokenizer) -> dict[str, Bags]:
    """How questions are framed, by language."""
    return {language: Bags.of(some, tokenizer) for language, some in frames().items()}
