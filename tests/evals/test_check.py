"""Gold that cannot be right is found with its line, each kind by its own sentence."""

import json
from pathlib import Path

import pytest

from documents.ingest import parse_document
from evals import __main__ as command
from evals.check import Finding, check_set
from evals.dataset import load_test_set

TEXT = """关于港口建设的实施方案

一、总体要求
建设两座码头。

二、重点任务
1.建设码头。在湾口建4个泊位。(责任单位:市交通运输局、市财政局)
2.疏浚航道。航道长3公里。(责任单位:市水务局)
"""
GOOD: dict[str, object] = {
    "id": "a",
    "question": "码头由谁负责?",
    "lang": "zh",
    "category": "units",
    "answerable": True,
    "units": ["市交通运输局", "市财政局"],
    "lead": "市交通运输局",
    "clauses": ["二/1"],
    "answer": [["4个泊位", "四个泊位"]],
}
LIBRARY = {"port": parse_document("port", TEXT)}


def findings(tmp_path: Path, *rows: dict[str, object]) -> list[Finding]:
    path = tmp_path / "set.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return check_set(load_test_set(path), LIBRARY)


def test_right_gold_gives_nothing(tmp_path: Path) -> None:
    tail = {**GOOD, "id": "b", "clauses": ["1"], "question": "谁建码头?", "document": "port"}
    assert findings(tmp_path, GOOD, tail) == []


def test_gold_that_any_answer_or_several_clauses_meet_is_a_doubt(tmp_path: Path) -> None:
    bare = {name: GOOD[name] for name in ("id", "question", "lang", "category", "answerable")}
    (found,) = findings(tmp_path, bare)
    assert (found.kind, "without gold" in found.sentence) == ("doubt", True)
    assert findings(tmp_path, {**bare, "answerable": False}) == []
    twice = {
        "twice": parse_document("twice", "第一章 总则\n第一节 甲\n第一条 乙。\n第二章 附则\n第一节 丙\n第二条 丁。\n")
    }
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps({**bare, "clauses": ["第一节"]}), encoding="utf-8")
    (found,) = check_set(load_test_set(path), twice)
    assert found.sentence == "clause '第一节' may be 第一章/第一节 or 第二章/第一节: write more of the locator"


SPOILED: dict[str, tuple[dict[str, object], str, str]] = {
    "an unknown document": ({"document": "harbour"}, "fault", "document 'harbour' is not in the library (port)"),
    "an unknown clause": ({"clauses": ["二/1", "二/9"]}, "fault", "clause '二/9' is in no document"),
    "an unknown clause that suffices": ({"clauses_any": ["五"]}, "fault", "clause '五' is in no document"),
    "a unit of another clause": (
        {"units": ["市交通运输局", "市水务局"]}, "fault", "'市水务局' is not responsible for 二/1",
    ),
    "a lead that supports": ({"lead": "市财政局"}, "fault", "lead '市财政局' does not lead 二/1"),
    "an answer that stands nowhere": ({"answer": [["5个泊位", "五个泊位"]]}, "doubt", "answer 5个泊位 | 五个泊位"),
}  # fmt: skip


@pytest.mark.parametrize("spoiled", SPOILED)
def test_each_slip_is_found_alone_and_with_its_line(spoiled: str, tmp_path: Path) -> None:
    change, kind, sentence = SPOILED[spoiled]
    (found,) = findings(tmp_path, {**GOOD, "id": "first", "question": "谁?"}, {**GOOD, **change})
    assert (found.line, found.id, found.kind) == (2, "a", kind)
    assert sentence.replace("'", "") in found.sentence.replace("'", "")


def test_counts_are_not_looked_for_and_english_units_are(tmp_path: Path) -> None:
    count = {**GOOD, "category": "count", "answer": [["17"]]}
    english = {**GOOD, "id": "b", "lang": "en", "question": "Who?", "answer": [["Municipal Finance Bureau"]]}
    wrong = {**english, "id": "c", "question": "Which?", "answer": [["Municipal Moon Bureau"]]}
    assert [(found.id, found.kind) for found in findings(tmp_path, count, english, wrong)] == [("c", "doubt")]


def test_the_same_question_twice_is_a_doubt_but_not_in_another_conversation(tmp_path: Path) -> None:
    again = {**GOOD, "id": "b", "question": "码头由谁负责 ?"}
    later = {**GOOD, "id": "c", "history": [{"role": "user", "content": "航道?"}]}
    (found,) = findings(tmp_path, GOOD, again, later)
    assert (found.id, found.kind, found.line) == ("b", "doubt", 2)
    assert "stands under 'a'" in found.sentence


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POLICY_HOME", str(tmp_path / "home"))
    return tmp_path / "set.jsonl"


def test_the_command_names_lines_and_fails_on_faults_only(shipped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = {**GOOD, "units": [], "lead": None, "answer": [["一个不存在的答案"]], "clauses": ["二"]}
    shipped.write_text(json.dumps(asked, ensure_ascii=False) + "\n", encoding="utf-8")
    assert command.main(["check", str(shipped)]) == 0
    assert "line 1: doubt a: answer" in capsys.readouterr().out
    shipped.write_text(json.dumps({**asked, "clauses": ["九十九"]}, ensure_ascii=False) + "\n{\n", encoding="utf-8")
    assert command.main(["check", str(shipped)]) == 1
    assert "line 2: each line must be JSON" in capsys.readouterr().err
    assert command.main(["check", str(shipped), "--lenient"]) == 1
    captured = capsys.readouterr()
    assert "left out line 2" in captured.out
    assert "line 1: fault a: clause '九十九'" in captured.out
    assert captured.err == "set.jsonl: 2 faults in the gold; mend these lines before it is asked\n"
