"""Restored text → clause tree, by the text's own numbering.

The families of numbering and their order are read from the document as a whole: a label opens a clause only when it
counts on from its family's last one (or starts it), so `2025年` or a quoted `1+6+N` never does.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from documents.lines import Line, visible_lines
from documents.listings import is_sign_off, listed_lines
from documents.model import CLOSING_LOCATOR, FRONT_LOCATOR, Clause, Noise, Part, without_noise
from documents.numbering import (
    FAMILIES,
    TITLE,
    Family,
    Label,
    match_bare_label,
    match_label,
    match_title_label,
    print_locator,
)
from documents.squeezed import unsqueezed_lines
from documents.tabular import TableLines, table_lines

MAX_TITLE_LENGTH = 48
MAX_SKIPPED_LABELS = 2
"""A copy may have lost this many headings in a row; a larger jump is not a heading."""
MIN_BRACKET_TITLES = 2
"""One line in 【】 may be an aside; so many are headings."""

_MARKUP = re.compile(r"[#\s]*(?:\*\*)?\s*")
_SENTENCE_END = re.compile(r"[。！!？?；;]|(?<=[^\d])[:：]")
_STATEMENT = re.compile(
    r"[(（【〔](?:[^()（）】〕。]|[(（][^()（）]*[)）])*?(?:责任|牵头|配合|负责|主办|参与|参加)|\s(?:责任|牵头)(?:单位|部门)[:：]"
)
_LAST_BARE = re.compile("(?![个项条家所万亿名人次年月日天公平元座辆户处级])[一-鿿]{2,8}")
_NO_TITLE = re.compile(
    "本(?:办法|条例|规定|细则|意见|方案|措施|法|通知|预案|制度|规则)|应当|不得|可以|负责|会同|有权|是指|依照|按照|自.{2,20}起"
)
"""What makes an article's only sentence a rule and no title."""
_ARTICLE_TITLE = re.compile(r"^[【〔\[(（](?P<title>[^【】〔〕\[\]()（）]{2,30})[】〕\])）]")
_PART_LOCATORS: dict[Part, str] = {"front": FRONT_LOCATOR, "closing": CLOSING_LOCATOR}
_TITLED_FAMILIES = ("annex", "part", "chapter", "section")
"""Families whose title may stand on the line below the label."""
_UNCOUNTED = (next(family for family in FAMILIES if family.name == "annex"), TITLE)
"""Families that need not count up."""


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


@dataclass
class _Counter:
    """Which labels are open, and each family's last number, so that labels must count up."""

    stack: list[Label] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    above: dict[str, str] = field(default_factory=dict)
    """Families of a fixed rank that were found below one without → that one."""

    def accept(self, label: Label, *, under_heading: bool) -> bool:
        """Places `label` in the stack if it counts on from what stands there; False leaves the stack as it was.

        `under_heading`: the line above is a heading and nothing else.
        """
        depth = self._depth(label)
        if depth is None:
            if not self._opens(label):
                return False
            depth = self._new_depth(label.family, under_heading)
        elif not self._follows(self.stack[depth], label):
            return False
        if label.family.name == "annex":
            self.last.clear()
        for closed in self.stack[depth:]:
            if closed.family != label.family and label.family.rank and not closed.family.rank:
                self.last.pop(closed.family.name, None)
        del self.stack[depth:]
        self.stack.append(label)
        self.last[label.family.name] = label.value
        return True

    def _depth(self, label: Label) -> int | None:
        return next(
            (
                depth
                for depth, standing in enumerate(self.stack)
                if standing.family == label.family and len(standing.parent) == len(label.parent)
            ),
            None,
        )

    def _new_depth(self, family: Family, under_heading: bool) -> int:
        """Where a new family goes: below everything open, but outside families of a larger fixed rank.

        One of a fixed rank stands outside those without, unless it was found right under the heading of one.
        """
        if not family.rank:
            return len(self.stack)
        if under_heading and self.stack and not self.stack[-1].family.rank and family.name != "annex":
            self.above[family.name] = self.stack[-1].family.name
        outside = (
            depth
            for depth, standing in enumerate(self.stack)
            if not 0 < standing.family.rank < family.rank and standing.family.name != self.above.get(family.name)
        )
        return next(outside, len(self.stack))

    def _opens(self, label: Label) -> bool:
        """A family that is not open may start at one, or go on counting from where it stood (also past lost ones)."""
        if label.family in _UNCOUNTED:
            return True
        if label.parent:
            return self._decimal_parent_open(label) and label.value <= 1 + MAX_SKIPPED_LABELS
        last = self.last.get(label.family.name, 0)
        return label.value <= 1 or last < label.value <= last + 1 + MAX_SKIPPED_LABELS

    def _decimal_parent_open(self, label: Label) -> bool:
        """`2.1` stands below `2`, `第二章` or `二、`; `2.1.3` below `2.1`."""
        if not self.stack:
            return label.parent == (1,)
        above = self.stack[-1]
        numbers = (*above.parent, above.value)
        return numbers == label.parent or above.value == label.parent[-1]

    @staticmethod
    def _follows(standing: Label, label: Label) -> bool:
        if label.parent and label.parent != standing.parent:
            return label.parent > standing.parent and label.value == 1
        if standing.family in _UNCOUNTED:
            return True
        return standing.value < label.value <= standing.value + 1 + MAX_SKIPPED_LABELS


