"""Restored text → clause tree, by the text's own numbering.

The families of numbering and their order are read from the document as a whole: a label opens a clause only when it
counts on from its family's last one (or starts it), so `2025年` or a quoted `1+6+N` never does.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from documents.counting import UNCOUNTED, Counter
from documents.line_labels import line_labels
from documents.lines import Line, visible_lines
from documents.listings import is_sign_off, listed_lines
from documents.model import CLOSING_LOCATOR, FRONT_LOCATOR, Clause, Noise, Part, without_noise
from documents.numbering import (
    Label,
    print_locator,
)
from documents.squeezed import unsqueezed_lines
from documents.tabular import NAMED_ROW, NUMBERED_ROW, Row, TableLines, row_name, table_lines
from documents.titles import SENTENCE_END, are_rules, first_sentence, has_bracketed_title, read_title

_PART_LOCATORS: dict[Part, str] = {"front": FRONT_LOCATOR, "closing": CLOSING_LOCATOR}


@dataclass
class _Open:
    """A heading as it is found, and what its line says after the label."""

    labels: tuple[str, ...]
    place: int
    """Of its line among the visible ones."""
    label: Label
    rest: str
    title: str | None = None
    """Of a table's row; other headings' titles are read from their lines."""

    def title_read(self, below: Sequence[Line]) -> str:
        """The heading's words, by what its clause's other lines say too."""
        if self.title is not None:
            return first_sentence(self.title)
        return read_title(self.label, self.rest, below)


def parse_clauses(text: str, noise: Sequence[Noise]) -> tuple[Clause, ...]:
    """Every clause in reading order, with a front part before the first heading and a closing part after the body.

    The clauses tile the text: each character that is neither noise nor white space between clauses is in exactly one.
    """
    lines = unsqueezed_lines(visible_lines(text, noise))
    listed = listed_lines(lines)
    headings = _without_rules(lines, _number(lines, listed, table_lines(text, lines)))
    closing = _closing(lines, listed, headings)
    opened = {heading.place: heading for heading in headings}
    clauses = []
    for place, following in pairwise(sorted({0, *opened, closing, len(lines)})):
        part: Part = "numbered" if place in opened else "closing" if place == closing else "front"
        clauses.append(_clause(text, noise, lines[place:following], opened.get(place), part))
    return tuple(clauses)


def _number(lines: Sequence[Line], listed: Collection[int], tables: TableLines) -> list[_Open]:
    """The lines that open a clause."""
    counter = Counter()
    headings: list[_Open] = []
    labelled: dict[int, _Open] = {}
    under_heading = False
    above: Row | None = None
    for place, written in enumerate(line_labels(lines)):
        row = tables.rows.get(place)
        found = written if row is None else (row.label, "") if row.label is not None else None
        if found is None or place in listed or place in tables.furniture:
            under_heading = False
            continue
        label, rest = found
        if row is not None and above is not None and row.table != above.table:
            _close_groups(counter, row, above)
        accepted = counter.accept(label, under_heading=under_heading)
        if row is not None and not accepted and (above is None or row.table != above.table):
            label = _named(row, counter) or label
            accepted = counter.accept(label, under_heading=False)
        elif row is not None and accepted:
            above = row
        under_heading = accepted and row is None and not SENTENCE_END.search(rest)
        labelled[place] = _Open((), place, label, rest, None if row is None else row.title)
        if accepted:
            headings.append(replace(labelled[place], labels=tuple(open_.text for open_ in counter.stack)))
    return list(_unique(_with_orphans(headings, labelled)))


def _close_groups(counter: Counter, row: Row, above: Row) -> None:
    """Groups that rows of the table `above` opened end where another starts: with other columns, or from 1 again."""
    rows = (NUMBERED_ROW, NAMED_ROW)
    starts = row.columns != above.columns or (row.label is not None and row.label.value <= 1)
    if not starts or not counter.stack or counter.stack[-1].family not in rows:
        return
    depth = next((place for place, open_ in enumerate(counter.stack) if open_.in_table), len(counter.stack))
    if counter.stack[depth:] and counter.stack[depth].family not in rows:
        counter.close(depth)


def _named(row: Row, counter: Counter) -> Label | None:
    """The label of a row whose 序号 stands already, in another table under the same heading: the words of its task."""
    standing = counter.standing(NUMBERED_ROW)
    if standing is None or row.label is None or row.label.family != NUMBERED_ROW or row.label.value > standing.value:
        return None
    name = row_name(row.title)
    return replace(row.label, text=name, value=standing.value + 1) if name else None


def _with_orphans(headings: Sequence[_Open], labelled: Mapping[int, _Open]) -> list[_Open]:
    """With the clauses of headings that the copy has lost, where these are known to be missing.

    Between 一 and 三 stands a group that starts again at its first label: it is the lost 二's. A level that the text
    lacks is absent from a locator, so its clauses stand beside 一 and not below it. As many groups must start again as
    headings are missing; without that they are lists inside a clause.
    """
    places = list(labelled)
    found = {heading.place: heading for heading in headings}
    for heading, following, child in _jumps(headings):
        inside = places[bisect_right(places, heading.place) : bisect_left(places, following.place)]
        starts = [place for place in inside if place not in found and _is_first(labelled[place].label, child)]
        if len(starts) != following.label.value - heading.label.value - 1:
            continue
        for start, end in pairwise([*starts, following.place]):
            group = [labelled[place] for place in inside if start <= place < end]
            for orphan in group:
                found.pop(orphan.place, None)
            found |= {orphan.place: orphan for orphan in _numbered_anew(heading.labels[:-1], group)}
    return [found[place] for place in sorted(found)]


def _is_first(label: Label, of: Label) -> bool:
    return label.family == of.family and label.value == 1 and not label.parent


def _jumps(headings: Sequence[_Open]) -> Iterator[tuple[_Open, _Open, Label]]:
    """Neighbours of one level between which a number is missing, with the first label below the earlier one."""
    for place, heading in enumerate(headings[:-1]):
        later = (headings[after] for after in range(place + 1, len(headings)))
        following = next((held for held in later if len(held.labels) <= len(heading.labels)), None)
        below = headings[place + 1]
        if following is None or below is following or heading.label.family in UNCOUNTED:
            continue
        same_level = following.label.family == heading.label.family and following.labels[:-1] == heading.labels[:-1]
        if same_level and following.label.value > heading.label.value + 1:
            yield heading, following, below.label


def _numbered_anew(above: tuple[str, ...], group: Sequence[_Open]) -> Iterator[_Open]:
    counter = Counter()
    for held in group:
        if counter.accept(held.label, under_heading=False):
            yield replace(held, labels=(*above, *(open_.text for open_ in counter.stack)))


def _unique(headings: Sequence[_Open]) -> Iterator[_Open]:
    """Drops a heading whose locator already stands: a list that restarts inside a clause is that clause's own text."""
    seen: set[tuple[str, ...]] = set()
    for heading in headings:
        if heading.labels not in seen:
            seen.add(heading.labels)
            yield heading


