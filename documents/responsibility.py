"""A clause → the units responsible for it, in the order written, with roles read from the words.

Read are bracketed statements (`（责任单位：甲、乙）`, `（牵头单位：甲；配合单位：乙、丙）`, `（甲牵头，乙、丙配合）`,
`（甲、乙按职责分工负责）`) and the keyed ones on a line or in a sentence of their own. A unit of a list is lead because
the text marks it so, or because it is listed first; which of the two is its basis.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from documents.lines import BLANK
from documents.model import Basis, Responsibility, Role
from documents.units import UnitLexicon

_KEY_ROLES: dict[str, Role | None] = {
    "牵头": "lead",
    "主办": "lead",
    "主要责任": "lead",
    "第一责任": "lead",
    "配合": "support",
    "协办": "support",
    "协同": "support",
    "参与": "support",
    "参加": "support",
    "责任": None,
    "负责": None,
    "落实": None,
    "实施": None,
    "承办": None,
    "承担": None,
    "主管": None,
    "完成": None,
}
_OPEN, _CLOSE = "(（【〔[", ")）】〕]"
_BOLD = r"(?:\*\*)?"
_KEY_PATTERN = (
    rf"(?:(?:{'|'.join(_KEY_ROLES)})(?:的)?(?:市直|省直|区直|县直)?(?:责任)?(?:单位|部门|科室|处室|机构|主体|分工)"
    rf"(?:及分工|为)?|牵头|配合|主办|协办){_BOLD}\s*[:：]{_BOLD}"
)
_KEY = re.compile(_KEY_PATTERN)
_BRACKETED = re.compile(
    rf"[{re.escape(_OPEN)}](?P<inside>(?:[^{re.escape(_OPEN + _CLOSE)}]|[(（][^()（）]*[)）])*)[{re.escape(_CLOSE)}]"
)
_KEYED_LINE = re.compile(
    rf"(?:^|(?<=[。；;！ \t　]))[ \t　]*(?:【|\*\*)?{_KEY_PATTERN}(?:[^。\n]*[、，][ \t]*\n)*[^。\n]*", re.MULTILINE
)
_UNKEYED = re.compile(r"牵头|负责|配合|参与|参加|会同|落实")
_PHRASE = re.compile(
    r"(?P<units>[^，,；;。]{1,600}?)(?:等(?:部门|单位|有关部门|相关部门)?)?"
    r"(?P<verb>按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?(?:分别|共同)?(?:负责|落实|配合|参与|参加)?|分工负责"
    r"|(?:共同|分别|联合|具体|主要)?(?:牵头(?:负责|落实)?|负责(?:落实)?|参与|参加|落实)|(?:协同|协助)?配合(?:落实)?)"
)
_PART = re.compile(r"(?P<part>[^，,；;。]+)(?P<stop>[，,；;。]?)")
_SEPARATOR = re.compile(r"[、，,；;]|(?<=[局委厅办部院会署心府])(?:和|及|以及|会同|[ \t　]+)(?=[省市县区州国中各])")
_COMMA = re.compile("[，,；;]")
_TRAILING = re.compile(
    r"(?:等(?:部门|单位|有关部门|相关部门|按职责分工负责)?|按(?:照)?职责分工(?:分别)?(?:负责|落实)?|分工负责|分别负责|负责"
    r"|牵头|配合)+$"
)
_NAME = re.compile(r"^[一-鿿A-Za-z0-9*（()）、〇·“”]{2,40}$")
_LONGEST_NAME = 60
_UNSEEN = re.compile(rf"[\s{BLANK}]")
_UNIT_ENDING = re.compile(
    r"(局|委|厅|办|部|署|院|中心|会|府|关|司|公司|集团|单位|部门|区|县|市|镇|街道|社|队|行|联|校|站|所)$"
)
_NO_UNITS = frozenset(("政府", "党委", "社会", "全社会", "全市", "全省", "全县", "全区", "单位", "部门"))
_TABLE_KEYS_ONLY = re.compile(r"完成时限|时限|完成时间|责任人|联系人")


@dataclass(frozen=True)
class _Named:
    name: str
    start: int
    end: int
    role: Role | None
    joint: bool = False


def read_responsibilities(text: str, start: int, end: int, lexicon: UnitLexicon) -> tuple[Responsibility, ...]:
    """The responsible units of the clause at `[start, end)` of the restored `text`; empty when it names none."""
    named: list[_Named] = []
    for statement_start, statement_end in _statements(text, start, end):
        named.extend(_read_statement(text, statement_start, statement_end, lexicon))
    return _assign_roles(_first_mentions(named))


def responsibility_spans(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Where in `[start, end)` responsibility statements stand, brackets and keys included."""
    return tuple(
        (max(start, first - 1), min(end, last + 1)) if text[max(0, first - 1)] in _OPEN else (first, last)
        for first, last in _statements(text, start, end)
    )


