"""Readers' sentences in Chinese, and no translation that has lost its sentence."""

from pathlib import Path

import pytest

from assistant.web.refusals import chinese_refusals, refusal
from documents.errors import UnreadableFile
from documents.read import read_file
from documents.settings import DocumentSettings

SOURCES = "".join(
    path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[3] / "documents").rglob("*.py"))
)


@pytest.mark.parametrize("words", chinese_refusals())
def test_every_translation_has_its_sentence(words: str) -> None:
    assert words in SOURCES


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", b"", "文件是空的；请提供至少有一段文字的文件。"),
        ("a.txt", b" \n", "文件里没有文字；请提供至少有一段文字的文件。"),
        ("a.txt", b"x" * 101, "文件有 101 字节，超过 100 字节的限制；请拆分后再传。"),
        ("a.exe", b"x", "不支持这种格式；请另存为 docx、pdf、html、txt 或 md 后再试。"),
        ("a.docx", b"no zip", "文件内容不是 Word 文档；请提供文件本身。"),
        ("a.pdf", b"no pdf", "文件内容不是 PDF；请提供文件本身。"),
    ],
    ids=["empty", "blank", "large", "format", "docx", "pdf"],
)
def test_a_refused_file_is_explained_in_chinese(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as refused:
        read_file(path, DocumentSettings(max_file_bytes=100))
    assert refusal(str(refused.value), name, "zh") == expected
    assert f"{name}: {refusal(str(refused.value), name, 'en')}" == str(refused.value)


def test_an_unknown_sentence_is_shown_as_it_is() -> None:
    assert refusal("a.txt: is cursed", "a.txt", "zh") == "is cursed"
