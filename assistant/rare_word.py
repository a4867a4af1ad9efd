"""The clause that alone holds the question's rarest word: `残疾人停车收费吗` is not about charges at large."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from assistant.desk import Desk
from assistant.grammar import Kind
from assistant.library import Place
from assistant.question import Understanding

if TYPE_CHECKING:
    from assistant.retrieve import Hit

HELD_BESIDE = 0.35
"""Share of the question that the clause holds at least: else the rare word stands there by chance."""
AHEAD = 0.5
"""How far the clause is put ahead of the best other one."""
TEXT_KINDS = frozenset({Kind.CONFIRM, Kind.FACT, Kind.NUMBER, Kind.LIST})


def rare_word_first(
    hits: Sequence["Hit"], understanding: Understanding, scope: Collection[str] | None, desk: Desk
) -> tuple["Hit", ...]:
    """The hits with the clause first that alone in the scope holds the rarest word; as they are where there is none."""
    word = _rarest(understanding, desk)
    if not hits or word is None or understanding.mentions or understanding.kind not in TEXT_KINDS:
        return tuple(hits)
    if _holds(hits[0].place, word, desk):
        return tuple(hits)
    holders = list(islice(desk.library.containing(word, scope), 2))
    found = next((hit for hit in hits if len(holders) == 1 and hit.place.key == holders[0].key), None)
    if found is None or found.coverage < HELD_BESIDE or found.place.is_over_others:
        return tuple(hits)
    first = replace(found, score=hits[0].score + AHEAD)
    return (first, *(hit for hit in hits if hit is not found))


def _rarest(understanding: Understanding, desk: Desk) -> str | None:
    """The rarest Chinese word of two characters or more that the library holds; None for none."""
    words = [
        word for word in understanding.words if len(word) > 1 and not word.isascii() and desk.library.has_word(word)
    ]
    ranked = sorted(words, key=lambda word: -desk.library.word_rarity(word))
    return ranked[0] if ranked else None


def _holds(place: Place, word: str, desk: Desk) -> bool:
    return word in desk.library.context_key(*place.key)
