"""`python -m evals fusion-fit`: fits how much each side of the search counts, and writes index/data/fusion.json.

Of every set's questions the half whose id hashes to an odd byte teaches, and the other half is reported. What is
fitted is the chance that a right clause stands above all wrong ones (a softmax over the clauses, each by its best
passage), every set counting the same, however many questions it has. No number depends on which model embeds, but
the numbers fit best the model that they were fitted with: fit again when the default changes.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from evals.errors import RunFailed
from evals.retrieval_beir import Benchmark, hash_of
from index.fusion import (
    LARGEST_SHIFT,
    LETTERS,
    PARTS,
    READ,
    SIGNALS,
    VECTORS,
    WORDS,
    Candidates,
    Fusion,
    Weights,
    fused,
    signals_of,
    top,
)
from index.proposals import Ranking
from index.retriever import Retriever

SEED = 0
BATCH = 48
STEPS = 400
RATE = 0.02
RESTRAINT = 0.2
"""Weight of squared departures from START in what is minimised: without evidence nothing changes."""
LEAST_LESSONS = 200
"""Questions of a kind, over all sets, below which it keeps START: fitted on 56 in English, it lost on the others."""
UNREACHABLE = -1e4
UNREAD_START = {
    "close": (2.0, 2.0, 2.6, 2.6, 0.7, 0.35),
    "quick": (4.0, 4.0, 0.0, 0.0, 0.7, 0.35),
    "bridged": (2.5, 2.5, 0.0, 0.0, 0.7, 0.35),
}
START = {
    f"{kind}{read}": (*parts, own) for read, own in (("", 0.0), ("_read", 1.0)) for kind, parts in UNREAD_START.items()
}
"""Where the fit begins: what the search counted by before, the reader as much as the other vectors."""
RANKINGS: tuple[Ranking, ...] = ("unread", "hybrid")
"""What a question is asked by to teach the kinds without and with a reader."""


@dataclass(frozen=True)
class Lesson:
    """One question: its candidates, and which of them are part of a right clause."""

    candidates: Candidates
    records: tuple[str, ...]
    """The record of each candidate."""
    right: npt.NDArray[np.bool_]
    """`[candidates]`"""
    relevant: Mapping[str, int]
    signals: npt.NDArray[np.float64]


@dataclass(frozen=True)
class Lessons:
    """The lessons of one set and one kind of question."""

    name: str
    kind: str
    learnt: tuple[Lesson, ...]
    held_out: tuple[Lesson, ...]


def lessons(
    retriever: Retriever,
    benchmark: Benchmark,
    record_of: Callable[[str, str], str],
    report: Callable[[int, int], None] | None = None,
) -> list[Lessons]:
    """What every question of `benchmark` can teach, by kind; a Chinese one teaches `close` and `quick`.

    Each teaches the kinds without a reader and, where there is one, those with it.
    """
    found: dict[str, tuple[list[Lesson], list[Lesson]]] = {}
    for number, (name, question) in enumerate(benchmark.queries.items(), start=1):
        for ranking in RANKINGS if retriever.reads else RANKINGS[:1]:
            candidates, places, kind = retriever.candidates(question, ranking)
            records = tuple(record_of(*place) for place in places)
            lesson = lesson_of(candidates, records, benchmark.relevant[name])
            for each in dict.fromkeys((kind, without_letters(kind))):
                learnt, held_out = found.setdefault(each, ([], []))
                (learnt if teaches(name) else held_out).append(lesson)
        if report:
            report(number, len(benchmark.queries))
    return [Lessons(benchmark.name, kind, tuple(learnt), tuple(held)) for kind, (learnt, held) in found.items()]


def without_letters(kind: str) -> str:
    """The kind of the same question where no candidate is read closely."""
    return kind.replace("close", "quick")


def lesson_of(candidates: Candidates, records: tuple[str, ...], relevant: Mapping[str, int]) -> Lesson:
    right = np.array([record in relevant for record in records], dtype=np.bool_)
    return Lesson(candidates, records, right, relevant, signals_of(candidates))


def teaches(question: str) -> bool:
    """Whether the question of this id is one to learn from; else it is one to report."""
    return bool(hash_of(f"half {question}")[0] & 1)


def fit(sets: Sequence[Lessons]) -> Fusion:
    """The weights of every kind; one with too few lessons keeps START. Raises: RunFailed where every kind would."""
    most = max((sum(len(each.learnt) for each in sets if each.kind == kind) for kind in START), default=0)
    if most < LEAST_LESSONS:
        raise RunFailed(
            f"a fit needs {LEAST_LESSONS} questions of one kind in the halves that teach, there are {most}: "
            "name more benchmarks or test sets"
        )
    every = [lesson for each in sets if each.kind == "close" for lesson in each.learnt] or [
        lesson for each in sets for lesson in each.learnt
    ]
    signals = np.stack([lesson.signals for lesson in every])
    centres, spreads = signals.mean(axis=0), np.maximum(signals.std(axis=0), 1e-6)
    kinds: dict[str, Weights] = {}
    for kind, start in START.items():
        own = [each.learnt for each in sets if each.kind == kind and teachable(each.learnt)]
        enough = sum(len(teachable(lessons)) for lessons in own) >= LEAST_LESSONS
        weights = fit_kind(own, kind, centres, spreads) if enough else Weights(start)
        raw = Fusion(tuple(centres), tuple(spreads), {kind: weights})
        kinds[kind] = on_the_old_scale(raw, kind, [lesson for lessons in own for lesson in lessons])
    return Fusion(tuple(map(float, centres)), tuple(map(float, spreads)), kinds)


def teachable(lessons: Iterable[Lesson]) -> list[Lesson]:
    """Those in which a right clause was found beside wrong ones."""
    return [lesson for lesson in lessons if lesson.right.any() and not lesson.right.all()]


def fit_kind(
    sets: Sequence[Sequence[Lesson]],
    kind: str,
    centres: npt.NDArray[np.float64],
    spreads: npt.NDArray[np.float64],
) -> Weights:
    """Gradient descent over batches drawn from every set alike; the same for the same lessons."""
    torch.manual_seed(SEED)
    draw = np.random.default_rng(SEED)
    batches = [Batch.of(teachable(lessons), centres, spreads) for lessons in sets]
    start = torch.tensor(START[kind])
    # How sure a softmax is must be free, so one factor over all parts is; each part's own departure is held back.
    sureness = torch.nn.Parameter(torch.tensor(-0.7))
    departures = torch.nn.Parameter(torch.zeros(len(PARTS)))
    by_signal = torch.nn.Parameter(torch.zeros(3, len(SIGNALS)))
    optimiser = torch.optim.Adam([sureness, departures, by_signal], lr=RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, STEPS)
    for _ in range(STEPS):
        loss = RESTRAINT * ((by_signal**2).sum() + (departures**2).sum())
        for batch in batches:
            chosen = batch.some(draw)
            scores = chosen.scores(torch.exp(sureness + departures) * start, by_signal)
            loss = loss + missed(scores, chosen.right)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    letters, vectors, read = map(tuple, by_signal.detach().tolist())
    return Weights(tuple((torch.exp(departures) * start).tolist()), letters, vectors, read)


@dataclass(frozen=True)
class Batch:
    """Lessons side by side, padded: `[questions, candidates]` and `[questions, clauses]`."""

    parts: torch.Tensor
    signals: torch.Tensor
    there: torch.Tensor
    """Whether a place holds a candidate."""
    clauses: torch.Tensor
    """The number of each candidate's clause within its question."""
    right: torch.Tensor
    """Whether a clause is right; -1 where there is none."""

    @classmethod
    def of(
        cls, lessons: Sequence[Lesson], centres: npt.NDArray[np.float64], spreads: npt.NDArray[np.float64]
    ) -> "Batch":
        most = max(len(lesson.right) for lesson in lessons)
        parts = np.zeros((len(lessons), most, len(PARTS)), dtype=np.float32)
        there = np.zeros((len(lessons), most), dtype=np.bool_)
        clauses = np.zeros((len(lessons), most), dtype=np.int64)
        right = np.full((len(lessons), most), -1, dtype=np.int8)
        for number, lesson in enumerate(lessons):
            count = len(lesson.right)
            _, numbers = np.unique(lesson.candidates.clauses, return_inverse=True)
            parts[number, :count], there[number, :count] = lesson.candidates.parts, True
            clauses[number, :count] = numbers
            right[number, : numbers.max() + 1] = 0
            right[number, numbers[lesson.right]] = 1
        signals = (np.stack([lesson.signals for lesson in lessons]) - centres) / spreads
        return cls(*map(torch.from_numpy, (parts, signals.astype(np.float32), there, clauses, right)))

    def some(self, draw: np.random.Generator) -> "Batch":
        """BATCH of the questions, drawn with replacement."""
        rows = torch.from_numpy(draw.integers(0, len(self.parts), BATCH))
        return Batch(self.parts[rows], self.signals[rows], self.there[rows], self.clauses[rows], self.right[rows])

    def scores(self, parts: torch.Tensor, by_signal: torch.Tensor) -> torch.Tensor:
        """The score of every clause, by its best candidate; the same sum as `index.fusion.fused`."""
        strengths = torch.exp((self.signals @ by_signal.T).clamp(-LARGEST_SHIFT, LARGEST_SHIFT))
        weighted = self.parts * parts
        total = (
            weighted[..., WORDS].sum(-1)
            + strengths[:, :1] * weighted[..., LETTERS].sum(-1)
            + strengths[:, 1:2] * weighted[..., VECTORS].sum(-1)
            + strengths[:, 2:] * weighted[..., READ].sum(-1)
        ).masked_fill(~self.there, UNREACHABLE)
        empty = torch.full_like(total, UNREACHABLE)
        return empty.scatter_reduce(1, self.clauses, total, "amax")


