"""A retrieval measurement on the terminal: one row a ranking, intervals under it, paired tests below."""

from collections.abc import Mapping

import numpy as np
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from documents.printable import one_line
from evals.retrieval import Measurement
from evals.retrieval_measures import MEASURES


def print_measurement(measurement: Measurement, check: Mapping[str, object], console: Console) -> None:
    """The table of one benchmark, its paired tests, and what the check against pytrec_eval said."""
    benchmark = measurement.benchmark
    console.print(
        Text(
            f"{one_line(benchmark.name)}: {len(benchmark.queries)} questions, {len(benchmark.corpus)} records, "
            f"{measurement.passages} passages"
        )
    )
    console.print(_figures(measurement))
    if measurement.differences:
        console.print(_differences(measurement))
    console.print(Text(check_sentence(check)))


def check_sentence(check: Mapping[str, object]) -> str:
    """What the check says, in one sentence."""
    if "left_out" in check:
        return f"not checked against {check['library']}: {check['left_out']}"
    verdict = "the same figures" if check["agrees"] else "OTHER figures"
    return f"{check['library']} gives {verdict} (largest difference {check['largest_difference']:.1e})"


def _figures(measurement: Measurement) -> Table:
    table = Table("row", *map(_right, (*MEASURES, "ms/question", "passages/s")))
    for row, run in measurement.runs.items():
        means = measurement.figures[row].mean(axis=0)
        cells = [
            f"{mean:.4f}\n{low:.3f}-{high:.3f}" for mean, (low, high) in zip(means, measurement.spans[row], strict=True)
        ]
        table.add_row(row, *cells, f"{np.mean(run.milliseconds):.1f}", f"{measurement.passages_per_second[row]:,.0f}")
    return table


def _differences(measurement: Measurement) -> Table:
    table = Table("difference", *map(_right, MEASURES))
    for (first, second), differences in measurement.differences.items():
        cells = [f"{each.difference:+.4f}\np {each.p:.3f}" for each in differences]
        table.add_row(f"{first} - {second}", *cells)
    return table


def _right(name: str) -> Column:
    return Column(name, justify="right")
