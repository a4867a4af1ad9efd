"""Plots as SVG text for a page that asks nobody for anything: drawn by matplotlib, letters left to the page's fonts."""

import io
import re
import warnings
from collections.abc import Mapping, Sequence
from functools import cache

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter, ScalarFormatter

from evals.bootstrap import Interval

BLUE, RED, GREY, LINE = "#1f5a96", "#b3261e", "#7a8794", "#c8d0d8"
FONTS = ["Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "DejaVu Sans"]
STYLE = mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "policy", "text.parse_math": False, "font.size": 9})
"""Text stays text, also with dollar signs in it, and ids are the same at every run."""
WIDTH = 7.0
"""Inches; the page scales a plot to its column."""
BINS = 30
SHORTEST = 0.1
"""Milliseconds; the axis is logarithmic, so that one slow question does not flatten the rest."""
MARKUP = re.compile(r"^.*?(?=<svg)", re.DOTALL)


@STYLE
def accuracy_plot(intervals: Mapping[str, Interval]) -> str:
    """Strict accuracy by category as bars from 0 to 1 with their intervals."""
    figure, axes = _canvas(0.6 + 0.28 * len(intervals))
    names = list(intervals)[::-1]
    means = [intervals[name].mean for name in names]
    spread = [
        [intervals[name].mean - intervals[name].low for name in names],
        [intervals[name].high - intervals[name].mean for name in names],
    ]
    axes.barh(range(len(names)), means, color=BLUE, height=0.6, xerr=spread, error_kw={"ecolor": GREY, "capsize": 2})
    axes.set_yticks(range(len(names)), [f"{name} ({intervals[name].count})" for name in names])
    axes.set_xlim(0, 1)
    axes.set_xlabel("strict accuracy, with its 95% interval")
    return _svg(figure)


@STYLE
def latency_plot(milliseconds: Sequence[float], marks: Mapping[str, float]) -> str:
    """How long answers took, with a line for each named quantile."""
    figure, axes = _canvas(2.2)
    least, most = max(min(milliseconds), SHORTEST), max(*milliseconds, 2 * SHORTEST)
    axes.hist(milliseconds, bins=list(np.geomspace(least, most * 1.01, BINS)), color=BLUE)
    axes.set_xscale("log")
    # Plain numbers: a power of ten would stand in the picture as its markup.
    axes.xaxis.set_major_formatter(ScalarFormatter())
    axes.xaxis.set_minor_formatter(NullFormatter())
    for place, (name, value) in enumerate(marks.items()):
        axes.axvline(value, color=RED, linewidth=1)
        height = 0.93 - 0.1 * place
        axes.annotate(f" {name} {value:.0f}", (value, height), xycoords=("data", "axes fraction"), color=RED)
    axes.set_xlabel("milliseconds a question")
    axes.set_ylabel("questions")
    return _svg(figure)


@STYLE
def calibration_plot(support: Sequence[float], answerable: Sequence[bool], bins: int = 10) -> str:
    """How sure the system was that the text holds the answer, beside how often it does, in `bins` equal steps."""
    figure, axes = _canvas(2.6)
    groups: dict[int, list[bool]] = {}
    for sure, holds in zip(support, answerable, strict=True):
        groups.setdefault(min(int(sure * bins), bins - 1), []).append(holds)
    places = sorted(groups)
    shares = [sum(groups[place]) / len(groups[place]) for place in places]
    axes.plot([0, 1], [0, 1], color=LINE, linewidth=1)
    axes.scatter(
        [(place + 0.5) / bins for place in places],
        shares,
        s=[12 + 2 * len(groups[place]) for place in places],
        color=BLUE,
    )
    for place, value in zip(places, shares, strict=True):
        axes.annotate(
            str(len(groups[place])), ((place + 0.5) / bins, value), xytext=(7, -3), textcoords="offset points"
        )
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.05, 1.05)
    axes.set_xlabel("probability that the text holds it, as the system has it")
    axes.set_ylabel("share that has an answer")
    return _svg(figure)


@STYLE
def confusion_plot(pairs: Mapping[tuple[str, str], int]) -> str:
    """Units missed (rows) and named in their place (columns), with how often."""
    missed = list(dict.fromkeys(due for due, _ in pairs))
    named = list(dict.fromkeys(came for _, came in pairs))
    figure, axes = _canvas(1.4 + 0.3 * len(missed))
    counts = [[pairs.get((due, came), 0) for came in named] for due in missed]
    axes.pcolormesh(counts, cmap="Blues", vmin=0, edgecolors="white")
    axes.invert_yaxis()
    axes.set_yticks([place + 0.5 for place in range(len(missed))], missed)
    axes.set_xticks([place + 0.5 for place in range(len(named))], named, rotation=40, ha="right")
    for (due, came), count in pairs.items():
        axes.text(named.index(came) + 0.5, missed.index(due) + 0.5, str(count), ha="center", va="center", color=RED)
    axes.set_ylabel("due")
    axes.set_xlabel("came instead")
    return _svg(figure)


@STYLE
def trend_plot(times: Sequence[str], lines: Mapping[str, Sequence[float]]) -> str:
    """Headline figures over runs, each a line from 0 to 1."""
    figure, axes = _canvas(2.6)
    for (name, values), color in zip(lines.items(), (BLUE, RED, GREY), strict=False):
        axes.plot(range(len(times)), values, marker="o", markersize=3, color=color, label=name)
    step = max(1, len(times) // 8)
    axes.set_xticks(
        range(0, len(times), step), [times[place][:16] for place in range(0, len(times), step)], rotation=30
    )
    axes.set_ylim(-0.02, 1.02)
    axes.legend(frameon=False, fontsize=8)
    return _svg(figure)


@STYLE
def peers_plot(rows: Mapping[str, Mapping[str, object]]) -> str:
    """Four figures side by side for each contender that has them, each panel on its own scale."""
    figure = Figure(figsize=(WIDTH, 2.6), layout="constrained")
    held = {name: row for name, row in rows.items() if "hit@1" in row}
    for place, column in enumerate(("hit@1", "recall@10", "ms_per_query", "passages_per_second"), start=1):
        axes = figure.add_subplot(1, 4, place)
        axes.bar(range(len(held)), [float(str(row[column])) for row in held.values()], color=BLUE)
        axes.set_xticks(range(len(held)), list(held), rotation=60, ha="right")
        axes.set_title(column)
        axes.spines[["top", "right"]].set_visible(False)
    return _svg(figure)


def _canvas(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _svg(figure: Figure) -> str:
    """The SVG element alone, without the time of its making."""
    stream = io.StringIO()
    with mpl.rc_context({"font.family": _fonts()}), warnings.catch_warnings():
        # Where no font here has Chinese, widths are guessed; the page's own fonts draw the letters all the same.
        warnings.filterwarnings("ignore", message="Glyph")
        figure.savefig(
            stream, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")), transparent=True
        )
    return MARKUP.sub("", stream.getvalue())


@cache
def _fonts() -> list[str]:
    """Those of FONTS that are here; matplotlib complains of each that is not."""
    held = set(font_manager.get_font_names())
    return [name for name in FONTS if name in held]
