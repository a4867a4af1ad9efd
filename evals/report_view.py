"""A run as the report shows it: plain values for the template, every sentence of it made here or in the run."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from documents.model import Document
from evals.metrics import same_clause
from evals.plots import accuracy_plot, calibration_plot, confusion_plot, latency_plot
from evals.run import Row
from evals.summary import Summary, failures

CONFUSIONS = 15
"""Pairs of units shown at most."""
EVIDENCE = 5
"""Clauses of the search shown with a failure."""


@dataclass(frozen=True)
class ClauseView:
    """A clause that a failure speaks of."""

    anchor: str
    document: str
    locator: str
    title: str
    text: str


@dataclass(frozen=True)
class FailureView:
    """One question to look at."""

    row: Row
    problems: Sequence[tuple[str, str]]
    """What failed, and how."""
    gold: Sequence[ClauseView]
    cited: Sequence[ClauseView]


@dataclass(frozen=True)
class ReportView:
    """Everything the template needs."""

    name: str
    summary: Summary
    facts: Sequence[tuple[str, str]]
    """What the run was made of."""
    plots: Sequence[tuple[str, str]]
    """Heading and SVG."""
    failures: Sequence[FailureView]
    clauses: Sequence[ClauseView]
    """Every clause a failure speaks of, once."""


def report_view(
    name: str, rows: Sequence[Row], summary: Summary, facts: Sequence[tuple[str, str]], library: Mapping[str, Document]
) -> ReportView:
    """The report on `rows`; `library` holds the documents that gold and citations name."""
    shown = [_failure(row, library) for row in failures(rows)]
    clauses = {clause.anchor: clause for failure in shown for clause in (*failure.gold, *failure.cited)}
    return ReportView(name, summary, facts, list(_plots(rows, summary)), shown, list(clauses.values()))


def _plots(rows: Sequence[Row], summary: Summary) -> Iterable[tuple[str, str]]:
    yield "Accuracy by category", accuracy_plot(summary.accuracy)
    taken = [row.prediction.latency_ms for row in rows if row.prediction]
    if taken:
        latency = summary.latency_ms
        yield "Latency", latency_plot(taken, {"median": latency.median, "p95": latency.p95, "p99": latency.p99})
    sure = [(row.support, row.question.answerable) for row in rows if row.support is not None]
    if sure:
        support, answerable = zip(*sure, strict=True)
        yield "When to refuse: how sure, and how often rightly", calibration_plot(support, answerable)
    pairs = confusions(rows)
    if pairs:
        yield "Units taken for others", confusion_plot(pairs)


def confusions(rows: Iterable[Row]) -> dict[tuple[str, str], int]:
    """(unit due and missed, unit named in its place) → how often, the most frequent ones first."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row.prediction and row.question.units:
            missed = [unit for unit in row.question.units if unit not in row.prediction.units]
            extra = [unit for unit in row.prediction.units if unit not in row.question.units]
            counts.update(zip(missed, extra, strict=False))
            counts.update((unit, "(none)") for unit in missed[len(extra) :])
            counts.update(("(none)", unit) for unit in extra[len(missed) :])
    return dict(counts.most_common(CONFUSIONS))


def _failure(row: Row, library: Mapping[str, Document]) -> FailureView:
    problems = [(result.name, result.detail) for result in row.checks if not result.passed]
    problems += [(f"audit: {result.name}", result.detail) for result in row.audits if not result.passed]
    problems += [("error", row.error)] if row.error else []
    cited = row.prediction.citations if row.prediction else ()
    return FailureView(row, problems, _gold(row, library), [_clause(library, c.document, c.locator) for c in cited])


def _gold(row: Row, library: Mapping[str, Document]) -> list[ClauseView]:
    wanted = (*row.question.clauses, *row.question.clauses_any)
    scope = [name for name in library if row.question.document in (None, name)]
    return [
        _clause(library, name, clause.locator)
        for gold in dict.fromkeys(wanted)
        for name in scope
        for clause in library[name].clauses
        if same_clause(gold, clause.locator)
    ]


def _clause(library: Mapping[str, Document], name: str, locator: str) -> ClauseView:
    document = library.get(name)
    clause = document.clause(locator) if document else None
    anchor = f"clause-{name}-{locator}".replace("/", "-").replace(" ", "-")
    if clause is None:
        return ClauseView(anchor, name, locator, "", "The library holds no such clause.")
    return ClauseView(anchor, name, locator, clause.title, clause.text)
