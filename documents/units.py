"""What units are called: official names, abbreviations, everyday names and English names, read from units.tsv.

A name is an administrative prefix (`东海市`, `省`, `市委`) and a base (`发展改革委`). Prefixes are grammar and bases
are data, so the same lexicon serves any city or province; abbreviations that the table lacks are read as subsequences
of a unit that a document really names (`自规局` of `市自然资源和规划局`).
"""

import csv
import functools
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

UNITS_FILE = Path(__file__).with_name("units.tsv")
CLOSEST_COUNT = 3
MIN_CLOSENESS = 45.0

_PLACE = r"[一-鿿]{2,7}?(?:省|市|自治区|自治州|州|盟|县|区|旗)"
_PREFIX = re.compile(rf"国家|全国|中央|(?:{_PLACE}){{0,3}}(?:省|市|州|县|区|旗)?(?:委(?!员))?")
_LONGEST_PREFIX = 26
_LEVELS = {"省": "Provincial", "市": "Municipal", "县": "County", "区": "District", "州": "Prefectural", "旗": "Banner"}
_UNIT_ENDING = "局委厅办部署院会社府关校联心队室团"
_DEPARTMENT_ENDING = "局委厅办部室"
_BODIES = (
    "供销社",
    "合作社",
    "残联",
    "工商联",
    "妇联",
    "科协",
    "工会",
    "红十字会",
    "贸促会",
    "法院",
    "检察院",
    "联合会",
)
"""Endings of bodies that each province, city and county has one of, besides departments."""
_LEAGUE = re.compile(r"(?:共青团|团)(?:[省市县区州旗]委|[一-鿿]{2,4}[省市县区州旗]委)")
"""`团市委` says its level itself."""
_MIN_ABBREVIATION = 3
_SHORTEST_BASE = 2


@dataclass(frozen=True)
class UnitEntry:
    """One row of units.tsv."""

    name: str
    aliases: tuple[str, ...]
    subjects: tuple[str, ...]
    english: str
    kind: str
    english_names: tuple[str, ...] = ()
    """What else it is called in English, officially or not: `NDRC`, `the police`."""
    english_subjects: tuple[str, ...] = ()
    """What it deals with, as people say it: `the people who run the buses`."""


