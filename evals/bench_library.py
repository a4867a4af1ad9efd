"""A library of a thousand documents: adding them, adding them again, and how soon a change can be asked about."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.pipeline import Assistant, open_assistant
from assistant.turn import Turn
from evals.bench import MEGABYTE, ROOT, Figure
from evals.errors import BenchmarkFailed
from evals.made_policies import write_policies
from evals.settings import EvalSettings
from evals.summary import quantile

CHANGES = 3
_WORDS = ("翠屏飞廊", "金鹊栈桥", "玉带天街")
"""Of a task that each change brings in: names that stand nowhere else in the library."""
_FIRST_TASK = 5
"""Its line in a made-up document."""
_POLL_SECONDS = 0.05


def measure_library(home: Path, settings: EvalSettings) -> list[Figure]:
    """Seconds to add documents and to add them unchanged, the peak memory of that, how soon a change is answered.

    The assistant runs in this process and follows the library; `python -m documents add` runs beside it, its start
    included.
    """
    folder = home / "files"
    folder.mkdir()
    paths = write_policies(folder, settings.library_documents)
    with _memory_of_children() as peaks:
        first = _add(folder, settings, "added")
    again = _add(folder, settings, "unchanged")
    count = f"{settings.library_documents:,} documents"
    figures = [
        Figure(f"library, add {count}", first, "s", settings.library_add_target_s),
        Figure("library, the same again", again, "s", settings.library_again_target_s),
    ]
    if peaks:
        target = settings.library_memory_target_mb
        figures.append(Figure("peak memory, adding, all processes", max(peaks) / MEGABYTE, "MB", target))
    started = time.perf_counter()
    assistant = open_assistant()
    figures.append(Figure("library, first opening with its index", time.perf_counter() - started, "s"))
    return figures + _changes(assistant, paths, settings)


def _changes(assistant: Assistant, paths: Sequence[Path], settings: EvalSettings) -> list[Figure]:
    """From the start of the command to the answer, and from the end of the command to the answer."""
    assistant.ask("第一次提问")
    whole, after = [], []
    for path, word in zip(paths[:: max(1, len(paths) // CHANGES)], _WORDS, strict=False):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        lines[_FIRST_TASK] = lines[_FIRST_TASK].replace("。", f"，建设{word}。", 1)
        path.write_text("".join(lines), encoding="utf-8")
        started = time.perf_counter()
        _add(path, settings, "replaced")
        added = time.perf_counter()
        _ask_until_cited(assistant, word, settings)
        whole.append(time.perf_counter() - started)
        after.append(time.perf_counter() - added)
    return [
        Figure("changed document, add to answer, median", quantile(whole, 0.5), "s", settings.library_change_target_s),
        Figure("changed document, stored to answer, median", quantile(after, 0.5), "s"),
    ]


def _ask_until_cited(assistant: Assistant, word: str, settings: EvalSettings) -> None:
    deadline = time.perf_counter() + settings.library_answer_limit_s
    while not _cites(assistant.ask(f"{word}由哪个部门负责？"), word):
        if time.perf_counter() > deadline:
            limit = settings.library_answer_limit_s
            raise BenchmarkFailed(f"a changed document was not answered from within {limit:g} s: ask about it by hand")


def _cites(turn: Turn, word: str) -> bool:
    """Whether the answer rests on the clause that brought the word in; the sentence quoted may be its next one."""
    return any(word in citation.title or word in citation.quote for citation in turn.citations)


def _add(path: Path, settings: EvalSettings, expected: str) -> float:
    """Seconds of `python -m documents add`, which must end as expected for every file."""
    started = time.perf_counter()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "documents", "add", str(path), "--json"],
            cwd=ROOT, capture_output=True, encoding="utf-8", timeout=settings.build_limit_s, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        limit = settings.build_limit_s
        raise BenchmarkFailed(f"adding took longer than {limit:g} s: raise POLICY_EVAL_BUILD_LIMIT_S") from error
    seconds = time.perf_counter() - started
    outcomes = {json.loads(line)["outcome"] for line in done.stdout.splitlines()}
    if done.returncode or outcomes != {expected}:
        raise BenchmarkFailed(f"adding ended with {sorted(outcomes)}, not {expected} ({done.stderr.strip()[-200:]})")
    return seconds


@contextmanager
def _memory_of_children() -> Iterator[list[int]]:
    """Bytes that all processes below this one hold, again and again; empty where there is no /proc."""
    peaks: list[int] = []
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(_POLL_SECONDS):
            held = memory_below(os.getpid())
            if held:
                peaks.append(held)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peaks
    finally:
        stop.set()
        watcher.join()


def memory_below(root: int) -> int:
    """Resident bytes of all descendants of the process `root`; 0 without Linux's /proc."""
    parents: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            facts = dict(
                line.split(":", 1) for line in status.read_text(encoding="utf-8", errors="replace").splitlines()
            )
            parents[int(facts["Pid"])] = int(facts["PPid"])
            sizes[int(facts["Pid"])] = int(facts["VmRSS"].split()[0]) * 1024
        except (OSError, KeyError, ValueError):
            continue  # it has ended, or is no process with memory of its own
    below = {root}
    while more := {pid for pid, parent in parents.items() if parent in below} - below:
        below |= more
    return sum(sizes.get(pid, 0) for pid in below - {root})
