"""What `python -m index` does: build the index, see how it stands, search it."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from documents.adding import add_files, find_files
from documents.catalog import Catalogue
from documents.command import path_named
from documents.ingest import ensure_library
from documents.printable import counted, one_line, printable
from documents.settings import DocumentSettings
from index import build
from index.cluster import LOCAL, Cluster
from index.embedding import open_embedder
from index.errors import IndexDamaged, ModelUnavailable
from index.model import Evidence
from index.reader import open_reader
from index.readings import verify_reading
from index.segment import verify_segment
from index.settings import IndexSettings

STEPS = {
    "split": "Splitting documents",
    "embed": "Embedding passages",
    "words": "Indexing words",
    "store": "Storing vectors",
    "read": "Reading passages",
}
SHOWN_CHARACTERS = 60
_ABOUT = "`python -m index`: build the index, see how it stands, search it."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. Raises PolicyError; argparse exits 2 on bad use."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if getattr(options, "add", None) and not options.ray:
        parser.error("--add is for --ray; without a cluster use python -m documents add")
    return _run(options)


def _run(options: argparse.Namespace) -> int:
    library = DocumentSettings.from_environment()
    catalogue = Catalogue.open(library)
    ensure_library(catalogue, library)
    return int(options.run(options, catalogue, IndexSettings.from_environment()))


def _parser() -> argparse.ArgumentParser:
    main_parser = argparse.ArgumentParser(prog="python -m index", description=_ABOUT)
    commands = main_parser.add_subparsers(required=True, metavar="COMMAND")
    building = commands.add_parser("build", help="bring the index level with the library")
    building.add_argument("--rebuild", action="store_true", help="embed everything again")
    building.add_argument(
        "--ray",
        nargs="?",
        const=LOCAL,
        metavar="ADDRESS",
        help="spread splitting and embedding over a Ray cluster; without an address, over this machine's processors",
    )
    building.add_argument(
        "--add",
        nargs="+",
        type=path_named,
        metavar="PATH",
        help="with --ray: first add these files and folders to the library, read on the cluster",
    )
    building.set_defaults(run=_run_build)
    status = commands.add_parser("status", help="say how the index stands to the library")
    status.add_argument("--json", action="store_true")
    status.set_defaults(run=_run_status)
    search = commands.add_parser("search", help="show what both sides of the search find for a question")
    search.add_argument("question")
    search.add_argument("--limit", type=_positive, default=10, metavar="N")
    search.add_argument("--document", action="append", metavar="NAME", help="keep to this document; may be repeated")
    search.add_argument("--json", action="store_true")
    search.set_defaults(run=_run_search)
    return main_parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _run_build(options: argparse.Namespace, catalogue: Catalogue, settings: IndexSettings) -> int:
    """A builder at work elsewhere is reported at once, not waited for; so is a reader that cannot be loaded."""
    impatient = replace(settings, lock_wait_seconds=0.0)
    reader = open_reader(settings)
    if reader is not None:
        _ = reader.dimension
    with ExitStack() as stack:
        progress = stack.enter_context(progress_bar())
        spread = Cluster(options.ray, partial(open_embedder, settings)) if options.ray else None
        cluster = stack.enter_context(spread) if spread else None
        if cluster and options.add:
            _add(options.add, catalogue, cluster)
        retriever = build.open_index(catalogue, impatient, progress, rebuild=options.rebuild, labour=cluster)
    held = counted(len(catalogue.names()), "document"), counted(retriever.passages, "passage")
    read = retriever.reader or reading_note(retriever.passages, settings)
    print(f"{', '.join(held)}, model {retriever.model}, reader: {read}")
    return 0


def reading_note(passages: int, settings: IndexSettings) -> str:
    """Why an index of so many passages is searched without a reader."""
    reader = open_reader(settings)
    if reader is None:
        return "none (POLICY_READER_MODEL)"
    if passages > settings.reader_passages:
        return f"none, more than {settings.reader_passages} passages (POLICY_READER_PASSAGES)"
    try:
        return f"none, {reader.name} has not read the passages; run python -m index build"
    except ModelUnavailable as error:
        return f"none; {error}"


def _add(paths: Sequence[Path], catalogue: Catalogue, cluster: Cluster) -> None:
    """Add files to the library, a line on stderr for each that is refused."""
    library = DocumentSettings.from_environment()
    reader = partial(cluster.read, settings=library)
    for added in add_files(find_files(paths).files, catalogue, library, workers=1, reader=reader):
        if added.outcome == "refused":
            print(one_line(added.message), file=sys.stderr)


def _run_status(options: argparse.Namespace, catalogue: Catalogue, settings: IndexSettings) -> int:
    facts = status_of(catalogue, settings)
    if options.json:
        print(json.dumps(facts, ensure_ascii=False, indent=2))
        return 0
    for name, value in facts.items():
        print(f"{name}: {printable(str(value))}")
    return 0


def status_of(catalogue: Catalogue, settings: IndexSettings) -> dict[str, Any]:
    """How the index stands: {ready, reason, model, reader, dimension, documents, passages, segments, folder}.

    `reader` is the one that read its passages, or why none did. Nothing is built.
    """
    embedder = open_embedder(settings)
    state = build.index_state(embedder, catalogue, settings, build.usable_reader(settings))
    reason, manifest = state.reason, state.manifest
    if state.level and manifest:
        try:
            for part in manifest.parts:
                verify_segment(settings.folder, part)
            verify_reading(manifest, state.place)
        except IndexDamaged as damage:
            reason = str(damage)
    passages = manifest.passages if manifest else 0
    read = manifest.reading.model if manifest and manifest.reading and settings.reader else ""
    return {
        "ready": not reason,
        "reason": reason,
        "model": manifest.model if manifest else embedder.name,
        "reader": read or reading_note(passages, settings),
        "dimension": manifest.dimension if manifest else None,
        "documents": len(manifest.documents) if manifest else 0,
        "passages": passages,
        "segments": len(manifest.parts) if manifest else 0,
        "folder": str(settings.folder),
    }


def _run_search(options: argparse.Namespace, catalogue: Catalogue, settings: IndexSettings) -> int:
    for name in options.document or ():
        catalogue.document(name)
    with progress_bar() as progress:
        retriever = build.open_index(catalogue, settings, progress)
    found = retriever.search(options.question, documents=options.document, limit=options.limit)
    if options.json:
        print(json.dumps([asdict(evidence) for evidence in found], ensure_ascii=False, indent=2))
    else:
        print_evidence(found)
    return 0


def print_evidence(found: Sequence[Evidence]) -> None:
    """A table of both sides' ranks and scores beside the fused one."""
    table = Table("score", "words", "vectors", "reader", "document", "clause", "passage", show_edge=False)
    for evidence in found:
        passage = evidence.passage
        table.add_row(
            f"{evidence.score:.2f}",
            f"{evidence.lexical_rank or '-'} ({evidence.lexical_score:.2f})",
            f"{evidence.dense_rank or '-'} ({evidence.dense_score:.2f})",
            "-" if evidence.read_score is None else f"{evidence.read_score:.2f}",
            printable(passage.document),
            printable(passage.locator),
            printable(" ".join(passage.text.split())[:SHOWN_CHARACTERS]),
        )
    Console(highlight=False, markup=False).print(table)


@contextmanager
def progress_bar() -> Iterator[build.Progress]:
    """A bar on stderr where that is a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, Any] = {}

        def report(step: str, done: int, of: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(STEPS[step], total=of)
            bars.update(tasks[step], completed=done, total=of)

        yield report