def missed(scores: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """How unlikely right clauses are to stand first: the mean of each one's loss, and of the best one's."""
    scores = scores.masked_fill(right < 0, UNREACHABLE)
    wrong = torch.logsumexp(scores.masked_fill(right != 0, UNREACHABLE), 1, keepdim=True)
    each = (torch.nn.functional.softplus(wrong - scores) * (right == 1)).sum(1) / (right == 1).sum(1)
    best = torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(right != 1, UNREACHABLE), 1)
    return (each + best).mean() / 2


def on_the_old_scale(raw: Fusion, kind: str, lessons: Sequence[Lesson]) -> Weights:
    """The same weights with scale and shift such that best scores and their lead are on average as they were before.

    What stands above (the assistant's own weights, its refusals) adds to these scores. Without a lesson they stay.
    """
    weights = raw.kinds[kind]
    if not lessons:
        return weights
    before = Fusion(raw.centres, raw.spreads, {kind: Weights(START[without_letters(kind.removesuffix("_read"))])})
    old, new = (np.array([best_and_lead(lesson, fusion, kind) for lesson in lessons]) for fusion in (before, raw))
    scale = float(old[:, 1].mean() / max(new[:, 1].mean(), 1e-6))
    shift = float(old[:, 0].mean() - scale * new[:, 0].mean())
    return replace(weights, scale=scale, shift=shift)