@dataclass(frozen=True)
class UnitLexicon:
    """The table and what is derived from it."""

    entries: tuple[UnitEntry, ...]
    by_name: dict[str, UnitEntry]
    """Every base and alias → its entry."""
    by_subject: dict[str, tuple[UnitEntry, ...]]

    @classmethod
    def of(cls, entries: Iterable[UnitEntry]) -> "UnitLexicon":
        rows = tuple(entries)
        by_name: dict[str, UnitEntry] = {}
        by_subject: dict[str, list[UnitEntry]] = {}
        for entry in rows:
            for name in (entry.name, *entry.aliases):
                by_name.setdefault(name, entry)
            for subject in entry.subjects:
                by_subject.setdefault(subject, []).append(entry)
        return cls(rows, by_name, {subject: tuple(found) for subject, found in by_subject.items()})

    def entry(self, name: str) -> UnitEntry | None:
        """The row of a unit's name in any of its forms, with or without its administrative prefix."""
        return self.by_name.get(name) or self.by_name.get(self.base(name))

    def base(self, name: str) -> str:
        """`东海市发展改革委` → `发展改革委`; a name that the table knows whole, or without a prefix, stays as it is.

        Where a name can be divided in two ways, what the table knows is its base (`市住房和城市建设管理局`).
        """
        if name in self.by_name:
            return name
        for end in range(1, min(len(name), _LONGEST_PREFIX)):
            if name[end] != "委" and name[end:] in self.by_name and _PREFIX.fullmatch(name, 0, end):
                return name[end:]
        found = _PREFIX.match(name)
        end = found.end() if found else 0
        return name[end:] if len(name) - end >= _SHORTEST_BASE else name

    def prefix(self, name: str) -> str:
        """The administrative prefix that `base` drops; may be empty."""
        return name[: len(name) - len(self.base(name))]

    def english(self, unit: str) -> str:
        """The English name with its level (`市财政局` → Municipal Finance Bureau); empty when the table lacks it."""
        entry = self.entry(unit)
        if entry is None:
            return ""
        prefix = self.prefix(unit)
        level = next((_LEVELS[character] for character in reversed(prefix) if character in _LEVELS), "")
        if entry.kind == "party" and level:
            return f"{entry.english} of the {level} Party Committee"
        return f"{level} {entry.english}".strip()

    def shared_prefix(self, name: str) -> str:
        """The prefix of `name` that the rest of its list may share (`省`, `市`, `市委`), or an empty string."""
        prefix = self.prefix(name)
        return prefix if prefix and prefix[-1] in "省市县区州旗委" and self.entry(name) else ""

    def with_shared_prefix(self, name: str, prefix: str) -> str:
        """`财政厅` after `省发展改革委` is `省财政厅`: only for a bare base that the table knows."""
        entry = self.by_name.get(name)
        own_level = (name[0] in _LEVELS and name[1:2] in "直属委") or _LEAGUE.fullmatch(name) is not None
        ending = name[-1] in _DEPARTMENT_ENDING or name.endswith(_BODIES)
        bare = entry is not None and self.base(name) == name and ending and not own_level
        if not prefix or entry is None or not bare:
            return name
        level = prefix.removesuffix("委")
        return f"{level}委{name}" if entry.kind == "party" and not name.startswith("委") else level + name

    def same_unit(self, mention: str, unit: str) -> bool:
        """Whether `mention`, as a person writes it, can mean the document's `unit`."""
        if mention == unit:
            return True
        if not self._prefixes_agree(mention, unit):
            return False
        if self.base(mention) == self.base(unit):
            return True
        entry, other = self.entry(mention), self.entry(unit)
        if entry is not None and other is not None:
            return entry is other
        return entry is None and is_abbreviation(self.base(mention), self.base(unit))

    def resolve(self, mention: str, units: Collection[str]) -> tuple[str, ...]:
        """The document's units that `mention` can mean: exact ones alone when there are any."""
        exact = tuple(unit for unit in units if unit == mention or self.base(unit) == self.base(mention))
        exact = tuple(unit for unit in exact if self._prefixes_agree(mention, unit))
        return exact or tuple(unit for unit in units if self.same_unit(mention, unit))

    def _prefixes_agree(self, mention: str, unit: str) -> bool:
        """A mention's own level must not contradict the unit's: `省财政厅` is not `市财政局`; a bare name fits any."""
        asked, written = self.prefix(mention).removesuffix("委"), self.prefix(unit).removesuffix("委")
        return not asked or not written or asked.endswith(written) or written.endswith(asked)

    def closest(self, mention: str, units: Sequence[str]) -> tuple[str, ...]:
        """Up to three units of the document whose names are nearest in spelling."""
        found = process.extract(
            self.base(mention), {unit: self.base(unit) for unit in units}, scorer=fuzz.ratio, limit=CLOSEST_COUNT
        )
        return tuple(unit for _, score, unit in found if score >= MIN_CLOSENESS)


@functools.cache
def unit_lexicon() -> UnitLexicon:
    """The lexicon of units.tsv, read once."""
    with UNITS_FILE.open(encoding="utf-8", newline="") as file:
        return UnitLexicon.of(
            UnitEntry(
                row["name"],
                several(row["aliases"]),
                several(row["subjects"]),
                row["english"],
                row["kind"],
                several(row["english_names"]),
                several(row["english_subjects"]),
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        )


def several(cell: str | None) -> tuple[str, ...]:
    """The names of a cell of the table, parted by `|`; none of an empty or a missing one."""
    return tuple(filter(None, (cell or "").split("|")))


def is_abbreviation(short: str, full: str) -> bool:
    """Whether `short` keeps characters of `full` in order, its first and its kind of unit (`局`, `委`) among them."""
    if not _MIN_ABBREVIATION <= len(short) <= len(full) or short[0] != full[0] or short[-1] != full[-1]:
        return False
    if short[-1] not in _UNIT_ENDING:
        return False
    rest = iter(full)
    return all(character in rest for character in short)
