"""Where a text says who is responsible: in brackets, after a key (`责任单位：`), on a line of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.conventions import FIRST_LEADS
from documents.lines import BLANK
from documents.model import Role
from documents.numbering import match_label
from documents.unit_lists import BRACKETED, OPENING, UNKEYED, looks_like_unit

KEY_ROLES: dict[str, Role | None] = {
    "牵头": "lead",
    "主办": "lead",
    "主要责任": "lead",
    "第一责任": "lead",
    "主责": "lead",
    "配合": "support",
    "协办": "support",
    "协同": "support",
    "参与": "support",
    "参加": "support",
    "协助": "support",
    "协作": "support",
    "支持": "support",
    "指导": "support",
    "成员": "support",
    "责任": None,
    "负责": None,
    "落实": None,
    "实施": None,
    "承办": None,
    "承担": None,
    "主管": None,
    "完成": None,
}
_BOLD = r"(?:\*\*)?"
_KEY_PATTERN = (
    rf"(?:(?:(?:{'|'.join(KEY_ROLES)})(?:的)?(?:市直|省直|区直|县直)?(?:责任)?(?:单位|部门|科室|处室|股室|站所|机构|主体|分工)"
    rf"(?:及分工|为)?|牵头|配合|主办|协办){_BOLD}\s*[:：]{_BOLD}"
    r"|(?:牵头|主办|责任|配合|协办|参[与加])(?:单位|部门)"
    r"(?:均?为|是|包括|[ \t　]{1,6}|[—－-]{1,2})(?=[省市县区州旗国各镇])"
    r"|【(?:牵头|主办|责任|配合|协办)(?:单位|部门)】)"
)
KEY = re.compile(_KEY_PATTERN)
_KEYED_LINE = re.compile(
    rf"(?:^|(?<=[。；;！：:)）.．】 \t　]))[ \t　]{{0,40}}(?:【|\*\*)?{_KEY_PATTERN}"
    r"(?:(?:[ \t]*\n[ \t　]*[^\s。；;:：、，\d]{2,24}[局委厅办部院会署府区县市][ \t]*(?=\n|$))+"
    r"|(?:[^。\n]*[、，][ \t]*\n)*[^。\n]*)",
    re.MULTILINE,
)
_VERBS = (
    r"按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?(?:分别|共同)?(?:负责|落实|配合|参与|参加)?|分工负责"
    r"|(?:共同|分别|联合|具体|主要|总)?(?:牵头(?:负责|落实)?|负责(?:落实)?|参与|参加|落实)|(?:协同|协助)?配合(?:落实)?"
)
VERB_ALONE = re.compile(_VERBS)
"""Behind a comma: what it says is said of the list before (`甲、乙，按职责分工负责`)."""
_INSIDE = r"[^，,；;。(（〔〈]|[(（〔〈][^()（）〔〕〈〉]*[)）〕〉]|[(（〔〈](?![^()（）〔〕〈〉]*[)）〕〉])"
"""A character of a phrase, or a bracket in it, whose commas divide nothing."""
PHRASE = re.compile(
    rf"(?P<units>(?:{_INSIDE}){{1,600}}?)(?:等(?:部门|单位|有关部门|相关部门)?)?"
    rf"(?P<verb>{_VERBS})"
)
PART = re.compile(rf"(?P<part>(?:{_INSIDE})+)(?P<stop>[，,；;。]?)")
MAX_BROKEN_LINE = 60
"""Characters of a line that may carry on a name broken at the end of the line above."""
_BREAK = re.compile(
    r"[ \t\u3000]{0,40}[\r\n][ \t\r\n\u3000]*(?!(?<=[局委厅办部院会署府区县镇乡][\r\n])[省市县区州国中各])"
)
"""A line break that is not the gap between two names."""
_NAME_ENDS = re.compile("[。；;：:、，,.!！?？）)】\\]〕局委厅办部署院会府关司团位门区县市镇乡道社队行联校站所处室心]$")

_NAME_BEGINS = re.compile("[、，,：:][省市县区州旗国各]$")
"""A line broken right behind the level that its last name begins with."""
_ONLY_KEY = re.compile(_KEY_PATTERN)


@dataclass(frozen=True)
class Joined:
    """The words of a clause with the line breaks inside statements gone. `places`: where each character stands."""

    words: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """`[start, end)` of the words as a span of the text."""
        return self.places[start], self.places[end - 1] + 1


def joined_words(text: str, start: int, end: int) -> Joined:
    """`text[start:end]`, lines that a PDF or a mail broke inside a bracket or a name put together again."""
    if "\n" not in text[start:end]:
        return Joined(text[start:end], range(start, end))
    gone: set[int] = set()
    for found in BRACKETED.finditer(text, start, end):
        if KEY.search(_closed(found.group())) or UNKEYED.search(_closed(found.group())):
            gone.update(_breaks(text, *found.span()))
    gone.update(_broken_names(text, start, end))
    places = [place for place in range(start, end) if place not in gone]
    return Joined("".join(text[place] for place in places), places)


def _closed(words: str) -> str:
    return re.sub(r"\s", "", words)


def _breaks(text: str, start: int, end: int) -> Iterator[int]:
    """Positions of line breaks in `[start, end)` and of the white space at both sides of each."""
    for found in _BREAK.finditer(text[start:end]):
        yield from range(start + found.start(), start + found.end())


def _broken_names(text: str, start: int, end: int) -> Iterator[int]:
    """Line breaks after a keyed line that ends in the middle of a name."""
    for found in _KEYED_LINE.finditer(text, start, end):
        stop, following = found.end(), text.find("\n", found.end() + 1, end)
        below = text[stop : following if following >= 0 else end].strip(BLANK)
        line = found.group().rstrip(BLANK)
        open_name = _NAME_BEGINS.search(line) is not None or _ONLY_KEY.fullmatch(line.strip(BLANK)) is not None
        unfinished = stop < end and text[stop] in "\r\n" and (open_name or not _NAME_ENDS.search(line))
        carried = 0 < len(below) <= MAX_BROKEN_LINE and not KEY.search(below) and match_label(below) is None
        if unfinished and carried and ":" not in below and "：" not in below:
            space = len(text[stop:end]) - len(text[stop:end].lstrip(BLANK))
            yield from _breaks(text, stop, stop + space)


def statement_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What says who is responsible, in order: the inside of a bracket, or a keyed line or sentence.

    A convention that stands in the same bracket (`列第一位的为牵头单位，下同`) is left out.
    """
    for first, last in _statements(text, start, end):
        convention = FIRST_LEADS.search(text, first, last)
        said = convention.start() if convention else last
        if first < said:
            yield first, said


