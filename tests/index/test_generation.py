"""Generations: built beside, sealed, checked, swapped in one step."""

import json
from pathlib import Path

import pytest

from index.errors import IndexDamaged, IndexUnavailable
from index.generation import (
    MANIFEST,
    Manifest,
    building,
    current,
    publish,
    read_manifest,
    refusing_writes,
    seal,
    verify,
)
from tests.fakes import another_process

FACTS = {"model": "m 1", "dimension": 2, "recipe": "r", "documents": {"文件": "ab"}, "passages": 3}
HOLD_THE_LOCK = """
import sys, time
from pathlib import Path
from index.generation import building
with building(Path(sys.argv[1]), 0) as place:
    (place / "half").write_text("half", encoding="utf-8")
    print("building", flush=True)
    time.sleep(600)
"""


def write(place: Path) -> Manifest:
    (place / "deep").mkdir()
    (place / "passages.jsonl").write_text("一\n", encoding="utf-8")
    (place / "deep" / "data.bin").write_bytes(bytes(range(256)) * 8)
    return seal(place, FACTS)


def published(folder: Path) -> Path:
    with building(folder, 0) as place:
        write(place)
        publish(folder, place)
    return place


def test_there_is_no_generation_at_first(tmp_path: Path) -> None:
    assert current(tmp_path) is None


def test_what_is_published_serves_and_what_it_replaced_is_gone(tmp_path: Path) -> None:
    first = published(tmp_path)
    assert current(tmp_path) == first
    second = published(tmp_path)
    assert current(tmp_path) == second
    assert not first.exists()


def test_a_build_that_fails_leaves_the_old_one_serving(tmp_path: Path) -> None:
    first = published(tmp_path)
    with pytest.raises(RuntimeError), building(tmp_path, 0) as place:
        raise RuntimeError("half way")
    assert current(tmp_path) == first
    assert not place.exists()
    verify(first, read_manifest(first))


def test_the_manifest_reads_back_as_sealed(tmp_path: Path) -> None:
    manifest = write(tmp_path)
    assert read_manifest(tmp_path) == manifest
    assert set(manifest.files) == {"passages.jsonl", "deep/data.bin"}
    assert manifest.files["passages.jsonl"][0] == 4


@pytest.mark.parametrize("name", ["passages.jsonl", "deep/data.bin"])
@pytest.mark.parametrize("damage", ["truncate", "flip", "delete", "append"])
def test_every_damage_to_a_file_is_found(tmp_path: Path, name: str, damage: str) -> None:
    manifest = write(tmp_path)
    verify(tmp_path, manifest)
    path = tmp_path / name
    content = path.read_bytes()
    if damage == "delete":
        path.unlink()
    else:
        flipped = bytes([content[0] ^ 1]) + content[1:]
        path.write_bytes({"truncate": content[: len(content) // 2], "flip": flipped, "append": content + b"x"}[damage])
    with pytest.raises(IndexDamaged, match=name):
        verify(tmp_path, manifest)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"schema": 1}', '{"schema": 1, "files": 3}', "\x00"])
def test_a_spoiled_manifest_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(IndexDamaged):
        read_manifest(tmp_path)


def test_a_manifest_of_another_schema_is_refused(tmp_path: Path) -> None:
    write(tmp_path)
    stored = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))
    (tmp_path / MANIFEST).write_text(json.dumps(stored | {"schema": 999}), encoding="utf-8")
    with pytest.raises(IndexDamaged, match="schema 999"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("name", ["", "../..", "missing", "\x00", "a/b"])
def test_a_spoiled_pointer_serves_nothing(tmp_path: Path, name: str) -> None:
    published(tmp_path)
    (tmp_path / "current").write_text(name, encoding="utf-8")
    assert current(tmp_path) is None


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(IndexUnavailable, match="cannot be written"), building(tmp_path / "index", 0):
        pytest.fail("nothing can be built here")


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match="No space left"), refusing_writes(tmp_path):
        raise OSError(28, "No space left on device")


def test_a_second_builder_is_refused_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    first = published(tmp_path)
    with another_process(HOLD_THE_LOCK, str(tmp_path)) as (said, builder):
        assert said == "building"
        with pytest.raises(IndexUnavailable, match="索引正在使用"), building(tmp_path, 0):
            pytest.fail("two builders at once")
        assert current(tmp_path) == first
        builder.kill()
        builder.wait()
    left = {path.name for path in (tmp_path / "generations").iterdir()}
    assert len(left) == 2
    second = published(tmp_path)
    assert {path.name for path in (tmp_path / "generations").iterdir()} == {second.name}
