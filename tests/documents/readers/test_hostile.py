"""Files made to harm, through the door: each is refused with a sentence, and nothing is written or left behind."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from documents.__main__ import main
from documents.errors import UnreadableFile
from documents.read import READABLE_SUFFIXES, read_file
from documents.settings import DocumentSettings, ReaderLimits
from tests.documents.readers.make import as_modern_page
from tests.documents.readers.make_docx import as_docx
from tests.documents.readers.make_pdf import as_pdf
from tests.documents.readers.policies import OPINION
from tests.documents.readers.test_archive import archive, encrypted, overlapping, with_symlink
from tests.documents.readers.test_docx import ENTITY_BOMB, EXTERNAL, with_body
from tests.documents.readers.test_isolated import slow_pdf
from tests.documents.readers.test_pdf import NO_PAGES, locked, scan

SETTINGS = DocumentSettings()
DOCX = as_docx(OPINION)
PDF = as_pdf(OPINION)
DEEP = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    + b"<w:ins>" * 5_000
    + b"</w:ins>" * 5_000
    + b"</w:body></w:document>"
)


def many_paragraphs() -> bytes:
    """A docx of three million empty paragraphs: 15 MB unpacked, a gigabyte as a tree."""
    body = b"<w:p/>" * 2_500_000
    head = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    packed = zipfile.ZipFile(io.BytesIO(with_body(head + body + b"</w:body></w:document>")))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for entry in packed.infolist():
            content = packed.read(entry)
            file.writestr(entry.filename, content, zipfile.ZIP_DEFLATED, 1)
        file.writestr("padding", os.urandom(400_000), zipfile.ZIP_STORED)
    return stream.getvalue()


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a program as docx": ("docx", lambda: b"MZ\x90\x00" + bytes(range(256)) * 9, "holds no Word document"),
    "a page as docx": ("docx", lambda: as_modern_page(OPINION), "holds no Word document"),
    "another archive as docx": ("docx", lambda: archive({"a.txt": b"x"}), "is damaged or no Word document"),
    "a path that leads outside": ("docx", lambda: archive({"../../x.txt": b"x"}), "leads outside it"),
    "a link in an archive": ("docx", with_symlink, "leads outside it"),
    "an encrypted archive": ("docx", lambda: encrypted(archive({"a": b"x"})), "is encrypted"),
    "an empty docx": ("docx", lambda: b"", "the file is empty"),
    "half a docx": ("docx", lambda: DOCX[: len(DOCX) // 2], "is damaged or cut short"),
    "a docx without its end": ("docx", lambda: DOCX[:-10], "is damaged"),
    "a bomb of size": ("docx", lambda: archive({"word/document.xml": b"\0" * 60_000_000}), "as a zip bomb does"),
    "a bomb of ratio": ("docx", lambda: archive({"word/document.xml": b"\0" * 9_000_000}), "as a zip bomb does"),
    "a bomb of members": ("docx", lambda: archive({str(n): b"" for n in range(9_000)}), "as a zip bomb does"),
    "a bomb of overlaps": ("docx", overlapping, "as a zip bomb does"),
    "an entity bomb": ("docx", lambda: with_body(ENTITY_BOMB), "declares XML entities|is damaged"),
    "an external entity": ("docx", lambda: with_body(EXTERNAL), "declares XML entities"),
    "a deep docx": ("docx", lambda: with_body(DEEP), "is damaged|nested too deeply"),
    "a program as pdf": ("pdf", lambda: b"MZ\x90\x00" * 99, "holds no PDF"),
    "a docx as pdf": ("pdf", lambda: DOCX, "holds no PDF"),
    "a locked pdf": ("pdf", lambda: locked("secret"), "is encrypted"),
    "a pdf of no pages": ("pdf", lambda: NO_PAGES, "has no pages|is damaged"),
    "a scan": ("pdf", lambda: scan(2), "a scan"),
    "the first bytes of a pdf": ("pdf", lambda: PDF[:60], "is damaged"),
    "an empty pdf": ("pdf", lambda: b"", "the file is empty"),
    "a program as html": ("html", lambda: b"MZ\x90\x00" + bytes(range(256)) * 9, "is a program"),
    "a pdf as html": ("html", lambda: PDF + bytes(range(256)) * 9, "is a PDF file"),
    "an empty page": ("html", lambda: b"<html><body></body></html>", "holds no text"),
}


@pytest.fixture
def shut(tmp_path: Path) -> Iterator[Path]:
    """A folder that must hold at the end what the test put there and nothing else."""
    folder = tmp_path / "in"
    folder.mkdir()
    yield folder
    assert sorted(tmp_path.rglob("*")) == sorted([folder, *folder.iterdir()])
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_a_sentence(shut: Path, case: str) -> None:
    suffix, make, reason = REFUSED[case]
    path = shut / f"文件.{suffix}"
    path.write_bytes(make())
    with pytest.raises(UnreadableFile, match=reason) as caught:
        read_file(path, SETTINGS)
    assert str(caught.value).startswith(f"文件.{suffix}: ")
    assert "\n" not in str(caught.value)
    assert "root:" not in str(caught.value)


def test_an_external_entity_of_a_page_stays_outside(shut: Path) -> None:
    path = shut / "页.html"
    path.write_bytes(b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p><p>a</p>')
    assert "root:" not in read_file(path, SETTINGS).text


def test_a_docx_that_swells_in_memory_ends_at_the_limits(shut: Path) -> None:
    path = shut / "文件.docx"
    path.write_bytes(many_paragraphs())
    limits = ReaderLimits(seconds=3, memory_bytes=300 * 1024**2)
    with pytest.raises(UnreadableFile, match=r"memory|takes longer|broke down|is damaged"):
        read_file(path, DocumentSettings(readers=limits))


def test_a_slow_pdf_ends_at_the_limit(shut: Path) -> None:
    path = shut / "文件.pdf"
    path.write_bytes(slow_pdf())
    with pytest.raises(UnreadableFile, match="takes longer than 1 s to read"):
        read_file(path, DocumentSettings(readers=ReaderLimits(seconds=1)))


@pytest.mark.parametrize("suffix", READABLE_SUFFIXES)
def test_a_symbolic_link_is_refused_whatever_it_points_to(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "真.txt").write_text("一、总体要求", encoding="utf-8")
    (tmp_path / f"链{suffix}").symlink_to(tmp_path / "真.txt")
    with pytest.raises(UnreadableFile, match="is a symbolic link; name the file it points to"):
        read_file(tmp_path / f"链{suffix}", SETTINGS)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("意见.doc", "save it as .docx"),
        ("意见.WPS", "save it as .docx"),
        ("意见.ofd", "save it as .pdf"),
        ("意见.xlsx", "the formats are"),
    ],
)
def test_a_format_that_is_not_read_names_one_that_is(tmp_path: Path, name: str, remedy: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(UnreadableFile, match=r"is not read.*" + remedy):
        read_file(tmp_path / name, SETTINGS)


@pytest.mark.parametrize("suffix", [".DOCX", ".Pdf", ".HTM", ".shtml", ".xhtml"])
def test_suffixes_in_any_case(tmp_path: Path, suffix: str) -> None:
    data = {".d": DOCX, ".p": PDF}.get(suffix[:2].lower(), as_modern_page(OPINION))
    (tmp_path / f"意见{suffix}").write_bytes(data)
    source = read_file(tmp_path / f"意见{suffix}", SETTINGS)
    assert source.name == "意见"
    assert "一、总体要求" in source.text


def test_add_takes_what_is_good_and_names_what_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLICY_HOME", str(tmp_path / "home"))
    files = {"好.pdf": PDF, "坏.pdf": PDF[:60], "好文.docx": DOCX, "弹.docx": archive({"a": b"\0" * 9_000_000})}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    assert main(["add", *(str(tmp_path / name) for name in files)]) == 1
    shown = capsys.readouterr()
    assert [line.split(":")[0] for line in shown.out.splitlines()] == ["好", "好文"]
    assert [line.split(":")[0] for line in shown.err.splitlines()] == ["坏.pdf", "弹.docx"]
    assert main(["list"]) == 0


def test_a_sample_of_damaged_files_ends_in_declared_ways() -> None:
    """The whole run is `python -m documents.readers.fuzz 10000`."""
    command = [sys.executable, "-m", "documents.readers.fuzz", "50", "--seed", "4"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    counts = [line.split("\t") for line in done.stdout.splitlines()[:-1]]
    assert {suffix for suffix, *_ in counts} == {".docx", ".html", ".pdf"}
    assert sum(int(number) for *_, number in counts) == 150
    assert all(any(row[:2] == [suffix, "read"] for row in counts) for suffix in (".docx", ".html", ".pdf"))


def test_a_damaged_file_is_the_same_for_the_same_seed() -> None:
    from random import Random

    from documents.readers.fuzz import damaged, seeds

    for suffix, wholes in seeds().items():
        one, other = (damaged(wholes[0], suffix, Random(5)) for _ in range(2))
        if suffix == ".docx":  # an archive's members carry the time of day
            assert len(one) == len(other)
        else:
            assert one == other != wholes[0]


def test_what_the_fuzzer_calls_a_failure() -> None:
    from documents.readers.fuzz import Ending

    limits = ReaderLimits(seconds=10)
    assert not Ending("refused", 1.0).is_failure(limits)
    assert not Ending("crashed", 1.0).is_failure(limits)
    assert Ending("no answer", 1.0).is_failure(limits)
    assert Ending("read", 13.0).is_failure(limits)
