"""`python -m evals retrieval`: how well each side of the search, and both together, rank a benchmark's records.

The index is built and asked as the assistant's is; a record's rank is that of its best passage.
"""

import math
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evals.retrieval_beir import Benchmark
from evals.retrieval_cache import CachedEmbedder, CachedReader
from evals.retrieval_measures import DEPTH, MEASURES, Difference, Figures, compared, intervals, measured
from index.model import Passage
from index.proposals import Ranking
from index.retriever import Retriever

ROWS: Mapping[str, Ranking] = {
    "bm25": "bm25",
    "dense": "dense",
    "fused": "quick",
    "unread": "unread",
    "hybrid": "hybrid",
}
"""Row → what it ranks by: `unread` is the hybrid without the reader, `fused` is that without the close reading too."""
PAIRS = (("hybrid", "bm25"), ("hybrid", "dense"), ("hybrid", "fused"), ("hybrid", "unread"))
PASSAGES_ASKED_FOR = 10_000
"""More than any side proposes, so that every record it proposes is ranked."""
Ranked = Mapping[str, list[str]]
"""Question id → record ids, best first, at most DEPTH."""


@dataclass(frozen=True)
class Run:
    """What one row ranked, and how long it took."""

    ranked: Ranked
    milliseconds: tuple[float, ...]
    """Of each question that was timed."""


@dataclass(frozen=True)
class Clock:
    """What is timed: the first `questions`, with the model's own time."""

    embedder: CachedEmbedder
    reader: CachedReader | None
    questions: int

    def bypass(self, bypassed: bool) -> None:
        """Whether the models themselves are asked, instead of the cache."""
        self.embedder.bypassed = bypassed
        if self.reader:
            self.reader.bypass(bypassed)


@dataclass(frozen=True)
class Measurement:
    """Everything that is reported of one benchmark."""

    benchmark: Benchmark
    runs: Mapping[str, Run]
    figures: Mapping[str, Figures]
    """Row → `[questions, MEASURES]`."""
    spans: Mapping[str, Sequence[tuple[float, float]]]
    """Row → the 95% interval of each measure."""
    differences: Mapping[tuple[str, str], Sequence[Difference]]
    """(row, other row) → the difference on each measure."""
    passages: int
    """Passages indexed."""
    passages_per_second: Mapping[str, float]
    """Row → passages made ready a second: words counted, texts embedded, or both; NaN where vectors were held."""


def rank(
    retriever: Retriever,
    benchmark: Benchmark,
    ranking: Ranking,
    record_of: Callable[[Passage], str],
    clock: Clock,
    report: Callable[[int, int], None] | None = None,
) -> Run:
    """Ask every question; `record_of` names the record that a passage is part of, `report` hears (asked, of).

    The first questions, as many as the clock counts, are embedded by the model itself and timed; the others' vectors
    may come from the cache.
    """
    ranked: dict[str, list[str]] = {}
    milliseconds: list[float] = []
    for number, (name, question) in enumerate(benchmark.queries.items(), start=1):
        clock.bypass(number <= clock.questions)
        started = time.perf_counter()
        found = retriever.search(question, limit=PASSAGES_ASKED_FOR, ranking=ranking)
        if clock.embedder.bypassed:
            milliseconds.append((time.perf_counter() - started) * 1000)
        ranked[name] = list(dict.fromkeys(record_of(item.passage) for item in found))[:DEPTH]
        if report:
            report(number, len(benchmark.queries))
    clock.bypass(False)
    return Run(ranked, tuple(milliseconds))


def measure(
    benchmark: Benchmark, runs: Mapping[str, Run], passages: int, speeds: Mapping[str, float], resamples: int
) -> Measurement:
    """Figures, intervals and paired tests of finished runs."""
    figures = {row: figures_of(run.ranked, benchmark) for row, run in runs.items()}
    return Measurement(
        benchmark,
        runs,
        figures,
        {row: intervals(rows, resamples) for row, rows in figures.items()},
        {
            (first, second): compared(figures[first], figures[second], resamples)
            for first, second in PAIRS
            if first in figures and second in figures
        },
        passages,
        speeds,
    )


def figures_of(ranked: Ranked, benchmark: Benchmark) -> Figures:
    """The MEASURES of each question, `[questions, measures]`, in the benchmark's order."""
    return np.array([measured(ranked[name], benchmark.relevant[name]) for name in benchmark.queries])


def as_json(measurement: Measurement, check: Mapping[str, object]) -> dict[str, object]:
    """The object that `--json` writes."""
    return {
        "dataset": measurement.benchmark.name,
        "queries": len(measurement.benchmark.queries),
        "passages": len(measurement.benchmark.corpus),
        "rows": {row: row_json(measurement, row) for row in measurement.runs},
        "hit@3": {
            row: float(figures[:, MEASURES.index("hit@3")].mean()) for row, figures in measurement.figures.items()
        },
        "intervals": {
            row: {name: list(span) for name, span in zip(MEASURES, spans, strict=True)}
            for row, spans in measurement.spans.items()
        },
        "tests": {
            f"{first} - {second}": {name: vars(each) for name, each in zip(MEASURES, differences, strict=True)}
            for (first, second), differences in measurement.differences.items()
        },
        "check": dict(check),
        "index": {"passages": measurement.passages, "processors": os.cpu_count()},
    }


def row_json(measurement: Measurement, row: str) -> dict[str, float | None]:
    means = measurement.figures[row].mean(axis=0)
    speed = measurement.passages_per_second[row]
    return {
        **{name: float(mean) for name, mean in zip(MEASURES, means, strict=True) if name != "hit@3"},
        "ms_per_query": float(np.mean(measurement.runs[row].milliseconds)),
        "passages_per_second": None if math.isnan(speed) else speed,
    }
