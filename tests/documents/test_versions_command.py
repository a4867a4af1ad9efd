"""`python -m documents versions` and `diff`, and older versions exported."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from documents import __main__ as command

TEXTS = [f"关于机场建设的意见\n\n一、加快建设。新增跑道{count}条。（责任单位：市交通运输局）\n" for count in (1, 2, 3)]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("POLICY_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("POLICY_CATALOGUE_URL", raising=False)

    def call(*arguments: str) -> tuple[int, str, str]:
        status = command.main(list(arguments))
        output = capsys.readouterr()
        return status, output.out, output.err

    return call


def add(run: Run, folder: Path, *texts: str) -> None:
    for text in texts:
        (folder / "意见.txt").write_text(text, encoding="utf-8")
        assert run("add", str(folder / "意见.txt"))[0] == 0


def test_versions_are_listed(run: Run, tmp_path: Path) -> None:
    add(run, tmp_path, *TEXTS, TEXTS[-1])
    rows = json.loads(run("versions", "意见", "--json")[1])
    assert [(row["version"], row["current"]) for row in rows] == [(1, False), (2, False), (3, True)]
    assert len({row["content_hash"] for row in rows}) == 3
    status, table, _ = run("versions", "意见")
    assert status == 0
    assert table.count("current") == 1
    assert [json.loads(run("list", "--json")[1])[0]["versions"]] == [3]


def test_an_older_version_is_exported(run: Run, tmp_path: Path) -> None:
    add(run, tmp_path, *TEXTS)
    assert [json.loads(run("export", "意见", "--version", str(n))[1])["source"] for n in (1, 2, 3)] == TEXTS
    status, out, err = run("export", "意见", "--version", "4")
    assert (status, out, err) == (1, "", "document '意见' has no version 4; it has 1 to 3\n")


def test_diff_of_the_last_two_and_of_any_two(run: Run, tmp_path: Path) -> None:
    add(run, tmp_path, *TEXTS)
    assert "跑道[-2-]{+3+}条" in run("diff", "意见")[1]
    assert "跑道[-1-]{+3+}条" in run("diff", "意见", "--from", "1")[1]
    assert "跑道[-1-]{+2+}条" in run("diff", "意见", "--to", "2")[1]
    assert "跑道[-3-]{+1+}条" in run("diff", "意见", "--from", "3", "--to", "1")[1]
    assert "no clause changed" in run("diff", "意见", "--from", "2", "--to", "2")[1]
    told = json.loads(run("diff", "意见", "--json")[1])
    assert (told["document"], told["from"]["version"], told["to"]["version"]) == ("意见", 2, 3)
    assert told["summary"] == {"added": 0, "removed": 0, "changed": 1, "moved": 0}


def test_one_version_has_nothing_to_compare_with(run: Run, tmp_path: Path) -> None:
    add(run, tmp_path, TEXTS[0])
    for arguments in (("diff", "意见"), ("diff", "意见", "--json")):
        status, out, err = run(*arguments)
        assert (status, out, err.count("\n")) == (1, "", 1)
        assert "has only one version" in err


@pytest.mark.parametrize("wrong", [("--to", "9"), ("--from", "9"), ("--from", "0"), ("--to", "-1")])
def test_a_version_that_is_not_there_is_one_line(run: Run, tmp_path: Path, wrong: tuple[str, str]) -> None:
    add(run, tmp_path, *TEXTS)
    status, out, err = run("diff", "意见", *wrong)
    assert (status, out) == (1, "")
    assert err == f"document '意见' has no version {wrong[1]}; it has 1 to 3\n"


@pytest.mark.parametrize("verb", ["versions", "diff"])
def test_an_unknown_name_is_one_line(run: Run, verb: str) -> None:
    status, out, err = run(verb, "无")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "it holds: none" in err


@pytest.mark.parametrize("arguments", [("diff",), ("versions",), ("diff", "意见", "--from", "x")])
def test_bad_use_exits_with_two(run: Run, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(*arguments)
    assert caught.value.code == 2
