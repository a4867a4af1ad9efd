"""`python -m evals fusion-fit`: fits the weights of the search's two sides and reports the halves held out."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from evals.calibrate_command import libraries_of
from evals.commands import Commands, positive
from evals.dataset import read_test_set
from evals.library import library_of, open_library
from evals.quality_command import ABOUT_FILE, read_about
from evals.results import refuse_unwritable
from evals.retrieval_beir import CorpusCatalogue, cut, read_benchmark
from evals.retrieval_command import add_index_options, opened, progress, step
from evals.retrieval_library import library_benchmark, record_id
from evals.retrieval_measures import MEASURES
from evals.settings import EvalSettings
from index.fusion import FUSION_FILE

if TYPE_CHECKING:
    from evals.fusion_fit import Lessons


def register(commands: Commands) -> None:
    """Adds the command with its options."""
    parser = commands.add_parser("fusion-fit", help="fit how much words, letters and vectors count in the search")
    parser.add_argument("folders", type=Path, nargs="*", metavar="BEIR_DIR")
    parser.add_argument("--testset", type=Path, action="append", default=[], metavar="SET", help="over its own library")
    parser.add_argument("-o", "--output", type=Path, default=FUSION_FILE, metavar="FILE")
    add_index_options(parser)
    parser.add_argument("--limit-queries", type=positive, metavar="N", help="questions of each set, both halves")
    parser.add_argument("--limit-passages", type=positive, metavar="N", help="records of each set")
    parser.add_argument(
        "--read-at-most",
        type=positive,
        default=sys.maxsize,
        metavar="N",
        help="passages: a larger library teaches only the search without a reader (default: all are read)",
    )
    parser.set_defaults(run=_fit, log=None)


def _fit(options: argparse.Namespace, settings: EvalSettings) -> int:
    from evals import fusion_fit, fusion_report  # noqa: PLC0415  torch is for this command only

    refuse_unwritable(options.output)
    sets: list[Lessons] = []
    models: dict[str, str] = {}
    for folder in options.folders:
        benchmark = cut(read_benchmark(folder), options.limit_queries, options.limit_passages)
        catalogue = CorpusCatalogue(benchmark.corpus)
        with opened(catalogue, options, settings, read_at_most=options.read_at_most) as index, progress() as bar:
            models |= index.models
            index.remember(benchmark.queries.values())
            read = step(bar, benchmark.name)
            sets += fusion_fit.lessons(index.retriever, benchmark, lambda _document, locator: locator, read)
    for library in libraries_of(options.testset, (), read_about(ABOUT_FILE), ABOUT_FILE.parent):
        with library_of(library.folder):
            found, model = _of_library(library.name, library.sets, options, settings)
            sets, models = [*sets, *found], models | model
    fusion = fusion_fit.fit(sets)
    fusion_fit.write(fusion_fit.as_json(fusion, sets, models), options.output)
    _print(fusion_report.report(sets, fusion))
    return 0


def _of_library(
    name: str, sets: Sequence[Path], options: argparse.Namespace, settings: EvalSettings
) -> "tuple[list[Lessons], dict[str, str]]":
    """What the sets about one library can teach, and which models searched it."""
    from evals import fusion_fit  # noqa: PLC0415

    catalogue = open_library()
    questions = [
        replace(question, id=f"{path.stem} {question.id}")
        for path in sets
        for question in read_test_set(path, settings)
    ]
    benchmark = library_benchmark(f"library of {name}", questions, catalogue)
    with opened(catalogue, options, settings, read_at_most=options.read_at_most) as index:
        return fusion_fit.lessons(index.retriever, benchmark, record_id), index.models


def _print(rows: list[tuple[str, str, str, dict[str, float]]]) -> None:
    table = Table("held-out half of", "kind", "row", *MEASURES)
    for name, kind, row, found in rows:
        table.add_row(name, kind, row, *(f"{found[measure]:.4f}" for measure in MEASURES))
    Console(highlight=False, width=120).print(table)
