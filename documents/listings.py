"""Lines that name headings without being any: a table of contents, and the list of what is attached."""

import re
from collections.abc import Iterator, Sequence

from documents.lines import Line
from documents.numbering import match_label

_CONTENTS = ("目录", "目次")
_LEADER = re.compile(r"[.．…·\d\s]*$")
"""The dots and the page number behind a heading in a table of contents."""
_ATTACHED = re.compile(r"^附[ \t　]*件[ \t　]*\d*[ \t　]*[:：][ \t　]*")


def listed_lines(lines: Sequence[Line]) -> frozenset[int]:
    """The positions in `lines` of every line of a table of contents or of a list of attachments."""
    return frozenset(_contents(lines)) | frozenset(_attachments(lines))


def _contents(lines: Sequence[Line]) -> Iterator[int]:
    """From the word 目录 to where its first entry comes again, as a heading; nothing when it never does."""
    for position, line in enumerate(lines):
        if _compact(line.text) not in _CONTENTS:
            continue
        first = _LEADER.sub("", _compact(lines[position + 1].text)) if position + 1 < len(lines) else ""
        again = (
            place for place in range(position + 2, len(lines)) if first and _compact(lines[place].text).startswith(first)
        )
        yield from range(position, next(again, position))


def _attachments(lines: Sequence[Line]) -> Iterator[int]:
    """`附件：1.甲` and the numbered lines after it; `附件1：甲` where that annex itself comes later or has no text."""
    position = 0
    while position < len(lines):
        end = _end_of_list(lines, position)
        yield from range(position, end)
        position = max(end, position + 1)


def _end_of_list(lines: Sequence[Line], position: int) -> int:
    """The position behind the list of attachments that starts at `position`; `position` itself when none does."""
    opening = _ATTACHED.match(lines[position].text)
    if opening is None:
        return position
    entry = match_label(lines[position].text[opening.end() :])
    last, end = (entry.value if entry else 0), position + 1
    while end < len(lines):
        label = match_label(lines[end].text)
        if label is None or label.family.name != "digit" or label.value != last + 1:
            break
        last, end = label.value, end + 1
    numbered = last > 0 if opening.end() < len(lines[position].text) else last > 1
    return end if numbered or _named_again(lines, position) or end == len(lines) else position


def _named_again(lines: Sequence[Line], position: int) -> bool:
    """Whether a later line opens the annex that this line announces."""
    announced = match_label(lines[position].text)
    later = (match_label(line.text) for line in lines[position + 1 :] if line.text.startswith("附"))
    return announced is not None and any(label is not None and label.text == announced.text for label in later)


def _compact(text: str) -> str:
    return re.sub(r"\s", "", text)
