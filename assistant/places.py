"""Places a question names: provinces and cities of places.txt, and whatever is written with its level (`某某县`)."""

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import rjieba
from pypinyin import lazy_pinyin

from assistant.library import Library
from assistant.place_spans import GOES_WITH, TOGETHER
from assistant.words import is_stopword, word_starts

_LEVELLED = re.compile(
    r"(?<![一-鿿])[一-鿿]{2,4}(?<![我本全各该两城邻外他别])(?:省|市|县|自治区|自治州)(?=的|里|由|有|是|哪|谁|[，,、和与]|$)"
)
"""`某某县`, not `那我市` or `沿海城市`."""
_IN_FRONT = re.compile(
    r"(?<![一-鿿])[一-鿿]{2,4}(?<![我本全各该两城邻外他别])(?:省|市|县)(?=[一-鿿])"
    r"(?![会场级域属直委局厅长间内外镇乡民容政]|[一-鿿]{1,8}(?:局|委|厅|办|部|中心))"
)
"""The same in front of a subject (`某某市公园由谁管`): a place only where the library never writes it."""


@functools.cache
def place_names() -> tuple[str, ...]:
    """Names of provinces and prefecture-level cities, without their level."""
    return tuple(Path(__file__).with_name("places.txt").read_text(encoding="utf-8").split())


@functools.cache
def _english_names() -> dict[str, str]:
    """`qingdao` → 青岛; of names that sound the same the first stands."""
    names: dict[str, str] = {}
    for name in place_names():
        if len(name) > 1:
            names.setdefault("".join(lazy_pinyin(name.removesuffix("市"))), name)
    return names


def foreign_places(folded: str, library: Library, rest: str | None = None) -> tuple[str, ...]:
    """Places the folded question asks about that are not the library's own; those it only goes with are left out.

    `rest` is the question with the units it names blanked out, where it names any.

    `与西海合作` and `with Xihai` name a partner, `西海的机场` and `in Xihai` a place of another library. A question
    that names the library's own place is about that.
    """
    if any(place.rstrip("省市县区州旗") in folded for place in library.local_places):
        return ()
    named = [name for name in place_names() if re.search(rf"(?<!{GOES_WITH}){re.escape(name)}(?!{TOGETHER})", folded)]
    named += [found for found in _LEVELLED.findall(folded) if _is_name(found)]
    named += [found for found in _in_front(folded if rest is None else rest) if not library.holds(found)]
    english = _english_names()
    for found in re.finditer(
        r"(?:\b(?P<with>with) [\w ]*)?\b(?:(?P<in>in) )?(?P<word>[a-z]{4,})(?P<owned>'s)?", folded
    ):
        if found["word"] in english and not found["with"] and (found["in"] or found["owned"]):
            named.append(english[found["word"]])
    return tuple(dict.fromkeys(name for name in named if not _is_local(name, library)))


def _in_front(folded: str) -> Iterator[str]:
    """Names with their level in front of a subject, made of whole words: `货从省城` names no place."""
    ends = {*word_starts(folded), len(folded)}
    for found in _IN_FRONT.finditer(folded):
        if found.end() in ends and _is_name(found.group()):
            yield found.group()


def _is_name(levelled: str) -> bool:
    """Whether no word that only asks is part of a place's name with its level."""
    return not any(map(is_stopword, rjieba.cut(levelled[:-1])))


def _is_local(name: str, library: Library) -> bool:
    return any(name in place or place in name for place in library.local_places)
