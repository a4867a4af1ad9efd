"""`python -m evals history`: headline figures of many runs, over time."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from documents.printable import one_line, printable_json
from evals.commands import Commands
from evals.history import Entry, read_history
from evals.report import history_page
from evals.results import refuse_unwritable, write_results
from evals.settings import EvalSettings


def register(commands: Commands) -> None:
    """Adds the command with its options."""
    parser = commands.add_parser("history", help="headline figures of many runs, over time")
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="what `run --json` wrote, or its folder")
    parser.add_argument("--html", type=Path, metavar="HISTORY.html", help="write a page with a plot for each set")
    parser.add_argument("--json", action="store_true", help="print the history as JSON")
    parser.set_defaults(run=_history, log=None)


def _history(options: argparse.Namespace, _settings: EvalSettings) -> int:
    if options.html:
        refuse_unwritable(options.html)
    runs, others = read_history(options.paths)
    if options.json:
        print(printable_json({name: [asdict(entry) for entry in entries] for name, entries in runs.items()}))
    else:
        _print(runs, others)
    if options.html:
        write_results(options.html, history_page(runs))
    return 0


def _print(runs: dict[str, list[Entry]], others: Sequence[str]) -> None:
    console = Console(highlight=False)
    for name, entries in runs.items():
        table = Table(
            "started", "commit", "questions", "accuracy", "unsupported", "median ms", title=Text(one_line(name))
        )
        for entry in entries:
            shares = (f"{entry.accuracy:.1%}", f"{entry.unsupported_rate:.1%}")
            table.add_row(entry.started, entry.commit[:12], str(entry.questions), *shares, f"{entry.median_ms:.1f}")
        console.print(table)
    for other in others:
        console.print(Text(f"left out {one_line(other)}"), soft_wrap=True)
