"""Counts of characters by context: reading, packing, estimating."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.lexicon import (
    DATA_FILE,
    UNKNOWN,
    Lexicon,
    from_levels,
    from_planes,
    normalise,
    read_alphabet,
    read_grammar,
    shipped_lexicon,
    to_levels,
    to_planes,
)
from documents.lexicon_training import Pruning, count, encode, save


@pytest.fixture
def small(tmp_path: Path) -> Lexicon:
    """黄 four times and 运 once before 河道, 政 five times between 人民 and 府."""
    text = "沿黄河道。" * 4 + "沿运河道。" + "人民政府。" * 5
    path = tmp_path / "small.npz"
    everything = Pruning((1, 1, 1, 1), least_lift=0.0, unlisted_share=0.0, rare_total=0)
    save(count(encode([text]), ("黄", "政"), everything), path)
    return Lexicon.load(path)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("(鲁政发[2020]8号),", "（鲁政发〔0〕0号），"),
        ("IPv6 技术\n\n  二、", "a0技术\n二、"),
        ("１２ａＢ", "0a"),
        ("𠀀", "〓"),
    ],
)
def test_normalise(text: str, normal: str) -> None:
    assert normalise(text) == normal


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_entries_are_what_was_counted(small: Lexicon) -> None:
    entry = small.entry("沿", "河")
    assert entry is not None
    counts = {small.characters[place]: round(number) for place, number in zip(entry.indices, entry.counts, strict=True)}
    assert counts == {"黄": 4, "运": 1}
    assert round(entry.total) == 5
    assert small.entry("沿", "江") is None
    assert small.entry(UNKNOWN, "河") is None


def test_the_estimate_follows_the_counts(small: Lexicon) -> None:
    between = small.distribution("沿", "河道")
    assert small.characters[int(between.argmax())] == "黄"
    assert between[small.index["黄"]] > 3 * between[small.index["运"]]
    assert small.distribution("人民", "府")[small.index["政"]] > 0.95
    assert small.longest("人民", "府。") == (2, 2)
    assert small.longest("不", "明") == (0, 0)


@given(st.text(alphabet="沿黄河道。人民政府江\n", max_size=5), st.text(alphabet="沿黄河道。人民政府江\n", max_size=5))
def test_every_estimate_is_a_probability(left: str, right: str) -> None:
    estimate = shipped_lexicon().distribution(left, right)
    assert estimate.min() > 0
    assert estimate.sum() == pytest.approx(1)


@given(st.lists(st.integers(min_value=1, max_value=60_000_000), min_size=1))
def test_levels_keep_numbers_within_four_percent(numbers: list[int]) -> None:
    kept = from_levels(to_levels(np.array(numbers, np.uint32)))
    assert np.abs(kept / np.array(numbers) - 1).max() < 0.04


@given(st.lists(st.integers(min_value=0, max_value=2**40 - 1)))
def test_planes_keep_numbers(numbers: list[int]) -> None:
    values = np.array(numbers, np.uint64)
    assert from_planes(to_planes(values, 5)).tolist() == numbers


def test_the_alphabet_holds_each_character_once_and_no_grammar() -> None:
    alphabet, grammar = read_alphabet(), read_grammar()
    assert len(alphabet) == len(set(alphabet))
    assert all("\u4e00" <= char <= "\u9fff" for char in (*alphabet, *grammar))
    assert {"黄", "政", "党", "军", "警"} <= set(alphabet)
    assert {"的", "和"} <= set(grammar)


def test_the_shipped_lexicon_knows_words() -> None:
    lexicon = shipped_lexicon()
    for left, right, char in (("人民", "府，", "政"), ("社会", "义现", "主"), ("市公", "局、", "安")):
        assert lexicon.characters[int(lexicon.distribution(left, right).argmax())] == char


def test_the_shipped_lexicon_is_small() -> None:
    assert DATA_FILE.stat().st_size < 6_000_000
