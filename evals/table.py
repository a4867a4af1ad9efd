"""A run on the terminal: the progress bar and the tables by category, by language and by check."""

from collections.abc import Mapping

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table
from rich.text import Text

from documents.printable import one_line
from evals.report import headline
from evals.run import Row
from evals.summary import Score, Summary, Tally, row_json


def progress_bar(console: Console) -> Progress:
    """A bar with the count, the time left and the running accuracy; none where no terminal shows it."""
    columns = (TextColumn("asking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    running = TextColumn("{task.fields[accuracy]}")
    return Progress(*columns, running, console=console, transient=True, disable=not console.is_terminal)


def print_summary(console: Console, summary: Summary) -> None:
    """The tables of a run, then the headline."""
    console.print(_scores("category", summary.by_category))
    console.print(_scores("language", summary.by_language))
    console.print(_tallies({**summary.checks, **{f"audit: {name}": tally for name, tally in summary.audits.items()}}))
    console.print(Text(headline(summary)))


def print_failure(console: Console, row: Row) -> None:
    """One line for a question that needs a look: its id, its words, what failed. Text never counts as markup."""
    found = row_json(row)
    console.print(Text(f"{row.verdict} {row.question.id} {one_line(row.question.question)}"), soft_wrap=True)
    for kind in ("failed", "unsupported"):
        details = found[kind]
        if isinstance(details, dict):
            for name, detail in details.items():
                console.print(Text(f"    {kind} {name}: {one_line(str(detail))}"), soft_wrap=True)
    if row.error:
        console.print(Text(f"    {one_line(row.error)}"), soft_wrap=True)


def _scores(title: str, scores: Mapping[str, Score]) -> Table:
    table = Table(title, *(_right(name) for name in ("questions", "right", "errors", "accuracy")))
    for name, score in scores.items():
        table.add_row(name, str(score.count), str(score.right), str(score.errors), f"{score.accuracy:.1%}")
    return table


def _tallies(tallies: Mapping[str, Tally]) -> Table:
    table = Table("check", *(_right(name) for name in ("applied", "held")))
    for name, tally in tallies.items():
        table.add_row(name, str(tally.applied), str(tally.passed))
    return table


def _right(name: str) -> Column:
    return Column(name, justify="right")
