"""Files become text, or are refused with a sentence that says why and what to do."""

import codecs
import hashlib
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.errors import UnreadableFile
from documents.read import read_file
from documents.settings import DocumentSettings

SETTINGS = DocumentSettings(max_file_bytes=10_000)
TEXT = "关于加快机场建设的意见\r\n\r\n一、总体要求\r\n扩建航站楼，提升服务水平。（责任单位：市交通运输局）\r\n"
TRADITIONAL = "關於加快機場建設的意見\n\n一、總體要求\n擴建航站樓，提升服務水準。（責任單位：市交通運輸局）\n"


def write(folder: Path, data: bytes, name: str = "意见.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def refusal(path: Path) -> str:
    """The sentence with which `path` is refused."""
    with pytest.raises(UnreadableFile) as caught:
        read_file(path, SETTINGS)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("gbk"), "gb18030"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (b"plain ASCII text", "utf-8"),
    ],
)
def test_encodings(tmp_path: Path, data: bytes, encoding: str) -> None:
    source = read_file(write(tmp_path, data), SETTINGS)
    assert source.encoding == encoding
    assert source.text == (data.decode() if encoding == "utf-8" else TEXT)
    assert source.name == "意见"
    assert source.content_hash == hashlib.sha256(data).hexdigest()


def test_big5_is_told_from_gb18030(tmp_path: Path) -> None:
    for text in (TRADITIONAL, "「機場擴建」"):
        data = text.encode("big5")
        data.decode("gb18030")  # it could be read as that too, as other words
        source = read_file(write(tmp_path, data), SETTINGS)
        assert (source.encoding, source.text) == ("big5", text)


def test_traditional_text_in_gb18030_is_not_taken_for_big5(tmp_path: Path) -> None:
    source = read_file(write(tmp_path, TRADITIONAL.encode("gb18030")), SETTINGS)
    assert (source.encoding, source.text) == ("gb18030", TRADITIONAL)


def test_line_ends_and_white_space_stay_as_they_are(tmp_path: Path) -> None:
    text = "甲\r\n乙\r丙\n\u3000丁\f\n\n"
    assert read_file(write(tmp_path, text.encode()), SETTINGS).text == text


def test_control_characters_in_a_text_stay_in_it(tmp_path: Path) -> None:
    text = "\x1b[2J" + "扩建航站楼。" * 50 + "\x07"
    assert read_file(write(tmp_path, text.encode()), SETTINGS).text == text


@pytest.mark.parametrize("suffix", [".txt", ".md", ".markdown", ".TXT", ".Md"])
def test_plain_formats(tmp_path: Path, suffix: str) -> None:
    assert read_file(write(tmp_path, TEXT.encode(), f"意见{suffix}"), SETTINGS).name == "意见"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "holds no text"),
        ("\u3000\n".encode(), "holds no text"),
        (b"\x00\x01\x02" * 100, "not text in"),
        (b"text\x00text", "not text in"),
        (bytes(range(256)) * 4, "not text in"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(200, 256)) * 9, "is an image, whatever its name says"),
        (TEXT.encode("utf-16-le"), "not text in"),
        (b"\xed\xa0\x80abc\xff", "not text in"),
        (codecs.BOM_UTF8 + TEXT.encode() + b"\xff", "byte"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le") + b"\x4e", "byte"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "as a binary file does"),
        (codecs.BOM_UTF8 + b"\x01\x02\x03\x04", "as a binary file does"),
        (b"x" * 10_001, "10,001 bytes is over the limit of 10,000"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    message = refusal(write(tmp_path, data))
    assert message.startswith("意见.txt: ")
    assert reason in message


def test_fifty_megabytes_are_refused_by_the_default(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(UnreadableFile, match="52,428,800 bytes is over the limit of 20,971,520; split the file"):
        read_file(path, DocumentSettings())


def test_a_file_at_the_limit_is_read(tmp_path: Path) -> None:
    assert len(read_file(write(tmp_path, b"x" * 10_000), SETTINGS).text) == 10_000


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("意见.xls", "format .xls is not read"),
        ("意见.txt.exe", "format .exe is not read"),
        ("意见", "format (none) is not read"),
        (".txt", "format (none) is not read"),
    ],
)
def test_other_formats_are_refused_by_name(tmp_path: Path, name: str, reason: str) -> None:
    message = refusal(write(tmp_path, TEXT.encode(), name))
    assert reason in message
    assert "the formats are .txt, .md, .markdown" in message


def test_a_missing_file(tmp_path: Path) -> None:
    assert "there is no such file; check the path" in refusal(tmp_path / "无.txt")


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "夹.txt").mkdir()
    assert refusal(tmp_path / "夹.txt") == "夹.txt: is a folder; name the files in it"


