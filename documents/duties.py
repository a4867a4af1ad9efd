"""Responsible units of a whole document: each clause's own, those of table rows, and what stands once for several.

A statement on a line of its own below the last of a group of clauses that name nobody stands for the whole group; a
convention that the document states once holds for all its lists.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from documents.conventions import Conventions, read_conventions
from documents.lines import BLANK, visible_lines
from documents.model import Clause, Noise, Responsibility, Role
from documents.responsibility import read_cells, read_responsibilities
from documents.statements import statement_spans
from documents.tabular import table_lines
from documents.unit_lists import OPENING
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
    return tuple(_with_everyone(clause, conventions) for clause in covered)


Cell = tuple[int, int, Role | None]


def _rows(text: str, noise: Sequence[Noise]) -> list[Cell]:
    """The unit cells of every table row, in reading order."""
    rows = table_lines(text, visible_lines(text, noise)).rows
    return [(cell.start, cell.end, cell.role) for place in sorted(rows) for cell in rows[place].units]


def _own_units(
    text: str, clause: Clause, cells: Sequence[Cell], conventions: Conventions, lexicon: UnitLexicon
) -> Sequence[Responsibility]:
    inside = [cell for cell in cells if clause.start <= cell[0] < clause.end]
    if inside:
        return read_cells(text, inside, lexicon, first_leads=conventions.first_leads)
    return read_responsibilities(text, clause.start, clause.end, lexicon, first_leads=conventions.first_leads)


def _with_group_statements(text: str, clauses: Sequence[Clause]) -> list[Clause]:
    """Statements that close a group given to all of it, when every statement on its own line closes one."""
    result = list(clauses)
    closing = [place for place, clause in enumerate(clauses) if clause.units and _stands_alone(text, clause)]
    groups = {place: _group(clauses, place) for place in closing}
    if not all(groups.values()):
        return result
    for place, group in groups.items():
        above = next((one for one in range(place) if clauses[one].locator == clauses[place].parent_locator), None)
        if above is not None and _LISTING.search(clauses[above].text):
            result[above] = replace(clauses[above], units=clauses[place].units)
            result[place] = replace(clauses[place], units=())
            continue
        for member in group:
            result[member] = replace(clauses[member], units=clauses[place].units)
    return result


def _stands_alone(text: str, clause: Clause) -> bool:
    """Whether the clause's only statement begins a line below its heading."""
    spans = list(statement_spans(text, clause.start, clause.end))
    if not spans:
        return False
    start = spans[0][0]
    before = text[clause.start : start].rstrip(BLANK.replace("\n", "") + OPENING)
    return before.endswith("\n")


def _group(clauses: Sequence[Clause], place: int) -> list[int]:
    """The clauses before `place` beside it, when it is the last of several and none before it names anybody."""
    parent = clauses[place].parent_locator
    following = clauses[place + 1] if place + 1 < len(clauses) else None
    if (
        following is not None
        and following.part == "numbered"
        and following.parent_locator in (parent, clauses[place].locator)
    ):
        return []
    group = list(_silent_before(clauses, place))
    return group if _all_silent(clauses, parent, place, group) else []


def _silent_before(clauses: Sequence[Clause], place: int) -> Iterator[int]:
    parent = clauses[place].parent_locator
    for before in range(place - 1, -1, -1):
        if clauses[before].parent_locator != parent or clauses[before].part != "numbered" or clauses[before].units:
            return
        yield before


def _all_silent(clauses: Sequence[Clause], parent: str, place: int, group: Sequence[int]) -> bool:
    beside = [one for one in range(place) if clauses[one].part == "numbered" and clauses[one].parent_locator == parent]
    return bool(group) and sorted(group) == beside


def _with_everyone(clause: Clause, conventions: Conventions) -> Clause:
    """Who has to do every task, added to those that name somebody."""
    if not clause.units or clause.start < conventions.since:
        return clause
    present = {unit.unit for unit in clause.units}
    added = tuple(unit for unit in conventions.everywhere if unit.unit not in present)
    return replace(clause, units=clause.units + added)
