"""Train the byte-pair ranks in `index/data` on raw text.

    python -m index.training.encoding TEXT... [--output index/data/policy.tiktoken] [--vocabulary 32000]

A TEXT is a UTF-8 file, plain or compressed with xz. The shipped ranks were made from 8,000,000 characters each of
CRUD-RAG's news (Apache-2.0) and public Chinese law texts. The result depends on the text only: the same text gives
the same ranks, in about a minute on two cores.
"""

import argparse
import base64
import lzma
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

from index.encoding import PIECES, RANKS_FILE
from index.settings import IndexSettings

CHARACTERS_PER_FILE = 8_000_000
LONGEST_TOKEN_BYTES = 15
"""Five Han characters: about the longest word of Chinese policy text."""


def lines(path: Path, limit: int) -> Iterator[str]:
    """The lines of `path`, up to `limit` characters in all."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as stream:
        for line in stream:
            limit -= len(line)
            if limit < 0:
                return
            yield line


def byte_alphabet() -> dict[str, int]:
    """The printable character that stands for each byte in a byte-level vocabulary (as GPT-2 defined it)."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in printable]
    shifted = {chr(256 + place): byte for place, byte in enumerate(others)}
    return {chr(byte): byte for byte in printable} | shifted


def train(texts: Iterator[str], vocabulary: int) -> dict[bytes, int]:
    """Byte-pair ranks learned from `texts`: every single byte, and merges up to `vocabulary` tokens."""
    alphabet = byte_alphabet()
    tokenizer = Tokenizer(models.BPE())
    split = pre_tokenizers.Split(Regex(PIECES), behavior="isolated")
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, byte_level])
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        initial_alphabet=sorted(alphabet),
        max_token_length=LONGEST_TOKEN_BYTES,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return {bytes(alphabet[letter] for letter in token): rank for token, rank in tokenizer.get_vocab().items()}


def write(ranks: dict[bytes, int], path: Path) -> None:
    """Write `ranks` in tiktoken's own format: a line holds a token in base64 and its rank."""
    ordered = sorted(ranks.items(), key=lambda item: item[1])
    text = "".join(f"{base64.b64encode(token).decode()} {rank}\n" for token, rank in ordered)
    path.write_text(text, encoding="ascii")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m index.training.encoding", description="Train byte-pair ranks.")
    parser.add_argument("texts", nargs="+", type=Path, metavar="TEXT")
    parser.add_argument("--output", type=Path, default=RANKS_FILE)
    parser.add_argument("--vocabulary", type=int, default=IndexSettings.encoding_vocabulary)
    options = parser.parse_args(arguments)
    texts = chain.from_iterable(lines(path, CHARACTERS_PER_FILE) for path in options.texts)
    ranks = train(texts, options.vocabulary)
    write(ranks, options.output)
    print(f"{options.output}: {len(ranks)} ranks")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
