"""The units of a library, arranged so that a name finds those it can mean without a look at every one."""

import functools
import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from documents.units import UnitEntry, UnitLexicon

K = TypeVar("K", bound=Hashable)

_ENGLISH_NOISE = frozenset(
    (
        "the|a|an|of|and|for|municipal|provincial|city|county|district|s|local|is|does|do|what|which|are|did|whose|with"
        "|by|about|bureau|department|office"
    ).split("|")
)


@dataclass(frozen=True)
class UnitNames(Collection[str]):
    """Units in ledger order, and by what their names share."""

    units: tuple[str, ...]
    lexicon: UnitLexicon
    by_base: Mapping[str, tuple[str, ...]]
    by_row: Mapping[str, tuple[str, ...]]
    """The name of a row of the lexicon → the units that are that row's."""
    by_ends: Mapping[tuple[str, str], tuple[str, ...]]
    """First and last character of a base → the units; an abbreviation keeps both."""
    english: Mapping[str, frozenset[str]]
    """Unit → the words of its English name."""

    @classmethod
    def of(cls, units: Iterable[str], lexicon: UnitLexicon) -> "UnitNames":
        named = tuple(dict.fromkeys(units))
        bases = {unit: lexicon.base(unit) for unit in named}
        rows = {unit: entry.name for unit in named if (entry := lexicon.entry(unit)) is not None}
        english = {unit: english_words(lexicon.english(unit)) for unit in named}
        ends = {unit: (base[0], base[-1]) for unit, base in bases.items()}
        return cls(named, lexicon, _grouped(bases), _grouped(rows), _grouped(ends), english)

    def __contains__(self, unit: object) -> bool:
        return unit in self.english

    def __iter__(self) -> Iterator[str]:
        return iter(self.units)

    def __len__(self) -> int:
        return len(self.units)

    def resolve(self, name: str) -> tuple[str, ...]:
        """What `UnitLexicon.resolve` finds among all of the units."""
        base, entry = self.lexicon.base(name), self.lexicon.entry(name)
        near = {
            *self.by_base.get(base, ()),
            *self.by_row.get(entry.name if entry else "", ()),
            *self.by_ends.get((base[0], base[-1]), ()),
            *({name} & self.english.keys()),
        }
        return self.lexicon.resolve(name, [unit for unit in self.units if unit in near]) if near else ()

    def of_rows(self, entries: Iterable[UnitEntry]) -> tuple[str, ...]:
        """The units of these rows of the lexicon, the first row that has any."""
        return next((found for entry in entries if (found := self.by_row.get(entry.name, ()))), ())


def _grouped(keys: Mapping[str, K]) -> dict[K, tuple[str, ...]]:
    groups: dict[K, list[str]] = {}
    for unit, key in keys.items():
        groups.setdefault(key, []).append(unit)
    return {key: tuple(units) for key, units in groups.items()}


@functools.lru_cache(maxsize=4096)
def english_words(text: str) -> frozenset[str]:
    """The stems of the words of an English name that tell one unit from another."""
    words = re.findall(r"[a-z]+", text.lower())
    return frozenset(_stem(word) for word in words if word not in _ENGLISH_NOISE)


def _stem(word: str) -> str:
    """Enough of stemming for `transportation`/`transport`, `fisheries`/`fishery`, `affairs`/`affair`."""
    for suffix, kept in (("ation", ""), ("ies", "y"), ("s", "")):
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word.removesuffix(suffix) + kept
    return word
