"""`python -m index`: build the index, see how it stands, search it."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from documents.catalog import Catalogue
from documents.command import guarded
from documents.ingest import ensure_library
from documents.printable import printable
from documents.settings import DocumentSettings
from index import build
from index.embedding import open_embedder
from index.errors import IndexDamaged
from index.generation import current, verify
from index.model import Evidence
from index.settings import IndexSettings

STEPS = {"split": "Splitting documents", "embed": "Embedding passages", "store": "Storing vectors"}
SHOWN_CHARACTERS = 60


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 on success, 1 on failure with one line on stderr. argparse exits 2 on bad use."""
    options = _parser().parse_args(arguments)
    return guarded(lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    library = DocumentSettings.from_environment()
    catalogue = Catalogue.open(library)
    ensure_library(catalogue, library)
    return int(options.run(options, catalogue, IndexSettings.from_environment()))


def _parser() -> argparse.ArgumentParser:
    main_parser = argparse.ArgumentParser(prog="python -m index", description=__doc__)
    commands = main_parser.add_subparsers(required=True, metavar="COMMAND")
    building = commands.add_parser("build", help="bring the index level with the library")
    building.add_argument("--rebuild", action="store_true", help="embed everything again")
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
    """A builder at work elsewhere is reported at once, not waited for."""
    with progress_bar() as progress:
        impatient = replace(settings, lock_wait_seconds=0.0)
        retriever = build.open_index(catalogue, impatient, progress, rebuild=options.rebuild)
    print(f"{len(catalogue.names())} documents, {retriever.passages} passages, model {retriever.model}")
    return 0


def _run_status(options: argparse.Namespace, catalogue: Catalogue, settings: IndexSettings) -> int:
    facts = status_of(catalogue, settings)
    if options.json:
        print(json.dumps(facts, ensure_ascii=False, indent=2))
        return 0
    for name, value in facts.items():
        print(f"{name}: {printable(str(value))}")
    return 0


def status_of(catalogue: Catalogue, settings: IndexSettings) -> dict[str, Any]:
    """How the index stands: {ready, reason, model, dimension, documents, passages, folder}; nothing is built."""
    embedder = open_embedder(settings)
    state = build.index_state(embedder, catalogue, settings)
    reason, place = state.reason, current(settings.folder)
    if state.level and state.manifest and place:
        try:
            verify(place, state.manifest)
        except IndexDamaged as damage:
            reason = str(damage)
    manifest = state.manifest
    return {
        "ready": not reason,
        "reason": reason,
        "model": manifest.model if manifest else embedder.name,
        "dimension": manifest.dimension if manifest else None,
        "documents": len(manifest.documents) if manifest else 0,
        "passages": manifest.passages if manifest else 0,
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
    table = Table("score", "words", "vectors", "document", "clause", "passage", show_edge=False)
    for evidence in found:
        passage = evidence.passage
        table.add_row(
            f"{evidence.score:.2f}",
            f"{evidence.lexical_rank or '-'} ({evidence.lexical_score:.2f})",
            f"{evidence.dense_rank or '-'} ({evidence.dense_score:.2f})",
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


if __name__ == "__main__":
    sys.exit(main())