def _without_rules(lines: Sequence[Line], headings: list[_Open]) -> list[_Open]:
    """Articles whose first sentence is a rule, as those beside them show, have no title."""
    articles = [heading for heading in headings if heading.label.family.name == "article"]
    if not are_rules([one.title_read(lines[one.place + 1 : one.place + 2]) for one in articles]):
        return headings
    rules = {one.place for one in articles if not has_bracketed_title(one.rest)}
    return [replace(one, title="") if one.place in rules else one for one in headings]


def _closing(lines: Sequence[Line], listed: Collection[int], headings: Sequence[_Open]) -> int:
    """The place of the first line of the sign-off: before the first annex, else at the end; len(lines) without one."""
    annex = next((heading.place for heading in headings if heading.label.family.name == "annex"), len(lines))
    for end in (annex, len(lines)):
        last_heading = max((heading.place for heading in headings if heading.place < end), default=-1)
        start = end
        while start - 1 > last_heading and (is_sign_off(lines[start - 1]) or start - 1 in listed):
            start -= 1
        if start < end:
            return start
    return len(lines)


def _clause(text: str, noise: Sequence[Noise], lines: Sequence[Line], heading: _Open | None, part: Part) -> Clause:
    start, end = lines[0].start, lines[-1].end
    inside = without_noise(text, start, end, noise)
    if heading is None:
        return Clause(_PART_LOCATORS[part], "", 0, "", inside, start, end, part=part)
    return Clause(
        locator=print_locator(heading.labels),
        label=heading.label.text,
        level=len(heading.labels),
        title=heading.title_read(lines[1:]),
        text=inside,
        start=start,
        end=end,
    )