def parse_clauses(text: str, noise: Sequence[Noise]) -> tuple[Clause, ...]:
    """Every clause in reading order, with a front part before the first heading and a closing part after the body.

    The clauses tile the text: each character that is neither noise nor white space between clauses is in exactly one.
    """
    lines = unsqueezed_lines(visible_lines(text, noise))
    listed = listed_lines(lines)
    headings = _number(lines, listed, table_lines(text, lines))
    closing = _closing(lines, listed, headings)
    opened = {heading.place: heading for heading in headings}
    clauses = []
    for place, following in pairwise(sorted({0, *opened, closing, len(lines)})):
        part: Part = "numbered" if place in opened else "closing" if place == closing else "front"
        clauses.append(_clause(text, noise, lines[place:following], opened.get(place), part))
    return tuple(clauses)


def _number(lines: Sequence[Line], listed: Collection[int], tables: TableLines) -> list[_Open]:
    """The lines that open a clause."""
    counter = _Counter()
    headings: list[_Open] = []
    under_heading = False
    for place, written in enumerate(_labels(lines)):
        row = tables.rows.get(place)
        found = written if row is None else (row.label, "") if row.label is not None else None
        is_heading = found is not None and place not in listed and place not in tables.furniture
        accepted = is_heading and found is not None and counter.accept(found[0], under_heading=under_heading)
        under_heading = False
        if found is not None and accepted:
            label, rest = found
            labels = tuple(open_.text for open_ in counter.stack)
            headings.append(_Open(labels, place, label, rest, None if row is None else row.title))
            under_heading = row is None and not _SENTENCE_END.search(rest)
    return list(_unique(headings))


def _labels(lines: Sequence[Line]) -> list[tuple[Label, str] | None]:
    """The label of each line and what the line says after it; None for lines without."""
    bodies = [line.text[_MARKUP.match(line.text).end() :] for line in lines]  # type: ignore[union-attr]
    labels = [match_label(_without_frame(body)) for body in bodies]
    divided = {label.parent[0] for label in labels if label is not None and label.parent}
    titles = [place for place, body in enumerate(bodies) if labels[place] is None and match_title_label(body, 0)]
    for place, body in enumerate(bodies):
        if labels[place] is None and len(titles) >= MIN_BRACKET_TITLES and place in titles:
            labels[place] = match_title_label(body, titles.index(place) + 1)
        elif labels[place] is None and len(body) <= MAX_TITLE_LENGTH:
            labels[place] = _bare_heading(body, divided)
    return [
        None if label is None else (label, _without_frame(body)[label.length :])
        for label, body in zip(labels, bodies, strict=True)
    ]


def _without_frame(body: str) -> str:
    """`【一、总体要求】` on a line of its own is `一、总体要求`."""
    inside = body[1:-1]
    framed = body.startswith("【") and body.endswith("】") and "【" not in inside and match_label(inside)
    return inside if framed else body


def _bare_heading(body: str, divided: Collection[int]) -> Label | None:
    """`2 现状` where `2.1` follows, or a short last one (`3 附则`) after the largest that is divided."""
    label = match_bare_label(body)
    if label is None or re.search("[，,。；;]", body):
        return None
    is_last = bool(divided) and label.value == max(divided) + 1 and _LAST_BARE.fullmatch(body[label.length :])
    return label if label.value in divided or is_last else None


def _unique(headings: Sequence[_Open]) -> Iterator[_Open]:
    """Drops a heading whose locator already stands: a list that restarts inside a clause is that clause's own text."""
    seen: set[tuple[str, ...]] = set()
    for heading in headings:
        if heading.labels not in seen:
            seen.add(heading.labels)
            yield heading


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
        title=_title(heading, lines[1:]),
        text=inside,
        start=start,
        end=end,
    )


def _title(heading: _Open, below: Sequence[Line]) -> str:
    """The heading's words: the line after its label, or as much of it as a run-in heading's first sentence.

    Of a chapter or an annex with nothing beside its label they are the next line.
    """
    if heading.title is not None:
        return _first_sentence(heading.title)
    if heading.label.family == TITLE:
        return heading.rest.strip() or heading.label.text.strip("【】")
    rest = heading.rest.lstrip(" \t　:：")
    if not rest and below and heading.label.family.name in _TITLED_FAMILIES:
        rest = "" if _SENTENCE_END.search(below[0].text) or "\t" in below[0].text else below[0].text
    if heading.label.family.name != "article":
        return _first_sentence(rest)
    named = _ARTICLE_TITLE.match(rest)
    if named and not _STATEMENT.match(rest):
        return named["title"].strip()
    title = _first_sentence(rest)
    is_rule = len(title) < len(rest) and ("，" in title or "," in title)
    return "" if is_rule or _NO_TITLE.search(title) else title


def _first_sentence(words: str) -> str:
    """What a heading says before its statement of who is responsible or its first full stop; empty when too long."""
    statement = _STATEMENT.search(words)
    words = words[: statement.start()] if statement else words
    end = _SENTENCE_END.search(words)
    title = words[: end.start()] if end else words
    return "" if len(title) > MAX_TITLE_LENGTH else title.strip().strip("*")
