"""Restored text → clause tree, by the text's own numbering.

The families of numbering and their order are read from the document as a whole: a label opens a clause only when it
counts on from its family's last one (or starts it), so `2025年` or a quoted `1+6+N` never does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from documents.lines import Line, visible_lines
from documents.model import CLOSING_LOCATOR, FRONT_LOCATOR, Clause, Noise, Part, without_noise
from documents.numbering import Family, Label, match_label, print_locator

MAX_TITLE_LENGTH = 48
MAX_SIGNATURE_LENGTH = 40
MAX_SKIPPED_LABELS = 2
"""A copy may have lost this many headings in a row; a larger jump is not a heading."""

_SENTENCE_END = re.compile(r"[。！!？?；;]|(?<=[^\d])[:：]")
_DATE_LINE = re.compile(
    r"^(\d{2,4}|[二〇零○一三四五六七八九十]{4})?年(\d{1,2}|[一二三四五六七八九十]{1,3})月(\d{1,2}|[一二三四五六七八九十]{1,3})日$"
)
_ISSUER_LINE = re.compile(r"^\S{2,}(政府|委员会|办公室|办公厅|厅|局|部|署|院|委|党组|管委会|中心|领导小组)$")
_CLOSING_LINE = re.compile(r"^[(（]?(此件|抄送|印发|联系人|联系电话|主送|信息公开|政策咨询)")


@dataclass
class _Open:
    """A heading as it is found; `end` is set once the next one is known."""

    labels: tuple[str, ...]
    line: Line
    label: Label
    end: int = 0


@dataclass
class _Counter:
    """Which labels are open, and each family's last number, so that labels must count up."""

    stack: list[Label] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)

    def accept(self, label: Label) -> bool:
        """Places `label` in the stack if it counts on from what stands there; False leaves the stack as it was."""
        depth = self._depth(label)
        if depth is None:
            if not self._opens(label):
                return False
            depth = self._depth_of_rank(label.family)
        elif not self._follows(self.stack[depth], label):
            return False
        for closed in self.stack[depth:]:
            if closed.family != label.family and label.family.rank:
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

    def _depth_of_rank(self, family: Family) -> int:
        """Where a new family goes: below everything open, but outside families of a larger fixed rank."""
        if not family.rank:
            return len(self.stack)
        return next(
            (depth for depth, open_ in enumerate(self.stack) if not 0 < open_.family.rank < family.rank),
            len(self.stack),
        )

    def _opens(self, label: Label) -> bool:
        """A family that is not open may start at one, or go on counting from where it stood (also past lost ones)."""
        if label.family.name == "annex":
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
        if standing.family.name == "annex":
            return True
        return standing.value < label.value <= standing.value + 1 + MAX_SKIPPED_LABELS


def parse_clauses(text: str, noise: Sequence[Noise]) -> tuple[Clause, ...]:
    """Every clause in reading order, with a front part before the first heading and a closing part after the last.

    The clauses tile the text: each character that is neither noise nor white space between clauses is in exactly one.
    """
    lines = visible_lines(text, noise)
    headings = _number(lines)
    closing_start = _closing_start(lines, headings[-1].line.start if headings else -1)
    clauses = [*_front(text, noise, lines, headings, closing_start)]
    starts = [heading.line.start for heading in headings[1:]] + [closing_start]
    for heading, next_start in zip(headings, starts, strict=True):
        clauses.append(_clause(text, noise, lines, heading, next_start))
    if closing_start < len(text):
        clauses.extend(_part(text, noise, lines, CLOSING_LOCATOR, closing_start, len(text), "closing"))
    return tuple(clauses)


def _number(lines: Sequence[Line]) -> list[_Open]:
    """The lines that open a clause."""
    counter = _Counter()
    headings: list[_Open] = []
    for line in lines:
        label = match_label(line.text.lstrip("#").lstrip())
        if label is None or not counter.accept(label):
            continue
        headings.append(_Open(tuple(open_.text for open_ in counter.stack), line, label))
    return list(_unique(headings))


def _unique(headings: Sequence[_Open]) -> Iterator[_Open]:
    """Drops a heading whose locator already stands: a list that restarts inside a clause is that clause's own text."""
    seen: set[tuple[str, ...]] = set()
    for heading in headings:
        if heading.labels not in seen:
            seen.add(heading.labels)
            yield heading


def _clause(text: str, noise: Sequence[Noise], lines: Sequence[Line], heading: _Open, next_start: int) -> Clause:
    start = heading.line.start
    end = _last_visible(lines, start, next_start)
    return Clause(
        locator=print_locator(heading.labels),
        label=heading.label.text,
        level=len(heading.labels),
        title=_title(heading),
        text=without_noise(text, start, end, noise),
        start=start,
        end=end,
    )


def _title(heading: _Open) -> str:
    """The heading's words: the line after its label, or as much of it as a run-in heading's first sentence."""
    marks = len(heading.line.text) - len(heading.line.text.lstrip("#").lstrip())
    rest = heading.line.text[marks + heading.label.length :].lstrip(" \t　:：")
    end = _SENTENCE_END.search(rest)
    title = rest[: end.start()] if end else rest
    is_sentence = end is not None and ("，" in title or "," in title)
    if len(title) > MAX_TITLE_LENGTH or (is_sentence and heading.label.family.name == "article"):
        return ""
    return title.strip()


def _closing_start(lines: Sequence[Line], last_heading: int) -> int:
    """Where the sign-off (issuer, date, distribution) at the text's end starts; past the end when there is none."""
    start = lines[-1].end + 1 if lines else 0
    for line in reversed(lines):
        if line.start <= last_heading or len(line.text) > MAX_SIGNATURE_LENGTH:
            break
        compact = re.sub(r"\s", "", line.text)
        if not (_DATE_LINE.match(compact) or _ISSUER_LINE.match(compact) or _CLOSING_LINE.match(compact)):
            break
        start = line.start
    return start


def _front(
    text: str, noise: Sequence[Noise], lines: Sequence[Line], headings: Sequence[_Open], closing_start: int
) -> Iterator[Clause]:
    end = headings[0].line.start if headings else closing_start
    return _part(text, noise, lines, FRONT_LOCATOR, 0, end, "front")


def _part(
    text: str, noise: Sequence[Noise], lines: Sequence[Line], locator: str, start: int, end: int, part: Part
) -> Iterator[Clause]:
    inside = [line for line in lines if start <= line.start < end]
    if inside:
        first, last = inside[0].start, inside[-1].end
        yield Clause(locator, "", 0, "", without_noise(text, first, last, noise), first, last, part=part)


def _last_visible(lines: Sequence[Line], start: int, end: int) -> int:
    return max(line.end for line in lines if start <= line.start < end)
