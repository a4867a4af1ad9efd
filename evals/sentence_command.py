"""`python -m evals sentences`: is the sentence that holds the answer put first, beside BM25 over the same sentences?"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.sentence_features import WEIGHTS_FILE
from documents.printable import printable_json
from evals.bootstrap import Interval
from evals.commands import Commands, positive
from evals.results import refuse_unwritable, write_results
from evals.retrieval_beir import cut, read_benchmark
from evals.retrieval_command import WIDTH, add_index_options, opened, progress, step
from evals.sentence_selection import Asked, RecordCatalogue, Selection, asked_questions, read_answers, selected
from evals.settings import EvalSettings
from index.retriever import asked

HALVES = ("all", "fitted half", "held-out half")


@dataclass(frozen=True)
class Measured:
    """One benchmark's questions, and how many were left out because no single sentence holds their answer."""

    name: str
    model: str
    questions: tuple[Asked, ...]
    left_out: int

    def half(self, which: str) -> list[Asked]:
        """The questions of one of HALVES."""
        return [one for one in self.questions if which == "all" or one.teaches == (which == "fitted half")]


def register(commands: Commands) -> None:
    """Adds the command with its options."""
    parser = commands.add_parser("sentences", help="answer-sentence selection beside BM25 over the same sentences")
    parser.add_argument(
        "folders", type=Path, nargs="+", metavar="BEIR_DIR", help="with metadata.answers in its queries"
    )
    parser.add_argument("--fit", action="store_true", help="fit the weights on half of the questions first")
    parser.add_argument("-o", "--output", type=Path, default=WEIGHTS_FILE, metavar="FILE", help="where --fit writes")
    parser.add_argument("--json", type=Path, metavar="OUT", help="the figures as JSON")
    parser.add_argument("--limit-queries", type=positive, metavar="N", help="questions of each set")
    add_index_options(parser)
    parser.set_defaults(run=_sentences, log=None)


def _sentences(options: argparse.Namespace, settings: EvalSettings) -> int:
    for path in (options.json, options.output if options.fit else None):
        if path:
            refuse_unwritable(path)
    sets = [_measured(folder, options, settings) for folder in options.folders]
    weights = _fitted(sets, options.output) if options.fit else None
    found = {one.name: {half: selected(one.half(half), weights) for half in HALVES} for one in sets}
    _print(sets, found)
    if options.json:
        write_results(options.json, printable_json(_json(sets, found)) + "\n")
    return 0


def _measured(folder: Path, options: argparse.Namespace, settings: EvalSettings) -> Measured:
    answers = read_answers(folder)
    benchmark = cut(read_benchmark(folder), options.limit_queries, None)
    with opened(RecordCatalogue(benchmark.corpus), options, settings) as index, progress() as bar:
        index.embedder.remember([asked(question) for question in benchmark.queries.values()])
        tell, found = step(bar, benchmark.name), []
        for done, one in enumerate(asked_questions(benchmark, answers, index.retriever), 1):
            found.append(one)
            tell(done, len(benchmark.queries))
        kept = tuple(one for one in found if one is not None)
        return Measured(benchmark.name, index.retriever.model, kept, len(found) - len(kept))


def _fitted(sets: Sequence[Measured], path: Path) -> tuple[float, ...]:
    from evals.sentence_fit import fit, write  # noqa: PLC0415  scipy's optimiser is for this only

    lessons = {one.name: one.half("fitted half") for one in sets}
    weights = fit(list(lessons.values()))
    read = any(one.read for found in lessons.values() for one in found)
    write(weights, {name: len(found) for name, found in lessons.items()}, sets[0].model, path, read=read)
    return weights


def _print(sets: Sequence[Measured], found: Mapping[str, Mapping[str, Selection]]) -> None:
    table = Table("right sentence first", "questions", "left out", "assistant", "BM25", "difference", "McNemar p")
    for one in sets:
        for half in HALVES:
            chosen = found[one.name][half]
            row = (_shown(chosen.interval), _shown(chosen.baseline_interval), _shown(chosen.difference, sign="+"))
            left_out = str(one.left_out) if half == "all" else ""
            table.add_row(f"{one.name}, {half}", str(len(chosen.first)), left_out, *row, f"{chosen.p_value:.2g}")
    Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH).print(table)


def _shown(interval: Interval | None, sign: str = "") -> str:
    if interval is None:
        return "-"
    return f"{100 * interval.mean:{sign}.1f} ({100 * interval.low:{sign}.1f} to {100 * interval.high:{sign}.1f})"


def _json(sets: Sequence[Measured], found: Mapping[str, Mapping[str, Selection]]) -> dict[str, object]:
    return {
        one.name: {
            "model": one.model,
            "left_out": one.left_out,
            **{half: _selection_json(found[one.name][half]) for half in HALVES},
        }
        for one in sets
    }


def _selection_json(chosen: Selection) -> dict[str, object]:
    intervals = {"assistant": chosen.interval, "bm25": chosen.baseline_interval, "difference": chosen.difference}
    values = {name: asdict(interval) if interval else None for name, interval in intervals.items()}
    return {"questions": len(chosen.first), **values, "p_value": chosen.p_value}
