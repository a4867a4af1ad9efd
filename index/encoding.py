"""A tiktoken encoding that needs no network: byte-pair ranks of our own, trained on Chinese news and law.

Passages are measured in its tokens. `index/training/encoding.py` is the recipe of the ranks.
"""

import base64
from functools import cache
from pathlib import Path

from tiktoken import Encoding

RANKS_FILE = Path(__file__).parent / "data" / "policy.tiktoken"
PIECES = r"\p{Han}+| ?[A-Za-z]+|[0-9]{1,3}| ?[^\sA-Za-z0-9\p{Han}]+|\s+"
"""Runs that no token crosses. Every character falls under one branch, so nothing is lost in encoding."""


@cache
def policy_encoding() -> Encoding:
    """The encoding, read once. `decode(encode_ordinary(text)) == text` for any text without lone surrogates."""
    lines = (line.split() for line in RANKS_FILE.read_text(encoding="ascii").splitlines())
    ranks = {base64.b64decode(token): int(rank) for token, rank in lines}
    return Encoding(name="policy", pat_str=PIECES, mergeable_ranks=ranks, special_tokens={})


def count_tokens(text: str) -> int:
    """How many tokens `text` takes."""
    return len(policy_encoding().encode_ordinary(text))
