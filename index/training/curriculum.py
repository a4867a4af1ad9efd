"""The kinds of lesson a static model is given, and what each one asks of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from index.training.bags import Bags
from index.training.lessons import Library, Renderings, Sampler, Targets, Told
from index.training.losses import contrast, distance
from index.training.plan import Plan

LEAST_CROP = 0.3
MOST_THINNED = 0.4
MOSTLY = 0.8
"""Share of the keyword questions that are framed."""

Loss = Callable[[Sequence[Tensor]], Tensor]


@dataclass(frozen=True)
class Material:
    """Everything a model is shown."""

    chinese: Told
    words_of_chinese: Bags
    """The glossary numbers of each text of `chinese`."""
    english: Told
    renderings: Renderings
    word_targets: Targets
    """What the teacher says of each word of the glossary."""
    laws: Library
    news: Library


@dataclass(frozen=True)
class Lesson:
    """Bags to embed, and what their vectors cost."""

    name: str
    bags: Sequence[Bags]
    loss: Loss


class Curriculum:
    """Draws the lessons of a step."""

    def __init__(self, plan: Plan, material: Material, sampler: Sampler) -> None:
        self._plan = plan
        self._material = material
        self._draw = sampler
        self._dimension = plan.dimensions[0]
        libraries = {"laws": material.laws, "news": material.news}
        self._kinds: dict[str, Callable[[], tuple[Sequence[Bags], Loss]]] = {
            "told chinese": partial(self._told, material.chinese),
            "told english": partial(self._told, material.english),
            "dictionary": self._dictionary,
            "translated": self._translated,
        }
        for name, library in libraries.items():
            self._kinds[f"passage of {name}"] = partial(self._passage, library)
            self._kinds[f"asked of {name}"] = partial(self._asked, library)
            self._kinds[f"asked of {name} in english"] = partial(self._asked_in_english, library)
            self._kinds[f"heading of {name}"] = partial(self._heading, library)

    def lessons(self) -> list[Lesson]:
        """A batch of each lesson of the plan that has weight, all judged by one of the plan's dimensions."""
        self._dimension = self._draw.one_of(self._plan.dimensions, self._plan.turns)
        return [self._lesson(name, weight) for name, weight in self._plan.weights if weight > 0]

    def _lesson(self, name: str, weight: float) -> Lesson:
        bags, loss = self._kinds[name]()
        return Lesson(name, bags, lambda vectors: weight * loss(vectors))

    def _matched(self, vectors: Tensor, targets: Targets) -> Tensor:
        """How far the vectors are from what the teacher says."""
        plan, due = self._plan, torch.from_numpy(targets)
        told_apart = contrast(vectors, due, self._dimension, plan.sharpness, both_ways=False)
        return distance(vectors, due, self._dimension) + told_apart

    def _paired(self, vectors: Sequence[Tensor]) -> Tensor:
        """How badly each first vector tells its second from the others'; nothing where there are none."""
        if not len(vectors[0]):
            return vectors[0].sum()
        return contrast(vectors[0], vectors[1], self._dimension, self._plan.sharpness, both_ways=True)

    def _told(self, lesson: Told) -> tuple[Sequence[Bags], Loss]:
        bags, targets = self._draw.told(lesson, self._plan.batch)
        return [bags], lambda vectors: self._matched(vectors[0], targets)

    def _dictionary(self) -> tuple[Sequence[Bags], Loss]:
        """A word and a rendering of it say what the teacher says of the word, and are each other's partner."""
        own, english, words = self._draw.rendered(self._material.renderings, self._plan.batch)
        targets = self._material.word_targets[words]

        def loss(vectors: Sequence[Tensor]) -> Tensor:
            told = self._matched(vectors[0], targets) + self._matched(vectors[1], targets)
            return (told + self._paired(vectors)) / 2

        return [own, english], loss

    def _translated(self) -> tuple[Sequence[Bags], Loss]:
        """A Chinese sentence put into English word by word says what the teacher says of the sentence."""
        material, plan = self._material, self._plan
        places = self._draw.places(material.chinese.bags, plan.batch)
        english = self._draw.translated(material.words_of_chinese.at(places), material.renderings)
        english = self._draw.framed(self._draw.thinned(english, MOST_THINNED), "en", plan.asked)
        targets = material.chinese.targets[places]
        return [
            english,
            material.chinese.bags.at(places),
        ], lambda vectors: (self._matched(vectors[0], targets) + self._paired(vectors)) / 2

    def _passage(self, library: Library) -> tuple[Sequence[Bags], Loss]:
        """A cropped sentence belongs to its passage."""
        sentence, passage, _ = self._draw.passages(library, self._plan.batch, self._plan.hidden, self._plan.together)
        return [self._draw.thinned(self._draw.cropped(sentence, LEAST_CROP), MOST_THINNED), passage], self._paired

    def _asked(self, library: Library) -> tuple[Sequence[Bags], Loss]:
        """The rare words of a sentence, framed as a question, belong to its passage."""
        sentence, passage, _ = self._draw.passages(library, self._plan.batch, self._plan.hidden, self._plan.together)
        keywords = self._draw.keywords(self._draw.cropped(sentence, LEAST_CROP))
        return [self._draw.framed(keywords, "zh", MOSTLY), passage], self._paired

    def _asked_in_english(self, library: Library) -> tuple[Sequence[Bags], Loss]:
        """The same, put into English word by word."""
        _, passage, place = self._draw.passages(library, self._plan.batch, self._plan.hidden / 2, self._plan.together)
        words = self._draw.cropped(library.words.at(place), LEAST_CROP)
        keywords = self._draw.keywords(self._draw.translated(words, self._material.renderings))
        return [self._draw.framed(keywords, "en", MOSTLY), passage], self._paired

    def _heading(self, library: Library) -> tuple[Sequence[Bags], Loss]:
        """A heading belongs to what stands under it."""
        heading, passage = self._draw.headed(library, self._plan.batch)
        return [self._draw.thinned(heading, MOST_THINNED), passage], self._paired
