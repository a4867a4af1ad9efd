"""The index of a large library: building it, opening it again, searching it, following one changed document.

Every part runs in a process of its own (`python -m evals.bench_index PART HOME`), so that its peak memory is its own.
The text is a statute corpus in BEIR's layout where one lies beside the project, repeated to the size asked for, and
made up elsewhere; the embedder is a stand-in as quick as a static model, or the configured one. Processor time stands
beside the clock's, which counts whatever else the machine does.
"""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from documents.catalog import Catalogue
from documents.model import Clause, Document
from evals.bench import MEGABYTE, ROOT, Figure
from evals.errors import BenchmarkFailed
from evals.settings import EvalSettings
from evals.summary import quantile
from index.build import open_index
from index.embedding import Embedder, open_embedder
from index.retriever import Retriever
from index.settings import IndexSettings

SEED = 5
CLAUSES_PER_DOCUMENT = 100
QUESTIONS = 300
WARM_UP = 20
CHANGES = 9
MADE_UP = 50_000
"""Sentences made up where no corpus lies beside the project; they repeat after that."""
BESIDE = ROOT.parent / "shared" / "benchmarks" / "stard"
"""Where a corpus is looked for: corpus.jsonl and queries.jsonl, each line with `text`."""
WORDS = (
    "推进 落实 建设 完善 机制 项目 服务 企业 园区 交通 港口 机场 铁路 医疗 教育 生态 湿地 水利 农业 数据 监管 审批"
).split()
PARTS = ("build", "again", "search", "change")


class HashedEmbedder:
    """A stand-in as quick as a static model: the mean of a fixed random vector for every pair of characters."""

    name = "hashed pairs 1"
    dimension = 256
    buckets = 1 << 16

    def __init__(self) -> None:
        self._table = np.random.default_rng(SEED).standard_normal((self.buckets, self.dimension), dtype=np.float32)

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        sums = np.stack([self._table[pairs(text) % self.buckets].sum(axis=0) for text in texts])
        return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True), dtype=np.float32)


def pairs(text: str) -> npt.NDArray[np.uint32]:
    """A number for every two neighbouring characters of `text`, at least one."""
    letters = np.frombuffer(f" {text} ".encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return (letters[:-1] * np.uint32(2_654_435_761)) ^ (letters[1:] * np.uint32(40_503))


def measure_index(home: Path, settings: EvalSettings) -> list[Figure]:
    """The figures of all parts, over a library that is made in the folder `home` first and is not counted."""
    catalogue = catalogue_of(home)
    for document in library(settings.index_clauses):
        catalogue.put(document)
    catalogue.close()
    return [figure for part in PARTS for figure in in_own_process(part, home, settings)]


def in_own_process(part: str, home: Path, settings: EvalSettings) -> list[Figure]:
    """The figures of one part. Raises: BenchmarkFailed."""
    command = [sys.executable, "-m", "evals.bench_index", part, str(home)]
    started, worked = time.perf_counter(), children_seconds()
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=settings.build_limit_s, check=False
        )
    except subprocess.TimeoutExpired as error:
        limit = settings.build_limit_s
        raise BenchmarkFailed(f"{part!r} took longer than {limit:g} s: raise POLICY_EVAL_BUILD_LIMIT_S") from error
    if done.returncode:
        said = done.stderr.strip().splitlines()[-1:]
        raise BenchmarkFailed(f"{part!r} of the index failed ({''.join(said)}): run {' '.join(command)}")
    figures = [Figure(**row) for row in json.loads(done.stdout)]
    if part == "again":
        seconds, processor = time.perf_counter() - started, children_seconds() - worked
        figures.append(Figure("index, unchanged second run", seconds, "s", settings.index_again_target_s))
        figures.append(Figure("index, processor time of that run", processor, "s"))
    return figures


def children_seconds() -> float:
    """Processor time of this process's ended children, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def catalogue_of(home: Path) -> Catalogue:
    return Catalogue(f"sqlite:///{home / 'large.sqlite3'}")


def library(clauses: int) -> Iterator[Document]:
    """Documents with `clauses` clauses in all, the same each time."""
    texts = islice(cycle(texts_of(BESIDE / "corpus.jsonl") or made_up()), clauses)
    number = 0
    while part := list(islice(texts, CLAUSES_PER_DOCUMENT)):
        yield document_of(f"large-{number:05}", part)
        number += 1


def document_of(name: str, texts: Sequence[str]) -> Document:
    """A document whose clauses are these texts."""
    text, clauses = "", []
    for number, clause in enumerate(texts, start=1):
        label = f"第{number}条"
        body = f"{label} {clause}\n"
        clauses.append(Clause(label, label, 1, clause[:20], body, len(text), len(text) + len(body)))
        text += body
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(name, f"关于{name}的规定", text, text, tuple(clauses), content_hash=digest)


def texts_of(path: Path) -> list[str]:
    """The `text` of every line of a file in BEIR's layout; nothing where there is no such file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as lines:
        return [str(json.loads(line)["text"]) for line in lines]


