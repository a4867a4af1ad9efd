"""`python -m evals run`: asks the assistant every question of a test set and judges the answers."""

import argparse
import json
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from documents.catalog import Catalogue
from documents.settings import DocumentSettings
from evals.assistant_system import AssistantSystem
from evals.commands import Commands
from evals.dataset import read_test_set
from evals.errors import RunFailed
from evals.question import Question
from evals.report import html_report
from evals.results import refuse_unwritable, write_results
from evals.run import Row, run
from evals.settings import EvalSettings
from evals.summary import as_json, failures, row_json, summarise
from evals.table import print_failure, print_summary, progress_bar


def register(commands: Commands) -> None:
    """Adds the command with its options."""
    parser = commands.add_parser("run", help="ask the assistant every question of a test set and judge the answers")
    parser.add_argument("set", type=Path, metavar="SET.jsonl")
    parser.add_argument("--predictions", type=Path, metavar="OUT.jsonl", help="write a prediction object a line")
    parser.add_argument("--json", type=Path, metavar="METRICS.json", help="write the figures and every failure")
    parser.add_argument("--html", type=Path, metavar="REPORT.html", help="write a report that needs nothing else")
    parser.add_argument("--log", type=Path, metavar="LOG.txt", help="write what went wrong inside, with tracebacks")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace, settings: EvalSettings) -> int:
    questions = read_test_set(options.set, settings)
    for path in filter(None, (options.predictions, options.json, options.html)):
        refuse_unwritable(path)
    rows = _rows(questions, options.predictions)
    summary = summarise(rows)
    if options.json:
        metrics = {"set": options.set.name, **as_json(summary), "failures": [row_json(row) for row in failures(rows)]}
        write_results(options.json, json.dumps(metrics, ensure_ascii=False, indent=2) + "\n")
    if options.html:
        write_results(options.html, html_report(options.set.name, rows, summary))
    console = Console(highlight=False)
    for row in failures(rows):
        print_failure(console, row)
    print_summary(console, summary)
    if summary.total.errors == len(rows):
        raise RunFailed(f"every question ended in an error, the first: {rows[0].error}")
    return 0


def _rows(questions: Sequence[Question], predictions: Path | None) -> list[Row]:
    """Asks the questions under a progress bar on stderr; each prediction is written as soon as it is known."""
    system = AssistantSystem.open()
    library = Catalogue.open(DocumentSettings.from_environment())
    rows: list[Row] = []
    with ExitStack() as stack:
        file = stack.enter_context(predictions.open("w", encoding="utf-8")) if predictions else None
        bar = stack.enter_context(progress_bar(Console(stderr=True)))
        task = bar.add_task("asking", total=len(questions), accuracy="")
        for row in run(questions, system, library):
            rows.append(row)
            if file:
                file.write(json.dumps(row.raw, ensure_ascii=False) + "\n")
                file.flush()
            bar.update(task, advance=1, accuracy=f"{sum(row.right for row in rows)} right")
    return rows
