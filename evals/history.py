"""Headline figures over time: every file of figures in a folder, by set, the oldest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.errors import InvalidMetrics
from evals.metrics_file import Metrics, read_metrics


@dataclass(frozen=True)
class Entry:
    """One run's headline."""

    file: str
    started: str
    commit: str
    questions: int
    accuracy: float
    unsupported_rate: float
    median_ms: float


def read_history(paths: Iterable[Path]) -> tuple[dict[str, list[Entry]], list[str]]:
    """(set with its hash → its runs, the oldest first; files that are none, each with why).

    A folder stands for the `.json` files in it. Raises InvalidMetrics where no run is found.
    """
    runs: dict[str, list[Entry]] = {}
    others: list[str] = []
    for path in _files(paths):
        try:
            metrics = read_metrics(path)
            entry = _entry(path, metrics)
        except InvalidMetrics as error:
            others.append(str(error))
            continue
        runs.setdefault(f"{metrics.name} ({metrics.manifest.questions_sha256[:8]})", []).append(entry)
    if not runs:
        raise InvalidMetrics(f"no run among {len(others)} files: name what `python -m evals run SET --json` wrote")
    return {name: sorted(held, key=lambda entry: entry.started) for name, held in sorted(runs.items())}, others


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        yield from sorted(path.glob("*.json")) if path.is_dir() else [path]


def _entry(path: Path, metrics: Metrics) -> Entry:
    figures = metrics.figures
    try:
        return Entry(
            path.name,
            metrics.started,
            metrics.manifest.commit,
            len(metrics.verdicts),
            _number(figures, "accuracy"),
            _number(figures, "audit", "unsupported_rate"),
            _number(figures, "timing", "latency_ms", "median"),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidMetrics(f"{path}: lacks a figure ({error}): run the set again") from error


def _number(figures: Mapping[str, object], *keys: str) -> float:
    value: object = figures
    for key in keys:
        if not isinstance(value, Mapping):
            raise TypeError(key)
        value = value[key]
    if not isinstance(value, int | float):
        raise TypeError(keys[-1])
    return float(value)


def lines(entries: Sequence[Entry]) -> dict[str, list[float]]:
    """What is plotted of a set's runs."""
    return {
        "accuracy": [entry.accuracy for entry in entries],
        "unsupported claims": [entry.unsupported_rate for entry in entries],
    }
