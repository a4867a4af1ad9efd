"""Numbering labels and locators: what `一、`, `(三)`, `１．` and `第十五条` are called and which number they hold."""

import re
import unicodedata
from dataclasses import dataclass

_HAN_NUMBER = "[〇零一二三四五六七八九十百]+"
_UNITS = {"十": 10, "百": 100}
_TWO = "两"


@dataclass(frozen=True)
class Family:
    """One way of numbering. `pattern` matches at the start of a line; group `label` is what a locator keeps."""

    name: str
    pattern: re.Pattern[str]
    rank: int
    """Families with a fixed order: a smaller rank always stands outside a larger one. 0 where the text decides."""


def _family(name: str, pattern: str, rank: int = 0) -> Family:
    return Family(name, re.compile(pattern), rank)


_DIGITS = r"[\d０-９]"
_GAP = "[ \t\u3000]"
_SET_APART = rf"{_GAP}?{_HAN_NUMBER}{_GAP}?"
"""A number as copies of PDFs set it apart (`第 一 条`, `（ 一 ）`)."""
_FEW = "[一二三四五六七八九十]{1,3}"

FAMILIES: tuple[Family, ...] = (
    _family(
        "annex",
        rf"(?P<label>附(?:{_GAP}*[件录表])?{_GAP}*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})?)"
        rf"(?={_GAP}*[:：]|(?<!附){_GAP}*(?:\n|$)|(?<=[\d一二三四五六七八九十件录表]){_GAP}+[^，。；：:\n]{{2,40}}(?:\n|$))",
        1,
    ),
    _family("part", rf"(?P<label>第{_SET_APART}(?:[编編篇]|部分))(?=[\s　：:]|$)", 2),
    _family("chapter", rf"(?P<label>第(?:{_SET_APART}|\d{{1,3}})章)", 3),
    _family("section", rf"(?P<label>第{_SET_APART}[节節])", 4),
    _family("article", rf"(?P<label>第(?:{_SET_APART}|\d{{1,3}})[条條])(?![、和至到规所的第中])", 5),
    _family("paragraph", rf"(?P<label>第{_HAN_NUMBER}款)(?={_GAP})", 6),
    _family("item", rf"(?P<label>第{_HAN_NUMBER}[项項])(?={_GAP})", 7),
    _family("han", rf"(?P<label>{_FEW}){_GAP}{{0,2}}(?:、|[.．](?!\d))(?!{_FEW}[、线产级类])"),
    _family("han_bracket", rf"(?P<label>[(（]{_SET_APART}[)）]|[㈠-㈩])[、.．]?"),
    _family(
        "decimal",
        rf"(?P<label>{_DIGITS}{{1,2}}(?:[.．]{_DIGITS}{{1,2}}){{1,3}})(?![\d０-９%％])[.．]?"
        r"(?=[\s　、一-鿿Ⅰ-Ⅻ“《【])(?![一-鿿]?[亿万元倍吨]|个百分点|公里|平方|公顷|亩|小时|千瓦|兆瓦)",
    ),
    _family("digit", rf"(?P<label>{_DIGITS}{{1,3}}(?={_GAP}?[.．、](?!{_DIGITS}))|[⒈-⒛]){_GAP}?[.．、]?"),
    _family("digit_bracket", rf"(?P<label>[(（]{_GAP}?{_DIGITS}{{1,3}}{_GAP}?[)）]|[⑴-⒇])[、.．]?"),
    _family("digit_close", rf"(?P<label>{_DIGITS}{{1,3}}[)）])[、.．]?"),
    _family("circled", r"(?P<label>[①-⑳])[、.．]?"),
)
TITLE = _family(
    "title",
    r"(?P<label>【(?![^】]*(?:单位|部门)[:：]|\d+】|(?:责任|牵头|配合|主办|协办|承办|落实|实施|参与)(?:单位|部门)】.)[^【】\n]{2,30}】)(?=$|[^【】\n]{2,})",
)
"""`【申请材料】` or `【重点一】交通强市` on a line: a heading that is its own label, in a text with several of them."""
BARE = _family("bare", rf"(?P<label>{_DIGITS}{{1,2}}){_GAP}*(?=[一-鿿])")
"""`2 现状` or `2现状`: a heading only in a text that goes on with `2.1`."""


@dataclass(frozen=True)
class Label:
    """A numbering label found at the start of a line."""

    family: Family
    text: str
    """As a locator writes it: digits and brackets half-width, the dot or comma after it dropped."""
    value: int
    parent: tuple[int, ...]
    """For decimal labels the numbers before the last (`2.1.3` → (2, 1)); empty otherwise."""
    length: int
    """Characters of the line that the label and its dot take."""
    in_table: bool = False
    """Whether a table's row holds it."""


def match_label(line: str) -> Label | None:
    """The label that `line` starts with, or None. Leading white space must be gone."""
    return next(filter(None, (_match(family, line) for family in FAMILIES)), None)


def match_bare_label(line: str) -> Label | None:
    """The number and space that `line` starts with, or None."""
    return _match(BARE, line)


def _match(family: Family, line: str) -> Label | None:
    found = family.pattern.match(line)
    if found is None:
        return None
    text = normal_label(found["label"])
    numbers = _numbers(text)
    return Label(family, text, numbers[-1], tuple(numbers[:-1]), found.end())


def match_title_label(line: str, value: int) -> Label | None:
    """The heading in 【】 that is all of `line`, counted as the `value`-th of its text; None when it is none."""
    found = TITLE.pattern.match(line)
    return None if found is None else Label(TITLE, found["label"].replace("/", "／"), value, (), found.end())


def number_of(label: str) -> int:
    """The number that a normal label ends in: `2.1.3` → 3, `(三)` → 3; 0 without one."""
    return _numbers(label)[-1]


def normal_label(label: str) -> str:
    """Half-width digits and brackets, no inner white space, no dot at its end; circled digits stay as they are."""
    return "".join(
        character if "①" <= character <= "⑳" else unicodedata.normalize("NFKC", character)
        for character in label
        if not character.isspace()
    ).rstrip(".")


def parse_locator(locator: str) -> tuple[str, ...]:
    """`二/(一)/4` → ("二", "(一)", "4"). Raises ValueError when a part is empty."""
    parts = tuple(locator.split("/"))
    if not all(parts):
        raise ValueError(f"locator {locator!r} has an empty part; write labels joined by one '/'")
    return parts


def print_locator(labels: tuple[str, ...]) -> str:
    """The inverse of parse_locator."""
    return "/".join(labels)


def han_number(text: str) -> int:
    """`十五` → 15, `二十` → 20, `一百零三` → 103. Raises ValueError on anything else."""
    total, digit = 0, 0
    for character in text:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = 2 if character == _TWO else int(unicodedata.numeric(character))
    return total + digit


def _numbers(label: str) -> list[int]:
    if "①" <= label[0] <= "⑳":
        return [ord(label[0]) - ord("①") + 1]
    digits = re.findall(r"\d+", label)
    if digits:
        return [int(number) for number in digits]
    han = re.search(_HAN_NUMBER, label)
    return [han_number(han.group())] if han else [0]
