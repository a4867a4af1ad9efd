"""`python -m evals retrieval` and `fusion-fit`: rankings measured, and the fusion's weights fitted."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from documents.model import Document
from documents.printable import printable_json
from evals.calibrate_command import libraries_of
from evals.commands import Commands, positive
from evals.dataset import read_test_set
from evals.library import library_of, open_library
from evals.quality_command import ABOUT_FILE, read_about
from evals.results import refuse_unwritable, write_results
from evals.retrieval import ROWS, Clock, Measurement, Run, as_json, measure, rank
from evals.retrieval_beir import Benchmark, CorpusCatalogue, cut, read_benchmark
from evals.retrieval_cache import CachedEmbedder, CachedReader
from evals.retrieval_check import check
from evals.retrieval_library import by_language, clause_of, library_benchmark
from evals.retrieval_table import print_measurement
from evals.settings import EvalSettings
from index.build import CatalogueReader, open_index
from index.embedding import Embedder, open_embedder
from index.lexical import LexicalIndex
from index.model import Passage
from index.passages import searchable, split_clause
from index.reader import Reading, open_reader
from index.retriever import Retriever, asked
from index.settings import IndexSettings

CACHE = Path("evals") / "vectors.sqlite"
"""Below POLICY_HOME."""
EMBEDDING_BATCH = 128
WIDTH = 120
"""Of the tables where no terminal says how wide it is."""


def register(commands: Commands) -> None:
    """Adds the command with its options."""
    parser = commands.add_parser("retrieval", help="BM25, vectors and both together on a benchmark or a test set")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("folder", type=Path, nargs="?", metavar="BEIR_DIR", help="corpus.jsonl, queries.jsonl, qrels")
    what.add_argument("--testset", type=Path, metavar="SET", help="clauses named by a test set, over the library")
    parser.add_argument("--json", type=Path, metavar="OUT.json", help="write the figures")
    add_index_options(parser)
    parser.add_argument("--limit-queries", type=positive, metavar="N", help="ask N questions, drawn by their ids")
    parser.add_argument("--limit-passages", type=positive, metavar="N", help="keep N records, the relevant ones first")
    parser.set_defaults(run=_retrieval, log=None)


def add_index_options(parser: argparse.ArgumentParser) -> None:
    """The options that say which model and how deep."""
    parser.add_argument("--model", metavar="NAME", help="instead of POLICY_EMBEDDING_MODEL's: a name or a folder")
    parser.add_argument("--depth", type=positive, metavar="N", help="passages that each side proposes")


def _retrieval(options: argparse.Namespace, settings: EvalSettings) -> int:
    if options.json:
        refuse_unwritable(options.json)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH)
    if options.testset:
        measurements = _of_library(options, settings)
    else:
        benchmark = cut(read_benchmark(options.folder), options.limit_queries, options.limit_passages)
        with opened(CorpusCatalogue(benchmark.corpus), options, settings) as index:
            measurements = [_measured(benchmark, index, lambda passage: passage.locator, settings)]
    for measurement in measurements:
        print_measurement(measurement, check(measurement), console)
    if options.json:
        first, *parts = [as_json(measurement, check(measurement)) for measurement in measurements]
        write_results(options.json, printable_json(first | ({"by_language": parts} if parts else {})) + "\n")
    return 0


def _of_library(options: argparse.Namespace, settings: EvalSettings) -> list[Measurement]:
    """The whole test set over its own library, then each of its languages."""
    questions = read_test_set(options.testset, settings)
    (asked_of,) = libraries_of([options.testset], (), read_about(ABOUT_FILE), ABOUT_FILE.parent)
    with library_of(asked_of.folder):
        catalogue = open_library()
        whole = library_benchmark(options.testset.name, questions, catalogue)
        whole = cut(whole, options.limit_queries, None)
        with opened(catalogue, options, settings) as index:
            return [_measured(each, index, clause_of, settings) for each in (whole, *by_language(whole, questions))]


@dataclass(frozen=True)
class OpenedIndex:
    """An index built for one measurement, and how fast it was."""

    retriever: Retriever
    embedder: CachedEmbedder
    reader: CachedReader | None
    """None where none is configured; asked only where the library is small enough."""
    speeds: Mapping[str, float]
    """Row → passages made ready a second."""

    @property
    def models(self) -> dict[str, str]:
        """Names of the models that search it."""
        read = {"read_with": self.reader.name} if self.reader and self.retriever.reads else {}
        return {"fitted_with": self.retriever.model, **read}

    def remember(self, questions: Iterable[str]) -> None:
        """Have the vectors of a benchmark's questions at hand."""
        searched = [asked(question) for question in questions]
        self.embedder.remember(searched)
        if self.reader and self.retriever.reads:
            self.reader.remember(searched)


