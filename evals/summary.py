"""The figures of a run, from its rows: pure arithmetic, the same for the same rows."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

from evals.bootstrap import Interval, mean_interval
from evals.measures import measured
from evals.metrics import CheckResult
from evals.run import Row


@dataclass(frozen=True)
class Score:
    """How many questions of a kind were right. `accuracy` counts an error as not right, in [0, 1]."""

    count: int
    right: int
    errors: int

    @property
    def accuracy(self) -> float:
        return self.right / self.count if self.count else 0.0


@dataclass(frozen=True)
class Latency:
    """Milliseconds over the questions that were answered."""

    median: float
    p95: float
    p99: float


@dataclass(frozen=True)
class Tally:
    """How often one check applied and how often it held."""

    applied: int
    passed: int


@dataclass(frozen=True)
class Summary:
    """A run in figures."""

    total: Score
    by_category: dict[str, Score]
    by_language: dict[str, Score]
    checks: dict[str, Tally]
    audits: dict[str, Tally]
    unsupported: int
    """Predictions of which at least one audit fails."""
    measures: dict[str, Interval]
    """Name → mean over the questions that it applies to, with its interval."""
    accuracy: dict[str, Interval]
    """Category → strict accuracy with its interval."""
    answer_characters: float
    """Median length of an answer."""
    latency_ms: Latency

    @property
    def unsupported_rate(self) -> float:
        """Share of the audited predictions with an unsupported claim, in [0, 1]."""
        audited = self.total.count - self.total.errors
        return self.unsupported / audited if audited else 0.0


def summarise(rows: Sequence[Row]) -> Summary:
    """The figures of `rows`; groups stand in the order in which they first occur."""
    latencies = [row.prediction.latency_ms for row in rows if row.prediction]
    return Summary(
        total=_score(rows),
        by_category=_grouped(rows, lambda row: row.question.category),
        by_language=_grouped(rows, lambda row: row.question.lang),
        checks=_tallies(result for row in rows for result in row.checks),
        audits=_tallies(result for row in rows for result in row.audits),
        unsupported=sum(1 for row in rows if any(not result.passed for result in row.audits)),
        measures=measured(rows),
        accuracy=_accuracy(rows),
        answer_characters=quantile([len(row.prediction.answer) for row in rows if row.prediction], 0.5),
        latency_ms=Latency(*(quantile(latencies, share) for share in (0.5, 0.95, 0.99))),
    )


def quantile(values: Sequence[float], share: float) -> float:
    """The `share`-quantile (0 to 1), linear between the two nearest ranks as numpy's default; 0.0 of nothing."""
    if not values:
        return 0.0
    ordered = sorted(values)
    position = share * (len(ordered) - 1)
    below = math.floor(position)
    above = math.ceil(position)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


def as_json(summary: Summary) -> dict[str, object]:
    """The summary as `--json` writes it, less the latency: the same for the same answers."""
    return {
        **_score_json(summary.total),
        "by_category": {name: _score_json(score) for name, score in summary.by_category.items()},
        "by_language": {name: _score_json(score) for name, score in summary.by_language.items()},
        "checks": {name: _tally_json(tally) for name, tally in summary.checks.items()},
        "audit": {
            "unsupported": summary.unsupported,
            "unsupported_rate": summary.unsupported_rate,
            "checks": {name: _tally_json(tally) for name, tally in summary.audits.items()},
        },
        "measures": {name: asdict(interval) for name, interval in summary.measures.items()},
        "accuracy_by_category": {name: asdict(interval) for name, interval in summary.accuracy.items()},
        "answer_characters": summary.answer_characters,
    }


def row_json(row: Row) -> dict[str, object]:
    """What went wrong with one question, as the `failures` of `--json` list it."""
    return {
        "id": row.question.id,
        "verdict": row.verdict,
        "error": row.error,
        "failed": {result.name: result.detail for result in row.checks if not result.passed},
        "unsupported": {result.name: result.detail for result in row.audits if not result.passed},
    }


def failures(rows: Iterable[Row]) -> list[Row]:
    """The rows to look at: not right, or right with an unsupported claim."""
    return [row for row in rows if not row.right or any(not result.passed for result in row.audits)]


def _score(rows: Sequence[Row]) -> Score:
    return Score(len(rows), sum(row.right for row in rows), sum(bool(row.error) for row in rows))


def _accuracy(rows: Sequence[Row]) -> dict[str, Interval]:
    groups: dict[str, list[float]] = {}
    for row in rows:
        groups.setdefault(row.question.category, []).append(float(row.right))
    found = {name: mean_interval(values) for name, values in groups.items()}
    return {name: interval for name, interval in found.items() if interval is not None}


def _grouped(rows: Sequence[Row], key: Callable[[Row], str]) -> dict[str, Score]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return {name: _score(members) for name, members in groups.items()}


def _tallies(results: Iterable[CheckResult]) -> dict[str, Tally]:
    tallies: dict[str, Tally] = {}
    for result in results:
        old = tallies.get(result.name, Tally(0, 0))
        tallies[result.name] = Tally(old.applied + 1, old.passed + result.passed)
    return tallies


def _score_json(score: Score) -> dict[str, object]:
    return {"count": score.count, "right": score.right, "errors": score.errors, "accuracy": score.accuracy}


def _tally_json(tally: Tally) -> dict[str, object]:
    return {"applied": tally.applied, "passed": tally.passed}
