"""`python -m evals compare A B`: two runs of the same set, question by question."""

import argparse
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from documents.printable import one_line, printable_json
from evals.commands import Commands
from evals.compare import Comparison, compare
from evals.metrics_file import Metrics, read_metrics
from evals.settings import EvalSettings


def register(commands: Commands) -> None:
    """Adds the command with its options."""
    parser = commands.add_parser("compare", help="what two runs of one set answered differently, and if it is chance")
    parser.add_argument("first", type=Path, metavar="A", help="what `run --json` wrote")
    parser.add_argument("second", type=Path, metavar="B", help="another run of the same set")
    parser.add_argument("--json", action="store_true", help="print the comparison as JSON")
    parser.set_defaults(run=_compare, log=None)


def _compare(options: argparse.Namespace, _settings: EvalSettings) -> int:
    first, second = read_metrics(options.first), read_metrics(options.second)
    found = compare(first, second)
    if options.json:
        print(printable_json(asdict(found)))
    else:
        _print(first, second, found)
    return 0


def _print(first: Metrics, second: Metrics, found: Comparison) -> None:
    console = Console(highlight=False)
    for word, names in (("improved", found.improved), ("regressed", found.regressed)):
        for name in names:
            verdicts = f"{first.verdicts[name]} → {second.verdicts[name]}"
            console.print(Text(one_line(f"{word} {name}: {verdicts}")), soft_wrap=True)
    table = Table("", "B right", "B not right")
    table.add_row("A right", str(found.both_right), str(len(found.regressed)))
    table.add_row("A not right", str(len(found.improved)), str(found.both_wrong))
    console.print(table)
    change = found.difference
    console.print(
        f"accuracy of B less A: {change.mean:+.1%} (95% interval {change.low:+.1%} to {change.high:+.1%}); "
        f"McNemar's exact test p = {found.p_value:.3g}",
        soft_wrap=True,
    )
    if found.notes:
        console.print(f"the runs also differ in: {', '.join(found.notes)}")