def test_a_file_below_a_file(tmp_path: Path) -> None:
    assert "there is no such file" in refusal(write(tmp_path, TEXT.encode()) / "意见.txt")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管.txt")
    assert "is not a plain file" in refusal(tmp_path / "管.txt")


def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "断.txt").symlink_to(tmp_path / "无.txt")
    (tmp_path / "环.txt").symlink_to(tmp_path / "环.txt")
    assert re.search("no such file|symbolic link", refusal(tmp_path / "断.txt"))
    assert re.search("no such file|symbolic link", refusal(tmp_path / "环.txt"))


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    assert "cannot be read (File name too long)" in refusal(tmp_path / f"{'x' * 300}.txt")


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    assert "cannot be read (Permission denied); check the path and its permissions" in refusal(write(tmp_path, b"x"))


def test_a_name_in_no_known_encoding_becomes_one_that_can_be_kept(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.txt"))
    path.write_bytes(TEXT.encode())
    assert read_file(path, SETTINGS).name == "bad\ufffd"


@given(data=st.binary(min_size=1, max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = write(tmp_path_factory.mktemp("bytes"), data)
    try:
        source = read_file(path, SETTINGS)
    except UnreadableFile as error:
        assert str(error).startswith("意见.txt: ")
        return
    assert source.text.strip()
    assert "\0" not in source.text
    assert data.decode(source.encoding) == source.text


@given(text=st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_utf8_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    source = read_file(write(tmp_path_factory.mktemp("texts"), text.encode()), SETTINGS)
    assert (source.text, source.encoding) == (text, "utf-8")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4\nhello", "a PDF file, whatever its name says; rename it to .pdf"),
        (b"PK\x03\x04\x14\x00", "a Word document or a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file"),
        (b"{\\rtf1\\ansi text}", "a rich text file"),
        (b"GIF89a", "an image"),
        (b"\x7fELF\x02", "a program"),
        (b"\x1f\x8b\x08", "a packed file"),
    ],
)
def test_another_kind_of_file_under_a_texts_name_is_refused(tmp_path: Path, data: bytes, kind: str) -> None:
    assert f"意见.txt: is {kind}" in refusal(write(tmp_path, data))


JAPANESE = "第一条　この条例は、市民の生活環境を保全するため、必要な事項を定めることを目的とする。\n"
KOREAN = "제1조(목적) 이 조례는 시민의 생활환경을 보전하기 위하여 필요한 사항을 규정함을 목적으로 한다.\n"


@pytest.mark.parametrize(
    ("text", "encoding"), [(JAPANESE, "shift_jis"), (JAPANESE, "euc_jp"), (KOREAN, "euc_kr")], ids=["sjis", "ja", "ko"]
)
def test_another_language_is_not_read_as_rare_chinese(tmp_path: Path, text: str, encoding: str) -> None:
    assert "reads as rare characters in" in refusal(write(tmp_path, text.encode(encoding)))


def test_a_web_page_under_a_texts_name_is_read_as_the_page_it_is(tmp_path: Path) -> None:
    body = "<p>一、总体要求</p><p>坚持规划引领，统筹推进基础设施建设，加快补齐短板弱项。</p>"
    page = f"<!-- 甲 -->\n<!DOCTYPE html><html><head><title>x</title></head><body>{body}</body></html>"
    source = read_file(write(tmp_path, page.encode()), DocumentSettings())
    assert source.text.startswith("一、总体要求\n") and "<" not in source.text
