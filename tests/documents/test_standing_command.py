"""`python -m documents standing`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from documents import __main__ as command

OLD = "东海市物业管理办法\n\n第一条　做好物业管理。\n\n东海市人民政府\n2010年5月1日\n"
NEW = "东海市物业管理条例\n\n第一条　本条例自2020年7月1日起施行。《东海市物业管理办法》同时废止。\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command of a library that holds both documents."""
    monkeypatch.setenv("POLICY_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("POLICY_CATALOGUE_URL", raising=False)

    def call(*arguments: str) -> tuple[int, str, str]:
        status = command.main(list(arguments))
        output = capsys.readouterr()
        return status, output.out, output.err

    for name, text in (("办法", OLD), ("条例", NEW)):
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        assert call("add", str(path))[0] == 0
    return call


def test_what_is_read_is_shown_with_its_sentence(run: Run) -> None:
    assert run("standing", "办法") == (
        0,
        "办法: repealed by 条例 since 2020-07-01 (read from the text)\n    《东海市物业管理办法》同时废止。\n",
        "",
    )
    assert run("standing", "条例")[1].startswith("条例: in force since 2020-07-01 (read from the text)\n")


def test_what_is_not_yet_in_force_is_said_to_be_so(run: Run) -> None:
    run("standing", "办法", "in_force", "--since", "2070-01-01")
    assert run("standing", "办法")[1] == "办法: not yet in force, from 2070-01-01 (set by an official)\n"


def test_setting_and_taking_back(run: Run) -> None:
    assert run("standing", "办法", "superseded", "--by", "《新办法》", "--since", "2021-01-01")[1] == (
        "办法: superseded by 《新办法》 since 2021-01-01 (set by an official)\n"
    )
    assert json.loads(run("standing", "办法", "--json")[1]) == {
        "document": "办法",
        "status": "superseded",
        "since": "2021-01-01",
        "by": "《新办法》",
        "basis": "set",
        "evidence": "",
    }
    rows = {row["document"]: row for row in json.loads(run("list", "--json")[1])}
    assert (rows["办法"]["standing"], rows["办法"]["by"]) == ("superseded", "《新办法》")
    assert json.loads(run("standing", "办法", "--as-read", "--json")[1])["status"] == "repealed"


@pytest.mark.parametrize("since", ["2021-13-01", "2021", "gestern", "\x1b[2J"])
def test_a_day_that_is_none_is_one_line(run: Run, since: str) -> None:
    status, out, err = run("standing", "办法", "expired", "--since", since)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "write it as YYYY-MM-DD" in err
    assert "\x1b" not in err
    assert json.loads(run("standing", "办法", "--json")[1])["basis"] == "read"


@pytest.mark.parametrize("arguments", [("无",), ("无", "expired"), ("无", "--as-read")])
def test_an_unknown_name_is_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    status, out, err = run("standing", *arguments)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "it holds: 办法, 条例" in err


@pytest.mark.parametrize(
    "arguments", [("gone",), ("expired", "--as-read"), ("--since", "2021-01-01"), ("--by", "x", "--as-read")]
)
def test_bad_use_exits_with_two(run: Run, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as caught:
        run("standing", "办法", *arguments)
    assert caught.value.code == 2


def test_what_was_set_survives_a_new_version(run: Run, tmp_path: Path) -> None:
    run("standing", "办法", "expired")
    (tmp_path / "办法.txt").write_text(OLD.replace("做好", "搞好"), encoding="utf-8")
    assert run("add", str(tmp_path / "办法.txt"))[0] == 0
    assert run("standing", "办法")[1].startswith("办法: expired (set by an official)")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--by", "办法"), "no document ends itself"),
        (("--by", "东海市物业管理办法"), "no document ends itself"),
        (("--by", "《东海市物业管理办法》"), "no document ends itself"),
        (
            ("--by", "胡说八道"),
            "no document of the library has that name; give a NAME that `list` shows, or write a title",
        ),
        (("--since", "1800-01-01"), "lies outside 1949-10-01 to "),
        (("--since", "9999-12-31"), "correct the year"),
    ],
)
def test_a_standing_that_cannot_be_is_one_line(run: Run, options: tuple[str, ...], sentence: str) -> None:
    status, out, err = run("standing", "办法", "superseded", *options)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert sentence in err
    assert json.loads(run("standing", "办法", "--json")[1])["basis"] == "read"


@pytest.mark.parametrize("by", ["条例", "东海市物业管理条例", "《东海市物业管理条例》", " 条例 "])
def test_what_ended_it_is_known_by_name_or_title(run: Run, by: str) -> None:
    run("standing", "办法", "superseded", "--by", by)
    assert json.loads(run("standing", "办法", "--json")[1])["by"] == "条例"
