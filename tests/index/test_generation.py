"""Generations: written beside, checked, swapped in one step; segments that none names are removed."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import IndexDamaged, IndexUnavailable
from index.generation import (
    SCHEMA,
    Manifest,
    Part,
    building,
    current,
    new_place,
    publish,
    read_manifest,
    refusing_writes,
)
from index.seals import MANIFEST
from tests.fakes import another_process

HOLD_THE_LOCK = """
import sys, time
from pathlib import Path
from index.generation import building, new_place
with building(Path(sys.argv[1]), 0):
    (new_place(Path(sys.argv[1]), "segments") / "half").write_text("half", encoding="utf-8")
    print("building", flush=True)
    time.sleep(600)
"""


def manifest_of(*segments: str) -> Manifest:
    parts = tuple(Part(segment, "ab", {f"文件{segment}": "cd"}, 3) for segment in segments)
    return Manifest(SCHEMA, "m 1", 2, "r", parts)


def published(folder: Path, *kept: str) -> tuple[Path, str]:
    """A generation of the segments `kept` and of a new one."""
    with building(folder, 0):
        segment = new_place(folder, "segments").name
        return publish(folder, manifest_of(*kept, segment)), segment


def segments(folder: Path) -> set[str]:
    return {place.name for place in (folder / "segments").iterdir()}


def test_there_is_no_generation_at_first(tmp_path: Path) -> None:
    assert current(tmp_path) is None


def test_what_is_published_serves_and_what_it_replaced_is_gone(tmp_path: Path) -> None:
    first, old = published(tmp_path)
    assert current(tmp_path) == first
    second, new = published(tmp_path)
    assert current(tmp_path) == second
    assert not first.exists()
    assert segments(tmp_path) == {new}
    assert old != new


def test_a_segment_that_is_named_again_stays(tmp_path: Path) -> None:
    _, base = published(tmp_path)
    _, later = published(tmp_path, base)
    assert segments(tmp_path) == {base, later}


def test_a_build_that_fails_leaves_the_old_one_serving(tmp_path: Path) -> None:
    first, kept = published(tmp_path)
    with pytest.raises(RuntimeError), building(tmp_path, 0):
        new_place(tmp_path, "segments")
        raise RuntimeError("half way")
    assert current(tmp_path) == first
    assert segments(tmp_path) == {kept}


def test_the_manifest_reads_back_as_published(tmp_path: Path) -> None:
    place, segment = published(tmp_path, "base0")
    manifest = read_manifest(place)
    assert manifest == manifest_of("base0", segment)
    assert manifest.documents == {"文件base0": "cd", f"文件{segment}": "cd"}
    assert manifest.passages == 6


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"schema": 2}', '{"schema": 2, "parts": 3}', "\x00"])
def test_a_spoiled_manifest_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(IndexDamaged):
        read_manifest(tmp_path)


def test_a_manifest_of_another_schema_is_refused(tmp_path: Path) -> None:
    place, _ = published(tmp_path)
    stored = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    (place / MANIFEST).write_text(json.dumps(stored | {"schema": 999}), encoding="utf-8")
    with pytest.raises(IndexDamaged, match="schema 999"):
        read_manifest(place)


@pytest.mark.parametrize("spoiled", [{"segment": "../.."}, {"segment": ""}, {"passages": -1}, {"documents": {"a": 1}}])
def test_a_part_that_cannot_be_meant_is_refused(tmp_path: Path, spoiled: dict[str, object]) -> None:
    place, _ = published(tmp_path)
    stored = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    stored["parts"][0] |= spoiled
    (place / MANIFEST).write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(IndexDamaged):
        read_manifest(place)


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
    first, kept = published(tmp_path)
    with another_process(HOLD_THE_LOCK, str(tmp_path)) as (said, builder):
        assert said == "building"
        with pytest.raises(IndexUnavailable, match="索引正在使用"), building(tmp_path, 0):
            pytest.fail("two builders at once")
        assert current(tmp_path) == first
        builder.kill()
        builder.wait()
    assert len(segments(tmp_path)) == 2
    with building(tmp_path, 0):
        assert segments(tmp_path) == {kept}


def test_documents_of_a_manifest_are_those_of_its_parts() -> None:
    manifest = manifest_of("a", "b")
    assert replace(manifest, parts=manifest.parts[:1]).documents == {"文件a": "cd"}
