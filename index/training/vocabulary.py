"""The static model's tokenizer: Chinese byte pairs and English words in one vocabulary, one spelling of everything.

Its normaliser writes what the search key writes (NFKC, lower case, simplified characters), as one character map
inside tokenizer.json, so that sentence-transformers and the light runtime read any text alike.
"""

import base64
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import rjieba
from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

from index.keys import simplifier

HAN_RUN = re.compile(r"[㐀-䶿一-鿿]+")
OTHER_RUN = re.compile(r"[^\W㐀-䶿一-鿿]+")
BETWEEN = r"[^\p{L}\p{M}\p{N}]+"
PIECES = r"\p{Han}+|\p{N}{1,4}"
"""Runs that no token crosses, beside runs of letters: Chinese, and digits by fours."""
LAST_PLANE = 0x30000
CHARSMAP_FIELDS = (3, 2)
"""In a SentencePiece model: the normaliser's specification, and in it the character map."""


def folded(letter: str) -> str:
    """How the tokenizer writes one character."""
    return str(simplifier().convert(unicodedata.normalize("NFKC", letter).lower()))


def character_rules() -> Iterator[str]:
    """SentencePiece's rules, `code points TAB code points` in hexadecimal, for each character that is written anew."""
    for code in range(1, LAST_PLANE):
        letter = chr(code)
        if unicodedata.category(letter) in ("Cs", "Cn", "Co"):
            continue
        other = folded(letter)
        if other != letter:
            yield rule(code, other)


def character_map() -> bytes:
    """The rules as the compiled map that `tokenizers` reads."""
    return map_of(character_rules())


def rule(code: int, other: str) -> str:
    """One of SentencePiece's rules, `code point TAB code points` in hexadecimal."""
    return f"{code:X}\t{' '.join(f'{ord(part):X}' for part in other)}"


def map_of(rules: Iterable[str]) -> bytes:
    """How characters are written anew, as the compiled map that `tokenizers` reads; SentencePiece compiles it."""
    import sentencepiece  # noqa: PLC0415 - a recipe's package, not needed to run the model

    model = io.BytesIO()
    with TemporaryDirectory() as folder:
        written = Path(folder) / "rules.tsv"
        written.write_text("\n".join(rules) + "\n", encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(["a b c d e f g"] * 10),
            model_writer=model,
            vocab_size=12,
            hard_vocab_limit=False,
            normalization_rule_tsv=str(written),
            minloglevel=2,
        )
    return compiled_map(model.getvalue())


def compiled_map(model: bytes) -> bytes:
    """The character map in a SentencePiece model, read by protobuf's wire format."""
    for number in CHARSMAP_FIELDS:
        model = next(value for field, value in length_delimited(model) if field == number)
    return model


def length_delimited(message: bytes) -> Iterator[tuple[int, bytes]]:
    """(field number, bytes) of each length-delimited field of a protobuf message."""
    place = 0
    while place < len(message):
        key, place = varint(message, place)
        kind = key & 7
        if kind == 2:
            size, place = varint(message, place)
            yield key >> 3, message[place : place + size]
            place += size
        elif kind == 0:
            _, place = varint(message, place)
        else:
            place += 8 if kind == 1 else 4


def varint(message: bytes, place: int) -> tuple[int, int]:
    """The variable-length number at `place`, and the place after it."""
    value = shift = 0
    while True:
        byte = message[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7


def merges_of(runs: Iterable[str], size: int, longest: int, letters: int) -> tuple[list[str], list[list[str]]]:
    """(tokens, merges) of byte-pair encoding trained on `runs`: up to `size` tokens of up to `longest` characters."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.BpeTrainer(
        vocab_size=size, max_token_length=longest, limit_alphabet=letters, min_frequency=3, show_progress=False
    )
    tokenizer.train_from_iterator(runs, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    merges = [merge.split(" ") if isinstance(merge, str) else merge for merge in model["merges"]]
    return sorted(model["vocab"], key=model["vocab"].get), merges


def tokenizer_of(tokens: list[str], merges: list[list[str]], charsmap: bytes, dropout: float = 0.0) -> Tokenizer:
    """The tokenizer of a vocabulary. What it does not know it leaves out."""
    specification = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(charsmap).decode()},
        "pre_tokenizer": json.loads(pre_tokenizer_state()),
        "post_processor": None,
        "decoder": None,
        "model": {
            "type": "BPE",
            "dropout": dropout or None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": {token: place for place, token in enumerate(tokens)},
            "merges": merges,
        },
    }
    return Tokenizer.from_str(json.dumps(specification, ensure_ascii=False))


def pre_tokenizer_state() -> str:
    """What parts a text into runs, as tokenizer.json writes it."""
    split = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(BETWEEN), behavior="removed"), pre_tokenizers.Split(Regex(PIECES), "isolated")]
    )
    state: str = split.__getstate__().decode()
    return state


def train(
    chinese: Iterable[str], english: Iterable[str], sizes: tuple[int, int], longest: tuple[int, int]
) -> tuple[list[str], list[list[str]]]:
    """(tokens, merges) for both: Han words of `chinese`, and runs of other letters and digits of `english`.

    No Chinese token reaches from one word into the next, because what is learned from is cut into words first.
    """
    words_of_chinese = (" ".join(rjieba.cut(text, True)) for text in chinese)
    tokens, merges = merges_of(runs_of(HAN_RUN, words_of_chinese), sizes[0], longest[0], 12_000)
    words, joins = merges_of(runs_of(OTHER_RUN, english), sizes[1], longest[1], 400)
    return list(dict.fromkeys([*tokens, *words])), [*merges, *joins]


def runs_of(pattern: re.Pattern[str], texts: Iterable[str]) -> Iterator[str]:
    """The runs of each text that `pattern` matches, parted by spaces."""
    for text in texts:
        yield " ".join(pattern.findall(text.lower()))