def _statements(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans that say who is responsible: inside brackets, or a keyed line or sentence."""
    brackets = [found.span("inside") for found in _BRACKETED.finditer(text, start, end)]
    keyed = [span for span in brackets if _KEY.search(text, *span)]
    lines = ((start + found.start(), start + found.end()) for found in _KEYED_LINE.finditer(text[start:end]))
    covered = keyed + [line for line in lines if not _overlap(line, keyed)]
    phrases = (span for span in brackets if _UNKEYED.search(text, *span) and _phrases_fit(text[slice(*span)]))
    yield from sorted(covered + [span for span in phrases if not _overlap(span, covered)])


def _overlap(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(first < span[1] and span[0] < last for first, last in others)


def _phrases_fit(inside: str) -> bool:
    """An unkeyed bracket is a statement when it consists of `units verb` phrases that look like unit names."""
    found = (_PHRASE.match(part["part"].strip()) for part in _PART.finditer(inside))
    return any(match and _looks_like_unit(re.split("、", match["units"])[0].removeprefix("由")) for match in found)


def _looks_like_unit(name: str) -> bool:
    name = name.strip()
    return 2 <= len(name) <= 30 and name not in _NO_UNITS and bool(_UNIT_ENDING.search(name))


def _read_statement(text: str, start: int, end: int, lexicon: UnitLexicon) -> Iterator[_Named]:
    keys = list(_KEY.finditer(text, start, end))
    if not keys:
        yield from (named for named in _read_phrases(text, start, end, lexicon) if _looks_like_unit(named.name))
        return
    bounds = [key.start() for key in keys[1:]] + [end]
    for key, bound in zip(keys, bounds, strict=True):
        segment = text[key.end() : bound]
        stop = _TABLE_KEYS_ONLY.search(segment)
        last = key.end() + stop.start() if stop else bound
        role = next(role for word, role in _KEY_ROLES.items() if key.group().startswith(word))
        if role is None and re.search("牵头|配合", _BRACKETED.sub("", segment)):
            yield from _read_phrases(text, key.end(), last, lexicon)
        else:
            yield from _read_list(text, key.end(), last, role, lexicon, joint="职责分工" in segment)


def _read_phrases(text: str, start: int, end: int, lexicon: UnitLexicon) -> Iterator[_Named]:
    """`甲牵头，乙、丙配合`: a verb closes the list before it, which may hold commas (`甲，乙、丙负责`)."""
    first = start
    for part in _PART.finditer(text, start, end):
        found = _PHRASE.match(text, part.start("part"), part.end("part"))
        if found:
            first += text.startswith("由", first)
            role, joint = _verb_role(found["verb"])
            yield from _read_list(text, first, found.end("units"), role, lexicon, joint=joint)
        elif part["stop"] not in "；;。" and _all_units(part["part"]):
            continue
        elif _all_units(part["part"]):
            yield from _read_list(text, first, part.end("part"), None, lexicon, joint=False)
        first = part.end()


def _all_units(part: str) -> bool:
    return all(_looks_like_unit(name) for name in part.split("、"))


def _verb_role(verb: str) -> tuple[Role | None, bool]:
    """What a verb says of its list, and whether it makes all of it equal."""
    if "牵头" in verb:
        return "lead", False
    if "配合" in verb or "参" in verb:
        return "support", False
    return None, "职" in verb or "分" in verb or "共同" in verb


def _read_list(
    text: str, start: int, end: int, role: Role | None, lexicon: UnitLexicon, *, joint: bool
) -> Iterator[_Named]:
    """The names of one list; a prefix written once for the names after it (`省`, `市委`) is written out on each.

    Commas divide a list into groups, each with a prefix of its own (`省委组织部、宣传部，省财政厅、科技厅`).
    """
    spans = [_trim_name(text, *bounds) for bounds in _between_separators(text, start, end)]
    names = [_UNSEEN.sub("", text[first:last]) for first, last in spans]
    places = [start, *(first for first, _ in spans)]
    groups = list(accumulate(len(_COMMA.findall(text, *between)) for between in pairwise(places)))
    written = Counter((group, lexicon.shared_prefix(name)) for group, name in zip(groups, names, strict=True))
    prefix, prefix_group = "", 0
    for (first, last), name, group in zip(spans, names, groups, strict=True):
        if not _NAME.match(name):
            continue
        own = lexicon.shared_prefix(name)
        if own:
            prefix, prefix_group = own, group
        shared = not own and written[prefix_group, prefix] == 1
        yield _Named(lexicon.with_shared_prefix(name, prefix) if shared else name, first, last, role, joint)


def _between_separators(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of `[start, end)` between separators; those inside brackets (`各县（市、区）政府`) do not count."""
    bracketed = [found.span() for found in _BRACKETED.finditer(text, start, end)]
    for found in _SEPARATOR.finditer(text, start, end):
        if not any(first < found.start() < last for first, last in bracketed):
            yield start, found.start()
            start = found.end()
    yield start, end


def _trim_name(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ":：。"):
        start += 1
    remark = _BRACKETED.search(text, start, end)
    if remark and _UNKEYED.search(remark["inside"]):
        end = remark.start()
    end = start + len(text[start:end].rstrip(" \t\r\n　。.】"))
    ending = max(start, end - _LONGEST_NAME)
    trailing = _TRAILING.search(text[ending:end])
    end = ending + trailing.start() if trailing else end
    while end > start and (text[end - 1].isspace() or text[end - 1] in "。.】"):
        end -= 1
    return start, end


def _first_mentions(named: list[_Named]) -> list[_Named]:
    seen: set[str] = set()
    return [unit for unit in named if not (unit.name in seen or seen.add(unit.name))]  # type: ignore[func-returns-value]


def _assign_roles(named: list[_Named]) -> tuple[Responsibility, ...]:
    """Marked roles stand; where none leads by its mark, the first of an unmarked list does by the convention."""
    marked_lead = any(unit.role == "lead" for unit in named)
    all_joint = bool(named) and all(unit.joint and unit.role is None for unit in named) and len(named) > 1
    result: list[Responsibility] = []
    for unit in named:
        role, basis = _role_of(unit, first=not result, marked_lead=marked_lead, all_joint=all_joint)
        result.append(Responsibility(unit.name, role, basis, unit.start, unit.end))
    return tuple(result)


def _role_of(unit: _Named, *, first: bool, marked_lead: bool, all_joint: bool) -> tuple[Role, Basis]:
    if all_joint:
        return "joint", "joint"
    if unit.role is not None:
        return unit.role, "marked"
    if marked_lead:
        return "support", "marked"
    return ("lead" if first else "support"), "first_listed"
