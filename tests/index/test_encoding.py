"""The tiktoken encoding: whole, offline, at home in policy text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoding import RANKS_FILE, count_tokens, policy_encoding


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_decoding_gives_back_every_text(text: str) -> None:
    encoding = policy_encoding()
    assert encoding.decode(encoding.encode_ordinary(text)) == text


@given(st.text(alphabet="市交通运输局，。；\n (（1２a ", max_size=200))
def test_decoding_gives_back_policy_like_text(text: str) -> None:
    encoding = policy_encoding()
    assert encoding.decode(encoding.encode_ordinary(text)) == text


def test_every_single_byte_has_a_rank() -> None:
    encoding = policy_encoding()
    assert sorted(encoding.decode_single_token_bytes(token)[0] for token in range(256)) == list(range(256))


def test_common_policy_words_are_one_token() -> None:
    for word in ("交通", "政府", "单位", "责任", "建设"):
        assert count_tokens(word) == 1, word


@pytest.mark.parametrize(("text", "tokens"), [("", 0), ("1234", 2), ("\n", 1)])
def test_counts_what_the_pieces_say(text: str, tokens: int) -> None:
    assert count_tokens(text) == tokens


def test_the_ranks_file_is_small_enough_to_ship() -> None:
    assert RANKS_FILE.stat().st_size < 1_000_000
