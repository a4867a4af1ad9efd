"""What kind of thing a question asks for, money, a length of time, a share, and which figures are of that kind.

The words are data: asked_for.toml.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("asked_for.toml")
_WITHIN = {"money": "price", "often": "period"}
"""A kind that is asked for in words of a wider one: `多少钱` is answered by a sum, and by no share."""
_ABOUT = re.compile(r"(?:左右|以上|以下|以内|余)$")


@dataclass(frozen=True)
class Measured:
    """A kind of thing that figures give, each with its measure."""

    name: str
    asked: re.Pattern[str]
    """How a question asks for it."""
    held: re.Pattern[str]
    """What a figure with its measure shows; of a `whole` kind, what the sentence shows."""
    whole: bool
    only: bool = False
    """Whether no figure of another kind is an answer."""


def asked_kinds(question: str) -> tuple[Measured, ...]:
    """The kinds of thing that the question asks for, the likeliest first; none where it asks for no such thing."""
    found = tuple(kind for kind in kinds() if kind.asked.search(question))
    wider = {_WITHIN.get(kind.name) for kind in found}
    return tuple(kind for kind in found if kind.name not in wider)


def of_kind(kind: Measured, quantity: str) -> bool:
    """Whether a figure with its measure, `30平方公里左右`, is of that kind."""
    return kind.held.search(_ABOUT.sub("", quantity)) is not None


def holds_kind(question: str, sentence: str, quantities: Callable[[str], Iterable[str]]) -> bool | None:
    """Whether the sentence holds a figure of a kind that the question asks for; None where it asks for none.

    `quantities`: the figures of a sentence with their measures.
    """
    wanted = asked_kinds(question)
    if not wanted:
        return None
    return any(
        kind.held.search(sentence) if kind.whole else any(of_kind(kind, figure) for figure in quantities(sentence))
        for kind in wanted
    )


def asks_no_other(question: str) -> bool:
    """Whether no figure of another kind than the one asked for is an answer: `how many passengers`."""
    return any(kind.only for kind in asked_kinds(question))


def asks_money(question: str) -> bool:
    """Whether nothing but a sum of money answers: `多少钱`, `停车费是多少`."""
    return any(kind.name in ("money", "price") for kind in asked_kinds(question)[:1]) and not _asks_share(question)


def _asks_share(question: str) -> bool:
    return any(kind.name == "share" for kind in asked_kinds(question))


@cache
def kinds() -> tuple[Measured, ...]:
    """The kinds of asked_for.toml, in its order, read once."""
    sets = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    fragments = sets.pop("fragments")
    return tuple(_kind(name, found, fragments) for name, found in sets.items())


def _kind(name: str, found: Mapping[str, Any], fragments: Mapping[str, str]) -> Measured:
    held = found.get("whole", found.get("held", ""))
    return Measured(
        name, _pattern(found["asked"], fragments), _pattern(held, fragments), "whole" in found, bool(found.get("only"))
    )


def _pattern(words: list[str] | str, fragments: Mapping[str, str]) -> re.Pattern[str]:
    joined = words if isinstance(words, str) else "|".join(words)
    for name, fragment in fragments.items():
        joined = joined.replace(f"{{{name}}}", fragment)
    return re.compile(joined)
