"""`python -m evals`: asks the assistant a test set and measures the answers; measures speed and memory."""

import argparse
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from documents.command import guarded
from evals import (
    bench_command,
    calibrate_command,
    check_command,
    compare_command,
    fusion_fit_command,
    history_command,
    new_command,
    peers_command,
    quality_command,
    retrieval_command,
    run_command,
    sentence_command,
    structure_command,
    word_counts,
)
from evals.results import refuse_unwritable
from evals.settings import EvalSettings

COMMANDS = (
    run_command,
    compare_command,
    history_command,
    check_command,
    new_command,
    peers_command,
    bench_command,
    structure_command,
    calibrate_command,
    retrieval_command,
    fusion_fit_command,
    sentence_command,
    quality_command,
    word_counts,
)
INTERRUPTED_LINE = "interrupted: what was asked so far stands in the predictions file, if one was named"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 on success, 1 on failure with one line on stderr. argparse exits 2 on bad use."""
    options = _parser().parse_args(arguments)
    return guarded(lambda: _logged(options), interrupted=INTERRUPTED_LINE)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.register(commands)
    return parser


def _logged(options: argparse.Namespace) -> int:
    with _logging_to(options.log):
        return int(options.run(options, EvalSettings.from_environment()))


@contextmanager
def _logging_to(path: Path | None) -> Iterator[None]:
    """Faults go to the file at `path` or nowhere: on the terminal they are error rows, without a traceback."""
    if path:
        refuse_unwritable(path)
    handler = logging.FileHandler(path, "w", encoding="utf-8") if path else logging.NullHandler()
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()


if __name__ == "__main__":
    sys.exit(main())
