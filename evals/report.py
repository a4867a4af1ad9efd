"""The report on a run: one HTML file that asks nobody for anything, or Markdown; what a set holds is escaped."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from evals.history import Entry, lines
from evals.plots import trend_plot
from evals.report_view import EVIDENCE, ReportView
from evals.summary import Score, Summary, Tally

TEMPLATES = Path(__file__).parent / "templates"
MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~-])")


def html_report(view: ReportView) -> str:
    """The report as a page: sorted and filtered by its own script, whole without it."""
    template = _environment().get_template("report.html")
    failed = dict.fromkeys(name for failure in view.failures for name, _ in failure.problems)
    return template.render(
        **_shared(view),
        tallies=list(_tallies(view.summary)),
        failed_checks=list(failed),
        evidence_shown=EVIDENCE,
        style=(TEMPLATES / "report.css").read_text(encoding="utf-8"),
        script=(TEMPLATES / "report.js").read_text(encoding="utf-8"),
    )


def markdown_report(view: ReportView) -> str:
    """The same without plots and clause texts, to be read where pages are not."""
    return _environment().get_template("report.md").render(**_shared(view))


def history_page(runs: Mapping[str, Sequence[Entry]]) -> str:
    """Every set's runs as a table and a plot."""
    sets = [
        (name, entries, trend_plot([entry.started for entry in entries], lines(entries)))
        for name, entries in runs.items()
    ]
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    return _environment().get_template("history.html").render(sets=sets, style=style)


def figure_page(title: str, cells: Sequence[Sequence[str]], svg: str) -> str:
    """One table, its first line the head, and one plot."""
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    return _environment().get_template("figure.html").render(title=title, cells=cells, svg=svg, style=style)


def headline(summary: Summary) -> str:
    """The run in one sentence."""
    total = summary.total
    return (
        f"{total.right} of {total.count} right ({total.accuracy:.1%}), {total.errors} errors; "
        f"{summary.unsupported} with an unsupported claim; "
        f"latency median {summary.latency_ms.median:.1f} ms, p95 {summary.latency_ms.p95:.1f} ms"
    )


def _shared(view: ReportView) -> dict[str, object]:
    return {"view": view, "headline": headline(view.summary), "groups": list(_groups(view.summary))}


def _groups(summary: Summary) -> Iterator[tuple[str, Score]]:
    yield from summary.by_category.items()
    yield from summary.by_language.items()


def _tallies(summary: Summary) -> Iterator[tuple[str, Tally]]:
    yield from summary.checks.items()
    yield from ((f"audit: {name}", tally) for name, tally in summary.audits.items())


@cache
def _environment() -> Environment:
    """Templates that escape for HTML; `md` escapes for Markdown."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = lambda text: MARKDOWN.sub(r"\\\1", " ".join(str(text).split()))
    return environment
