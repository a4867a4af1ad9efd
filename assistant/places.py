"""Places a question names: provinces and cities of places.txt, and whatever is written with its level (`某某县`)."""

import functools
import re
from pathlib import Path

import rjieba
from pypinyin import lazy_pinyin

from assistant.library import Library
from assistant.words import is_stopword

_WITH = "[与和跟同到至对接往向去回从、-]"
_TOGETHER = "合作|对接|联合|一起|共同|方向"
_LEVELLED = re.compile(
    r"(?<![一-鿿])[一-鿿]{2,4}(?<![我本全各该两城])(?:省|市|县|自治区|自治州)(?=的|里|由|有|是|哪|谁|[，,、和与]|$)"
)
"""`某某县`, not `那我市` or `沿海城市`."""


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


def foreign_places(folded: str, library: Library) -> tuple[str, ...]:
    """Places the folded question asks about that are not the library's own; those it only goes with are left out.

    `与西海合作` and `with Xihai` name a partner, `西海的机场` and `in Xihai` a place of another library. A question
    that names the library's own place is about that.
    """
    if any(place.rstrip("省市县区州旗") in folded for place in library.local_places):
        return ()
    named = [name for name in place_names() if re.search(rf"(?<!{_WITH}){re.escape(name)}(?!{_TOGETHER})", folded)]
    named += [found for found in _LEVELLED.findall(folded) if not any(map(is_stopword, rjieba.cut(found[:-1])))]
    english = _english_names()
    for found in re.finditer(
        r"(?:\b(?P<with>with) [\w ]*)?\b(?:(?P<in>in) )?(?P<word>[a-z]{4,})(?P<owned>'s)?", folded
    ):
        if found["word"] in english and not found["with"] and (found["in"] or found["owned"]):
            named.append(english[found["word"]])
    return tuple(dict.fromkeys(name for name in named if not _is_local(name, library)))


def _is_local(name: str, library: Library) -> bool:
    return any(name in place or place in name for place in library.local_places)
