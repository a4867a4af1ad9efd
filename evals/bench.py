"""The figures that the project promises, measured: question latency, memory, first page, index build.

Every figure is taken in a library of its own in a temporary folder, with the shipped corpus, so that it does not
depend on what the user's library holds.
"""

import http.client
import json
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from evals.errors import BenchmarkFailed
from evals.question import Question
from evals.settings import EvalSettings
from evals.summary import quantile
from evals.system import System

ROOT = Path(__file__).parent.parent
MEGABYTE = 1_000_000
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Figure:
    """One measured value beside its target; `target` is None where nothing is promised."""

    name: str
    value: float
    unit: str
    target: float | None = None

    @property
    def met(self) -> bool | None:
        return None if self.target is None else self.value <= self.target


def measure_index_build(settings: EvalSettings) -> list[Figure]:
    """Seconds of `python -m index build` from nothing, the start of the interpreter included."""
    started = time.perf_counter()
    try:
        build = subprocess.run(
            [sys.executable, "-m", "index", "build"],
            cwd=ROOT, capture_output=True, text=True, timeout=settings.build_limit_s, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        limit = settings.build_limit_s
        raise BenchmarkFailed(f"the index was not built within {limit:g} s: raise POLICY_EVAL_BUILD_LIMIT_S") from error
    if build.returncode:
        raise BenchmarkFailed(f"the index build failed ({_last_line(build.stderr)}): run python -m index build")
    return [Figure("index build", time.perf_counter() - started, "s")]


def measure_questions(questions: Sequence[Question], system: System, settings: EvalSettings) -> list[Figure]:
    """Wall-clock milliseconds a question over `questions` after a warm-up, and this process's peak memory."""
    for question in questions[: settings.warm_up_questions]:
        system.answer(question)
    latencies = [_milliseconds(question, system) for question in questions]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return [
        Figure("question, median", quantile(latencies, 0.5), "ms", settings.median_target_ms),
        Figure("question, 95th percentile", quantile(latencies, 0.95), "ms"),
        Figure("peak memory, asking", peak / MEGABYTE, "MB", settings.memory_target_mb),
    ]


def measure_first_page(settings: EvalSettings) -> list[Figure]:
    """Seconds from the start of app.py's process to its first page, and the server's peak memory by then."""
    port = free_port()
    started = time.perf_counter()
    with _server(port, settings) as server:
        seconds = _wait_for_page(server, port, started, settings)
        peak = _peak_memory_of(server.pid)
    figures = [Figure("first page", seconds, "s", settings.first_page_target_s)]
    if peak is not None:
        figures.append(Figure("peak memory, server", peak / MEGABYTE, "MB", settings.memory_target_mb))
    return figures


def print_figures(console: Console, figures: Sequence[Figure]) -> None:
    """One row a figure: value, target, whether it was met."""
    table = Table("figure", "value", "target", "met")
    for figure in figures:
        target = "" if figure.target is None else f"{figure.target:g} {figure.unit}"
        met = {None: "", True: "yes", False: "no"}[figure.met]
        table.add_row(figure.name, f"{figure.value:.1f} {figure.unit}", target, met)
    console.print(table)


def figures_json(figures: Sequence[Figure]) -> str:
    """The figures as a JSON object by name."""
    rows: Mapping[str, object] = {
        figure.name: {"value": figure.value, "unit": figure.unit, "target": figure.target, "met": figure.met}
        for figure in figures
    }
    return json.dumps(rows, ensure_ascii=False, indent=2)


def free_port() -> int:
    """A loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _milliseconds(question: Question, system: System) -> float:
    started = time.perf_counter()
    system.answer(question)
    return (time.perf_counter() - started) * 1000


@contextmanager
def _server(port: int, settings: EvalSettings) -> Iterator[subprocess.Popen[str]]:
    """app.py in its own process, its words kept in a file; stopped at the end."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as words:
        command = [sys.executable, "app.py", "--host", HOST, "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, stdout=words, stderr=words, text=True)
        try:
            yield server
            if server.poll() is not None:
                words.seek(0)
                raise BenchmarkFailed(f"app.py stopped before its first page ({_last_line(words.read())}): run it")
        finally:
            _stop(server, settings)


def _wait_for_page(server: subprocess.Popen[str], port: int, started: float, settings: EvalSettings) -> float:
    """Seconds since `started` at the first 200; NaN when the server ended before."""
    while server.poll() is None:
        if _page_answers(port):
            return time.perf_counter() - started
        if time.perf_counter() - started > settings.start_limit_s:
            limit = settings.start_limit_s
            raise BenchmarkFailed(f"app.py showed no page within {limit:g} s: raise POLICY_EVAL_START_LIMIT_S")
        time.sleep(settings.poll_interval_s)
    return float("nan")


def _page_answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _peak_memory_of(pid: int) -> int | None:
    """The process's peak resident memory in bytes, from Linux's /proc; None where there is none."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:")), None)


def _stop(server: subprocess.Popen[str], settings: EvalSettings) -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(settings.stop_limit_s)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _last_line(text: str) -> str:
    return next(reversed(text.strip().splitlines()), "it said nothing")
