"""Checksums: taken once, compared before use, not taken again for what this process has found whole."""

import os
from pathlib import Path

import pytest

from index import seals
from index.errors import IndexDamaged
from index.seals import MANIFEST, files_of, forget, verify_files


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "texts.bin").write_bytes("一\n".encode())
    (tmp_path / "deep" / "data.bin").write_bytes(bytes(range(256)) * 8)
    (tmp_path / MANIFEST).write_text("its own", encoding="utf-8")
    return tmp_path


def test_every_file_but_the_manifest_is_sealed(place: Path) -> None:
    files = files_of(place)
    assert set(files) == {"texts.bin", "deep/data.bin"}
    assert files["texts.bin"][0] == 4
    verify_files(place, files)


@pytest.mark.parametrize("name", ["texts.bin", "deep/data.bin"])
@pytest.mark.parametrize("damage", ["truncate", "flip", "delete", "append"])
@pytest.mark.parametrize("found_whole_before", [False, True])
def test_every_damage_to_a_file_is_found(place: Path, name: str, damage: str, found_whole_before: bool) -> None:
    files = files_of(place)
    if found_whole_before:
        verify_files(place, files)
    path = place / name
    content = path.read_bytes()
    if damage == "delete":
        path.unlink()
    else:
        flipped = bytes([content[0] ^ 1]) + content[1:]
        path.write_bytes({"truncate": content[: len(content) // 2], "flip": flipped, "append": content + b"x"}[damage])
        os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))
    with pytest.raises(IndexDamaged, match=name):
        verify_files(place, files)


def test_a_file_found_whole_is_not_read_again_until_it_is_written(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = seals.file_digest

    def heard(path: Path) -> str:
        read.append(path.name)
        return real(path)

    files = files_of(place)
    monkeypatch.setattr(seals, "file_digest", heard)
    verify_files(place, files)
    verify_files(place, files)
    assert sorted(read) == ["data.bin", "texts.bin"]
    os.utime(place / "texts.bin", ns=(1, 1))
    verify_files(place, files)
    assert sorted(read) == ["data.bin", "texts.bin", "texts.bin"]
    forget(place)
    verify_files(place, files)
    assert len(read) == 5


def test_what_was_found_damaged_is_read_again(place: Path) -> None:
    files = files_of(place)
    whole = (place / "texts.bin").read_bytes()
    (place / "texts.bin").write_bytes(b"xxxx")
    for _ in range(2):
        with pytest.raises(IndexDamaged, match=r"texts\.bin"):
            verify_files(place, files)
    (place / "texts.bin").write_bytes(whole)
    verify_files(place, files)
