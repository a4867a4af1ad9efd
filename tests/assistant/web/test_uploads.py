"""Names that browsers send become safe ones; files wait in a folder of their own and leave nothing behind."""

import gc
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.errors import Refused
from assistant.web.settings import WebSettings
from assistant.web.uploads import NAME_BYTES, Sent, Staging, named_paths, safe_file_name, safe_name
from documents.read import document_name


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def kept(folder: Path) -> list[Path]:
    """Every batch's folder that is still there."""
    return list(folder.glob("*/*"))


def sent(name: str = "a.txt", content: bytes = b"x") -> Sent:
    return Sent(name, io.BytesIO(content))


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        ("实施意见.docx", ("实施意见", ".docx")),
        ("../../etc/passwd.txt", ("passwd", ".txt")),
        ("..\\..\\windows\\a.TXT", ("a", ".txt")),
        ("/etc/passwd", ("passwd", "")),
        ("..", ("", "")),
        (".txt", ("txt", "")),
        ("<img src=x onerror=alert(1)>.txt", ("img src=x onerror=alert(1)", ".txt")),
        ('a"b|c?d*e:f.pdf', ("a_b_c_d_e_f", ".pdf")),
        ("a<b>&%22x'.txt", ("a_b_&_x'", ".txt")),
        ("a\x00b\r\nc\u202e.txt", ("ab c", ".txt")),
        ("-rf.txt", ("rf", ".txt")),
        ("1.2 通知.md", ("1.2 通知", ".md")),
        ("v1.2(终稿)", ("v1.2(终稿)", "")),
        ("e\u0301.txt", ("é", ".txt")),
    ],
    ids=range(14),
)
def test_o1_g1_names_are_safe(filename: str, expected: tuple[str, str]) -> None:
    assert safe_file_name(filename) == expected


@given(st.text(max_size=400))
def test_a_safe_name_stays_below_its_folder_and_fits(written: str) -> None:
    name = safe_name(written)
    assert not set(name) & set('/\\<>:"|?*\0') and name not in (".", "..")
    assert len(name.encode("utf-8")) <= NAME_BYTES
    assert safe_name(name) == name, "what is shown for confirming is what is used"
    if name:
        path = Path("/upload") / f"{name}.markdown"
        assert path.parent == Path("/upload") and document_name(path) == name


def test_files_lie_under_numbers_until_they_are_confirmed(folder: Path) -> None:
    staging = Staging(WebSettings(), 100)
    batch = staging.keep([sent("../../甲.txt", b"one"), sent("乙.docx", b"two")])
    assert [file.name for file in batch.files] == ["甲", "乙"]
    assert sorted(file.name for file in batch.folder.iterdir()) == ["0.txt", "1.docx"]
    assert batch.folder.parent.parent == folder
    paths = named_paths(staging.take(batch.identity), {1: "丙"})
    assert [(path.name, path.read_bytes()) for path in paths] == [("丙.docx", b"two")]
    assert batch.folder in paths[0].parents


def test_a_file_over_the_limit_is_not_kept(folder: Path) -> None:
    staging = Staging(WebSettings(), 3)
    batch = staging.keep([sent(content=b"four"), sent(content=b"abc")])
    assert [(file.too_large, file.size, file.path.exists()) for file in batch.files] == [
        (True, 4, False),
        (False, 3, True),
    ]


def test_batches_are_forgotten_with_their_files(folder: Path) -> None:
    clock = Clock()
    staging = Staging(WebSettings(staged=2, staged_seconds=60), 100, clock)
    first, second, third = (staging.keep([sent()]) for _ in range(3))
    assert [batch.folder.exists() for batch in (first, second, third)] == [False, True, True]
    clock.now = 60.0
    with pytest.raises(Refused) as refused:
        staging.find(second.identity)
    assert refused.value.status == 404
    assert kept(folder) == []


def test_a_batch_is_taken_once(folder: Path) -> None:
    staging = Staging(WebSettings(), 100)
    batch = staging.keep([sent()])
    staging.take(batch.identity).discard()
    assert kept(folder) == []
    with pytest.raises(Refused):
        staging.take(batch.identity)


def test_a_full_disk_is_said_and_leaves_nothing(folder: Path) -> None:
    class Full(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(Refused) as refused:
        Staging(WebSettings(), 100).keep([sent(), Sent("b.txt", Full(b"x"))])
    assert refused.value.status == 507
    assert kept(folder) == []


def test_a_name_that_cannot_be_written_is_said_and_leaves_nothing(folder: Path) -> None:
    staging = Staging(WebSettings(), 100)
    with pytest.raises(Refused) as refused:
        named_paths(staging.keep([sent()]), {0: "x" * 300})
    assert refused.value.status == 507
    assert kept(folder) == []


def test_nothing_is_left_when_the_program_ends(folder: Path) -> None:
    staging = Staging(WebSettings(), 100)
    staging.keep([sent()])
    assert len(kept(folder)) == 1
    del staging
    gc.collect()
    assert list(folder.iterdir()) == []
