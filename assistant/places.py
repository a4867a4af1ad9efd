"""Places a question names: provinces and cities of places.txt, and whatever is written with its level (`某某县`)."""

import functools
import re
from pathlib import Path

from pypinyin import lazy_pinyin

from assistant.library import Library

_WITH = "[与和跟同到至对接往向、-]"
_LEVELLED = re.compile(r"(?<![一-鿿])[一-鿿]{2,4}(?:省|市|县|自治区|自治州)(?=的|里|由|有|是|哪|谁|[，,、和与]|$)")


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

    `与西海合作` and `with Xihai` name a partner, `西海的机场` and `in Xihai` a place that another library is for.
    """
    named = [name for name in place_names() if re.search(rf"(?<!{_WITH}){re.escape(name)}", folded)]
    named += [found for found in _LEVELLED.findall(folded) if found not in library.local_places]
    english = _english_names()
    for found in re.finditer(r"(?:\b(?P<owner>in|of|for) )?\b(?P<word>[a-z]{4,})(?P<owned>'s)?", folded):
        if found["word"] in english and (found["owner"] == "in" or found["owned"]):
            named.append(english[found["word"]])
    return tuple(dict.fromkeys(name for name in named if not _is_local(name, library)))


def _is_local(name: str, library: Library) -> bool:
    return any(name in place or place in name for place in library.local_places)
