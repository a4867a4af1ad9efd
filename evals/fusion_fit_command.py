"""`python -m evals fusion-fit`: fits the weights of the search's two sides and reports the halves held out."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from documents.catalog import Catalogue
from documents.ingest import ensure_library
from documents.settings import DocumentSettings
from evals.commands import Commands, positive
from evals.dataset import read_test_set
from evals.results import refuse_unwritable
from evals.retrieval_beir import CorpusCatalogue, cut, read_benchmark
from evals.retrieval_command import add_index_options, opened, progress, step
from evals.retrieval_library import library_benchmark, record_id
from evals.retrieval_measures import MEASURES
from evals.settings import EvalSettings
from index.fusion import FUSION_FILE
from index.retriever import asked

if TYPE_CHECKING:
    from evals.fusion_fit import Lessons


def register(commands: Commands) -> None:
    """Adds the command with its options."""
    parser = commands.add_parser("fusion-fit", help="fit how much words, letters and vectors count in the search")
    parser.add_argument("folders", type=Path, nargs="*", metavar="BEIR_DIR")
    parser.add_argument("--testset", type=Path, action="append", default=[], metavar="SET", help="over the library")
    parser.add_argument("-o", "--output", type=Path, default=FUSION_FILE, metavar="FILE")
    add_index_options(parser)
    parser.add_argument("--limit-queries", type=positive, metavar="N", help="questions of each set, both halves")
    parser.add_argument("--limit-passages", type=positive, metavar="N", help="records of each set")
    parser.set_defaults(run=_fit, log=None)


def _fit(options: argparse.Namespace, settings: EvalSettings) -> int:
    from evals import fusion_fit  # noqa: PLC0415  torch is for this command only

    refuse_unwritable(options.output)
    sets: list[Lessons] = []
    model = ""
    for folder in options.folders:
        benchmark = cut(read_benchmark(folder), options.limit_queries, options.limit_passages)
        with opened(CorpusCatalogue(benchmark.corpus), options, settings) as index, progress() as bar:
            model = index.retriever.model
            index.embedder.remember([asked(question) for question in benchmark.queries.values()])
            read = step(bar, benchmark.name)
            sets += fusion_fit.lessons(index.retriever, benchmark, lambda _document, locator: locator, read)
    sets += _of_library(options, settings)
    fusion = fusion_fit.fit(sets)
    fusion_fit.write(fusion_fit.as_json(fusion, sets, model), options.output)
    _print(fusion_fit.report(sets, fusion))
    return 0


def _of_library(options: argparse.Namespace, settings: EvalSettings) -> "list[Lessons]":
    from evals import fusion_fit  # noqa: PLC0415

    if not options.testset:
        return []
    documents = DocumentSettings.from_environment()
    catalogue = Catalogue.open(documents)
    ensure_library(catalogue, documents)
    questions = [
        replace(question, id=f"{path.stem} {question.id}")
        for path in options.testset
        for question in read_test_set(path, settings)
    ]
    benchmark = library_benchmark("library", questions, catalogue)
    with opened(catalogue, options, settings) as index:
        return fusion_fit.lessons(index.retriever, benchmark, record_id)


def _print(rows: list[tuple[str, str, str, dict[str, float]]]) -> None:
    table = Table("held-out half of", "kind", "row", *MEASURES)
    for name, kind, row, found in rows:
        table.add_row(name, kind, row, *(f"{found[measure]:.4f}" for measure in MEASURES))
    Console(highlight=False, width=120).print(table)
