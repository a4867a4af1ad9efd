"""Reading a folder in BEIR's layout: corpus.jsonl, queries.jsonl, qrels/test.tsv. Strict, with line numbers.

A record of the corpus becomes a clause, and CLAUSES_A_DOCUMENT of them a document in memory, so that what is measured
goes through the passages, the index and the search that a policy document goes through.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from documents.errors import UnknownDocument
from documents.model import Clause, Document
from evals.errors import InvalidBenchmark

CLAUSES_A_DOCUMENT = 500
"""Records of the corpus that make one document."""
SHOWN_CHARACTERS = 60
QRELS = Path("qrels") / "test.tsv"
HEADER = "query-id"


@dataclass(frozen=True)
class Benchmark:
    """A retrieval benchmark, read."""

    name: str
    corpus: Mapping[str, str]
    """Record id → its title and text."""
    queries: Mapping[str, str]
    """Question id → question; only those with a relevant record."""
    relevant: Mapping[str, Mapping[str, int]]
    """Question id → record id → grade, > 0."""


def read_benchmark(folder: Path) -> Benchmark:
    """The benchmark in `folder`. Raises: InvalidBenchmark, one sentence with file, line, rule, value, remedy."""
    if not folder.is_dir():
        raise InvalidBenchmark(f"{folder}: a benchmark is a folder with corpus.jsonl, queries.jsonl and {QRELS}")
    corpus = read_records(folder / "corpus.jsonl", titled=True)
    queries = read_records(folder / "queries.jsonl", titled=False)
    relevant = read_judgements(folder / QRELS, corpus, queries)
    return Benchmark(folder.resolve().name, corpus, {name: queries[name] for name in relevant}, relevant)


def read_records(path: Path, *, titled: bool) -> dict[str, str]:
    """Id → text of each line's record, the title in front where there is one. Raises: InvalidBenchmark."""
    records: dict[str, str] = {}
    first_line: dict[str, int] = {}
    for number, line in read_lines(path):
        where = f"{path.name}: line {number}"
        record = read_object(line, where)
        name, text = record.get("_id"), record.get("text")
        title = record.get("title") or "" if titled else ""
        if not isinstance(name, str) or not name:
            raise InvalidBenchmark(
                f"{where}: '_id' must be a text that is not empty, not {shown(name)}: name the record"
            )
        if not isinstance(text, str) or not isinstance(title, str):
            wrong = text if isinstance(title, str) else title
            raise InvalidBenchmark(f"{where}: 'text' and 'title' must be texts, not {shown(wrong)}: correct it")
        if name in records:
            raise InvalidBenchmark(f"{where}: _id {shown(name)} stands on line {first_line[name]} already: rename it")
        records[name] = f"{title}\n{text}" if title.strip() else text
        first_line[name] = number
    if not records:
        raise InvalidBenchmark(f"{path.name}: at least one record is needed, the file has none: write one a line")
    return records


