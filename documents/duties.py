"""Responsible units of a whole document: each clause's own, those of table rows, and what stands once for several.

A statement on a line of its own below the last of a group of clauses that name nobody stands for the whole group; a
convention that the document states once holds for all its lists.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from documents.conventions import Conventions, read_conventions
from documents.lines import BLANK, visible_lines
from documents.model import Clause, Noise, Responsibility, Role
from documents.responsibility import read_cells, read_responsibilities
from documents.statements import statement_spans
from documents.tabular import table_lines
from documents.unit_lists import BRACKETED, OPENING
from documents.units import UnitLexicon

_LISTING = re.compile("[:：][ \t　]*$")


def with_units(
    text: str, clauses: Sequence[Clause], noise: Sequence[Noise], lexicon: UnitLexicon
) -> tuple[Clause, ...]:
    """The clauses of the restored `text`, in reading order, each numbered one with its responsible units."""
    conventions = read_conventions(text, lexicon)
    rows = _rows(text, noise)
    named = [
        replace(clause, units=tuple(_own_units(text, clause, rows, conventions, lexicon)))
        if clause.part == "numbered"
        else clause
        for clause in clauses
    ]
    covered = _with_group_statements(text, named)
    return tuple(_with_everyone(_without_units_in_title(clause), conventions) for clause in covered)


Cell = tuple[int, int, Role | None]


def _rows(text: str, noise: Sequence[Noise]) -> list[Cell]:
    """The unit cells of every table row, in reading order."""
    rows = table_lines(text, visible_lines(text, noise)).rows
    return [(cell.start, cell.end, cell.role) for place in sorted(rows) for cell in rows[place].units]


def _own_units(
    text: str, clause: Clause, cells: Sequence[Cell], conventions: Conventions, lexicon: UnitLexicon
) -> Sequence[Responsibility]:
    first = bisect_left(cells, (clause.start,))
    inside = cells[first : bisect_left(cells, (clause.end,))]
    if inside:
        return read_cells(text, inside, lexicon, first_leads=conventions.first_leads)
    return read_responsibilities(text, clause.start, clause.end, lexicon, first_leads=conventions.first_leads)


def _with_group_statements(text: str, clauses: Sequence[Clause]) -> list[Clause]:
    """Statements that close a group given to all of it, when every statement on its own line closes one.

    Where the group is a list that its heading opens with a colon, the statement stands for the heading.
    """
    result = list(clauses)
    beside = _siblings(clauses)
    closing = []
    for place, clause in enumerate(clauses):
        if not clause.units or not _stands_alone(text, clause):
            continue
        item = _item_above(text, clauses, place, beside)
        if item is None:
            closing.append(place)
        else:
            result[item] = replace(clauses[item], units=clause.units)
            result[place] = replace(clause, units=())
    places = {clause.locator: place for place, clause in enumerate(clauses)} if closing else {}
    groups = {place: _group(clauses, place, beside[clauses[place].parent_locator]) for place in closing}
    if not all(groups.values()):
        return result
    for place, group in groups.items():
        above = places.get(clauses[place].parent_locator)
        if above is not None and _LISTING.search(clauses[above].text):
            result[above] = replace(clauses[above], units=clauses[place].units)
            result[place] = replace(clauses[place], units=())
            continue
        for member in group:
            result[member] = replace(clauses[member], units=clauses[place].units)
    return result


def _item_above(text: str, clauses: Sequence[Clause], place: int, beside: Mapping[str, list[int]]) -> int | None:
    """The item whose list of parts the clause at `place` ends, where the items beside it have statements of their own.

    None where the parts have some too, or no item beside it names anybody by itself: then a group may be meant.
    """
    child = place
    while True:
        siblings = beside[clauses[child].parent_locator]
        above = next((one for one in range(child - 1, -1, -1) if one + 1 == siblings[0]), None)
        if siblings[-1] != child or above is None or clauses[above].locator != clauses[child].parent_locator:
            return None
        if any(clauses[one].units for one in range(above, place)):
            return None
        others = [one for one in beside[clauses[above].parent_locator] if one != above]
        if any(clauses[one].units and _states(text, clauses[one]) for one in others):
            return above
        child = above


def _states(text: str, clause: Clause) -> bool:
    """Whether a bracket or a key, not only a sentence, says who is responsible for the clause."""
    return any(True for _ in statement_spans(text, clause.start, clause.end))


def _stands_alone(text: str, clause: Clause) -> bool:
    """Whether the clause's only statement begins a line below its heading."""
    spans = list(statement_spans(text, clause.start, clause.end))
    if not spans:
        return False
    start = spans[0][0]
    before = text[clause.start : start].rstrip(BLANK.replace("\n", "") + OPENING)
    return before.endswith("\n")


def _siblings(clauses: Sequence[Clause]) -> dict[str, list[int]]:
    """Locator of a heading → the places of the clauses right below it."""
    below: dict[str, list[int]] = {}
    for place, clause in enumerate(clauses):
        if clause.part == "numbered":
            below.setdefault(clause.parent_locator, []).append(place)
    return below


def _group(clauses: Sequence[Clause], place: int, beside: Sequence[int]) -> list[int]:
    """The clauses before the one at `place` when it is the last of several `beside` each other and the only one that
    names anybody; none of them may be divided further."""
    before = list(beside[:-1])
    together = beside[-1] == place and list(beside) == list(range(beside[0], place + 1))
    is_leaf = place + 1 == len(clauses) or clauses[place + 1].parent_locator != clauses[place].locator
    return before if together and is_leaf and not any(clauses[one].units for one in before) else []


def _without_units_in_title(clause: Clause) -> Clause:
    """`扩充学位（市教育局）` is titled 扩充学位."""
    for found in BRACKETED.finditer(clause.title) if clause.units else ():
        if found.end() == len(clause.title) and clause.units[0].unit in found["inside"]:
            return replace(clause, title=clause.title[: found.start()].strip())
    return clause


def _with_everyone(clause: Clause, conventions: Conventions) -> Clause:
    """Who has to do every task, added to those that name somebody."""
    if not clause.units or clause.start < conventions.since:
        return clause
    present = {unit.unit for unit in clause.units}
    added = tuple(unit for unit in conventions.everywhere if unit.unit not in present)
    return replace(clause, units=clause.units + added)