def made_up() -> list[str]:
    """Sentences of common words, for where no corpus lies beside the project."""
    chance = random.Random(SEED)
    return ["，".join("".join(chance.sample(WORDS, 4)) for _ in range(12)) + "。" for _ in range(MADE_UP)]


def questions() -> list[str]:
    """What people ask about the corpus, or pieces of the text where nobody asked."""
    asked = texts_of(BESIDE / "queries.jsonl") or [text[10:30] for text in made_up()]
    return random.Random(SEED).sample(asked, min(len(asked), QUESTIONS))


def embedder_of(settings: EvalSettings) -> Embedder:
    return open_embedder(IndexSettings()) if settings.index_embedder == "configured" else HashedEmbedder()


def opened(home: Path, settings: EvalSettings) -> Retriever:
    return open_index(catalogue_of(home), IndexSettings(home=home), embedder=embedder_of(settings))


def part_build(home: Path, settings: EvalSettings) -> list[Figure]:
    """From nothing to an index that answers."""
    started, worked = time.perf_counter(), time.process_time()
    retriever = opened(home, settings)
    seconds, processor = time.perf_counter() - started, time.process_time() - worked
    return [
        Figure("index, clauses", settings.index_clauses, "clauses"),
        Figure("index, passages", retriever.passages, "passages"),
        Figure("index, built from the catalogue", seconds, "s", settings.index_build_target_s),
        Figure("index, processor time of building", processor, "s"),
        peak("building", settings),
    ]


def part_again(home: Path, settings: EvalSettings) -> list[Figure]:
    """Opened in a new process; every file is checked."""
    started = time.perf_counter()
    opened(home, settings)
    return [Figure("index, opened in a new process", time.perf_counter() - started, "s")]


def part_search(home: Path, settings: EvalSettings) -> list[Figure]:
    """Questions over everything, within one document, and within most."""
    retriever = opened(home, settings)
    retriever.search("政策 policy")  # not timed: what is loaded on first use is loaded now
    names = catalogue_of(home).names()
    scopes = {
        "": None,
        " in one document": names[len(names) // 2 :][:1],
        " in half of them": names[::2],
        " in nine of ten": names[len(names) // 10 :],
    }
    asked = questions()
    figures: list[Figure] = []
    for scope, documents in scopes.items():
        for question in asked[:WARM_UP]:
            retriever.search(question, documents=documents)
        worked = time.process_time()
        times = [milliseconds(retriever, question, documents) for question in asked]
        processor = (time.process_time() - worked) * 1000 / len(asked)
        figures += [
            Figure(f"search{scope}, median", quantile(times, 0.5), "ms", settings.search_median_target_ms),
            Figure(f"search{scope}, 99 of 100", quantile(times, 0.99), "ms", settings.search_p99_target_ms),
            Figure(f"search{scope}, processor time of one", processor, "ms"),
        ]
    return [*figures, peak("searching", settings)]


def milliseconds(retriever: Retriever, question: str, documents: Sequence[str] | None) -> float:
    started = time.perf_counter()
    retriever.search(question, documents=documents)
    return (time.perf_counter() - started) * 1000


def part_change(home: Path, settings: EvalSettings) -> list[Figure]:
    """One document changed again and again, in a process that serves meanwhile: seconds until it is found."""
    catalogue, embedder, configured = catalogue_of(home), embedder_of(settings), IndexSettings(home=home)
    retriever = open_index(catalogue, configured, embedder=embedder)
    retriever.search("政策 policy")  # not timed: what is loaded on first use is loaded now
    name = catalogue.names()[len(catalogue.names()) // 2]
    times = []
    for number in range(CHANGES):
        document = catalogue.document(name)
        changed = [clause.text.strip() for clause in document.clauses]
        changed[number] = f"变更第{number}次：专门规定甲乙丙丁戊{number}号事项由主管部门办理。"
        catalogue.put(replace(document_of(name, changed), title=document.title))
        started = time.perf_counter()
        retriever = open_index(catalogue, configured, embedder=embedder)
        found = retriever.search(changed[number], limit=3)
        times.append(time.perf_counter() - started)
        if not any(changed[number] in evidence.passage.text for evidence in found):
            raise BenchmarkFailed(f"the changed clause of {name!r} was not found: the index did not follow")
    target = settings.index_change_target_s
    return [
        Figure("index, one changed document, median", quantile(times, 0.5), "s", target),
        Figure("index, one changed document, slowest", max(times), "s", target),
    ]


def peak(doing: str, settings: EvalSettings) -> Figure:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Figure(f"peak memory, {doing}", most / MEGABYTE, "MB", settings.index_memory_target_mb)


def main(part: str, home: Path) -> None:
    """Run one part and print its figures as JSON."""
    measures = {"build": part_build, "again": part_again, "search": part_search, "change": part_change}
    figures = measures[part](home, EvalSettings.from_environment())
    print(json.dumps([asdict(figure) for figure in figures]))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
