"""The tokenizer: words of two languages, and one spelling of everything."""

import base64
import json

import pytest

from index.embedding import MODELS_FOLDER
from index.settings import STATIC_MODEL
from index.training.vocabulary import compiled_map, folded, length_delimited, tokenizer_of, train


@pytest.fixture(scope="module")
def charsmap() -> bytes:
    """The character map of the shipped model, which the recipe made."""
    path = MODELS_FOLDER / STATIC_MODEL / "0_StaticEmbedding" / "tokenizer.json"
    normaliser = json.loads(path.read_text(encoding="utf-8"))["normalizer"]
    return base64.b64decode(normaliser["precompiled_charsmap"])


@pytest.mark.parametrize(("letter", "plain"), [("機", "机"), ("Ａ", "a"), ("①", "1"), ("港", "港")])
def test_a_character_is_written_as_the_search_key_writes_it(letter: str, plain: str) -> None:
    assert folded(letter) == plain


def test_chinese_is_learned_within_words_and_english_whole(charsmap: bytes) -> None:
    tokens, merges = train(["机场建设"] * 9 + ["港口"] * 9, ["the airport is open"] * 9, (50, 80), (4, 16))
    tokenizer = tokenizer_of(tokens, merges, charsmap)
    assert "场建" not in tokens
    assert tokenizer.encode("機場建設，ＡＩＲＰＯＲＴ！").tokens == ["机场", "建设", "airport"]


def test_what_is_not_in_the_vocabulary_is_left_out(charsmap: bytes) -> None:
    tokenizer = tokenizer_of(["港"], [], charsmap)
    assert tokenizer.encode("港é口 …").tokens == ["港"]


def test_the_character_map_is_read_out_of_a_sentencepiece_model() -> None:
    inner = b"\x0a\x01x" + b"\x12\x03abc"
    model = b"\x08\x96\x01" + b"\x1d\x00\x00\x00\x00" + b"\x1a" + bytes([len(inner)]) + inner
    assert list(length_delimited(model)) == [(3, inner)]
    assert compiled_map(model) == b"abc"
