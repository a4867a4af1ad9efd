"""Data files are read line by line, without what is written for people."""

from pathlib import Path

from documents.data_lines import data_lines


def test_comments_and_empty_lines_are_left_out_and_space_around_entries_is(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("# what this is\n\n港口\tport\n  # a note \n C# 语言 \n", encoding="utf-8")
    assert data_lines(path) == ["港口\tport", "C# 语言"]
