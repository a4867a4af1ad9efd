"""Personal data in what a person typed: identity card and mobile numbers, bank cards, e-mail addresses.

Own code, because no library fits: python-stdnum, which knows both check digits, is under the LGPL; phonenumbers and
email-validator judge a number or an address that was cut out already, and finding it among figures of a policy is the
work here.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain

MASK = "***"
"""What stands for personal data where a question is shown or kept."""
LONGEST_PERSONAL = 400
"""Personal data has fewer characters; so much is looked at beyond a cut, that none is cut in two and overlooked."""
_EARLIEST_BIRTH = 1850
_IDENTITY_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
"""ISO 7064 MOD 11-2, as GB 11643 has it."""
_IDENTITY_CHECKS = "10X98765432"
_DOTS = "." + "\u3002" + "\uff0e"
_JOINTS = r" \t\u20e3_·.\-\u2010-\u2015\u2212\u30fc\uff5e~"
_FIGURES = re.compile(rf"\d(?:[{_JOINTS}]{{0,3}}[\dX])*")
"""Digits that hang together by spaces and hyphens."""
_GROUP = re.compile(r"[\dX]+")
_UNIT_OF_MEASURE = re.compile(r"[ \t]*(?:[%％‰元亿吨亩]|万(?!一)|千[瓦克米吨]|平方|立方|公里|公顷|美元|欧元)")
"""What makes of the figures in front of it an amount."""
_AT = r"(?: ?@ ?| ?[\[({] ?(?:at|@) ?[\])}] ?)"
_DOT = rf"(?:[{_DOTS}]| [{_DOTS}] )"
_NAME = re.compile(r"[A-Za-z0-9._%+'-]+$")
_ADDRESS = re.compile(
    rf"(?P<name>[^\s@,，;；:：、<>()（）\[\]]{{1,64}}){_AT}[A-Za-z0-9-]{{1,63}}(?:{_DOT}[A-Za-z0-9-]{{1,63}}){{0,5}}?{_DOT}[A-Za-z]{{2,24}}(?![A-Za-z])",
    re.IGNORECASE,
)
_MOST_DIGITS = 23
_PLAIN_MOBILE = ((11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3))
"""How people group the digits of a mobile number that stands beside other figures."""


class Personal(StrEnum):
    """A kind of personal data; its name in a sentence is `personal_` and the value."""

    IDENTITY = "identity"
    MOBILE = "mobile"
    CARD = "card"
    EMAIL = "email"


@dataclass(frozen=True)
class PersonalData:
    """`[start, end)` of the text that was looked through."""

    kind: Personal
    start: int
    end: int


def personal_data(text: str) -> tuple[PersonalData, ...]:
    """What `text` holds of it, in order, disjoint. Full-width and other digits count, spaces and hyphens inside too."""
    folded = "".join(map(_folded, text))
    found = sorted(chain(_addresses(folded), _numbers(folded)), key=lambda one: (one.start, -one.end))
    kept: list[PersonalData] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def masked(text: str) -> str:
    """`text` with MASK in the place of each."""
    pieces, position = [], 0
    for one in personal_data(text):
        pieces += [text[position : one.start], MASK]
        position = one.end
    return "".join([*pieces, text[position:]])


def _folded(letter: str) -> str:
    """The letter in half width, a digit of any script as 0 to 9, always one character: positions stay."""
    digit = unicodedata.decimal(letter, None)
    plain = str(digit) if digit is not None else unicodedata.normalize("NFKC", letter)
    return ("X" if plain == "x" else plain) if len(plain) == 1 else letter


def _addresses(text: str) -> Iterator[PersonalData]:
    for match in _ADDRESS.finditer(text) if "@" in text or "at" in text.lower() else ():
        plain = _NAME.search(match["name"])
        yield PersonalData(Personal.EMAIL, match.start() + (plain.start() if plain else 0), match.end())


def _numbers(text: str) -> Iterator[PersonalData]:
    for figures in _FIGURES.finditer(text):
        groups = [(figures.start() + group.start(), group.group()) for group in _GROUP.finditer(figures.group())]
        yield from _in_figures(text, groups)


def _in_figures(text: str, groups: list[tuple[int, str]]) -> Iterator[PersonalData]:
    """Among (start, digits) that hang together: whole groups next to each other that make up a number."""
    first = 0
    while first < len(groups):
        found = _longest_from(text, groups, first)
        if found is None:
            first += 1
            continue
        yield found
        first = next((place for place, (start, _) in enumerate(groups) if start >= found.end), len(groups))


def _longest_from(text: str, groups: list[tuple[int, str]], first: int) -> PersonalData | None:
    """The longest number that begins with group `first`."""
    digits, best = "", None
    lengths: tuple[int, ...] = ()
    begin = groups[first][0]
    for last, (start, group) in enumerate(groups[first : first + _MOST_DIGITS], start=first):
        digits, lengths = digits + group, (*lengths, len(group))
        if len(digits) > _MOST_DIGITS:
            break
        kind = _kind(digits, lengths, alone=first == 0 and last == len(groups) - 1)
        end = start + len(group)
        if kind is Personal.IDENTITY or (kind and not _is_amount(text, begin, end)):
            best = PersonalData(kind, begin, end)
    return best


def _is_amount(text: str, start: int, end: int) -> bool:
    """Whether the figures are, or end, a decimal, or a unit of measure follows."""
    decimal = text.count(".", start, end) == 1 or re.match(r"\d\.", text[max(0, start - 2) : start])
    return bool(decimal or _UNIT_OF_MEASURE.match(text, end))


def _kind(digits: str, lengths: tuple[int, ...], *, alone: bool) -> Personal | None:
    """What these digits are; `alone`: no other figures hang on them."""
    if is_identity(digits):
        return Personal.IDENTITY
    if _is_mobile(digits, lengths, alone=alone):
        return Personal.MOBILE
    grouped = len(lengths) == 1 or alone or all(length == 4 for length in lengths[:-1])
    return Personal.CARD if grouped and is_card(digits) else None


def is_identity(digits: str) -> bool:
    """A Chinese identity number: 17 digits with a day of birth in them, and the right check digit."""
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", digits):
        return False
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_IDENTITY_WEIGHTS, digits[:17], strict=True))
    return born.year >= _EARLIEST_BIRTH and digits[17] == _IDENTITY_CHECKS[total % 11]


def is_card(digits: str) -> bool:
    """A bank card: 16 to 19 digits that satisfy Luhn (ISO/IEC 7812-1); what begins with a year is a date or a code."""
    if not re.fullmatch(r"(?!19|20)[1-9]\d{15,18}", digits):
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_mobile(digits: str, lengths: tuple[int, ...], *, alone: bool) -> bool:
    """1[3-9] and nine digits, the country's code in front or not; a year in front of hyphens begins a span of years."""
    country = re.match(r"(?:00)?86(?=1)", digits)
    number = digits[country.end() :] if country else digits
    if not re.fullmatch(r"1[3-9]\d{9}", number):
        return False
    spans_years = len(lengths) > 1 and lengths[0] == 4 and number.startswith("19")
    return bool(country) or (not spans_years and (alone or lengths in _PLAIN_MOBILE))
