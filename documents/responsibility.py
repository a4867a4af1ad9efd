"""A clause → the units responsible for it, in the order written, with roles read from the words.

Read are bracketed statements (`（责任单位：甲、乙）`, `（牵头单位：甲；配合单位：乙、丙）`, `（甲牵头，乙、丙配合）`,
`（甲、乙按职责分工负责）`), keyed ones on a line or in a sentence of their own and, where a clause has neither, its
sentences (`由甲会同乙负责`). A unit of a list is lead because the text marks it so, or because it is listed first;
which of the two is its basis.
"""

import re
from collections.abc import Iterator, Sequence

from documents.model import Basis, Responsibility, Role
from documents.prose import read_prose
from documents.prose_names import LABEL
from documents.statements import (
    KEY,
    KEY_ROLES,
    PART,
    PHRASE,
    VERB_ALONE,
    Joined,
    joined_words,
    names_in,
    responsibility_spans,
    statement_spans,
)
from documents.unit_lists import BRACKETED, Named, looks_like_unit, read_list
from documents.units import UnitLexicon
from documents.unwrapping import unwrapped

__all__ = ["read_cells", "read_responsibilities", "responsibility_spans"]

MEMBERS = "成员"
"""A list of members says who sits on a body; only beside a lead does it say who helps with a task."""
_TABLE_KEYS_ONLY = re.compile(r"完成时限|时限|完成时间|责任人|联系人")
_MARKS = r"[\s()（）【】〔〕［］\[\]。；;，,*|]*"
_BETWEEN = re.compile(rf"{_MARKS}(?:[一-鿿]{{2,6}}[:：][^。]{{0,40}})?{_MARKS}")
"""What may stand between two statements about one thing: brackets, or a key of another kind (`完成时限：…`)."""
_HEADED = re.compile(
    rf"(?:{LABEL.pattern})?[#* \t　]*【?(?:责任|负责|实施|承办|受理|主管|落实|办理)(?:单位|部门|机关|机构)】?"
    r"[* \t　]*\n"
    r"\s*(?P<units>[^。；;\n]+)[。；;]?\s*"
)


def read_responsibilities(
    text: str, start: int, end: int, lexicon: UnitLexicon, *, first_leads: bool = False
) -> tuple[Responsibility, ...]:
    """The responsible units of the clause at `[start, end)` of the restored `text`; empty when it names none.

    `first_leads`: the document says that the first of every list leads, lists that share the work among them.
    """
    joined = joined_words(text, start, end)
    words = joined.words
    found = [
        unit
        for statements in _about_one_thing(words, list(statement_spans(words, 0, len(words))))
        for unit in _assign_roles(_first_mentions(_read(words, statements, lexicon)), first_leads=first_leads)
    ] or _under_heading(words, lexicon, first_leads=first_leads)
    if not found:
        found, joined = _in_sentences(joined, lexicon, first_leads=first_leads)
    first_mentions: dict[str, Responsibility] = {}
    for unit in found:
        first_mentions.setdefault(unit.unit, unit)
    return tuple(
        Responsibility(unit.unit, unit.role, unit.basis, *joined.span(unit.start, unit.end))
        for unit in first_mentions.values()
    )


def _in_sentences(joined: Joined, lexicon: UnitLexicon, *, first_leads: bool) -> tuple[list[Responsibility], Joined]:
    """What the sentences say, and of which words; of lines broken by their width as one where that names more."""
    named = read_prose(joined.words, lexicon, first_leads=first_leads)
    whole = unwrapped(joined)
    if whole is None:
        return named, joined
    more = read_prose(whole.words, lexicon, first_leads=first_leads)
    return (more, whole) if _letters(more) > _letters(named) else (named, joined)


def _letters(named: Sequence[Responsibility]) -> tuple[int, int]:
    return len(named), sum(len(one.unit) for one in named)


def _under_heading(words: str, lexicon: UnitLexicon, *, first_leads: bool) -> list[Responsibility]:
    """The list that is all a clause called 责任单位 holds."""
    found = _HEADED.fullmatch(words)
    named = list(read_list(words, *found.span("units"), None, lexicon, joint=False)) if found else []
    return _assign_roles(named, first_leads=first_leads) if all(looks_like_unit(one.name) for one in named) else []


def read_cells(
    text: str, cells: Sequence[tuple[int, int, Role | None]], lexicon: UnitLexicon, *, first_leads: bool = False
) -> list[Responsibility]:
    """The units that a table's row names: of each cell its span, and the role that its column's heading gives."""
    named = [unit for start, end, role in cells for unit in _read_cell(text, start, end, role, lexicon)]
    return _assign_roles(_first_mentions(named), first_leads=first_leads)