def read_judgements(path: Path, corpus: Mapping[str, str], queries: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Question id → relevant record id → grade above 0, in the order of the file. Raises: InvalidBenchmark."""
    relevant: dict[str, dict[str, int]] = {}
    for number, line in read_lines(path):
        where = f"{path.name}: line {number}"
        fields = line.rstrip("\r").split("\t")
        if fields[0] == HEADER:
            continue
        if len(fields) != 3 or not fields[2].strip().lstrip("-").isdecimal():
            raise InvalidBenchmark(
                f"{where}: a judgement is query-id, corpus-id and a whole number, parted by tabs, not {shown(line)}"
            )
        query, record, grade = fields[0], fields[1], int(fields[2])
        if query not in queries:
            raise InvalidBenchmark(
                f"{where}: the question {shown(query)} is not in queries.jsonl: add it or drop the line"
            )
        if record not in corpus:
            raise InvalidBenchmark(
                f"{where}: the record {shown(record)} is not in corpus.jsonl: add it or drop the line"
            )
        if grade > 0:
            relevant.setdefault(query, {})[record] = grade
    if not relevant:
        raise InvalidBenchmark(f"{path.name}: no question has a relevant record: write one judgement a line")
    return relevant


def cut(benchmark: Benchmark, queries: int | None, passages: int | None) -> Benchmark:
    """`benchmark` with at most `queries` questions, and at most `passages` records beside all relevant ones.

    Both are drawn by a hash of their ids: the same draw for the same file, and no run of neighbours.
    """
    names = drawn(benchmark.queries, queries)
    kept = {record for grades in benchmark.relevant.values() for record in grades}
    others = [record for record in benchmark.corpus if record not in kept]
    kept.update(drawn(others, None if passages is None else max(0, passages - len(kept))))
    return replace(
        benchmark,
        corpus={record: text for record, text in benchmark.corpus.items() if record in kept},
        queries={name: benchmark.queries[name] for name in names},
        relevant={name: benchmark.relevant[name] for name in names},
    )


def drawn(names: Iterable[str], most: int | None) -> list[str]:
    """At most `most` of `names`, chosen by hash, in their own order; all where `most` is None."""
    ordered = list(names)
    if most is None or len(ordered) <= most:
        return ordered
    chosen = set(sorted(ordered, key=hash_of)[:most])
    return [name for name in ordered if name in chosen]


def hash_of(name: str) -> bytes:
    return hashlib.sha256(name.encode("utf-8", "replace")).digest()


class HeldDocuments:
    """Documents in memory, as the index reads a catalogue."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents

    def names(self) -> Sequence[str]:
        """The documents' names, in their own order."""
        return list(self._documents)

    def hashes(self) -> Mapping[str, str]:
        """Document name → SHA-256 of its text."""
        return {name: document.content_hash for name, document in self._documents.items()}

    def document(self, name: str) -> Document:
        """The document of that name. Raises: UnknownDocument."""
        if name not in self._documents:
            raise UnknownDocument(f"document {name!r} is not in the corpus")
        return self._documents[name]


class CorpusCatalogue(HeldDocuments):
    """The corpus as documents of many clauses, each clause a record."""

    def __init__(self, corpus: Mapping[str, str]) -> None:
        names = list(corpus)
        groups = [names[first : first + CLAUSES_A_DOCUMENT] for first in range(0, len(names), CLAUSES_A_DOCUMENT)]
        super().__init__(
            {
                f"corpus-{number:05d}": document_of(f"corpus-{number:05d}", group, corpus)
                for number, group in enumerate(groups, start=1)
            }
        )


def document_of(name: str, records: Sequence[str], corpus: Mapping[str, str]) -> Document:
    """A document whose clauses are these records, one after the other; a clause's locator is the record's id."""
    clauses: list[Clause] = []
    parts: list[str] = []
    start = 0
    for record in records:
        text = corpus[record]
        title = text.partition("\n")[0]
        clauses.append(Clause(record, record, 1, title, text, start, start + len(text)))
        parts += (text, "\n")
        start += len(text) + 1
    whole = "".join(parts)
    digest = hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()
    return Document(name, name, whole, whole, tuple(clauses), content_hash=digest)


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """(number from 1, line) of each line that shows something. Raises: InvalidBenchmark."""
    try:
        # Only "\n" ends a line: JSON strings may hold U+2028.
        with path.open(encoding="utf-8-sig", newline="\n") as stream:
            yield from ((number, line.removesuffix("\n")) for number, line in enumerate(stream, 1) if line.strip())
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InvalidBenchmark(f"{path}: a benchmark needs this file ({reason}): check the folder") from error
    except UnicodeDecodeError as error:
        raise InvalidBenchmark(f"{path}: a benchmark is UTF-8, this file is not: save it as UTF-8") from error


def read_object(line: str, where: str) -> Mapping[str, object]:
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deep"
        raise InvalidBenchmark(f"{where}: each line must be a JSON object, this breaks ({reason}): mend it") from error
    if not isinstance(record, dict):
        raise InvalidBenchmark(f"{where}: each line must be a JSON object, not {shown(record)}: mend it")
    return record


def shown(value: object) -> str:
    """`value` as a message names it, cut."""
    text = repr(value)
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"
