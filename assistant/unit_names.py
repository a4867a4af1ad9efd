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


_AUTHORITIES = ("部门", "机关", "机构")
_AUTHORITY = re.compile("(?:行政|监督)?(?:主管|管理|执法|监管)?(?:部门|机关|机构)$")
"""What stands behind the field in a name like `农业农村主管部门`."""
_FIRMS = ("公司", "集团", "分行", "支行", "银行")
_SHORTEST_FIRM = 4
"""Characters of what a firm is called: `公司` alone is none."""


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
    firms: Mapping[str, tuple[str, ...]]
    """How the names of firms and banks end → those, which people call by parts of their names."""
    english: Mapping[str, frozenset[str]]
    """Unit → the words of its English name."""

    @classmethod
    def of(cls, units: Iterable[str], lexicon: UnitLexicon) -> "UnitNames":
        named = tuple(dict.fromkeys(units))
        bases = {unit: lexicon.base(unit) for unit in named}
        entries = {unit: entry for unit in named if (entry := row_of(unit, lexicon)) is not None}
        rows = {unit: entry.name for unit, entry in entries.items()}
        english = {
            unit: english_words(lexicon.english(unit) or (entries[unit].english if unit in entries else ""))
            for unit in named
        }
        ends = {unit: (base[0], base[-1]) for unit, base in bases.items()}
        firms = {unit: unit[-2:] for unit in named if unit.endswith(_FIRMS)}
        return cls(named, lexicon, _grouped(bases), _grouped(rows), _grouped(ends), _grouped(firms), english)

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
        found = self.lexicon.resolve(name, [unit for unit in self.units if unit in near]) if near else ()
        if found and self.lexicon.prefix(name):
            return found
        called = self._firms_called(name) if name.endswith(_FIRMS) else ()
        return tuple(dict.fromkeys((*found, *self._of_row(entry, name), *called)))

    def _of_row(self, entry: UnitEntry | None, name: str) -> tuple[str, ...]:
        """`市农业农村局` where a document says `农业农村主管部门`: units of one row of the lexicon."""
        if entry is None:
            return ()
        level = self.lexicon.prefix(name)[-1:]
        units = (unit for unit in self.by_row.get(entry.name, ()) if self.lexicon.entry(unit) is None)
        return tuple(unit for unit in units if not level or self.lexicon.prefix(unit)[-1:] in ("", level))

    def _firms_called(self, name: str) -> tuple[str, ...]:
        """`供电公司` for `国网某地供电公司`, `人行某地分行` for `中国人民银行某地分行`: names that hold it in order."""
        if len(name) < _SHORTEST_FIRM:
            return ()
        return tuple(unit for unit in self.firms.get(name[-2:], ()) if _stands_in_order(name, unit))

    def of_rows(self, entries: Iterable[UnitEntry]) -> tuple[str, ...]:
        """The units of these rows of the lexicon, the first row that has any."""
        return next((found for entry in entries if (found := self.by_row.get(entry.name, ()))), ())


def row_of(unit: str, lexicon: UnitLexicon) -> UnitEntry | None:
    """The row of a unit, also of one named by its field alone (`公安机关`), and of a firm (`国网某地供电公司`)."""
    entry = lexicon.entry(unit)
    if entry is None and unit.endswith(_FIRMS):
        ends = (unit[start:] for start in range(1, len(unit) - _SHORTEST_FIRM + 1))
        return next((lexicon.by_name[end] for end in ends if end in lexicon.by_name), None)
    if entry is not None or not unit.endswith(_AUTHORITIES):
        return entry
    fields = [_AUTHORITY.sub("", name) for name in (unit, unit[1:], lexicon.base(unit))]
    named = (lexicon.by_name.get(field + kind) for field in fields for kind in ("局", "委", "厅"))
    by_subject = (entry for field in fields for entry in lexicon.by_subject.get(field, ()))
    return next(filter(None, named), None) or next(by_subject, None)


def _stands_in_order(short: str, full: str) -> bool:
    rest = iter(full)
    return all(character in rest for character in short)


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
