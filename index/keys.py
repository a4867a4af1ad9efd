"""The search key: what of a text two spellings of the same thing share.

NFKC, lower case, simplified characters, nothing invisible. For searching only, never for showing: a key's positions
are not the text's.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from opencc import OpenCC

HAN = r"〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HAN_OR_WORD = re.compile(rf"(?P<han>[{HAN}]+)|(?P<word>[^\W_{HAN}]+)")
INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def visible(text: str) -> str:
    """`text` less what no reader sees: control and format characters, lone surrogates, variation selectors.

    Line ends and tabs become spaces. Hidden letters (U+E0041 and on) carry orders to a model; none get through.
    """
    spaced = re.sub(r"\s", " ", VARIATION_SELECTORS.sub("", text))
    return "".join(letter for letter in spaced if unicodedata.category(letter) not in INVISIBLE_CATEGORIES)


@cache
def simplifier() -> OpenCC:
    return OpenCC("t2s")


def search_key(text: str) -> str:
    """The key of `text`: visible characters in NFKC, lower case and simplified script."""
    folded = unicodedata.normalize("NFKC", visible(text)).lower()
    return str(simplifier().convert(folded))


def runs(key: str) -> Iterator[tuple[str, bool]]:
    """The runs of a key in order: (run, whether it is Han). Punctuation and spaces separate them."""
    for match in HAN_OR_WORD.finditer(key):
        yield match.group(), match.lastgroup == "han"


def terms(key: str) -> list[str]:
    """Character bigrams of Han runs (a run of one character stands for itself), other words whole."""
    found: list[str] = []
    for run, han in runs(key):
        if han and len(run) > 1:
            found.extend(run[place : place + 2] for place in range(len(run) - 1))
        else:
            found.append(run)
    return found


def is_han(term: str) -> bool:
    """Whether a term of `terms` is Chinese."""
    match = HAN_OR_WORD.match(term)
    return match is not None and match.lastgroup == "han"
