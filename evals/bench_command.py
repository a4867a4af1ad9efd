"""`python -m evals bench`: speed and memory beside their targets, in a temporary home."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from evals.assistant_system import AssistantSystem
from evals.bench import (
    Figure,
    figures_json,
    measure_first_page,
    measure_index_build,
    measure_questions,
    print_figures,
)
from evals.bench_index import measure_index
from evals.bench_ledger import measure_ledger
from evals.bench_library import measure_library
from evals.commands import Commands
from evals.dataset import read_test_set
from evals.library import temporary_home
from evals.question import Question
from evals.settings import EvalSettings

TEST_SETS = Path(__file__).parent / "testsets"


def register(commands: Commands) -> None:
    """Adds the command with its options."""
    parser = commands.add_parser("bench", help="latency, memory, start and index build beside their targets")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    what = parser.add_mutually_exclusive_group()
    for name, (description, _) in MEASURES.items():
        what.add_argument(f"--{name}", dest="what", action="store_const", const=name, help=description)
    parser.set_defaults(run=_bench, log=None, what="assistant")


def _bench(options: argparse.Namespace, settings: EvalSettings) -> int:
    _, measure = MEASURES[options.what]
    with temporary_home() as home:
        figures = measure(home, settings)
    if options.json:
        print(figures_json(figures))
    else:
        print_figures(Console(highlight=False), figures)
    return 0


def _measure_assistant(_home: Path, settings: EvalSettings) -> list[Figure]:
    """The server is measured before the assistant loads here, so that two of them do not share the machine."""
    figures = measure_index_build(settings) + measure_first_page(settings)
    return figures + measure_questions(shipped_questions(), AssistantSystem.open(), settings)


def shipped_questions() -> list[Question]:
    """The questions of every test set that comes with the project."""
    return [question for path in sorted(TEST_SETS.glob("*.jsonl")) for question in read_test_set(path)]


Measure = Callable[[Path, EvalSettings], Sequence[Figure]]
"""Takes an empty home and the settings."""

MEASURES: dict[str, tuple[str, Measure]] = {
    "assistant": ("a question, the first page, memory and the index of the shipped corpus (this is the default)",
                  _measure_assistant),
    "ledger": ("the ledger of a large library", measure_ledger),
    "library": ("adding a library of 1,000 documents, and asking about one that changes", measure_library),
    "index": ("the index of a library of 100,000 clauses", measure_index),
}  # fmt: skip
"""What can be measured: option → its help and what measures it."""
