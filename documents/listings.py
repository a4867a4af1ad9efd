"""Lines that are no headings though they look like some: a table of contents, a list of attachments, the sign-off."""

import re
from collections.abc import Iterator, Mapping, Sequence

from documents.lines import Line
from documents.numbering import match_label

MAX_SIGNATURE_LENGTH = 40
MAX_CONTENTS_LINES = 500
"""How far down the first entry of a table of contents is looked for again."""

_CONTENTS = ("目录", "目次")
_LEADER = re.compile(r"[.．…·\d\s]*$")
"""The dots and the page number behind an entry of a table of contents."""
_ATTACHED = re.compile(r"^附[ \t　]*件?[ \t　]*\d*[ \t　]*[:：][ \t　]*")
_NOTE = re.compile(r"^[*＊※]?(?:备?注|注释|附注|填表说明)[ \t　]*[:：][ \t　]*")

_DAY = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_DATE_LINE = re.compile(rf"^[(（]?(\d{{2,4}}|[二〇零○一三四五六七八九十]{{4}})?年{_DAY}月{_DAY}日[)）]?$")
ISSUER_LINE = re.compile(
    r"^[^\s:：，。、；（(]{2,}(政府|委员会|办公室|办公厅|厅|局|部|署|院|委|党组|管委会|中心|领导小组)$"
)
_CLOSING_LINE = re.compile(r"^[(（]?(此件|抄送|印发|联系人|联系电话|主送|信息公开|政策咨询)|^.{0,40}\d日印发$")


def is_sign_off(line: Line) -> bool:
    """Whether the line is an issuer, a date or a note on distribution, as they stand at a document's end."""
    compact = compacted(line.text)
    if _CLOSING_LINE.match(compact):
        return True
    return len(line.text) <= MAX_SIGNATURE_LENGTH and bool(_DATE_LINE.match(compact) or ISSUER_LINE.match(compact))


def listed_lines(lines: Sequence[Line]) -> frozenset[int]:
    """The positions in `lines` of every line of a table of contents, of a list of attachments or of a note's list."""
    return frozenset(_contents(lines)) | frozenset(_attachments(lines)) | frozenset(_notes(lines))


def compacted(text: str) -> str:
    """`text` without white space."""
    return re.sub(r"\s", "", text)


def _contents(lines: Sequence[Line]) -> Iterator[int]:
    """From the word 目录 to where its first entry comes again, as a heading; nothing when it never does."""
    for position, line in enumerate(lines[:-1]):
        if compacted(line.text) not in _CONTENTS:
            continue
        entry = _LEADER.sub("", compacted(lines[position + 1].text))
        later = range(position + 2, min(len(lines), position + MAX_CONTENTS_LINES))
        again = next((place for place in later if entry and compacted(lines[place].text).startswith(entry)), position)
        yield from range(position, again)


def _attachments(lines: Sequence[Line]) -> Iterator[int]:
    """`附件：1.甲` and the numbered lines after it; `附件1：甲` where the annex itself comes later, or nothing."""
    labels = {place: match_label(line.text) for place, line in enumerate(lines) if line.text.startswith("附")}
    last_named = {label.text: place for place, label in labels.items() if label is not None}
    position = 0
    while position < len(lines):
        end = _end_of_list(lines, position, last_named)
        yield from range(position, end)
        position = max(end, position + 1)


def _notes(lines: Sequence[Line]) -> Iterator[int]:
    """`注：1.甲` below a table and the lines that count on from it."""
    for position, line in enumerate(lines):
        opening = _NOTE.match(line.text)
        last = match_label(line.text[opening.end() :]) if opening else None
        if opening is None or (last is None and opening.end() < len(line.text)):
            continue
        if last is not None:
            yield position
        for following in range(position + 1, len(lines)):
            label = match_label(lines[following].text)
            family = last.family if last is not None else label.family if label is not None else None
            if label is None or label.family != family or label.value != (last.value if last else 0) + 1:
                break
            last = label
            yield following


def _end_of_list(lines: Sequence[Line], position: int, last_named: Mapping[str, int]) -> int:
    """The position behind the list of attachments that starts at `position`; `position` itself when none does."""
    opening = _ATTACHED.match(lines[position].text)
    if opening is None:
        return position
    entry = match_label(lines[position].text[opening.end() :])
    number, end = (entry.value if entry else 0), position + 1
    while end < len(lines) and (_ATTACHED.match(lines[end].text) or _digit(lines[end]) == number + 1):
        number, end = _digit(lines[end]) or number, end + 1
    announced = match_label(lines[position].text)
    named_again = announced is not None and last_named[announced.text] > position
    is_list = entry is not None or named_again or all(is_sign_off(line) for line in lines[end:])
    return end if is_list else position


def _digit(line: Line) -> int:
    label = match_label(line.text)
    return label.value if label is not None and label.family.name == "digit" else 0
