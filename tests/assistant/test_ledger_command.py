"""`python -m assistant ledger`: what each option does, what is refused and how."""

import csv
import json
import os
import stat
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assistant.__main__ import main
from documents.catalog import Catalogue
from documents.settings import DocumentSettings
from tests.assistant.fakes import POLICY_NAME, SEED_NAME, policy_document, seed_document


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library with the shipped document and the made-up one."""
    monkeypatch.setenv("POLICY_HOME", str(tmp_path / "home"))
    catalogue = Catalogue.open(DocumentSettings.from_environment())
    for document in (seed_document(), policy_document()):
        catalogue.put(document)
    catalogue.close()
    return tmp_path


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["ledger", *arguments]) == 0
    return capsys.readouterr().out


def test_json_by_clause_of_the_shipped_document(capsys: pytest.CaptureFixture[str]) -> None:
    items = json.loads(output(capsys, "--document", SEED_NAME, "--by", "clause", "--format", "json"))
    assert len(items) == 28
    assert items[3] == {
        "document": SEED_NAME,
        "locator": "二/(一)/4",
        "title": "加快贯通航运“黄金水道”",
        "units": [
            {"unit": "市交通运输局", "role": "lead", "basis": "first_listed"},
            {"unit": "市水务局", "role": "support", "basis": "first_listed"},
        ],
        "deadline": None,
    }


def test_filters_narrow_and_everyday_names_resolve(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(
        output(capsys, "--document", SEED_NAME, "--unit", "发改委", "--role", "lead", "--format", "json")
    )
    assert [item["locator"] for item in found] == ["二/(一)/5", "二/(七)/23", "二/(七)/24", "二/(八)/28"]
    found = json.loads(output(capsys, "--keyword", "翠湖泵站", "--format", "json"))
    assert [(item["document"], item["deadline"]) for item in found] == [(POLICY_NAME, "2025年底前")]


def test_further_filters(capsys: pytest.CaptureFixture[str]) -> None:
    shipped = ("--document", SEED_NAME, "--format", "json")
    found = json.loads(output(capsys, *shipped, "--unit", "交通局", "--with", "水务局"))
    assert [item["locator"] for item in found] == ["二/(一)/4"]
    assert len(json.loads(output(capsys, *shipped, "--group", "二/(一)"))) == 6
    assert len(json.loads(output(capsys, *shipped, "--group", "基础设施互联"))) == 6
    assert [item["deadline"] for item in json.loads(output(capsys, "--deadline", "any", "--format", "json"))] == [
        "2025年底前"
    ]
    assert len(json.loads(output(capsys, "--deadline", "none", "--format", "json"))) == 35


def test_documents_no_longer_in_force_are_left_out_and_told_of(capsys: pytest.CaptureFixture[str]) -> None:
    catalogue = Catalogue.open(DocumentSettings.from_environment())
    catalogue.set_standing(POLICY_NAME, "repealed")
    catalogue.close()
    assert main(["ledger", "--format", "json"]) == 0
    said = capsys.readouterr()
    assert len(json.loads(said.out)) == 28
    assert said.err == "left out as no longer in force: 1 documents; --in-force all shows them\n"
    assert len(json.loads(output(capsys, "--in-force", "all", "--format", "json"))) == 36
    assert len(json.loads(output(capsys, "--in-force", "no", "--format", "json"))) == 8
    named = output(capsys, "--document", POLICY_NAME)
    assert "共 8 项任务" in named and "（已废止）" in named


def test_notes_are_columns_where_they_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notes", SEED_NAME, "二/(一)/4", "--status", "done", "--note", "=1+1", "--who", "张三"]) == 0
    capsys.readouterr()
    arguments = ("--document", SEED_NAME, "--unit", "水务局", "--format")
    rows = list(csv.reader(output(capsys, *arguments, "csv", "--notes").removeprefix("\ufeff").splitlines()))
    assert rows[0][8:] == ["发文机关", "进展", "进展说明", "填报人", "填报时间（北京时间）"]
    assert rows[1][9:12] == ["已完成", "'=1+1", "张三"] and rows[2][9:] == [""] * 4
    assert "progress" not in output(capsys, *arguments, "json")


def test_without_options_it_is_a_table_by_clause(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys)
    assert text.startswith("责任清单（按条款）\n来源：《关于东营市融入省会经济圈一体化发展的实施》")
    assert "共 36 项任务" in text
    assert output(capsys, "--by", "gap", "--format", "json") == "[]\n"


def test_the_files_name_says_the_format(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for suffix in ("csv", "json", "xlsx", "txt"):
        assert output(capsys, "--by", "unit", "-o", str(home / f"ledger.{suffix}")) == ""
    with (home / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file))[0] == "单位"
    assert json.loads((home / "ledger.json").read_text(encoding="utf-8"))[0]["unit"] == "市发展改革委"
    assert load_workbook(home / "ledger.xlsx").active.title == "按单位"
    assert (home / "ledger.txt").read_text(encoding="utf-8").startswith("责任清单（按单位）")
    assert {path.name for path in home.iterdir()} == {"home", *(f"ledger.{s}" for s in ("csv", "json", "xlsx", "txt"))}


def test_a_file_is_replaced_whole_and_readable_as_any_other(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = home / "ledger.csv"
    target.write_text("old", encoding="utf-8")
    before = os.umask(0o022)
    try:
        output(capsys, "-o", str(target))
    finally:
        os.umask(before)
    assert stat.S_IMODE(target.stat().st_mode) == 0o644
    assert target.read_text(encoding="utf-8-sig").startswith('"文件"')


def test_what_is_refused_leaves_the_old_file(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = home / "ledger.csv"
    target.write_text("old", encoding="utf-8")
    assert main(["ledger", "--keyword", "航天员", "-o", str(target)]) == 1
    assert target.read_text(encoding="utf-8") == "old"
    assert capsys.readouterr().err == "no clause fits keyword '航天员': ask for another\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["--unit", "市税务管理局"],
            "unit '市税务管理局' is named in no clause of the library; the closest are 市税务局",
        ),
        (["--document", "none"], f"document 'none' is not in the library; it holds: {SEED_NAME}, {POLICY_NAME}"),
        (["--unit", "市税务局", "--role", "lead"], "unit 市税务局 (1), role 'lead' ("),
        (
            ["--unit", "市税务局", "--document", POLICY_NAME],
            f"document '{POLICY_NAME}' (8), unit 市税务局 (1); drop one",
        ),
        (["--by", "gap", "--unit", "市税务局"], "leave out --unit, --with, --role and --deadline"),
        (["-o", "/proc/none/ledger.csv"], "cannot be written"),
        (["-o", "."], "output .: not a file"),
    ],
)
def test_bad_input_is_one_clear_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ledger", *arguments]) == 1
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1


def test_an_empty_library_is_one_clear_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLICY_HOME", str(home / "empty"))
    monkeypatch.setattr(DocumentSettings, "corpus", home)
    settings = DocumentSettings(home=home / "empty", corpus=home)
    monkeypatch.setattr(DocumentSettings, "from_environment", lambda: settings)
    assert main(["ledger"]) == 1
    assert capsys.readouterr().err == "the library is empty: add a document with python -m documents add FILE\n"


@pytest.mark.parametrize(
    "arguments", [["--format", "xlsx"], ["--by", "colour"], ["--role", "boss"], ["--format", "doc"]]
)
def test_options_that_cannot_be_meant_are_bad_use(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["ledger", *arguments])
    assert ended.value.code == 2
    assert "usage: python -m assistant ledger" in capsys.readouterr().err
