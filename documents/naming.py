"""How documents name each other: by number, else by title. Which document of a library is meant."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from documents.dates import iso_day, plain

_ISSUER = re.compile(
    r"^[一-鿿]{2,30}?(?:[省市县区州旗]|政府办公室|政府办公厅|政府|委员会|委办公室|委办公厅|办公室|办公厅|厅|局|委|院|部|署)(?=关于|印发|转发)"
)
_MARK = re.compile(r"[（(【\[〔][^（()）【】\[\]〔〕]{0,6}(?:废止|失效)[)）】\]〕]$")
_FORWARDED = re.compile(r"^(?:关于)?(?:印发|转发|批转|公布|发布|颁布|实施)(?P<inner>.+?)的(?:通知|通告|公告|决定|函)$")
_QUOTES = str.maketrans("", "", "《》〈〉“”‘’「」『』\"' \t\n\r\u3000")
_BRACKETS = str.maketrans("（）〔〕［］【】[]", "()" * 5)
_PLACE = re.compile(r"[一-鿿]{2,8}?(?:省|自治区|自治州|地区|[市县区旗](?!委|直|属|场|级|域))")
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True)
class Naming:
    """What a document is called, as its own text writes it."""

    name: str
    title: str
    issuer: str
    number: str
    date: str

    @cached_property
    def keys(self) -> frozenset[str]:
        return title_keys(self.title)

    @cached_property
    def places(self) -> frozenset[str]:
        """The places whose authority issued it; none for a central one, or where the text does not say."""
        return places(self.issuer)

    @cached_property
    def issued(self) -> str:
        """ISO date, else the year of its number, else empty: comparable as far as both reach."""
        day = iso_day(self.date)
        year = _YEAR.search(number_key(self.number))
        return day.isoformat() if day else year.group() if year else ""


class Shelf:
    """The documents of a library by what others call them."""

    def __init__(self, namings: Sequence[Naming]) -> None:
        self._by_number: dict[str, list[Naming]] = defaultdict(list)
        self._by_title: dict[str, list[Naming]] = defaultdict(list)
        for naming in namings:
            if naming.number:
                self._by_number[number_key(naming.number)].append(naming)
            for key in naming.keys:
                self._by_title[key].append(naming)

    def find(self, title: str, number: str, speaker: Naming | None) -> Iterator[str]:
        """Names of the documents that `speaker` means by a title, a number or both, never its own.

        A number decides where a document has that number. A title alone means documents of the same place, issued
        before the speaker; one with another number than the one said is another document.
        """
        numbered = [held for held in self._by_number.get(number_key(number), ()) if number]
        fitting = [held for held in numbered if not speaker or _may_speak_of(speaker, held, title)]
        if not fitting and title:
            fitting = [held for held in self._titled(title) if _fits(held, title, number, speaker)]
        yield from (held.name for held in fitting if not speaker or held.name != speaker.name)

    def _titled(self, title: str) -> list[Naming]:
        found = {held.name: held for key in title_keys(title) for held in self._by_title.get(key, ())}
        return list(found.values())


def title_keys(title: str) -> frozenset[str]:
    """What two writings of one title share: less the issuer in front, marks of repeal, quotation marks and the width
    of brackets. A notice that only issues another text is also known by that text's title."""
    written = _MARK.sub("", plain(title).translate(_QUOTES).translate(_BRACKETS))
    whole = _ISSUER.sub("", written)
    forwarded = _FORWARDED.match(whole)
    return frozenset(key for key in (whole, forwarded["inner"] if forwarded else "") if key)


def number_key(number: str) -> str:
    """A document number less white space, with one kind of brackets."""
    return plain("".join(number.split())).translate(_BRACKETS).replace("第", "")


def places(authority: str) -> frozenset[str]:
    """`甲省乙市人民政府` → 甲省, 乙市."""
    found = []
    start = 0
    while match := _PLACE.match(authority, start):
        found.append(match.group())
        start = match.end()
    return frozenset(found)


def _may_speak_of(speaker: Naming, held: Naming, title: str) -> bool:
    """Whether a number that is equal means this document: two places may abbreviate themselves alike."""
    same_place = not speaker.places or not held.places or speaker.places & held.places
    return bool(same_place or not title or title_keys(title) & held.keys)


def _fits(held: Naming, title: str, number: str, speaker: Naming | None) -> bool:
    if _contradict(number, held.number):
        return False
    issuer = _ISSUER.match(title)
    said = places(issuer.group() if issuer else "") or (speaker.places if speaker else frozenset())
    if said and held.places and not said & held.places:
        return False
    if speaker is None:
        return True
    before = _is_before(held.issued, speaker.issued)
    return before is True if speaker.keys & held.keys else before is not False


def _contradict(first: str, second: str) -> bool:
    """Whether two numbers cannot be one document's. Orders (令) are numbered alone: who gave them is written in many
    ways."""
    one, other = number_key(first), number_key(second)
    if not one or not other or ("令" in one) != ("令" in other):
        return False
    if "令" in one:
        return one.rpartition("令")[2].strip("()") != other.rpartition("令")[2].strip("()")
    return one != other


def _is_before(first: str, second: str) -> bool | None:
    """Of two dates as Naming.issued has them; None where it cannot be told."""
    reach = min(len(first), len(second))
    return None if first[:reach] == second[:reach] else first < second
