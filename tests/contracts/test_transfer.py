"""A library moves as one file between databases of either kind, and nothing of it is lost or made up."""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from documents import transfer
from documents.catalog import Catalogue
from documents.errors import BadLibraryFile, CatalogueUnavailable
from documents.notes import Notes
from documents.parsing import parse_document
from documents.settings import DocumentSettings
from documents.transfer import export_library, import_library
from tests import postgres
from tests.documents.texts import copies

TODAY = date(2026, 11, 24)
STATUSES: Any = st.sampled_from(["in_force", "expired", "repealed", "superseded"])
NAMES = st.text(alphabet="甲乙a/.. \n\x1b\"'%", min_size=1, max_size=6)
HISTORIES = st.lists(
    st.tuples(st.integers(0, 2), copies().filter(lambda text: "\0" not in text)), min_size=1, max_size=4
)


def held(catalogue: Catalogue) -> dict[str, Any]:
    """Everything that a library shows of its documents."""
    shown: dict[str, Any] = {"standings": catalogue.standings(TODAY), "names": catalogue.names()}
    for name in catalogue.names():
        versions = catalogue.versions(name)
        shown[name] = (versions, [catalogue.document(name, version.number) for version in versions])
    return shown


def bring_in(path: Path, catalogue: Catalogue, settings: DocumentSettings) -> list[tuple[str, str]]:
    return [(one.name, one.outcome) for one in import_library(path, catalogue, settings, workers=1)]


