"""Two runs of the same set, question by question: what improved, what regressed, and whether that can be chance."""

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import binomtest

from evals.bootstrap import Interval, mean_interval
from evals.errors import InvalidMetrics
from evals.metrics_file import Metrics


@dataclass(frozen=True)
class Comparison:
    """Run B beside run A. A question that ended in an error is not right."""

    improved: Sequence[str]
    """Ids of questions that only B has right, in the set's order."""
    regressed: Sequence[str]
    """Ids of questions that only A has right."""
    both_right: int
    both_wrong: int
    difference: Interval
    """Accuracy of B less that of A, with its paired bootstrap interval."""
    p_value: float
    """McNemar's exact test, two-sided: how likely so uneven a split of the changed questions is by chance."""
    notes: Sequence[str] = ()
    """What differs between the runs beside the answers."""


def compare(first: Metrics, second: Metrics) -> Comparison:
    """`second` beside `first`. Raises InvalidMetrics where they asked other questions or of another library."""
    difference = first.manifest.difference(second.manifest)
    if difference:
        raise InvalidMetrics(f"the runs cannot be compared, {difference}: compare runs of one set")
    right = {name: (first.verdicts[name] == "right", second.verdicts[name] == "right") for name in first.verdicts}
    interval = mean_interval([float(after) - float(before) for before, after in right.values()])
    if interval is None:
        raise InvalidMetrics("the runs asked nothing: there is nothing to compare")
    improved = [name for name, pair in right.items() if pair == (False, True)]
    regressed = [name for name, pair in right.items() if pair == (True, False)]
    return Comparison(
        improved,
        regressed,
        sum(pair == (True, True) for pair in right.values()),
        sum(pair == (False, False) for pair in right.values()),
        interval,
        mcnemar(len(improved), len(regressed)),
        _notes(first, second),
    )


def mcnemar(improved: int, regressed: int) -> float:
    """The exact two-sided p-value of McNemar's test; 1.0 where nothing changed."""
    changed = improved + regressed
    return float(binomtest(improved, changed, 0.5).pvalue) if changed else 1.0


def _notes(first: Metrics, second: Metrics) -> list[str]:
    pairs = (
        ("system", first.manifest.system, second.manifest.system),
        ("commit", first.manifest.commit, second.manifest.commit),
        ("packages", first.manifest.packages, second.manifest.packages),
        ("python", first.manifest.python, second.manifest.python),
    )
    return [name for name, before, after in pairs if before != after]