def best_and_lead(lesson: Lesson, fusion: Fusion, kind: str) -> tuple[float, float]:
    """The best score, and how far it stands above the tenth."""
    scores = fused(lesson.candidates, fusion, kind)
    if not len(scores):
        return 0.0, 0.0
    ordered = scores[top(scores, 10)]
    return float(ordered[0]), float(ordered[0] - ordered[-1])


def as_json(fusion: Fusion, sets: Sequence[Lessons], models: Mapping[str, str]) -> dict[str, Any]:
    """The object of fusion.json: rounded numbers by name, and what they were fitted on and with."""
    return {
        **models,
        "fitted_on": {f"{each.name} {each.kind}": len(each.learnt) for each in sets},
        "centres": named(SIGNALS, fusion.centres),
        "spreads": named(SIGNALS, fusion.spreads),
        "kinds": {
            name: {
                "parts": named(PARTS, weights.parts),
                "letters_by_signal": named(SIGNALS, weights.letters_by_signal),
                "vectors_by_signal": named(SIGNALS, weights.vectors_by_signal),
                "read_by_signal": named(SIGNALS, weights.read_by_signal),
                "scale": round(weights.scale, 4),
                "shift": round(weights.shift, 4),
            }
            for name, weights in fusion.kinds.items()
        },
    }


def named(names: Sequence[str], numbers: Sequence[float]) -> dict[str, float]:
    return {name: round(float(number), 4) for name, number in zip(names, numbers, strict=True)}


def write(fitted: Mapping[str, Any], path: Path) -> None:
    """Writes the fitted numbers, readable and the same for the same fit."""
    path.write_text(json.dumps(fitted, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