def fill(catalogue: Catalogue) -> None:
    for text in ("一、甲。\n", "一、乙。（责任单位：市财政局）\n二、丙。\n"):
        catalogue.put(parse_document("意见", text, str(len(text)), (0, 3)))
    catalogue.put(parse_document("../空", "没有编号。\n", "ab"))
    catalogue.set_standing("意见", "superseded", by="《新意见》", since="2026-01-01")
    Notes(catalogue).add("意见", "一", "under_way", "完成一半", "张三")
    Notes(catalogue).add("意见", "一", "done", "", "李四")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Catalogue]:
    """Another empty library, in a database of either kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    else:
        server: postgres.Server = request.getfixturevalue("server")
        url = server.new_database()
    opened = Catalogue.open(DocumentSettings(home=tmp_path, catalogue_url=url))
    yield opened
    opened.close()


def settings_of(catalogue: Catalogue, folder: Path) -> DocumentSettings:
    url = catalogue._engine.url.render_as_string(hide_password=False)
    return DocumentSettings(home=folder, catalogue_url=url, add_wait_seconds=1)


def test_a_library_moves_whole(
    catalogue: Catalogue, settings: DocumentSettings, other: Catalogue, tmp_path: Path
) -> None:
    fill(catalogue)
    path = tmp_path / "library"
    assert export_library(path, catalogue, settings) == 2
    there = settings_of(other, tmp_path)
    assert bring_in(path, other, there) == [("../空", "added"), ("意见", "added")]
    assert held(other) == held(catalogue)
    assert Notes(other).of("意见") == Notes(catalogue).of("意见")
    before = other.revision()
    assert bring_in(path, other, there) == [("../空", "unchanged"), ("意见", "unchanged")]
    assert (other.revision(), len(Notes(other).of("意见"))) == (before, 2)
    assert sorted(entry.name for entry in tmp_path.iterdir() if "library" in entry.name) == ["library"]


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=15)
@given(library=st.dictionaries(NAMES, HISTORIES, max_size=3), status=STATUSES)
def test_any_library_comes_back_as_it_was(tmp_path: Path, library: dict[str, Any], status: Any) -> None:
    one, two = (DocumentSettings(home=tmp_path, catalogue_url="sqlite://") for _ in range(2))
    source, target = Catalogue.open(one), Catalogue.open(two)
    for name, history in library.items():
        for which, text in history:
            source.put(parse_document(name, text, f"{which}{abs(hash(text)):x}"))
        source.set_standing(name, status, by="《它》")
    path = tmp_path / "library"
    export_library(path, source, one)
    bring_in(path, target, two)
    assert held(target) == held(source)


@pytest.fixture
def exported(catalogue: Catalogue, settings: DocumentSettings, tmp_path: Path) -> Path:
    fill(catalogue)
    export_library(tmp_path / "library", catalogue, settings)
    return tmp_path / "library"


@pytest.fixture
def target(tmp_path: Path) -> Iterator[tuple[Catalogue, DocumentSettings]]:
    settings = DocumentSettings(home=tmp_path / "target", add_wait_seconds=1)
    opened = Catalogue.open(settings)
    yield opened, settings
    opened.close()


Target = tuple[Catalogue, DocumentSettings]
only_sqlite = pytest.mark.parametrize("catalogue_url", ["sqlite"], indirect=True)


@only_sqlite
def test_what_is_newer_here_stays(exported: Path, target: Target) -> None:
    bring_in(exported, *target)
    newer = parse_document("意见", "一、更新。\n", "ff")
    target[0].put(newer)
    assert bring_in(exported, *target) == [("../空", "unchanged"), ("意见", "unchanged")]
    assert target[0].document("意见") == newer


@only_sqlite
def test_histories_that_went_different_ways_lose_nothing(exported: Path, target: Target) -> None:
    own = parse_document("意见", "一、自己的。\n", "ff")
    target[0].put(own)
    assert bring_in(exported, *target)[1] == ("意见", "replaced")
    hashes = [version.content_hash for version in target[0].versions("意见")]
    assert hashes == ["ff", "5", "21"]
    assert target[0].document("意见", 1) == own
    assert bring_in(exported, *target)[1] == ("意见", "unchanged")


@only_sqlite
def test_an_import_that_was_cut_short_goes_on(exported: Path, target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue, settings = target
    put = catalogue.put_versions

    def failing(name: str, *rest: Any) -> None:
        if name == "意见":
            raise CatalogueUnavailable("the disk is full")
        put(name, *rest)

    with monkeypatch.context() as full:
        full.setattr(catalogue, "put_versions", failing)
        with pytest.raises(CatalogueUnavailable):
            bring_in(exported, catalogue, settings)
    assert catalogue.names() == ["../空"]
    assert bring_in(exported, catalogue, settings) == [("../空", "unchanged"), ("意见", "added")]


@only_sqlite
def test_clauses_come_from_the_text_and_not_from_the_file(exported: Path, target: Target) -> None:
    lines = gzip.decompress(exported.read_bytes()).splitlines()
    assert not any("责任单位" in json.loads(line).get("clauses", "") for line in lines)
    bring_in(exported, *target)
    clause = target[0].document("意见").clause("一")
    assert clause is not None
    assert [unit.unit for unit in clause.units] == ["市财政局"]


def spoiled(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[bytes], bytes]:
    """The file with other lines, its digest as it was."""
    return lambda data: gzip.compress(b"".join(change(gzip.decompress(data).splitlines(keepends=True))))


def sealed(change: Callable[[list[dict[str, Any]]], None]) -> Callable[[bytes], bytes]:
    """The file with other lines and a digest that fits, as one who means harm makes it."""

    def make(data: bytes) -> bytes:
        import hashlib

        values = [json.loads(line) for line in gzip.decompress(data).splitlines()][:-1]
        change(values)
        body = b"".join(json.dumps(value).encode() + b"\n" for value in values)
        end = {"kind": "end", "lines": len(values), "sha256": hashlib.sha256(body).hexdigest()}
        return gzip.compress(body + json.dumps(end).encode() + b"\n")

    return make


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda data: b"", "is no exported library"),
    "a text": (lambda data: b"policy", "is no exported library"),
    "a zip": (lambda data: b"PK\x03\x04" + bytes(99), "is no exported library"),
    "half": (lambda data: data[: len(data) // 2], "is no exported library, or is damaged"),
    "a flipped bit": (flipped, "damaged|is no line|is cut short"),
    "another gzip": (lambda data: gzip.compress(b"hello\n"), "is no exported library"),
    "a list": (lambda data: gzip.compress(b"[1]\n"), "is no exported library"),
    "no end": (spoiled(lambda lines: lines[:-1]), "its last line is missing"),
    "a lost line": (spoiled(lambda lines: [*lines[:2], *lines[3:]]), "its lines are not those that were written"),
    "lines in another order": (spoiled(lambda lines: [lines[0], lines[2], lines[1], *lines[3:]]), "not those|twice"),
    "more behind the end": (spoiled(lambda lines: [*lines, b"{}\n"]), "goes on behind its last line"),
    "a newer schema": (
        spoiled(lambda lines: [lines[0].replace(b'"schema": 1', b'"schema": 2'), *lines[1:]]),
        "schema 2",
    ),
    "a deep line": (spoiled(lambda lines: [lines[0], b"[" * 200_000 + b"\n"]), "is no exported library, or is damaged"),
    "a bomb": (lambda data: gzip.compress(b" " * 160_000_000), "has a line of more than 150,000,000 bytes"),
    "a bomb of lines": (
        lambda data: gzip.compress(b'{"format": "policy-library", "schema": 1}\n' + (b" " * 999 + b"\n") * 70_000),
        "is no exported library|swells more than 200 times",
    ),
    "a wrong type": (sealed(lambda values: values[1].update(pages="x")), r"line 2 is no line .*pages"),
    "an unknown field": (sealed(lambda values: values[1].update(path="../x")), r"line 2 is no line .*path"),
    "an unknown kind": (sealed(lambda values: values[1].update(kind="program")), "line 2 is no line"),
    "a document twice": (sealed(lambda values: values.insert(4, values[1])), "twice|standing"),
    "a standing of nothing": (sealed(lambda values: values[4].update(document="无")), "that it does not hold"),
    "a hash that is none": (sealed(lambda values: values[1].update(content_hash="../x")), "content_hash"),
    "a NUL": (sealed(lambda values: values[1].update(source="a\0")), "NUL"),
    "half a character": (sealed(lambda values: values[1].update(source="\ud800")), "line 2 is no line"),
    "a day that is none": (sealed(lambda values: values[4].update(since="2026-02-30")), "is no day"),
    "pages out of the text": (sealed(lambda values: values[1].update(pages=[-5])), "pages lie outside"),
}


@only_sqlite
@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_one_sentence_and_changes_nothing(exported: Path, target: Target, case: str) -> None:
    make, reason = HOSTILE[case]
    exported.write_bytes(make(exported.read_bytes()))
    with pytest.raises(BadLibraryFile, match=reason) as caught:
        bring_in(exported, *target)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("library: ")
    assert target[0].names() == []


@only_sqlite
def test_a_missing_file_and_a_folder(target: Target, tmp_path: Path, catalogue: Catalogue) -> None:
    for path in (tmp_path / "无", tmp_path):
        with pytest.raises(BadLibraryFile, match="cannot be read"):
            bring_in(path, *target)


@only_sqlite
def test_where_nothing_can_be_written_nothing_is_left(
    catalogue: Catalogue, settings: DocumentSettings, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = exported.read_bytes()
    with pytest.raises(BadLibraryFile, match="cannot be written there"):
        export_library(exported.parent / "无" / "library", catalogue, settings)

    def full(*arguments: Any) -> Iterator[Any]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(transfer, "_lines_of", full)
    with pytest.raises(BadLibraryFile, match="No space left on device"):
        export_library(exported, catalogue, settings)
    assert exported.read_bytes() == before
    assert [path.name for path in exported.parent.iterdir() if "library" in path.name] == ["library"]


@only_sqlite
def test_a_document_removed_meanwhile_is_left_out(
    catalogue: Catalogue, settings: DocumentSettings, target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(catalogue)
    names = catalogue.names()
    monkeypatch.setattr(catalogue, "names", lambda: [*names, "走了"])
    export_library(tmp_path / "library", catalogue, settings)
    assert [name for name, _ in bring_in(tmp_path / "library", *target)] == names


def test_the_same_text_under_another_parser_is_no_new_version(
    catalogue: Catalogue, settings: DocumentSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(catalogue)
    export_library(tmp_path / "library", catalogue, settings)
    old = replace(catalogue.document("../空"), title="旧题")
    catalogue.put(old)
    assert bring_in(tmp_path / "library", catalogue, settings) == [("../空", "unchanged"), ("意见", "unchanged")]


def test_a_note_that_lost_its_clause_is_not_on_the_successor_after_a_move(tmp_path: Path) -> None:
    source, target = (Catalogue(f"sqlite:///{tmp_path / name}.sqlite3") for name in ("source", "target"))
    source.put(parse_document("意见", "一、城区供热管网改造。\n二、农村公路养护工程。\n", "1"))
    Notes(source).add("意见", "一", "done", "竣工", "张三")
    source.put(parse_document("意见", "一、农村公路养护工程。\n", "2"))
    settings = DocumentSettings(home=tmp_path)
    export_library(tmp_path / "all", source, settings)
    bring_in(tmp_path / "all", target, settings)
    assert [note.note for note in Notes(target).homeless()] == ["竣工"] and Notes(target).latest() == {}
    source.close()
    target.close()
