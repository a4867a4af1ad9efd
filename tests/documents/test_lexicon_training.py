"""The recipe of the lexicon and its command."""

import lzma
from pathlib import Path

import pytest

from documents.lexicon import Lexicon
from documents.lexicon_training import held_out, main, read_documents

LINES = [f"第{number}号：各级人民政府应当加强领导，部门按照职责管理。" for number in range(200)]


def test_documents_are_lines_or_blocks_compressed_or_not(tmp_path: Path) -> None:
    lines, blocks = tmp_path / "lines.txt", tmp_path / "blocks.txt.xz"
    lines.write_text("甲\n乙\n", encoding="utf-8")
    blocks.write_bytes(lzma.compress("甲\n乙\n\n丙\n".encode()))
    assert list(read_documents(lines)) == ["甲", "乙"]
    assert [block.strip() for block in read_documents(blocks)] == ["甲\n乙", "丙"]


def test_one_document_in_fifty_is_held_out() -> None:
    kept = [line for line in LINES * 10 if held_out(line)]
    assert kept
    assert len(kept) < len(LINES * 10) / 10
    assert [held_out(line) for line in LINES] == [held_out(line) for line in LINES]


def test_the_command_writes_a_lexicon(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, output = tmp_path / "text.txt", tmp_path / "lexicon.npz"
    text.write_text("\n".join(LINES), encoding="utf-8")
    assert main([str(text), "-o", str(output)]) == 0
    assert "MB" in capsys.readouterr().out
    lexicon = Lexicon.load(output)
    assert lexicon.characters[int(lexicon.distribution("人民", "府应").argmax())] == "政"


def test_the_command_measures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "text.txt"
    text.write_text("\n".join(line * 40 for line in LINES), encoding="utf-8")
    assert main([str(text), "--evaluate"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["common"] * 5 + ["listed"] * 5 + ["unlisted"] * 5
    assert all("precision" in line and "coverage" in line for line in lines)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_text_that_cannot_be_read_is_one_line(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "text.txt"
    if content is not None:
        text.write_bytes(content)
    assert main([str(text), "-o", str(tmp_path / "lexicon.npz")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
