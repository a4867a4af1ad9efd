"""`python -m index`: results, exit codes, one line where something is wrong."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from documents.catalog import Catalogue
from documents.settings import DocumentSettings
from index import __main__ as command
from index.embedding import Embedder
from index.settings import READER, IndexSettings
from tests.fakes import HashEmbedder, document_of

NO_READER = "none (POLICY_READER_MODEL)"
DOCUMENT = document_of("文件", "1.机场建设。扩建航站楼。\n", "2.港口建设。建设深水泊位。\n")


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of one small document and a quick embedder."""
    home = tmp_path / "home"
    monkeypatch.setenv("POLICY_HOME", str(home))
    monkeypatch.delenv("POLICY_EMBEDDING_MODEL", raising=False)
    monkeypatch.delenv("POLICY_CATALOGUE_URL", raising=False)
    embedder = HashEmbedder()

    def quick(settings: IndexSettings) -> Embedder:
        return embedder

    monkeypatch.setattr("index.dictionary.entries", lambda: iter([("机场", "airport")]))
    monkeypatch.setattr("index.build.open_embedder", quick)
    monkeypatch.setattr("index.command.open_embedder", quick)
    catalogue = Catalogue.open(DocumentSettings(home=home))
    catalogue.put(DOCUMENT)
    catalogue.close()
    return home


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = command.main(list(arguments))
    output = capsys.readouterr()
    return status, output.out, output.err


def test_build_says_what_it_built(capsys: pytest.CaptureFixture[str], library: Path) -> None:
    assert run(capsys, "build") == (0, f"1 document, 2 passages, model hash-embedder 1, reader: {NO_READER}\n", "")
    first = (library / "index" / "current").read_text(encoding="utf-8")
    assert run(capsys, "build")[0] == 0
    assert (library / "index" / "current").read_text(encoding="utf-8") == first
    assert run(capsys, "build", "--rebuild")[0] == 0
    assert (library / "index" / "current").read_text(encoding="utf-8") != first


def test_status_follows_the_index(capsys: pytest.CaptureFixture[str], library: Path) -> None:
    before = json.loads(run(capsys, "status", "--json")[1])
    assert (before["ready"], before["reason"], before["passages"]) == (False, "there is no index yet", 0)
    assert not (library / "index" / "current").exists()
    run(capsys, "build")
    after = json.loads(run(capsys, "status", "--json")[1])
    assert (after["ready"], after["reason"], after["documents"], after["passages"]) == (True, "", 1, 2)
    assert (after["model"], after["dimension"]) == ("hash-embedder 1", 16)
    next((library / "index" / "segments").glob("*/vectors.npy")).write_bytes(b"damaged")
    damaged = json.loads(run(capsys, "status", "--json")[1])
    assert not damaged["ready"]
    assert "vectors.npy" in damaged["reason"]
    status, text, _ = run(capsys, "status")
    assert status == 0
    assert "ready: False" in text


def test_the_reader_is_told_of(
    capsys: pytest.CaptureFixture[str], library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, "build")
    assert json.loads(run(capsys, "status", "--json")[1])["reader"] == NO_READER
    monkeypatch.setenv("POLICY_READER_MODEL", READER)
    status = json.loads(run(capsys, "status", "--json")[1])
    assert not status["ready"]
    assert "due to be read by 'policy-reader-384" in status["reason"]
    assert run(capsys, "build")[1].startswith(
        "1 document, 2 passages, model hash-embedder 1, reader: policy-reader-384 "
    )
    assert json.loads(run(capsys, "search", "机场", "--json")[1])[0]["read_score"] > 0.1
    assert json.loads(run(capsys, "status", "--json")[1])["reader"].startswith("policy-reader-384 ")
    next((library / "index" / "generations").glob("*/readings.npz")).write_bytes(b"damaged")
    assert "What was read" in json.loads(run(capsys, "status", "--json")[1])["reason"]
    monkeypatch.setenv("POLICY_READER_PASSAGES", "1")
    note = "none, more than 1 passages (POLICY_READER_PASSAGES)"
    assert run(capsys, "build")[1].endswith(f"reader: {note}\n")
    assert json.loads(run(capsys, "status", "--json")[1])["reader"] == note


def test_a_build_is_refused_where_the_reader_is_missing(
    capsys: pytest.CaptureFixture[str], library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, "build")
    first = (library / "index" / "current").read_text(encoding="utf-8")
    monkeypatch.setenv("POLICY_READER_MODEL", str(library / "nowhere"))
    status, out, err = run(capsys, "build", "--rebuild")
    assert (status, out) == (1, "")
    assert "POLICY_READER_MODEL" in err
    assert (library / "index" / "current").read_text(encoding="utf-8") == first
    facts = json.loads(run(capsys, "status", "--json")[1])
    assert facts["ready"]
    assert "missing, damaged or incomplete" in facts["reader"]
    assert json.loads(run(capsys, "search", "机场", "--json")[1])[0]["read_score"] is None


def test_search_builds_what_is_missing_and_prints_both_sides(capsys: pytest.CaptureFixture[str]) -> None:
    status, text, _ = run(capsys, "search", "深水泊位", "--json")
    best = json.loads(text)[0]
    assert status == 0
    assert (best["passage"]["locator"], best["lexical_rank"]) == ("2", 1)
    assert set(best) == {"passage", "score", "lexical_rank", "lexical_score", "dense_rank", "dense_score", "read_score"}
    status, table, _ = run(capsys, "search", "深水泊位", "--limit", "1")
    assert status == 0
    assert "words" in table
    assert "文件" in table


def test_search_keeps_to_a_document_and_refuses_an_unknown_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "search", "机场", "--document", "文件")[0] == 0
    status, out, err = run(capsys, "search", "机场", "--document", "无此\x1b[2J文件")
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    assert "\x1b" not in err


def test_an_empty_question_finds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "search", "", "--json") == (0, "[]\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["unknown"],
        ["search"],
        ["search", "x", "--limit", "0"],
        ["search", "x", "--limit", "many"],
        ["build", "--add", "x"],
    ],
)
def test_bad_use_exits_with_two(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        command.main(arguments)
    assert caught.value.code == 2


def test_a_bad_setting_is_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_THREADS", "many")
    status, _, err = run(capsys, "build")
    assert (status, err.count("\n")) == (1, 1)
    assert "POLICY_THREADS" in err


def test_an_index_folder_that_is_a_file_is_one_line(capsys: pytest.CaptureFixture[str], library: Path) -> None:
    (library / "index").write_text("a file", encoding="utf-8")
    status, _, err = run(capsys, "build")
    assert (status, err.count("\n")) == (1, 1)
    assert "cannot be written" in err


@pytest.mark.skipif(importlib.util.find_spec("ray") is not None, reason="ray is installed")
def test_a_cluster_without_ray_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "build", "--ray")
    assert (status, err.count("\n")) == (1, 1)
    assert "requirements-ray.txt" in err


def test_an_interrupt_while_the_modules_load_is_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(name: str) -> object:
        raise KeyboardInterrupt(name)

    monkeypatch.setattr("documents.command.import_module", interrupted)
    assert run(capsys, "build") == (130, "", f"{command.INTERRUPTED}\n")


def test_the_command_itself_loads_next_to_nothing() -> None:
    loaded = "import sys, index.__main__; print(sorted({'numpy', 'sqlalchemy', 'rich', 'chromadb'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout == "[]\n"
