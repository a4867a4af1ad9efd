"""`python -m evals run`: asks a system every question of a test set and judges the answers."""

import argparse
import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from documents.model import Document
from documents.printable import one_line
from evals.commands import Commands, positive, share
from evals.dataset import TestSet, load_test_set
from evals.errors import RunFailed
from evals.library import ReadOnce, library_of, open_library
from evals.manifest import Manifest, facts
from evals.metrics_file import metrics_json
from evals.question import Question
from evals.record import recorded, recording
from evals.report import html_report, markdown_report
from evals.report_view import report_view
from evals.results import refuse_unwritable, write_results
from evals.run import Row, judge
from evals.selection import selected
from evals.settings import EvalSettings
from evals.sources import Chosen
from evals.summary import Summary, failures, summarise
from evals.table import print_failure, print_summary, progress_bar
from evals.workers import answers


def register(commands: Commands) -> None:
    """Adds the command with its options."""
    parser = commands.add_parser("run", help="ask the assistant every question of a test set and judge the answers")
    parser.add_argument("set", type=Path, metavar="SET", help=".jsonl, .csv or .xlsx")
    parser.add_argument("--predictions", type=Path, metavar="OUT.jsonl", help="write a prediction object a line")
    parser.add_argument("--json", type=Path, metavar="METRICS.json", help="write the figures and every verdict")
    parser.add_argument("--html", type=Path, metavar="REPORT.html", help="write a report that needs nothing else")
    parser.add_argument("--markdown", type=Path, metavar="REPORT.md", help="write the report as Markdown")
    parser.add_argument("--log", type=Path, metavar="LOG.txt", help="write what went wrong inside, with tracebacks")
    parser.add_argument("--where", action="append", default=[], metavar="FIELD=VALUE", help="ask only these questions")
    parser.add_argument("--workers", type=positive, default=1, help="how many questions are asked at once (default: 1)")
    parser.add_argument("--resume", action="store_true", help="keep what --predictions holds and ask the rest")
    parser.add_argument("--library", type=Path, metavar="FOLDER", help="ask about the documents of this folder alone")
    parser.add_argument("--lenient", action="store_true", help="leave out the lines of the set that are wrong")
    parser.add_argument("--fail-under", type=share, metavar="SHARE", help="exit 1 below this accuracy, 0 to 1")
    parser.add_argument(
        "--system",
        default="",
        metavar="SYSTEM",
        help="ask another system: an OpenAI-compatible URL, "
        "a program that reads questions and writes predictions, or a file of predictions",
    )
    parser.add_argument("--model", default="default", help="the model an endpoint is asked for (default: %(default)s)")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace, settings: EvalSettings) -> int:
    test_set = load_test_set(options.set, settings, lenient=options.lenient)
    questions = selected(test_set.questions, options.where)
    for path in filter(None, (options.predictions, options.json, options.html, options.markdown)):
        refuse_unwritable(path)
    if options.resume and not options.predictions:
        raise RunFailed("--resume takes up what --predictions names: name the file of the run that was cut off")
    console, started = Console(highlight=False), datetime.now(UTC)
    for problem in test_set.problems:
        console.print(Text(f"left out {one_line(problem)}"), soft_wrap=True)
    with library_of(options.library):
        catalogue = open_library()
        library = ReadOnce(catalogue)
        rows, manifest = _rows(questions, test_set, options, settings, catalogue.hashes(), library)
        summary = summarise(rows)
        _write(options, rows, summary, manifest, started, library)
    for row in failures(rows):
        print_failure(console, row)
    print_summary(console, summary)
    return _judged(rows, summary, options.fail_under)


def _rows(
    questions: Sequence[Question],
    test_set: TestSet,
    options: argparse.Namespace,
    settings: EvalSettings,
    hashes: Mapping[str, str],
    library: ReadOnce,
) -> tuple[list[Row], Manifest]:
    """Asks what is not answered yet, under a progress bar; each answer is written as soon as it is known."""
    chosen = Chosen(options.system, options.model)
    manifest = Manifest.of(test_set, questions, options.where, hashes, chosen.facts())
    kept = recorded(options.predictions, manifest, questions) if options.resume else {}
    rows = {question.id: judge(question, kept[question.id], library) for question in questions if question.id in kept}
    missing = [question for question in questions if question.id not in kept]
    with ExitStack() as stack:
        record = None
        if options.predictions:
            record = stack.enter_context(recording(options.predictions, manifest, list(kept.values())))
        bar = stack.enter_context(progress_bar(Console(stderr=True)))
        task = bar.add_task("asking", total=len(questions), completed=len(rows), accuracy="")
        documents = _documents(manifest, library) if options.system else {}
        found = answers(missing, chosen.source(missing, documents, settings), options.workers)
        for question, answer in zip(missing, found, strict=True):
            if record:
                record.write(answer)
            rows[question.id] = judge(question, answer, library)
            bar.update(task, advance=1, accuracy=f"{sum(row.right for row in rows.values())} right")
    return [rows[question.id] for question in questions], manifest


def _write(
    options: argparse.Namespace,
    rows: Sequence[Row],
    summary: Summary,
    manifest: Manifest,
    started: datetime,
    library: ReadOnce,
) -> None:
    if options.json:
        figures = metrics_json(rows, summary, manifest, started)
        write_results(options.json, json.dumps(figures, ensure_ascii=False, indent=2) + "\n")
    if options.html or options.markdown:
        view = report_view(options.set.name, rows, summary, facts(manifest, started), _documents(manifest, library))
        for path, report in ((options.html, html_report), (options.markdown, markdown_report)):
            if path:
                write_results(path, report(view))


def _documents(manifest: Manifest, library: ReadOnce) -> dict[str, Document]:
    """The documents of the run: for another system's free text, and the clauses that a report speaks of."""
    return {name: library.document(name) for name in manifest.documents}


def _judged(rows: Sequence[Row], summary: Summary, least: float | None) -> int:
    if summary.total.errors == len(rows):
        raise RunFailed(f"every question ended in an error, the first: {rows[0].error}")
    if least is not None and summary.total.accuracy < least:
        raise RunFailed(f"accuracy {summary.total.accuracy:.1%} is under --fail-under {least:.1%}")
    return 0
