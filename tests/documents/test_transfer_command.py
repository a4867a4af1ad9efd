"""`python -m documents export --all` and `import`: results, exit codes, one clear line where something is wrong."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from documents import __main__ as command
from documents.settings import DocumentSettings

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POLICY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("POLICY_WORKERS", "1")
    monkeypatch.delenv("POLICY_CATALOGUE_URL", raising=False)
    return tmp_path / "home"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str | Path) -> tuple[int, str, str]:
        status = command.main([str(argument) for argument in arguments])
        output = capsys.readouterr()
        return status, output.out, output.err

    return call


@pytest.fixture
def library(run: Run, tmp_path: Path) -> Path:
    """A file of a library of two documents, one of them in two versions."""
    for text in ("一、甲。\n", "一、乙。\n二、丙。\n"):
        (tmp_path / "意见.txt").write_text(text, encoding="utf-8")
        run("add", tmp_path / "意见.txt")
    (tmp_path / "办法.md").write_text("第一条 丁。\n", encoding="utf-8")
    run("add", tmp_path / "办法.md")
    assert run("export", "--all", tmp_path / "库") == (0, f"{tmp_path / '库'}: 2 documents\n", "")
    return tmp_path / "库"


def test_a_library_is_brought_into_an_empty_one(
    run: Run, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [run("export", "意见", "--version", str(number))[1] for number in (1, 2)]
    monkeypatch.setenv("POLICY_HOME", str(tmp_path / "there"))
    lines = "办法: 1 clause, 0 repairs, 0 gaps\n意见: 2 clauses, 0 repairs, 0 gaps\n"
    assert run("import", library) == (0, lines, "")
    assert [run("export", "意见", "--version", str(number))[1] for number in (1, 2)] == before
    assert run("import", library) == (0, "办法: unchanged\n意见: unchanged\n", "")


def test_json_is_an_object_a_line(run: Run, library: Path) -> None:
    rows = [json.loads(line) for line in run("import", library, "--json")[1].splitlines()]
    assert [(row["name"], row["outcome"]) for row in rows] == [("办法", "unchanged"), ("意见", "unchanged")]


def test_one_document_is_exported_as_json_as_before(run: Run, library: Path) -> None:
    assert json.loads(run("export", "意见")[1])["source"] == "一、乙。\n二、丙。\n"


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", b"\x1f\x8b\x08\x00damaged"])
def test_a_file_that_is_no_library_is_one_line(run: Run, library: Path, damage: bytes) -> None:
    library.write_bytes(damage)
    status, out, err = run("import", library)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "is no exported library" in err


def test_a_folder_that_is_not_there_is_one_line(run: Run, tmp_path: Path) -> None:
    status, out, err = run("export", "--all", tmp_path / "无" / "库")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "cannot be written there" in err


@pytest.mark.parametrize(
    "arguments",
    [("export",), ("export", "意见", "--all", "x"), ("export", "--all", "x", "--version", "1"), ("import",)],
)
def test_bad_use_exits_with_two(run: Run, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(*arguments)
    assert caught.value.code == 2
    assert "usage: python -m documents" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("", "sqlite:///家/catalogue.sqlite3"),
        ("postgresql://a@b/c", "postgresql+pg8000://a@b/c"),
        ("postgres://a@b/c", "postgresql+pg8000://a@b/c"),
        ("postgresql+psycopg://a@b/c", "postgresql+psycopg://a@b/c"),
        ("sqlite:///x", "sqlite:///x"),
    ],
)
def test_a_url_without_a_driver_gets_the_one_that_is_installed(written: str, url: str) -> None:
    assert DocumentSettings(home=Path("家"), catalogue_url=written).url == url


def test_settings_of_adding_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_WORKERS", "7")
    monkeypatch.setenv("POLICY_ADD_WAIT_SECONDS", "3")
    settings = DocumentSettings.from_environment()
    assert (settings.workers, settings.add_wait_seconds) == (7, 3)
    monkeypatch.setenv("POLICY_WORKERS", "100000")
    assert DocumentSettings.from_environment().workers == 64
