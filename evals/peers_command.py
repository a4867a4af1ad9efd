"""`python -m evals peers`: other libraries on the same records and questions, beside this project's search."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from documents.printable import one_line
from evals.commands import Commands, positive
from evals.peers.contenders import CONTENDERS
from evals.peers.process import Job
from evals.peers.run import Row, run_peers
from evals.plots import peers_plot
from evals.report import figure_page
from evals.results import refuse_unwritable, write_results
from evals.settings import EvalSettings
from index.settings import IndexSettings

COLUMNS = {
    "passages_per_second": ("records/s", "{:,.0f}"),
    "ms_per_query": ("ms", "{:.1f}"),
    "memory_mb": ("MB", "{:,.0f}"),
    "hit@1": ("hit@1", "{:.3f}"),
    "recall@10": ("recall@10", "{:.3f}"),
}
"""Figure → its head in the table and its shape."""


def register(commands: Commands) -> None:
    """Adds the command with its options."""
    parser = commands.add_parser("peers", help="other libraries' search on the same records, questions and embedder")
    parser.add_argument("folder", type=Path, metavar="BEIR_DIR")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the rows as JSON")
    parser.add_argument("--html", type=Path, metavar="PAGE", help="write the table and a plot")
    parser.add_argument("--model", default="", help="the embedder of all (default: the configured one)")
    parser.add_argument("--limit-queries", type=positive, metavar="N", help="ask at most so many questions")
    parser.add_argument(
        "--limit-passages", type=positive, metavar="N", help="keep so many records beside relevant ones"
    )
    parser.add_argument("--only", choices=CONTENDERS, action="append", help="may be given several times")
    parser.set_defaults(run=_peers, log=None)


def _peers(options: argparse.Namespace, settings: EvalSettings) -> int:
    for path in filter(None, (options.json, options.html)):
        refuse_unwritable(path)
    model = options.model or IndexSettings.from_environment().model
    job = Job(str(options.folder.resolve()), model, options.limit_queries, options.limit_passages)
    benchmark = job.benchmark()  # what is wrong with the folder is said once
    counts = {"queries": len(benchmark.queries), "passages": len(benchmark.corpus)}
    facts: dict[str, object] = {"dataset": benchmark.name, **counts, "model": model}
    rows: dict[str, Row] = {}
    console = Console(stderr=True)
    with console.status("measuring"):
        for name, row in run_peers(job, options.only or list(CONTENDERS), settings.peer_limit_s):
            rows[name] = row
            console.print(f"{name} done")
    _print(facts, rows)
    if options.json:
        write_results(options.json, json.dumps({**facts, "rows": rows}, ensure_ascii=False, indent=2) + "\n")
    if options.html:
        title = f"{facts['dataset']}: {facts['passages']} records, {facts['queries']} questions, {model}"
        write_results(options.html, figure_page(title, _cells(rows), peers_plot(rows)))
    return 0


def _print(facts: Mapping[str, object], rows: Mapping[str, Row]) -> None:
    title = f"{facts['dataset']}: {facts['passages']} records, {facts['queries']} questions, {facts['model']}"
    head, *lines = _cells(rows)
    table = Table(*head, title=Text(one_line(title)))
    for line in lines:
        table.add_row(*(Text(one_line(cell)) for cell in line))
    Console(highlight=False).print(table)


def _cells(rows: Mapping[str, Row]) -> list[list[str]]:
    """The table with its head; a contender without figures says why in its last cell."""
    lines = [["", *(head for head, _ in COLUMNS.values()), ""]]
    for contender, row in rows.items():
        figures = [shape.format(row[name]) if name in row else "–" for name, (_, shape) in COLUMNS.items()]
        lines.append([contender, *figures, str(row.get("reason", ""))])
    return lines
