"""A run as one self-contained HTML file: no script, no request, everything from a set or a system escaped."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template

from evals.run import Row
from evals.summary import Score, Summary, Tally, failures

TEMPLATE = Path(__file__).parent / "report.html"


def html_report(name: str, rows: Sequence[Row], summary: Summary) -> str:
    """The report on a run of the set called `name`."""
    shown = failures(rows)
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=escape(f"Test set {name}"),
        headline=escape(headline(summary)),
        by_category=_table(("Category", "Questions", "Right", "Errors", "Accuracy"), _scores(summary.by_category)),
        by_language=_table(("Language", "Questions", "Right", "Errors", "Accuracy"), _scores(summary.by_language)),
        checks=_table(("Check", "Applied", "Held"), _tallies(summary.checks)),
        audits=_table(("Audit", "Applied", "Held"), _tallies(summary.audits)),
        failure_count=len(shown),
        failures="\n".join(_failure(row) for row in shown) or "<p>Nothing.</p>",
    )


def headline(summary: Summary) -> str:
    """The run in one sentence."""
    total = summary.total
    return (
        f"{total.right} of {total.count} right ({total.accuracy:.1%}), {total.errors} errors; "
        f"{summary.unsupported} with an unsupported claim; "
        f"latency median {summary.latency_ms.median:.1f} ms, p95 {summary.latency_ms.p95:.1f} ms"
    )


def _scores(scores: Mapping[str, Score]) -> Iterable[tuple[str, ...]]:
    for name, score in scores.items():
        yield name, str(score.count), str(score.right), str(score.errors), f"{score.accuracy:.1%}"


def _tallies(tallies: Mapping[str, Tally]) -> Iterable[tuple[str, ...]]:
    for name, tally in tallies.items():
        yield name, str(tally.applied), str(tally.passed)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    heads = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    lines = []
    for first, *numbers in rows:
        cells = "".join(f'<td class="number">{escape(cell)}</td>' for cell in numbers)
        lines.append(f"<tr><td>{escape(first)}</td>{cells}</tr>")
    return f"<table><tr>{heads}</tr>{''.join(lines)}</table>"


def _failure(row: Row) -> str:
    problems = [(result.name, result.detail) for result in row.checks if not result.passed]
    problems += [(f"audit: {result.name}", result.detail) for result in row.audits if not result.passed]
    problems += [("error", row.error)] if row.error else []
    items = "".join(f"<li><b>{escape(name)}</b>: {escape(detail)}</li>" for name, detail in problems)
    answer = row.prediction.answer if row.prediction else ""
    return (
        f"<article><h3>{escape(row.question.id)} ({escape(row.question.category)}, {row.verdict})</h3>"
        f"<p>{escape(row.question.question)}</p><ul>{items}</ul><pre>{escape(answer)}</pre></article>"
    )
