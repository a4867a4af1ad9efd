"""English words in other forms: plurals, tenses, and British beside American spelling."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from documents.data_lines import data_lines

DATA = Path(__file__).parent / "data"
ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("ves", "f"), ("s", ""), ("es", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"),
)  # fmt: skip
SHORTEST_STEM = 3
"""Letters that an ending leaves at least."""
DOUBLED = re.compile(r"([bdglmnprt])\1(?:ing|ed)$")
ISE = re.compile(r"(?<=[a-z]{3})i([sz])(e|ed|es|ing|ation|ations)\b")
"""`-isation` and `-ization`, `-ise` and `-ize`."""


def forms(phrase: str) -> Iterator[str]:
    """`phrase` and what it may be an inflection or another spelling of; only its last word is taken to be inflected."""
    for spelt in spellings(phrase):
        yield spelt
        *before, last = spelt.split(" ")
        for base in bases(last):
            yield " ".join((*before, base))


def bases(word: str) -> Iterator[str]:
    """What `word` may be a plural or a tense of."""
    if word in irregular():
        yield irregular()[word]
    doubled = DOUBLED.search(word)
    if doubled and doubled.start() >= SHORTEST_STEM - 1:
        yield word[: doubled.start() + 1]
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + SHORTEST_STEM:
            yield word[: -len(ending)] + instead


def spellings(phrase: str) -> Iterator[str]:
    """`phrase`, then as it is spelt elsewhere, where that differs: `labor` for `labour`, `realisation`."""
    yield phrase
    swapped = " ".join(variants().get(word, word) for word in phrase.split(" "))
    swapped = ISE.sub(lambda found: f"i{'z' if found[1] == 's' else 's'}{found[2]}", swapped)
    if swapped != phrase:
        yield swapped


@cache
def irregular() -> Mapping[str, str]:
    """Irregular form → base: `children` → `child`."""
    return {form: base for base, *others in _lines("english_irregular.txt") for form in others}


@cache
def variants() -> Mapping[str, str]:
    """A word → its other spelling, both ways."""
    pairs = list(_lines("english_spellings.txt"))
    return {one: other for left, right in pairs for one, other in ((left, right), (right, left))}


def _lines(name: str) -> Iterator[list[str]]:
    """The words of each line of a data file."""
    return map(str.split, data_lines(DATA / name))
