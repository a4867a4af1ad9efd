"""Every kind of bad input that the library must bear: one clear line, a library as it was, and a limit on the time."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from documents.__main__ import main
from documents.catalog import Catalogue
from documents.parsing import parse_document
from documents.settings import DocumentSettings
from tests.documents.readers.make_docx import as_docx
from tests.documents.readers.make_pdf import as_pdf
from tests.documents.readers.policies import OPINION
from tests.documents.readers.test_archive import archive
from tests.documents.readers.test_docx import ENTITY_BOMB, with_body
from tests.documents.readers.test_hostile import DEEP
from tests.documents.readers.test_pdf import locked

GOOD = "一、加快建设。（责任单位：市财政局）\n"
LONG = "关于加快机场建设的意见\n\n" + "一、扩建航站楼，提升服务水平。（责任单位：市财政局、市水务局）\n" * 20
Make = Callable[[Path], Path]


def holding(name: str, make: Callable[[], bytes]) -> Make:
    def write(folder: Path) -> Path:
        (folder / name).write_bytes(make())
        return folder / name

    return write


def pdf_of(pages: int) -> bytes:
    """Pages that share one line of text."""
    kids = " ".join(f"{number + 10} 0 R" for number in range(pages))
    page = (
        "{} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj"
    )
    body = [
        "%PDF-1.4",
        "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        f"2 0 obj<</Type/Pages/Kids[{kids}]/Count {pages}>>endobj",
        "4 0 obj<</Length 58>>stream\nBT /F1 16 Tf 79 700 Td (1. First task of the plan) Tj ET   \nendstream endobj",
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj",
        *(page.format(number + 10) for number in range(pages)),
        "trailer<</Root 1 0 R/Size 9>>\n%%EOF",
    ]
    return "\n".join(body).encode()


def two_hundred_megabytes(folder: Path) -> Path:
    with (folder / "大.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    return folder / "大.txt"


def linked(folder: Path) -> Path:
    (folder / "链.txt").symlink_to(folder / "好.txt")
    return folder / "链.txt"


def empty_folder(folder: Path) -> Path:
    (folder / "夹.txt").mkdir()
    return folder / "夹.txt"


def climbing(folder: Path) -> Path:
    (folder / "下").mkdir()
    return folder / "下" / ".." / ".." / ".." / ".." / ".." / ".." / ".." / ".." / ".." / ".." / "etc" / "passwd"


def broken(at: int, by: bytes) -> Callable[[], bytes]:
    data = LONG.encode()
    return lambda: data[:at] + by + data[at:]


REFUSED: dict[str, tuple[Make, str]] = {
    "empty": (holding("文.txt", lambda: b""), "is empty"),
    "binary": (holding("文.txt", lambda: bytes(range(256)) * 20), "not text in"),
    "a truncated docx": (holding("文.docx", lambda: as_docx(OPINION)[:-400]), "is damaged or cut short"),
    "a truncated pdf": (holding("文.pdf", lambda: as_pdf(OPINION)[:200]), "is damaged or cut short"),
    "an encrypted pdf": (holding("文.pdf", lambda: locked("geheim")), "is encrypted; take its password off"),
    "a zip bomb": (
        holding("文.docx", lambda: archive({"word/document.xml": b"\0" * 60_000_000})),
        "as a zip bomb does",
    ),
    "an entity bomb": (holding("文.docx", lambda: with_body(ENTITY_BOMB)), "declares XML entities|is damaged"),
    "200 MB": (two_hundred_megabytes, "209,715,200 bytes is over the limit of 20,971,520; split the file"),
    "a name that climbs": (climbing, "is not read|no such file"),
    "a symbolic link": (linked, "is a symbolic link; name the file it points to"),
    "a folder of nothing": (empty_folder, "the folder holds no document"),
    "one byte too much": (
        holding("文.txt", broken(700, b"\xff")),
        "is UTF-8 text, but",
    ),
    "two bytes too much": (holding("文.txt", broken(1000, b"\xc4\xe3")), "is UTF-8 text, but"),
    "a deep docx": (holding("文.docx", lambda: with_body(DEEP)), "is damaged|nested too deeply"),
    "2,000 pages": (holding("文.pdf", lambda: pdf_of(2_000)), "2,000 pages is over the limit of 600; split the file"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one good file, which the library holds."""
    monkeypatch.setenv("POLICY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("POLICY_WORKERS", "1")
    monkeypatch.delenv("POLICY_CATALOGUE_URL", raising=False)
    made = tmp_path / "文件"
    made.mkdir()
    (made / "好.txt").write_text(GOOD, encoding="utf-8")
    assert main(["add", str(made / "好.txt")]) == 0
    return made


def held() -> dict[str, str]:
    catalogue = Catalogue.open(DocumentSettings.from_environment())
    found = {document.name: document.source for document in catalogue.documents()}
    catalogue.close()
    return found


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_one_clear_line_and_the_library_is_as_it_was(
    folder: Path, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    make, reason = REFUSED[case]
    path = make(folder)
    before = sorted(folder.parent.rglob("*"))
    capsys.readouterr()
    assert main(["add", str(path)]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert all(letter == "\n" or unicodedata.category(letter)[0] != "C" for letter in shown.err)
    assert re.search(reason, shown.err)
    assert held() == {"好": GOOD}
    assert sorted(folder.parent.rglob("*")) == before


def test_the_same_document_twice_is_held_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = str(folder / "好.txt")
    assert main(["add", good, good, f"{folder}/./好.txt"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "好: unchanged"
    assert held() == {"好": GOOD}


def test_a_line_of_two_megabytes_is_read(folder: Path) -> None:
    text = "一、加快建设。" + "坚持规划引领，统筹推进基础设施建设。" * 40_000 + "（责任单位：市财政局）\n"
    assert len(text.encode()) > 2_000_000
    (folder / "长.txt").write_text(text, encoding="utf-8")
    assert main(["add", str(folder / "长.txt")]) == 0
    assert held()["长"] == text


def test_a_list_of_fifty_thousand_units_is_read_in_one_go() -> None:
    """The stretch behind a separator was copied to the end of the list for each of them: minutes."""
    units = "、".join(f"市第{number}局" for number in range(50_000))
    document = parse_document("长", f"一、做事。（责任单位：{units}）\n")
    assert len(document.clauses[0].units) == 50_000


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("深.html", "<div>" * 60_000 + "<p>一、加快建设。</p>" + "</div>" * 60_000),
        ("深.txt", "".join(f"{'.'.join(['1'] * depth)} 做事\n" for depth in range(1, 120))),
        ("括.txt", "一、" + "（" * 50_000 + "责任单位：市财政局" + "）" * 50_000 + "\n"),
        ("引.md", ">" * 50_000 + " 一、加快建设。\n"),
    ],
)
def test_deep_nesting_is_read_or_refused_in_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, text: str
) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    status = main(["add", str(folder / name)])
    shown = capsys.readouterr()
    assert status in {0, 1}
    assert shown.err.count("\n") == status
    assert ("好" in held()) and (name[0] in held()) == (status == 0)
