"""`python -m assistant ask` and `duties`: the contract's JSON, histories, documents, one clear line for what fails."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import __main__ as command
from assistant.__main__ import main
from assistant.pipeline import Assistant
from tests.assistant.fakes import POLICY_NAME, SEED_NAME

ROOT = Path(__file__).parents[2]
KEYS = {"id", "answer", "refused", "outcome", "units", "lead", "citations", "related", "latency_ms"}
HEADLINE = "小清河复航由哪个局牵头?"


@pytest.fixture
def home(both: Assistant, home_of_both: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of both documents, in the environment."""
    monkeypatch.setenv("POLICY_HOME", str(home_of_both))
    return home_of_both


@pytest.fixture
def opened(home: Path, both: Assistant, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """The assistant of that home, opened before: what a command would open."""
    monkeypatch.setattr(command, "open_assistant", lambda: both)
    return both


@pytest.fixture
def history(tmp_path: Path) -> Path:
    return tmp_path / "history.json"


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    """What `--json` prints, and that nothing else is."""
    assert main([*arguments, "--json"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    answer = json.loads(printed.out)
    assert isinstance(answer, dict)
    return answer


def failed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line a refused command leaves on stderr."""
    assert main(arguments) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert "Traceback" not in printed.err
    return printed.err


def test_ask_prints_the_prediction(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked(capsys, "ask", HEADLINE)
    assert set(answer) == KEYS
    assert (answer["outcome"], answer["refused"], answer["lead"]) == ("answered", False, "市交通运输局")
    assert answer["units"] == ["市交通运输局", "市水务局"]
    citations = answer["citations"]
    assert isinstance(citations, list)
    assert {*map(frozenset, citations)} == {frozenset({"document", "locator", "title", "quote", "start", "end"})}
    assert (citations[0]["document"], citations[0]["locator"]) == (SEED_NAME, "二/(一)/4")
    assert isinstance(answer["latency_ms"], float)


def test_ask_for_people_names_its_sources(opened: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", HEADLINE]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "》：市交通运输局牵头" in lines[0]
    for number, line in enumerate(lines[-2:], 1):
        assert line.startswith(f"[{number}] {SEED_NAME} 二/(一)/4 加快贯通航运“黄金水道” (")
    assert lines[-3] == ""


def test_a_refusal_is_a_success_of_the_command(opened: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked(capsys, "ask", "周杰伦演唱会由谁牵头?")
    assert (answer["refused"], answer["citations"], answer["lead"]) == (True, [], None)


@pytest.mark.parametrize("question", ["", "😀", "\ud800", "a" * 10_000, "\x1b[31m红"])
def test_no_question_breaks_the_terminal(opened: Assistant, capsys: pytest.CaptureFixture[str], question: str) -> None:
    assert main(["ask", question]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert printed.out.strip()
    assert "\x1b" not in printed.out


def test_a_document_narrows_the_answer(opened: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, "ask", HEADLINE, "--document", POLICY_NAME)["refused"] is True
    assert asked(capsys, "ask", HEADLINE, "--document", SEED_NAME)["refused"] is False


def test_duties(opened: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked(capsys, "duties", "市外办")
    assert set(answer) == KEYS
    assert answer["units"] == ["市外办"]
    citations = answer["citations"]
    assert isinstance(citations, list)
    assert [citation["locator"] for citation in citations] == ["二/(七)/24", "二/(七)/25"]


@pytest.mark.parametrize("unit", ["市财政局", "财政局", "Finance Bureau"])
def test_duties_of_a_unit_by_any_of_its_names(opened: Assistant, capsys: pytest.CaptureFixture[str], unit: str) -> None:
    answer = asked(capsys, "duties", unit, "--document", POLICY_NAME)
    assert answer["units"] == ["市财政局"]
    citations = answer["citations"]
    assert isinstance(citations, list)
    assert [citation["locator"] for citation in citations] == ["第二章/第三条", "第三章/第十条"]


def test_duties_of_an_unknown_unit(opened: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked(capsys, "duties", "市公安局")
    assert (answer["outcome"], answer["units"], answer["citations"]) == ("unknown_unit", [], [])


HISTORY = [
    {"role": "user", "content": "翠湖泵站改造由哪个单位牵头?"},
    {"role": "assistant", "content": "由市公安局牵头。"},
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_history_is_read_with_or_without_its_mark(
    opened: Assistant, history: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    history.write_text(json.dumps(HISTORY, ensure_ascii=False), encoding=encoding)
    answer = asked(capsys, "ask", "那配合单位呢?", "--history", str(history))
    assert answer["units"] == ["市水利局", "市财政局", "市大数据局"]
    assert "市公安局" not in str(answer)


def test_an_empty_history_is_none(opened: Assistant, history: Path, capsys: pytest.CaptureFixture[str]) -> None:
    history.write_text("[]", encoding="utf-8")
    assert asked(capsys, "ask", HEADLINE, "--history", str(history))["lead"] == "市交通运输局"


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b'{"role": "user"}', b'["only text"]', b"[1]", b"null", b"\xff\xfe\x00", b"[" * 200_000],
    ids=["empty", "broken", "an object", "strings", "numbers", "null", "not utf-8", "nested"],
)
def test_a_history_that_is_none_is_refused_in_one_line(
    opened: Assistant, history: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    history.write_bytes(content)
    line = failed(capsys, "ask", HEADLINE, "--history", str(history))
    assert line.startswith("history history.json: ")
    assert "{role, content}" in line


def test_a_history_that_is_not_there_is_named(
    opened: Assistant, history: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert failed(capsys, "ask", HEADLINE, "--history", str(history)).startswith("history history.json: ")
    assert failed(capsys, "ask", HEADLINE, "--history", str(history.parent)).startswith("history ")


@pytest.mark.parametrize("arguments", [["ask", HEADLINE], ["duties", "市财政局"]])
def test_an_unknown_document_is_named_with_those_that_are_held(
    opened: Assistant, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    line = failed(capsys, *arguments, "--document", "other")
    assert "'other' is not in the library" in line
    assert SEED_NAME in line
    assert POLICY_NAME in line


def test_a_setting_that_cannot_be_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICY_MAX_QUESTION", "many")
    assert "POLICY_MAX_QUESTION" in failed(capsys, "ask", HEADLINE)


def test_a_home_that_is_a_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("POLICY_HOME", str(tmp_path / "file"))
    assert str(tmp_path / "file") in failed(capsys, "ask", HEADLINE)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["ask"],
        ["duties"],
        ["duties", "--json"],
        ["answer", "?"],
        ["ask", "?", "--unknown"],
        ["ask", "?", "--history"],
        ["ask", "one", "two"],
    ],
)
def test_bad_use_is_told_apart(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "usage: python -m assistant" in printed.err


@pytest.mark.parametrize("arguments", [["--help"], ["ask", "--help"], ["duties", "--help"]])
def test_every_command_explains_itself(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    assert "usage: python -m assistant" in capsys.readouterr().out


def _run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        cwd=ROOT,
        env={**os.environ, "POLICY_HOME": str(home), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_ask_as_a_process(home: Path) -> None:
    done = _run(home, "ask", HEADLINE, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert set(answer) == KEYS
    assert answer["lead"] == "市交通运输局"


def test_duties_as_a_process(home: Path) -> None:
    done = _run(home, "duties", "市外办", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert set(answer) == KEYS
    assert answer["units"] == ["市外办"]


def test_duties_of_what_is_no_unit(opened: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["duties", "市民"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "'市民'" in printed.err
