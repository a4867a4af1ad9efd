"""`python -m evals retrieval` and `fusion-fit`, over the real index with a stand-in for the model."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from evals import __main__ as command
from evals import retrieval_command
from index.fusion import SIGNALS, fitted
from tests.evals.test_retrieval_beir import written
from tests.fakes import HashEmbedder, HashReader

SUBJECTS = ("机场航站楼", "深水码头", "候鸟湿地", "异地就医", "跨省铁路", "燃气储备", "人才招引", "垃圾分类")
CORPUS = [
    {"_id": f"r{number}", "title": f"第{number}条", "text": f"加快推进{subject}工作,由有关单位负责。建设相关设施。"}
    for number, subject in enumerate(SUBJECTS)
]
QUERIES = [{"_id": f"q{number}", "text": f"{subject}谁来管?"} for number, subject in enumerate(SUBJECTS)]
QRELS = [f"q{number}\tr{number}\t1" for number in range(len(SUBJECTS))]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POLICY_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(retrieval_command, "open_embedder", lambda settings: HashEmbedder())
    (tmp_path / "set").mkdir()
    return written(tmp_path / "set", CORPUS, QUERIES, QRELS)


def measured(folder: Path, *more: str) -> Any:
    out = folder.parent / "out.json"
    assert command.main(["retrieval", str(folder), "--json", str(out), *more]) == 0
    return json.loads(out.read_text(encoding="utf-8"))


def test_the_rows_stand_side_by_side(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = measured(folder)
    assert (found["dataset"], found["queries"], found["passages"]) == ("set", 8, 8)
    assert list(found["rows"]) == ["bm25", "dense", "fused", "hybrid"]
    for row in found["rows"].values():
        assert list(row) == [
            "hit@1", "ndcg@10", "recall@10", "recall@100", "mrr@10", "ms_per_query", "passages_per_second",
        ]  # fmt: skip
        assert row["ms_per_query"] > 0
        assert row["passages_per_second"] > 0
    assert found["rows"]["bm25"]["hit@1"] == found["rows"]["hybrid"]["hit@1"] == 1.0
    assert found["rows"]["dense"]["recall@100"] == 1.0
    assert found["intervals"]["bm25"]["hit@1"] == [1.0, 1.0]
    assert found["tests"]["hybrid - bm25"]["mrr@10"]["p"] == 1.0
    shown = capsys.readouterr().out
    assert "set: 8 questions, 8 records" in shown
    assert "hybrid - dense" in shown


def test_the_reader_has_a_row_of_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = HashReader()
    monkeypatch.setattr(retrieval_command, "open_reader", lambda settings: reader)
    found = measured(folder)
    assert list(found["rows"]) == ["bm25", "dense", "fused", "unread", "hybrid"]
    assert found["rows"]["hybrid"]["passages_per_second"] < found["rows"]["unread"]["passages_per_second"]
    assert found["tests"]["hybrid - unread"]["mrr@10"]["p"] <= 1.0
    # Once by the model itself, timed, and once to have it at hand; passages come from the cache the second time.
    assert {question["text"] for question in QUERIES} <= set(reader.asked)
    passages = len(reader.read)
    reader.read.clear()
    measured(folder)
    assert len(reader.read) < passages


def test_a_library_over_the_limit_has_no_row_for_the_reader(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_READER_PASSAGES", "3")
    reader = HashReader()
    monkeypatch.setattr(retrieval_command, "open_reader", lambda settings: reader)
    assert list(measured(folder)["rows"]) == ["bm25", "dense", "fused", "hybrid"]
    assert reader.read == []


def test_the_check_agrees_or_says_why_it_was_left_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pytrec_eval")
    assert measured(folder)["check"]["agrees"] is True
    monkeypatch.setitem(sys.modules, "pytrec_eval", None)
    check = measured(folder)["check"]
    assert (check["agrees"], check["left_out"]) == (None, "pytrec-eval-terrier is not installed")
    assert "not checked against pytrec-eval-terrier" in capsys.readouterr().out


def test_limits_cut_questions_and_records(folder: Path) -> None:
    found = measured(folder, "--limit-queries", "3", "--limit-passages", "5", "--depth", "2")
    assert (found["queries"], found["passages"]) == (3, 8)
    assert found["rows"]["dense"]["recall@100"] <= 1.0


def test_a_broken_benchmark_is_one_line_and_exit_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "corpus.jsonl").write_text("{\n", encoding="utf-8")
    assert command.main(["retrieval", str(folder)]) == 1
    assert capsys.readouterr().err.startswith("corpus.jsonl: line 1: each line must be a JSON object")


@pytest.mark.parametrize("arguments", [[], ["x", "--testset", "y"], ["x", "--limit-queries", "0"]])
def test_bad_use_is_exit_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["retrieval", *arguments])
    assert ended.value.code == 2


def test_a_test_set_is_measured_over_the_library_by_language(folder: Path) -> None:
    shared = {"category": "fact", "answerable": True, "clauses": ["二/(一)/4"]}
    rows = [
        {"id": "q1", "question": "复航工程谁牵头?", "lang": "zh", **shared},
        {"id": "q2", "question": "Who restores navigation?", "lang": "en", **shared},
        {"id": "q3", "question": "无此条款?", "lang": "zh", "category": "fact", "answerable": False},
    ]
    path = folder.parent / "gold.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    out = folder.parent / "out.json"
    assert command.main(["retrieval", "--testset", str(path), "--json", str(out)]) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert (found["dataset"], found["queries"]) == ("gold.jsonl", 2)
    assert [(part["dataset"], part["queries"]) for part in found["by_language"]] == [
        ("gold.jsonl en", 1),
        ("gold.jsonl zh", 1),
    ]


def test_a_test_set_without_clauses_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder.parent / "gold.jsonl"
    row = {"id": "q", "question": "问?", "lang": "zh", "category": "fact", "answerable": True}
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert command.main(["retrieval", "--testset", str(path)]) == 1
    assert "a question with 'clauses' of the library is needed" in capsys.readouterr().err


def test_a_fit_writes_numbers_that_the_search_can_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("torch")
    monkeypatch.setattr("evals.fusion_fit.STEPS", 15)
    monkeypatch.setattr("evals.fusion_fit.LEAST_LESSONS", 2)
    out = folder.parent / "fusion.json"
    assert command.main(["fusion-fit", str(folder), "-o", str(out)]) == 0
    fusion = fitted(out)
    from evals.fusion_fit import START

    assert set(fusion.kinds) == set(START)
    assert min(fusion.kinds["close"].parts) >= 0
    stored = json.loads(out.read_text(encoding="utf-8"))
    assert stored["fitted_with"] == "hash-embedder 1"
    assert list(stored["centres"]) == list(SIGNALS)
    assert "read_with" not in stored
    assert set(stored["fitted_on"]) == {"set close", "set quick"}
    first = out.read_bytes()
    assert command.main(["fusion-fit", str(folder), "-o", str(out)]) == 0
    assert out.read_bytes() == first
    assert "held-out half of" in capsys.readouterr().out


def test_a_fit_reads_every_library_and_teaches_the_kinds_with_a_reader(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("torch")
    monkeypatch.setattr("evals.fusion_fit.STEPS", 15)
    monkeypatch.setattr("evals.fusion_fit.LEAST_LESSONS", 2)
    monkeypatch.setenv("POLICY_READER_PASSAGES", "3")
    monkeypatch.setattr(retrieval_command, "open_reader", lambda settings: HashReader())
    out = folder.parent / "fusion.json"
    assert command.main(["fusion-fit", str(folder), "-o", str(out)]) == 0
    stored = json.loads(out.read_text(encoding="utf-8"))
    assert stored["read_with"] == "hash-reader 1"
    assert set(stored["fitted_on"]) == {"set close", "set quick", "set close_read", "set quick_read"}
    assert stored["kinds"]["close_read"]["parts"]["read"] > 0
    assert stored["kinds"]["close"]["parts"]["read"] == 0


def test_sets_are_fitted_over_their_own_libraries(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("torch")
    monkeypatch.setattr("evals.fusion_fit.STEPS", 5)
    monkeypatch.setattr("evals.fusion_fit.LEAST_LESSONS", 1)
    paths = []
    for name, text in (("first", "机场扩建由机场公司负责"), ("second", "港口扩建由港口公司负责")):
        library = folder.parent / name
        library.mkdir()
        body = "\n".join(f"{number}.{text}第{number}项。" for number in range(1, 6))
        (library / f"{name}-notice.txt").write_text(f"关于{text}的通知\n{body}\n", encoding="utf-8")
        rows = [
            {"id": f"q{number}", "question": f"{text}第{number}项", "lang": "zh", "category": "fact",
             "answerable": True, "clauses": [str(number)]}
            for number in range(1, 6)
        ]  # fmt: skip
        paths.append(folder.parent / f"{name}.jsonl")
        paths[-1].write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    about = folder.parent / "about.toml"
    told = "author = 'x'\nread = 'yes'\nlibrary = "
    about.write_text(f"[first]\n{told}'first'\n[second]\n{told}'second'\n", encoding="utf-8")
    monkeypatch.setattr("evals.fusion_fit_command.ABOUT_FILE", about)
    out = folder.parent / "fusion.json"
    sets = [part for path in paths for part in ("--testset", str(path))]
    assert command.main(["fusion-fit", *sets, "-o", str(out)]) == 0
    fitted_on = json.loads(out.read_text(encoding="utf-8"))["fitted_on"]
    assert {name.rpartition(" ")[0] for name in fitted_on} == {"library of first", "library of second"}
