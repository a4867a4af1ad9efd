"""The numbering label of each line of a text, where what a line starts with is one by all the lines together."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from documents.lines import Line
from documents.numbering import Label, match_bare_label, match_label, match_title_label
from documents.titles import MAX_TITLE_LENGTH

MIN_BRACKET_TITLES = 2
"""One line in 【】 may be an aside; so many are headings."""
MIN_RUN_IN_TITLES = 3
"""So many lines must open with words in 【】, each with words of its own, before a sentence may follow these."""

_MARKUP = re.compile(r"[#\s★☆◆◇■□▲△●•]*(?:\*\*)?\s*")
_MEASURES = "(?:[个项条家所万亿名人次年月日天公平元座辆户处级米吨亩%％]|小时|分钟)"
_LAST_BARE = re.compile(f"(?!{_MEASURES})[一-鿿]{{2,8}}")
_SENTENCE = re.compile("[，,。；;]")
_BESIDE = re.compile("[^。，；：、【】]{0,20}")
"""What may stand beside a heading in 【】 that has its line to itself."""


def line_labels(lines: Sequence[Line]) -> list[tuple[Label, str] | None]:
    """The label of each line and what the line says after it; None for lines without."""
    bodies = [line.text[_MARKUP.match(line.text).end() :] for line in lines]  # type: ignore[union-attr]
    labels = [match_label(_without_frame(body)) for body in bodies]
    unlabelled = [place for place, label in enumerate(labels) if label is None]
    for value, place in enumerate(_bracket_titles(bodies, unlabelled), start=1):
        labels[place] = match_title_label(bodies[place], value)
    divided = {label.parent[0] for label in labels if label is not None and label.parent}
    bare = {place: label for place in unlabelled if labels[place] is None and (label := _bare(bodies[place]))}
    for place in _bare_headings(bodies, bare, divided):
        labels[place] = bare[place]
    return [
        None if label is None else (label, _without_frame(body)[label.length :])
        for label, body in zip(labels, bodies, strict=True)
    ]


def _without_frame(body: str) -> str:
    """`【一、总体要求】` on a line of its own is `一、总体要求`."""
    inside = body[1:-1]
    framed = body.startswith("【") and body.endswith("】") and "【" not in inside and match_label(inside)
    return inside if framed else body


def _bracket_titles(bodies: Sequence[str], unlabelled: Sequence[int]) -> list[int]:
    """The places of headings in 【】: alone on their lines, or in front of a sentence where no two say the same."""
    titles = {place: label for place in unlabelled if (label := match_title_label(bodies[place], 0))}
    run_in = {place for place, label in titles.items() if not _BESIDE.fullmatch(bodies[place][label.length :])}
    named = Counter(titles[place].text for place in run_in)
    if len(run_in) < MIN_RUN_IN_TITLES or len(named) < len(run_in):
        titles = {place: label for place, label in titles.items() if place not in run_in}
    return list(titles) if len(titles) >= MIN_BRACKET_TITLES else []


def _bare(body: str) -> Label | None:
    """The number that a short line without a stop begins with."""
    label = match_bare_label(body) if len(body) <= MAX_TITLE_LENGTH and not _SENTENCE.search(body) else None
    glued = label is not None and not body[label.length - 1].isspace()
    return None if label is None or (glued and re.match(_MEASURES, body[label.length :])) else label


def _bare_headings(bodies: Sequence[str], bare: dict[int, Label], divided: Collection[int]) -> Iterator[int]:
    """`2 现状` where `2.1` follows, one between such (`3 范围`), or a short last one (`6 附则`) after them."""
    kept = [place for place, label in bare.items() if label.value in divided]
    values = {bare[place].value for place in kept}
    between = {value for value in range(1, max(values, default=0)) if value not in values}
    last = max(divided, default=0)
    for place, label in bare.items():
        alone = label.value in between and {label.value - 1, label.value + 1} & values
        is_last = label.value == last + 1 > 1 and _LAST_BARE.fullmatch(bodies[place][label.length :])
        if place in kept or alone or is_last:
            yield place
