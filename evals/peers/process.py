"""One contender measured, in a process of its own: `python -m evals.peers.process NAME JOB.json`.

It prints one JSON object. What a library prints on its own account goes to stderr.
"""

import contextlib
import json
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evals.peers.contenders import CONTENDERS, Contender
from evals.retrieval_beir import Benchmark, cut, read_benchmark
from evals.retrieval_measures import MEASURES, measured
from evals.summary import quantile
from index.embedding import open_embedder
from index.settings import IndexSettings

LIMIT = 10
KILOBYTE = 1024
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Job:
    """What every contender is given."""

    folder: str
    model: str
    queries: int | None
    passages: int | None

    def benchmark(self) -> Benchmark:
        return cut(read_benchmark(Path(self.folder)), self.queries, self.passages)


def main(arguments: Sequence[str]) -> int:
    """Measures the contender `arguments[0]` on the job in the file `arguments[1]`."""
    name, job_file = arguments
    job = Job(**json.loads(Path(job_file).read_text(encoding="utf-8")))
    with contextlib.redirect_stdout(sys.stderr):
        row = measure(name, job)
    print(json.dumps(row))
    return 0


def measure(name: str, job: Job) -> dict[str, object]:
    """The contender's row; `reason` says why there are no figures."""
    benchmark = job.benchmark()
    embedder = open_embedder(replace(IndexSettings.from_environment(), model=job.model))
    embedder.embed(["warm"])
    with tempfile.TemporaryDirectory(prefix="policy-peer-") as folder:
        try:
            contender = CONTENDERS[name](embedder, Path(folder))
        except ImportError as error:
            return {"installed": False, "reason": f"not installed ({error.name}): see requirements-peers.txt"}
        started = time.perf_counter()
        contender.index(benchmark.corpus)
        rate = len(benchmark.corpus) / (time.perf_counter() - started)
        return {"installed": True, "passages_per_second": rate, **_asked(contender, benchmark)}


def _asked(contender: Contender, benchmark: Benchmark) -> dict[str, float]:
    taken: list[float] = []
    figures: list[tuple[float, ...]] = []
    contender.search(next(iter(benchmark.queries.values())), LIMIT)
    for name, question in benchmark.queries.items():
        started = time.perf_counter()
        found = contender.search(question, LIMIT)
        taken.append((time.perf_counter() - started) * 1000)
        figures.append(measured(found, benchmark.relevant[name]))
    means = dict(zip(MEASURES, (sum(column) / len(column) for column in zip(*figures, strict=True)), strict=True))
    return {
        "hit@1": means["hit@1"],
        "recall@10": means["recall@10"],
        "ms_per_query": quantile(taken, 0.5),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTE / MEGABYTE,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
