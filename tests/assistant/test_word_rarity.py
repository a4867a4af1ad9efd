"""How rare words are at large: counts read from a file, and the words that it leaves out."""

import math
from pathlib import Path

import pytest

from assistant.word_rarity import WordCounts, word_counts

COUNTS = WordCounts(1000, {"的": 500, "规定": 10})


def test_a_word_is_rarer_the_fewer_sentences_hold_it() -> None:
    assert COUNTS.rarity("的") == pytest.approx(math.log(2))
    assert COUNTS.rarity("规定") == pytest.approx(math.log(100))


def test_a_word_left_out_is_as_rare_as_the_rarest() -> None:
    assert COUNTS.rarity("候鸟") == COUNTS.rarity("规定") == max(map(COUNTS.rarity, ("的", "规定", "候鸟")))


def test_a_foreign_word_is_as_rare_as_what_it_may_stand_for_on_average() -> None:
    assert COUNTS.mean_rarity("rule", ("的", "规定")) == pytest.approx((math.log(2) + math.log(100)) / 2)
    assert COUNTS.mean_rarity("rule", ()) == COUNTS.rarity("规定")


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "counts.tsv"
    path.write_text("sentences\t1000\n的\t500\n规定\t10\n", encoding="utf-8")
    assert word_counts(path) == COUNTS


def test_the_shipped_counts_tell_common_words_from_rare_ones() -> None:
    shipped = word_counts()
    assert shipped.rarity("的") < shipped.rarity("发展") < shipped.rarity("停车场") < shipped.rarity("饕餮")
    assert 8.0 < shipped.rarity("饕餮") < 10.0
