"""The child process: what it may use, how it may end, and what its caller then says."""

import json
import os
import subprocess
import sys
import textwrap
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from documents.errors import UnreadableFile
from documents.readers import isolated
from documents.readers.isolated import read_isolated
from documents.settings import ReaderLimits
from tests.documents.readers.make import as_text
from tests.documents.readers.make_docx import as_docx
from tests.documents.readers.policies import OPINION

LIMITS = ReaderLimits()
ROOT = Path(__file__).parents[3]
PAGE = "<p>一、总体要求</p><p>二、保障措施</p>".encode()


def refusal(data: bytes, suffix: str, limits: ReaderLimits = LIMITS) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_isolated(data, f"文件{suffix}", suffix, limits)
    assert str(caught.value).startswith(f"文件{suffix}: ")
    return str(caught.value)


def slow_pdf() -> bytes:
    """A page of a million strokes in a few kilobytes."""
    stream = zlib.compress(b"0 0 m 500 700 l S BT (x) Tj ET " * 2_000_000, 9)
    head = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Filter/FlateDecode/Length "
    )
    length = str(len(stream)).encode()
    return head + length + b">>stream\n" + stream + b"\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%EOF"


def test_a_page_comes_back_with_its_encoding() -> None:
    reading = read_isolated(PAGE, "页.html", ".html", LIMITS)
    assert (reading.text, reading.encoding, reading.pages) == ("一、总体要求\n二、保障措施\n", "utf-8", ())


def test_a_file_that_takes_too_long_is_left_out() -> None:
    assert "takes longer than 1 s to read" in refusal(slow_pdf(), ".pdf", replace(LIMITS, seconds=1))


def test_a_file_that_takes_too_much_memory_is_left_out() -> None:
    message = refusal(b"<p>" + b"<b>x</b>" * 3_000_000, ".html", replace(LIMITS, memory_bytes=200 * 1024**2))
    assert "MB of memory" in message or "broke down" in message or "is damaged" in message


def test_a_text_over_the_limit_is_left_out() -> None:
    message = refusal(PAGE * 5, ".html", replace(LIMITS, characters=60))
    assert message == "文件.html: 70 characters is over the limit of 60; split the file"


def test_a_child_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    assert "its reader cannot be started (No such file or directory)" in refusal(PAGE, ".html")


def script(folder: Path, text: str) -> str:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("exit 0", "gave no usable answer"),
        ("cat >/dev/null; echo []", "gave no usable answer"),
        ("cat >/dev/null; echo '{\"text\": 1}'", "gave no usable answer"),
        ("exit 3", "broke down (code 3)"),
        ("kill -SEGV $$", "broke down (code -11)"),
        ("exec sleep 60", "takes longer than 1 s"),
        ("cat >/dev/null; exec yes", "its text is over the limit of 1,000 characters"),
        ("exec cat /dev/zero", "takes longer than 1 s"),
    ],
)
def test_however_a_child_ends_there_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, reason: str
) -> None:
    monkeypatch.setattr(sys, "executable", script(tmp_path, text))
    limits = replace(LIMITS, seconds=1, characters=1_000)
    assert reason in refusal(b"x" * 1_000_000, ".html", limits)


def test_the_child_inherits_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_CATALOGUE_URL", "postgresql://user:secret@host/db")
    monkeypatch.setattr(sys, "executable", script(tmp_path, f"cat >/dev/null; env > {tmp_path}/seen; echo '{{}}'"))
    refusal(PAGE, ".html")
    assert "secret" not in (tmp_path / "seen").read_text(encoding="utf-8")


def test_the_child_ignores_modules_of_the_folder_it_is_called_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_isolated(PAGE, "页.html", ".html", LIMITS).text


def _python(code: str, *, request: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.defpath}
    command = [sys.executable, "-B", "-c", textwrap.dedent(code)]
    return subprocess.run(command, input=request, capture_output=True, env=environment, check=False)


def test_a_confined_process_writes_no_file(tmp_path: Path) -> None:
    done = _python(f"""
        from documents.readers.child import confine
        from documents.settings import ReaderLimits
        confine(ReaderLimits())
        try:
            with open({str(tmp_path / "x")!r}, "w") as file:
                file.write("x")
        except OSError as error:
            print(error.strerror)
    """)
    assert done.stdout == b"File too large\n"


def test_the_parsers_are_loaded_in_the_child_only() -> None:
    done = _python("""
        import sys
        from pathlib import Path
        from documents.ingest import read_document
        print([name for name in ("lxml", "docx", "pypdfium2") if name in sys.modules])
    """)
    assert done.stdout == b"[]\n", done.stderr


def test_the_child_answers_one_request_in_json() -> None:
    header = json.dumps({"name": "页.html", "suffix": ".html", "limits": {"seconds": 5}}).encode()
    done = _python("import documents.readers.child as child; child.main()", request=header + b"\n" + PAGE)
    assert json.loads(done.stdout) == {"text": "一、总体要求\n二、保障措施\n", "encoding": "utf-8", "pages": []}


def test_the_answer_is_read_to_its_limit_and_no_farther(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "_ROOM_FOR_THE_REST", 0)
    monkeypatch.setattr(sys, "executable", script(tmp_path, 'cat >/dev/null; echo \'{"error": "' + "x" * 99 + "\"}'"))
    assert "over the limit of 10 characters" in refusal(PAGE, ".html", replace(LIMITS, characters=10))


def test_numbers_of_a_docx_survive_the_way_through_the_child() -> None:
    reading = read_isolated(as_docx(OPINION), "文件.docx", ".docx", LIMITS)
    assert reading.text.split() == as_text(OPINION).decode().split()