@contextmanager
def opened(
    catalogue: CatalogueReader, options: argparse.Namespace, settings: EvalSettings, *, read_at_most: int | None = None
) -> Iterator[OpenedIndex]:
    """An index of `catalogue` in a temporary folder; vectors come from the cache below POLICY_HOME.

    `read_at_most` stands in for the setting of how many passages a library may have for the reader to read it.
    """
    configured = IndexSettings.from_environment()
    configured = replace(configured, model=options.model or configured.model)
    configured = replace(configured, candidates=options.depth or configured.candidates, chroma_url="")
    if read_at_most is not None:
        configured = replace(configured, reader_passages=read_at_most)
    with tempfile.TemporaryDirectory(prefix="policy-retrieval-") as folder, progress() as bar:

        def kept(model: Embedder, label: str = "reading") -> CachedEmbedder:
            heard = step(bar, label)
            return CachedEmbedder(model, configured.home / CACHE, settings.cached_vectors, EMBEDDING_BATCH, heard)

        model, reader = open_embedder(configured), open_reader(configured)
        cached, cached_reader = kept(model, "embedding"), CachedReader(reader, kept) if reader else None
        started = time.perf_counter()
        held = replace(configured, home=Path(folder))
        retriever = open_index(catalogue, held, embedder=cached, reader=cached_reader)
        building = time.perf_counter() - started - cached.seconds - (cached_reader.seconds if cached_reader else 0.0)
        sample = some_passages(catalogue, configured, settings.speed_sample)
        found = speeds(sample, model, reader if retriever.reads else None, retriever.passages, building)
        yield OpenedIndex(retriever, cached, cached_reader, found)


def speeds(
    sample: Sequence[Passage], model: Embedder, reader: Reading | None, passages: int, building: float
) -> dict[str, float]:
    """Passages a second: words counted, texts embedded and read on a sample, without the cache; all and the rest."""
    texts = [searchable(passage.text) for passage in sample]
    model.embed(texts[:1])
    dense = len(sample) / seconds_of(lambda: model.embed(texts))
    words = len(sample) / seconds_of(lambda: LexicalIndex.build([passage.text for passage in sample], 1.2, 0.75))
    spent = building + passages / dense
    both = passages / spent
    if reader:
        reader.passages(texts[:1])
        spent += seconds_of(lambda: reader.passages(texts)) * passages / len(texts)
    return {"bm25": words, "dense": dense, "fused": both, "unread": both, "hybrid": passages / spent}


def some_passages(catalogue: CatalogueReader, configured: IndexSettings, most: int) -> list[Passage]:
    """The first `most` passages of the library."""
    found: list[Passage] = []
    for name in catalogue.names():
        document: Document = catalogue.document(name)
        for clause in document.clauses:
            found.extend(split_clause(document, clause, configured.passage_tokens))
            if len(found) >= most:
                return found[:most]
    return found


def seconds_of(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return max(time.perf_counter() - started, 1e-9)


def _measured(
    benchmark: Benchmark, index: OpenedIndex, record_of: Callable[[Passage], str], settings: EvalSettings
) -> Measurement:
    """Every row of one benchmark; the questions' vectors are warm after the first row that needs them."""
    index.retriever.search("政策 policy")  # not timed: what is loaded on first use is loaded now
    index.remember(benchmark.queries.values())
    clock = Clock(index.embedder, index.reader, settings.timed_questions)
    runs: dict[str, Run] = {}
    with progress() as bar:
        for row, ranking in ROWS.items():
            if row == "unread" and not index.retriever.reads:
                continue  # it is the hybrid
            runs[row] = rank(index.retriever, benchmark, ranking, record_of, clock, step(bar, row))
    return measure(benchmark, runs, index.retriever.passages, index.speeds, settings.resamples)


def progress() -> Progress:
    """A bar on stderr; nothing where no terminal shows it."""
    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


def step(bar: Progress, name: str) -> Callable[[int, int], None]:
    """Shows (done, of) under `name`; the task begins when it is first heard of."""
    tasks: dict[int, object] = {}

    def advance(done: int, of: int) -> None:
        task = bar.tasks[-1].id if tasks.get(of) else bar.add_task(name, total=of)
        tasks[of] = True
        bar.update(task, completed=done)

    return advance