def _read_cell(text: str, start: int, end: int, role: Role | None, lexicon: UnitLexicon) -> Iterator[Named]:
    words = BRACKETED.sub("", text[start:end])
    if KEY.search(words) or re.search("牵头|配合", words):
        yield from _read_statement(text, start, end, lexicon)
    else:
        yield from read_list(text, start, end, role, lexicon, joint="职责分工" in words)


def _about_one_thing(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Statements in groups: one that follows another sentence stands for that sentence, with a lead of its own."""
    group: list[tuple[int, int]] = []
    for span in spans:
        if group and not _BETWEEN.fullmatch(text, group[-1][1], span[0]):
            yield group
            group = []
        group.append(span)
    if group:
        yield group


def _read(text: str, spans: Sequence[tuple[int, int]], lexicon: UnitLexicon) -> list[Named]:
    keys = [key.group() for span in spans for key in KEY.finditer(text, *span)]
    if keys and all(key.startswith(MEMBERS) for key in keys):
        return []
    return [named for span in spans for named in _read_statement(text, *span, lexicon)]


def _read_statement(text: str, start: int, end: int, lexicon: UnitLexicon) -> Iterator[Named]:
    keys = list(KEY.finditer(text, start, end))
    if not keys:
        yield from (named for named in _read_phrases(text, start, end, lexicon) if looks_like_unit(named.name))
        return
    bounds = [key.start() for key in keys[1:]] + [end]
    for key, bound in zip(keys, bounds, strict=True):
        segment = text[key.end() : bound]
        stop = _TABLE_KEYS_ONLY.search(segment)
        last = key.end() + stop.start() if stop else bound
        role = next(role for word, role in KEY_ROLES.items() if key.group().lstrip("【").startswith(word))
        if role is None and re.search("牵头|配合", BRACKETED.sub("", segment)):
            yield from _read_phrases(text, key.end(), last, lexicon)
        else:
            yield from read_list(text, key.end(), last, role, lexicon, joint="职责分工" in segment)


def _read_phrases(text: str, start: int, end: int, lexicon: UnitLexicon) -> Iterator[Named]:
    """`甲牵头，乙、丙配合`: a verb closes the list before it, which may hold commas (`甲，乙、丙负责`)."""
    first = start
    for part in PART.finditer(text, start, end):
        found = PHRASE.match(text, part.start("part"), part.end("part"))
        alone = VERB_ALONE.fullmatch(text, part.start("part"), part.end("part"))
        if alone and first < part.start():
            role, joint = _verb_role(alone.group())
            yield from read_list(text, first, part.start() - 1, role, lexicon, joint=joint)
        elif found:
            first += text.startswith("由", first)
            role, joint = _verb_role(found["verb"])
            yield from read_list(text, first, found.end("units"), role, lexicon, joint=joint)
        elif part["stop"] not in "；;。" and _all_units(part["part"]):
            continue
        elif _all_units(part["part"]):
            yield from read_list(text, first, part.end("part"), None, lexicon, joint=False)
        first = part.end()


def _all_units(part: str) -> bool:
    return all(map(looks_like_unit, names_in(part)))


def _verb_role(verb: str) -> tuple[Role | None, bool]:
    """What a verb says of its list, and whether it makes all of it equal."""
    if "牵头" in verb:
        return "lead", False
    if "配合" in verb or "参" in verb:
        return "support", False
    return None, "职" in verb or "分" in verb or "共同" in verb


def _first_mentions(named: list[Named]) -> list[Named]:
    seen: set[str] = set()
    return [unit for unit in named if not (unit.name in seen or seen.add(unit.name))]  # type: ignore[func-returns-value]


def _assign_roles(named: list[Named], *, first_leads: bool) -> list[Responsibility]:
    """Marked roles stand; where none leads by its mark, the first of an unmarked list does by the convention."""
    marked_lead = any(unit.role == "lead" for unit in named)
    shared = not first_leads and len(named) > 1 and all(unit.joint and unit.role is None for unit in named)
    result: list[Responsibility] = []
    for unit in named:
        role, basis = _role_of(unit, first=not result, marked_lead=marked_lead, all_joint=shared)
        result.append(Responsibility(unit.name, role, basis, unit.start, unit.end))
    return result


def _role_of(unit: Named, *, first: bool, marked_lead: bool, all_joint: bool) -> tuple[Role, Basis]:
    if all_joint:
        return "joint", "joint"
    if unit.role is not None:
        return unit.role, "marked"
    if marked_lead:
        return "support", "marked"
    return ("lead" if first else "support"), "first_listed"
