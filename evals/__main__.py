"""`python -m evals`: asks the assistant a test set and measures the answers; measures speed and memory."""

import argparse
import json
import logging
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from rich.console import Console

from assistant.confidence import REFUSAL_FILE
from assistant.pipeline import open_assistant
from documents.catalog import Catalogue
from documents.command import guarded
from documents.settings import DocumentSettings
from evals.assistant_system import AssistantSystem
from evals.bench import (
    Figure,
    figures_json,
    measure_first_page,
    measure_index_build,
    measure_questions,
    print_figures,
    temporary_home,
)
from evals.bench_ledger import measure_ledger
from evals.dataset import Question, read_test_set
from evals.errors import RunFailed
from evals.report import html_report
from evals.run import Row, run
from evals.settings import EvalSettings
from evals.structure import print_structure, score_folder
from evals.summary import as_json, failures, row_json, summarise
from evals.table import print_failure, print_summary, progress_bar

TEST_SETS = Path(__file__).parent / "testsets"
INTERRUPTED_LINE = "interrupted: what was asked so far stands in the predictions file, if one was named"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 on success, 1 on failure with one line on stderr. argparse exits 2 on bad use."""
    options = _parser().parse_args(arguments)
    return guarded(lambda: _logged(options), interrupted=INTERRUPTED_LINE)


def _logged(options: argparse.Namespace) -> int:
    with _logging_to(options.log):
        return int(options.run(options, EvalSettings.from_environment()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    runs = commands.add_parser("run", help="ask the assistant every question of a test set and judge the answers")
    runs.add_argument("set", type=Path, metavar="SET.jsonl")
    runs.add_argument("--predictions", type=Path, metavar="OUT.jsonl", help="write a prediction object a line")
    runs.add_argument("--json", type=Path, metavar="METRICS.json", help="write the figures and every failure")
    runs.add_argument("--html", type=Path, metavar="REPORT.html", help="write a report that needs nothing else")
    runs.add_argument("--log", type=Path, metavar="LOG.txt", help="write what went wrong inside, with tracebacks")
    runs.set_defaults(run=_run)
    bench = commands.add_parser("bench", help="latency, memory, start and index build beside their targets")
    bench.add_argument("--json", action="store_true", help="print the figures as JSON")
    bench.add_argument("--ledger", action="store_true", help="measure the ledger of a large library instead")
    bench.set_defaults(run=_bench, log=None)
    structure = commands.add_parser("structure", help="clause trees and units against hand-written ones, by style")
    structure.add_argument("folder", type=Path, metavar="FOLDER", help="of NAME.txt or NAME.md with NAME.json beside")
    structure.set_defaults(run=_structure, log=None)
    calibrate = commands.add_parser("calibrate", help="fit when to refuse, from questions with and without an answer")
    calibrate.add_argument("sets", type=Path, nargs="+", metavar="SET.jsonl", help="questions about the library")
    calibrate.add_argument(
        "--outside", type=Path, required=True, metavar="SET.jsonl", help="questions about nothing in it"
    )
    calibrate.add_argument("-o", "--output", type=Path, default=REFUSAL_FILE, metavar="FILE")
    calibrate.set_defaults(run=_calibrate, log=None)
    return parser


@contextmanager
def _logging_to(path: Path | None) -> Iterator[None]:
    """Faults go to the file at `path` or nowhere: on the terminal they are error rows, without a traceback."""
    if path:
        _refuse_unwritable(path)
    handler = logging.FileHandler(path, "w", encoding="utf-8") if path else logging.NullHandler()
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()


def _run(options: argparse.Namespace, settings: EvalSettings) -> int:
    questions = read_test_set(options.set, settings)
    for path in filter(None, (options.predictions, options.json, options.html)):
        _refuse_unwritable(path)
    rows = _rows(questions, options.predictions)
    summary = summarise(rows)
    if options.json:
        metrics = {"set": options.set.name, **as_json(summary), "failures": [row_json(row) for row in failures(rows)]}
        _write(options.json, json.dumps(metrics, ensure_ascii=False, indent=2) + "\n")
    if options.html:
        _write(options.html, html_report(options.set.name, rows, summary))
    console = Console(highlight=False)
    for row in failures(rows):
        print_failure(console, row)
    print_summary(console, summary)
    if summary.total.errors == len(rows):
        raise RunFailed(f"every question ended in an error, the first: {rows[0].error}")
    return 0


def _structure(options: argparse.Namespace, _settings: EvalSettings) -> int:
    print_structure(score_folder(options.folder, DocumentSettings.from_environment()), Console(highlight=False))
    return 0


def _calibrate(options: argparse.Namespace, settings: EvalSettings) -> int:
    from evals.calibrate import examples, fit, write  # noqa: PLC0415  scikit-learn is for this command only

    _refuse_unwritable(options.output)
    inside = [question for path in options.sets for question in read_test_set(path, settings)]
    found = examples(open_assistant(), inside, read_test_set(options.outside, settings))
    fitted = fit(found)
    write(fitted, options.output)
    for language in ("zh", "en"):
        held_out = fitted[language]["held_out"]
        print(
            f"{language}: {fitted[language]['questions']} questions; held out: {held_out['found_and_answered']:.1%} of "
            f"found answers given, {held_out['outside_and_refused']:.1%} of outside questions refused"
        )
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


def _bench(options: argparse.Namespace, settings: EvalSettings) -> int:
    console = Console(highlight=False)
    with temporary_home() as home:
        figures = measure_ledger(home, settings) if options.ledger else _measure_assistant(settings)
    if options.json:
        print(figures_json(figures))
    else:
        print_figures(console, figures)
    return 0


def _measure_assistant(settings: EvalSettings) -> list[Figure]:
    """The server is measured before the assistant loads here, so that two of them do not share the machine."""
    figures = measure_index_build(settings) + measure_first_page(settings)
    return figures + measure_questions(_shipped_questions(), AssistantSystem.open(), settings)


def _shipped_questions() -> list[Question]:
    sets: Iterable[Path] = sorted(TEST_SETS.glob("*.jsonl"))
    return [question for path in sets for question in read_test_set(path)]


def _refuse_unwritable(path: Path) -> None:
    """Before any question is asked: a run must not end with nowhere to write."""
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise RunFailed(f"{path}: results are written to a file in a folder that exists: choose another path")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RunFailed(f"{path}: the results cannot be written ({error.strerror}): choose another path") from error


if __name__ == "__main__":
    sys.exit(main())
