"""Archives are judged by their list of contents, before anything is unpacked."""

import io
import struct
import zipfile
from dataclasses import replace

import pytest

from documents.errors import UnreadableFile
from documents.readers.archive import check_archive
from documents.settings import ReaderLimits

LIMITS = ReaderLimits()


def archive(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return stream.getvalue()


def encrypted(data: bytes) -> bytes:
    """The archive with the first member's encryption flag set in its list of contents."""
    place = data.index(b"PK\x01\x02") + 8
    return data[:place] + struct.pack("<H", 1) + data[place + 2 :]


def with_symlink() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        entry = zipfile.ZipInfo("word/document.xml")
        entry.external_attr = 0o120777 << 16
        file.writestr(entry, "/etc/passwd")
    return stream.getvalue()


def overlapping() -> bytes:
    """Many entries that all point to the same compressed bytes."""
    data = archive({"a": b"\0" * 1_000_000})
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    listed = data[start:end] * 60
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 60, 60, len(listed), start, 0)
    return data[:start] + listed + tail


def test_an_ordinary_archive_passes() -> None:
    check_archive(archive({"a.xml": b"<a/>" * 100, "b/c.png": b"x"}), "文件.docx", LIMITS)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archive({"a": b"\0" * 60_000_000}), "unpacks to 60,000,000 bytes, over the limit of 50,000,000"),
        (archive({f"{n}": b"" for n in range(2_001)}), "more than 2,000 files inside"),
        (archive({"a": b"\0" * 1_000_000}), "swells more than 100 times"),
        (overlapping(), "as a zip bomb does"),
        (archive({"../../etc/x": b"x"}), "holds a path that leads outside it"),
        (archive({"..\\x": b"x"}), "holds a path that leads outside it"),
        (archive({"/etc/x": b"x"}), "holds a path that leads outside it"),
        (with_symlink(), "holds a path that leads outside it"),
        (encrypted(archive({"a": b"x"})), "is encrypted"),
        (archive({"a": b"x" * 999})[:-30], "is damaged or cut short"),
        (b"PK\x03\x04" + b"\0" * 100, "is damaged or cut short"),
        (b"MZ\x90\x00", "holds no Word document"),
        (b"<html></html>", "holds no Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "is an old Word file under a new name"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "is encrypted; take its password off",
        ),
    ],
    # Never by the bytes: an archive holds the time it was made, and two workers must collect the same names.
    ids=range(15),
)
def test_what_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        check_archive(data, "文件.docx", LIMITS)
    assert str(caught.value).startswith("文件.docx: ")
    assert reason in str(caught.value)


def test_nothing_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_: object, **__: object) -> None:
        raise AssertionError("a member was opened")

    data = overlapping()
    monkeypatch.setattr(zipfile.ZipFile, "open", opened)
    with pytest.raises(UnreadableFile, match="zip bomb"):
        check_archive(data, "x", LIMITS)


def test_the_limits_are_the_settings() -> None:
    data = archive({"a": b"abc", "b": b"def"}, zipfile.ZIP_STORED)
    check_archive(data, "x", replace(LIMITS, unpacked_bytes=6, archive_members=2, compression_ratio=1))
    with pytest.raises(UnreadableFile, match="unpacks to 6 bytes"):
        check_archive(data, "x", replace(LIMITS, unpacked_bytes=5))
    with pytest.raises(UnreadableFile, match="more than 1 files"):
        check_archive(data, "x", replace(LIMITS, archive_members=1))