def responsibility_spans(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Where in `[start, end)` responsibility statements stand, brackets and keys included."""
    return tuple(
        (max(start, first - 1), min(end, last + 1)) if text[max(0, first - 1)] in OPENING else (first, last)
        for first, last in _statements(text, start, end)
    )


def _statements(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans that say who is responsible: inside brackets, or a keyed line or sentence."""
    brackets = [found.span("inside") for found in BRACKETED.finditer(text, start, end)]
    keyed = [span for span in brackets if KEY.search(text, *span)]
    lines = ((start + found.start(), start + found.end()) for found in _KEYED_LINE.finditer(text[start:end]))
    covered = keyed + [line for line in lines if not _overlap(line, keyed)]
    phrases = (span for span in brackets if UNKEYED.search(text, *span) and _phrases_fit(text[slice(*span)]))
    yield from sorted(covered + [span for span in phrases if not _overlap(span, covered)])


def _overlap(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(first < span[1] and span[0] < last for first, last in others)


def _phrases_fit(inside: str) -> bool:
    """An unkeyed bracket is a statement when it consists of `units verb` phrases that look like unit names."""
    parts = [part["part"].strip() for part in PART.finditer(inside)]
    alone = any(VERB_ALONE.fullmatch(part) for part in parts[1:])
    if alone and all(map(looks_like_unit, names_in(parts[0]))):
        return True
    found = (PHRASE.match(part) for part in parts)
    return any(match and looks_like_unit(names_in(match["units"])[0].removeprefix("由")) for match in found)


def names_in(words: str) -> list[str]:
    """What stands between the 、 of a list, brackets left out."""
    return BRACKETED.sub("", words).split("、")
