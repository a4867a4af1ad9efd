"""Lines that begin with a unit and tell its duty: `（1）市应急局：负责…`, `（一）市公安局。负责…`, `市水利局：…`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.prose_names import LABEL, all_units
from documents.sure_units import is_bound_unit, is_place
from documents.unit_lists import Named
from documents.units import UnitLexicon

MIN_DUTY = 4
"""Characters of what a unit has to do, at least."""

_LINE = re.compile(r"[^\n]+")
_MARKUP = re.compile(r"[ \t　#*\-]*")
_HEADING = re.compile(
    r"(?P<units>[^。！：:；;\n]{2,80}?)(?P<duties>的?(?:主要|工作)?职责(?:任务|分工)?)?\**[ \t　]*"
    r"(?P<stop>[：:。—]+\**|\n|$)[ \t　\n]*"
)
_DUTY = re.compile(
    "\\**(?:是|要|应当|负责|承担|组织|落实|做好|开展|完成|推[进动]|配合|协助|牵头|具体|履行|依法|参与|制定|指导|会同)"
)
_CONTACT = re.compile(
    "联系|电话|传真|邮[箱编]|地址|网址|[A-Za-z\\d]|[一-鿿]{2,4}[（(，,、 　]?副?(?:[局部厅院处科校]长|主[任席]|书记)"
)
_NO_UNIT_ALONE = ("部门", "机关", "机构", "单位")


@dataclass(frozen=True)
class DutyHeading:
    """`[start, end)`: the line, with the next one where the duty stands there; `behind`: where the duty begins."""

    named: tuple[Named, ...]
    start: int
    end: int
    behind: int


def duty_headings(text: str, lexicon: UnitLexicon) -> list[DutyHeading]:
    """The lines of a clause's `text` that tell what the unit they begin with does; positions are in `text`."""
    return list(_headings(text, lexicon))


def _headings(text: str, lexicon: UnitLexicon) -> Iterator[DutyHeading]:
    for line in _LINE.finditer(text):
        start = _MARKUP.match(text, line.start()).end()  # type: ignore[union-attr]
        label = LABEL.match(text, start, line.end())
        found = _HEADING.match(text, label.end() if label else start)
        if found is None or not _may_tell_a_duty(text, found, labelled=label is not None, end=line.end()):
            continue
        named = all_units(text, *found.span("units"), "", lexicon) or _well_known(found, lexicon)
        told = "。" not in found["stop"] and _DUTY.match(text, found.end()) is not None
        if named and all(_is_one_that_acts(one.name, lexicon, told=told) for one in named):
            below = text.find("\n", found.end()) if found.end() > line.end() else line.end()
            yield DutyHeading(named, line.start(), below if below >= 0 else len(text), found.end("stop"))


def _well_known(heading: re.Match[str], lexicon: UnitLexicon) -> tuple[Named, ...]:
    """`海关：负责…`: a name that the table knows, too short to be told from other words in a sentence."""
    name = heading["units"]
    known = "：" in heading["stop"] and name in lexicon.by_name
    return (Named(name, *heading.span("units"), None),) if known else ()


def _may_tell_a_duty(text: str, heading: re.Match[str], *, labelled: bool, end: int) -> bool:
    """Whether enough follows, on the same line or, where it says so at once, on the next."""
    behind, stop = heading.end(), heading["stop"]
    if heading["duties"] and not text[behind:].strip():
        return labelled
    if behind >= end or "\n" in stop or not stop:
        return _DUTY.match(text, behind) is not None and (labelled or ":" in stop or "：" in stop)
    if "。" in stop and not labelled:
        return False
    return end - behind >= MIN_DUTY and not _CONTACT.match(text, behind)


def _is_one_that_acts(name: str, lexicon: UnitLexicon, *, told: bool) -> bool:
    """Places and departments of everybody count only where a word for a duty follows."""
    if name.endswith(_NO_UNIT_ALONE):
        return is_bound_unit(name, lexicon)
    return told or not is_place(name)
