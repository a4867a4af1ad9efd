"""Benchmarks in BEIR's layout: what is read, what is refused with its line, and how it is cut."""

import json
from pathlib import Path

import pytest

from evals.errors import InvalidBenchmark
from evals.retrieval_beir import CLAUSES_A_DOCUMENT, CorpusCatalogue, cut, read_benchmark

CORPUS = [{"_id": "a", "title": "机场", "text": "扩建航站楼。"}, {"_id": "b", "title": "", "text": "修建\u2028码头。"}]
QUERIES = [{"_id": "q1", "text": "谁扩建航站楼?"}, {"_id": "q2", "text": "码头呢?"}, {"_id": "q3", "text": "无人判定"}]
QRELS = ["query-id\tcorpus-id\tscore", "q1\ta\t1", "q2\tb\t2", "q2\ta\t0"]


def written(folder: Path, corpus: object = CORPUS, queries: object = QUERIES, qrels: object = QRELS) -> Path:
    (folder / "qrels").mkdir()
    for name, lines in (("corpus.jsonl", corpus), ("queries.jsonl", queries), ("qrels/test.tsv", qrels)):
        assert isinstance(lines, list)
        text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
        (folder / name).write_text(text + "\n", encoding="utf-8")
    return folder


def test_a_benchmark_is_read(tmp_path: Path) -> None:
    benchmark = read_benchmark(written(tmp_path))
    assert benchmark.name == tmp_path.name
    assert benchmark.corpus == {"a": "机场\n扩建航站楼。", "b": "修建\u2028码头。"}
    assert benchmark.queries == {"q1": "谁扩建航站楼?", "q2": "码头呢?"}
    assert benchmark.relevant == {"q1": {"a": 1}, "q2": {"b": 2}}


@pytest.mark.parametrize(
    ("spoilt", "named"),
    [
        pytest.param({"corpus": [CORPUS[0], "{broken"]}, "corpus.jsonl: line 2", id="broken json"),
        pytest.param({"corpus": [CORPUS[0], [1]]}, "corpus.jsonl: line 2", id="no object"),
        pytest.param({"corpus": []}, "corpus.jsonl: at least one record", id="empty corpus"),
        pytest.param({"corpus": [CORPUS[0], CORPUS[0]]}, "stands on line 1 already", id="repeated id"),
        pytest.param({"corpus": [{"text": "x"}]}, "'_id' must be a text", id="no id"),
        pytest.param({"corpus": [{"_id": "a", "text": 7}]}, "'text' and 'title' must be texts", id="text a number"),
        pytest.param({"queries": [QUERIES[0], ""]}, "test.tsv: line 3: the question 'q2'", id="unknown question"),
        pytest.param({"qrels": [*QRELS, "q1\tzz\t1"]}, "test.tsv: line 5: the record 'zz'", id="unknown record"),
        pytest.param({"qrels": [*QRELS, "q1 a 1"]}, "test.tsv: line 5", id="no tabs"),
        pytest.param({"qrels": [*QRELS, "q1\ta\tyes"]}, "test.tsv: line 5", id="no number"),
        pytest.param({"qrels": QRELS[:1]}, "no question has a relevant record", id="no judgement"),
    ],
)
def test_a_slip_is_named_with_its_line(tmp_path: Path, spoilt: dict[str, object], named: str) -> None:
    with pytest.raises(InvalidBenchmark, match=r".+") as refused:
        read_benchmark(written(tmp_path, **spoilt))
    assert named in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("missing", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    (written(tmp_path) / missing).unlink()
    with pytest.raises(InvalidBenchmark, match=missing.rpartition("/")[2]):
        read_benchmark(tmp_path)


def test_a_folder_that_is_none_and_text_that_is_not_utf8_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidBenchmark, match="a benchmark is a folder"):
        read_benchmark(tmp_path / "none")
    (written(tmp_path) / "corpus.jsonl").write_bytes('{"_id": "a", "text": "机场"}'.encode("gb18030"))
    with pytest.raises(InvalidBenchmark, match="UTF-8"):
        read_benchmark(tmp_path)


def test_a_cut_keeps_every_relevant_record_and_is_the_same_each_time(tmp_path: Path) -> None:
    corpus = [{"_id": f"r{number}", "text": f"第{number}条"} for number in range(40)]
    queries = [{"_id": f"q{number}", "text": "问"} for number in range(10)]
    qrels = [f"q{number}\tr{number}\t1" for number in range(10)]
    benchmark = read_benchmark(written(tmp_path, corpus, queries, qrels))
    small = cut(benchmark, 4, 15)
    assert len(small.queries) == len(small.relevant) == 4
    assert len(small.corpus) == 15
    assert {f"r{number}" for number in range(10)} <= set(small.corpus)
    assert small == cut(benchmark, 4, 15)
    assert cut(benchmark, None, None) == benchmark


def test_every_record_is_a_clause_of_a_document() -> None:
    corpus = {f"r{number}": f"第{number}条\n内容{number}。" for number in range(CLAUSES_A_DOCUMENT + 3)}
    catalogue = CorpusCatalogue(corpus)
    documents = [catalogue.document(name) for name in catalogue.names()]
    assert len(documents) == len(catalogue.hashes()) == 2
    found = {
        clause.locator: document.quote(clause.start, clause.end)
        for document in documents
        for clause in document.clauses
    }
    assert found == corpus
