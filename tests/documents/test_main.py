"""`python -m documents`: results, exit codes, one clear line where something is wrong, nothing lost."""

import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from documents import __main__ as command
from documents.catalog import Catalogue
from documents.settings import DocumentSettings

ROOT = Path(command.__file__).parents[1]
SEED = DocumentSettings().corpus / "dongying-policy-forum-copy.txt"
TEXT = "关于机场建设的意见\n\n一、重点任务\n(一)加快建设。(责任单位:市交通运输局、市水务局)\n到年，建成*河大桥。\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("POLICY_HOME", str(folder))
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("POLICY_CATALOGUE_URL", "POLICY_MAX_FILE_BYTES"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "意见.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str | Path) -> tuple[int, str, str]:
        status = command.main([str(argument) for argument in arguments])
        output = capsys.readouterr()
        return status, output.out, output.err

    return call


def spawn(*arguments: str | Path, **environment: str) -> tuple[int, str, str]:
    """The same in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "documents", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


def held() -> list[str]:
    catalogue = Catalogue.open(DocumentSettings.from_environment())
    names = catalogue.names()
    catalogue.close()
    return names


def assert_one_clear_line(error: str) -> None:
    assert error.count("\n") == 1
    assert error.endswith("\n")
    assert len(error.strip()) > 20
    assert "Traceback" not in error
    assert all(letter == "\n" or unicodedata.category(letter)[0] != "C" for letter in error)


def test_inspect_prints_the_tree(run: Run, file: Path) -> None:
    status, out, err = run("inspect", file)
    assert (status, err) == (0, "")
    assert out.splitlines()[:3] == [
        "关于机场建设的意见",
        "└── 一 重点任务",
        "    └── (一) 加快建设  市交通运输局(牵头·列第一位)  市水务局(配合)",
    ]


def test_inspect_json_of_the_real_document_in_a_process_of_its_own() -> None:
    status, out, err = spawn("inspect", SEED, "--json")
    assert (status, err) == (0, "")
    outline = json.loads(out)
    assert list(outline) == ["document", "title", "clauses", "repairs", "gaps", "noise"]
    assert len(outline["repairs"]) == 62
    clauses = {clause["locator"]: clause for clause in outline["clauses"]}
    assert [unit["unit"] for unit in clauses["二/(一)/4"]["units"]] == ["市交通运输局", "市水务局"]


def test_inspect_does_not_touch_the_library(run: Run, file: Path, home: Path) -> None:
    assert run("inspect", file)[0] == 0
    assert not home.exists()


def test_a_document_is_added_listed_exported_and_removed(run: Run, file: Path) -> None:
    assert run("add", file) == (0, "意见: 2 clauses, 1 repair, 1 gap\n", "")
    rows = json.loads(run("list", "--json")[1])
    about = {"document": "意见", "title": "关于机场建设的意见", "issuer": "", "number": "", "date": ""}
    assert rows == [
        {**about, "standing": "in_force", "since": "", "by": "", "versions": 1, "same_text": [], "suspicions": []}
    ]
    status, table, _ = run("list")
    assert status == 0
    assert "关于机场建设的意见" in table
    exported = json.loads(run("export", "意见")[1])
    assert exported["source"] == TEXT
    assert run("remove", "意见") == (0, "意见: removed\n", "")
    assert held() == []


def test_an_empty_library_is_listed(run: Run) -> None:
    assert run("list", "--json") == (0, "[]\n", "")
    assert run("list")[0] == 0


def test_adding_the_same_name_replaces(run: Run, file: Path) -> None:
    run("add", file)
    file.write_text("关于港口建设的意见\n一、甲\n", encoding="utf-8")
    assert run("add", file)[:2] == (0, "意见: 1 clause, 0 repairs, 0 gaps\n")
    assert held() == ["意见"]
    assert json.loads(run("export", "意见")[1])["title"] == "关于港口建设的意见"


def test_a_bad_file_does_not_keep_a_good_one_out(run: Run, file: Path, tmp_path: Path) -> None:
    (tmp_path / "坏.txt").write_bytes(b"\x00\x01")
    status, out, err = run("add", tmp_path / "坏.txt", file, tmp_path / "无.txt")
    assert status == 1
    assert out == "意见: 2 clauses, 1 repair, 1 gap\n"
    assert [line.split(":")[0] for line in err.splitlines()] == ["坏.txt", str(tmp_path / "无.txt")]
    assert held() == ["意见"]


def test_a_file_that_turned_bad_does_not_replace_the_good_one(run: Run, file: Path) -> None:
    run("add", file)
    file.write_bytes(b"")
    status, _, err = run("add", file)
    assert status == 1
    assert_one_clear_line(err)
    assert json.loads(run("export", "意见")[1])["source"] == TEXT


def _missing(folder: Path) -> Path:
    return folder / "无.txt"


def _with(data: bytes, name: str = "文.txt") -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


def _folder(folder: Path) -> Path:
    (folder / "夹.txt").mkdir()
    return folder / "夹.txt"


def _large(folder: Path) -> Path:
    with (folder / "大.txt").open("wb") as opened:
        opened.truncate(50 * 1024 * 1024)
    return folder / "大.txt"


BAD_INPUT: dict[str, Callable[[Path], Path]] = {
    "missing": _missing,
    "empty": _with(b""),
    "blank": _with(b"\n \n"),
    "binary": _with(bytes(range(256)) * 20),
    "50 MB": _large,
    "folder": _folder,
    "other format": _with(TEXT.encode(), "文.xyz"),
    "no format": _with(TEXT.encode(), "文"),
    "utf-16 without a mark": _with(TEXT.encode("utf-16-le")),
    "damaged utf-8": _with(b"\xef\xbb\xbf" + TEXT.encode() + b"\xff"),
    "control characters only": _with(b"\x01\x02\x03" * 9),
    "name that commands a terminal": _with(b"", "a\x1b[2J\x07\nb.txt"),
    "name in no encoding": lambda folder: folder / os.fsdecode(b"\xff\xfe.txt"),
}


@pytest.mark.parametrize("make", BAD_INPUT.values(), ids=BAD_INPUT.keys())
def test_bad_input_is_one_clear_line_and_loses_nothing(
    run: Run, file: Path, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    run("add", file)
    path = make(tmp_path)
    for arguments in (("inspect", path), ("inspect", path, "--json"), ("add", path)):
        status, out, err = run(*arguments)
        assert (status, out) == (1, "")
        assert_one_clear_line(err)
    assert held() == ["意见"]


def test_bad_input_in_a_process_of_its_own(tmp_path: Path) -> None:
    status, out, err = spawn("inspect", BAD_INPUT["binary"](tmp_path))
    assert (status, out) == (1, "")
    assert_one_clear_line(err)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_read_the_same(run: Run, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "意见.txt"
    path.write_bytes(TEXT.encode(encoding))
    status, out, _ = run("inspect", path, "--json")
    assert status == 0
    assert [clause["title"] for clause in json.loads(out)["clauses"]] == ["重点任务", "加快建设"]


def test_big5_is_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "意見.txt"
    path.write_bytes("關於機場建設的意見\n\n一、總體要求\n擴建航站樓，提升服務。\n".encode("big5"))
    outline = json.loads(run("inspect", path, "--json")[1])
    assert (outline["title"], outline["clauses"][0]["title"]) == ("關於機場建設的意見", "總體要求")


def test_a_text_without_clauses_is_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "信.txt"
    path.write_text("你好", encoding="utf-8")
    assert run("add", path) == (0, "信: 0 clauses, 0 repairs, 0 gaps\n", "")


def test_control_characters_of_a_text_reach_no_terminal(run: Run, tmp_path: Path) -> None:
    text = "关于\x1b[2J机场的意见\n\n一、总\x1b]0;x\x07体\u202e要求\n" + "扩建机场。" * 80
    path = tmp_path / "a\x1b[31m\nb.txt"
    path.write_text(text, encoding="utf-8")
    for arguments in (("inspect", path), ("inspect", path, "--json"), ("add", path), ("list",), ("list", "--json")):
        status, out, err = run(*arguments)
        assert (status, err) == (0, "")
        assert all(letter == "\n" or unicodedata.category(letter)[0] != "C" for letter in out)
    assert json.loads(run("export", path.stem)[1])["source"] == text
    assert run("remove", path.stem) == (0, "a\\x1b[31m b: removed\n", "")


def test_a_name_in_no_encoding_is_kept_under_one_that_can_be_typed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"bad\xff.txt")
    path.write_text(TEXT, encoding="utf-8")
    assert run("add", path)[0] == 0
    assert held() == ["bad\ufffd"]


@pytest.mark.parametrize("verb", ["remove", "export"])
def test_an_unknown_name_is_one_line_that_says_what_is_held(run: Run, file: Path, verb: str) -> None:
    run("add", file)
    status, out, err = run(verb, "无\x1b[2J此")
    assert (status, out) == (1, "")
    assert_one_clear_line(err)
    assert "it holds: 意见" in err
    assert held() == ["意见"]


@pytest.mark.parametrize("arguments", [("list",), ("add", SEED), ("remove", "x"), ("export", "x")])
def test_a_home_that_cannot_be_is_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str | Path, ...]
) -> None:
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    monkeypatch.setenv("POLICY_HOME", str(tmp_path / "file" / "home"))
    status, out, err = run(*arguments)
    assert (status, out) == (1, "")
    assert_one_clear_line(err)
    assert "name a folder that can be written" in err
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"


def test_a_home_that_cannot_be_in_a_process_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    status, out, err = spawn("add", SEED, POLICY_HOME=str(tmp_path / "file" / "home"))
    assert (status, out) == (1, "")
    assert_one_clear_line(err)


def test_a_damaged_catalogue_is_one_line_and_is_left_alone(run: Run, home: Path, file: Path) -> None:
    home.mkdir()
    (home / "catalogue.sqlite3").write_bytes(b"damaged" * 999)
    status, _, err = run("add", file)
    assert status == 1
    assert_one_clear_line(err)
    assert (home / "catalogue.sqlite3").read_bytes() == b"damaged" * 999


@pytest.mark.parametrize(
    ("name", "value"),
    [("POLICY_MAX_FILE_BYTES", "many"), ("POLICY_MAX_FILE_BYTES", "0"), ("POLICY_CATALOGUE_URL", "x")],
)
def test_a_bad_setting_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    status, out, err = run("list")
    assert (status, out) == (1, "")
    assert_one_clear_line(err)
    assert name in err


def test_the_size_limit_can_be_set(run: Run, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setenv("POLICY_MAX_FILE_BYTES", "20")
    status, _, err = run("inspect", file)
    assert status == 1
    assert "over the limit of 20" in err


@pytest.mark.parametrize(
    "arguments", [[], ["unknown"], ["inspect"], ["add"], ["remove"], ["export"], ["list", "x"], ["inspect", "a", "b"]]
)
def test_bad_use_exits_with_two(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        command.main(arguments)
    assert caught.value.code == 2
    assert "usage: python -m documents" in capsys.readouterr().err


def test_bad_use_in_a_process_of_its_own() -> None:
    status, out, err = spawn("unknown")
    assert (status, out) == (2, "")
    assert "Traceback" not in err


@pytest.mark.parametrize("arguments", [["--help"], ["inspect", "--help"], ["add", "--help"]])
def test_help(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        command.main(arguments)
    assert caught.value.code == 0
    assert "usage: python -m documents" in capsys.readouterr().out


def test_a_reader_that_goes_away_is_no_failure() -> None:
    """As in `… export NAME | head -1`."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "documents", "inspect", str(SEED), "--json"],
            cwd=ROOT,
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
            timeout=120,
        )
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_unknown_name_is_told_how_many_there_are(run: Run, tmp_path: Path) -> None:
    for number in range(7):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"{number}、甲\n", encoding="utf-8")
        run("add", path)
    assert run("remove", "无")[2] == "document '无' is not in the library; it holds: 0, 1, 2, 3, 4 and 2 others\n"
