"""Counting words of general text: sentences, the words that hold Chinese, and those that are kept."""

import lzma
from collections import Counter
from pathlib import Path

import pytest

from assistant.word_rarity import word_counts
from evals.__main__ import main
from evals.word_counts import RAREST, as_lines, counted, frequent


def test_a_word_counts_once_a_sentence_in_its_search_key() -> None:
    sentences, counts = counted(["停車場收費。停车场很大，停车场很新！plain words 2023\n"])
    assert sentences == 2
    assert counts["停车场"] == 2
    assert all("一" <= letter <= "鿿" for word in counts for letter in word)


def test_words_rarer_than_the_rarest_are_left_out_and_the_rest_is_in_a_fixed_order() -> None:
    counts = Counter({"乙": 2, "甲": 2, "丙": 5, "丁": 1})
    assert list(frequent(2 * RAREST, counts).items()) == [("丙", 5), ("乙", 2), ("甲", 2)]


def test_the_command_writes_what_the_assistant_reads(tmp_path: Path) -> None:
    text = tmp_path / "news.txt.xz"
    text.write_bytes(lzma.compress("停车场收费。\n停车场改造。\n".encode()))
    output = tmp_path / "counts.tsv"
    assert main(["word-counts", str(text), "-o", str(output)]) == 0
    held = word_counts(output)
    assert held.sentences == 2
    assert held.counts["停车场"] == 2
    assert as_lines(held.sentences, dict(held.counts)) == output.read_text(encoding="utf-8")


def test_a_text_that_cannot_be_read_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["word-counts", str(tmp_path / "none.txt"), "-o", str(tmp_path / "counts.tsv")]) == 1
    assert "cannot be read" in capsys.readouterr().err
