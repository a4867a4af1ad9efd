"""Marks what is not the author's: forum headers, breadcrumbs, advertisements, page furniture, stray page numbers.

Only whole lines are marked (of a breadcrumb whose last step is the document's title, all before that step), and only
lines that look like furniture from end to end: a sentence that mentions a forum, a printer or an address is text. Weak
signs count only in front of the first line of the body or behind its last. The phrases are data: noise_phrases.tsv.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

from documents.data_lines import data_lines
from documents.model import Noise

PHRASE_FILE = Path(__file__).with_name("noise_phrases.tsv")

Match = Literal["part", "prefix", "within", "suffix", "root", "leaf"]

LONGEST_LINE = 80
"""A longer line is never furniture by its words alone, in characters."""
LONGEST_NAME = 16
"""A longer line is not a site's name, in characters."""
SHORTEST_TITLE = 8
"""A last step of a breadcrumb with fewer characters is not the document's title."""
SHORTEST_SENTENCE = 30
"""A line with a full stop and at least so many characters belongs to the body."""

_URL = re.compile(r"(?:https?://|www\.)[!-~]+", re.IGNORECASE)
_OFFICIAL = re.compile(r"^(?:https?://)?[\w.-]*\.(?:gov|edu|mil)(?:\.\w\w)?(?:[/:?#]|$)", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:[一二三四五六七八九十百]+[、.．]|[(（][一二三四五六七八九十百\d]+[)）]|\d+(?:\.\d+)*[.．、)）]|[①-⑳]"
    r"|第[一二三四五六七八九十百千零\d]+[章节条编])"
)
_DATE_LINE = re.compile(
    r"^(?:\d{2,4}|[〇○零一二三四五六七八九]{2,4})?年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日$"
)
_ADDRESSEE = re.compile(r"^[^。；;]{3,120}[:：]$")
_CLOCK = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}:\d{2}(?::\d{2})?"
_POST_HEADER = re.compile(
    rf"^(?:\S{{1,24}}\s*[-–—|·]?\s*)?(?:发表于|发布于|回复于|更新于)?\s*[:：]?\s*{_CLOCK}$|^\d{{1,4}}\s*(?:楼|#)$"
)
_POSTED = re.compile(r"^.{0,24}(?:发表于|发布于|回复于)\s*[:：]?\s*\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}.{0,20}$")
_STEP = re.compile(r"\s*(?:»|›|>>|>|→|＞|\s/\s|\s-\s)\s*")
_MARKED_PAGE = re.compile(
    r"^(?:[-—–－―·]+\s*\d{1,4}\s*[-—–－―·]+|第\s*\d{1,4}\s*页(?:[,，/\s]*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4})$"
)
_BARE_PAGE = re.compile(r"^\d{1,4}$")
_FILLER = re.compile(r"[\s\d#个篇条次:：/|·,，、【】\[\]()（）<>《》+\-—_.。…]+")


@dataclass(frozen=True)
class Line:
    """One line, its position in the text and where it stands: in front of the body, in it or behind it."""

    start: int
    text: str
    edge: bool
    """Whether it stands outside the body."""
    page_end: bool
    """Whether a form feed touches it."""

    @property
    def stripped(self) -> str:
        return self.text.strip()


@functools.cache
def phrases(path: Path = PHRASE_FILE) -> dict[str, tuple[tuple[str, str], ...]]:
    """How a phrase is matched -> (phrase, kind) pairs, the longest first."""
    table: dict[str, list[tuple[str, str]]] = {}
    for line in data_lines(path):
        kind, match, phrase = line.split("\t")
        table.setdefault(match, []).append((phrase, kind))
    return {match: tuple(sorted(pairs, key=lambda pair: -len(pair[0]))) for match, pairs in table.items()}


def find_noise(text: str) -> tuple[Noise, ...]:
    """The ranges of `text` that are not the author's, sorted, disjoint, none empty."""
    found = (_judge(line) for line in split_lines(text))
    return tuple(noise for noise in found if noise is not None and noise.start < noise.end)


def split_lines(text: str) -> tuple[Line, ...]:
    """The lines that hold anything, knowing whether they stand outside the body."""
    spans = [match.span() for match in re.finditer(r"[^\n\r\f]+", text)]
    spans = [(start, end) for start, end in spans if not text[start:end].isspace()]
    bodies = [place for place, (start, end) in enumerate(spans) if _is_body(text[start:end].strip())]
    first, last = (bodies[0], bodies[-1]) if bodies else (len(spans), len(spans))
    return tuple(
        Line(start, text[start:end], not first <= place <= last, "\f" in text[max(0, start - 2) : end + 2])
        for place, (start, end) in enumerate(spans)
    )


def _is_body(line: str) -> bool:
    if _LABEL.match(line) or _DATE_LINE.match(line):
        return True
    if _URL.search(line) or _begins(line):
        return False
    return bool(_ADDRESSEE.match(line)) or ("。" in line and len(line) >= SHORTEST_SENTENCE)


def _judge(line: Line) -> Noise | None:
    """The noise on this line, by the first rule that finds any."""
    text = line.stripped
    start = line.start + line.text.index(text)
    if (prefix := _breadcrumb(text)) > 0:
        return Noise(start, start + prefix, "breadcrumb")
    kind = next(_kinds(line, text), None)
    return Noise(start, start + len(text), kind) if kind else None


def _kinds(line: Line, text: str) -> Iterator[str]:
    if _MARKED_PAGE.match(text) or (_BARE_PAGE.match(text) and (line.edge or line.page_end)):
        yield "page_number"
    if _LABEL.match(text):
        return
    if _POST_HEADER.match(text) or _POSTED.match(text):
        yield "post_header"
    if _is_advert(line, text):
        yield "advertisement"
    if len(text) > LONGEST_LINE or text.endswith(("。", "；", ";")):
        return
    if line.edge:
        yield from _named(text)
    if line.edge and (kind := _begins(text)):
        yield kind
    if line.edge and (match := _any_of("within").search(text)):
        yield dict(phrases()["within"])[match.group()]
    if _all_furniture(text, at_least=1 if line.edge else 2):
        yield "page_furniture"


def _named(text: str) -> Iterator[str]:
    """A site's name alone on its line."""
    if 3 <= len(text) <= LONGEST_NAME and re.fullmatch(r"[\w·]+", text):
        for phrase, kind in phrases()["suffix"]:
            if text.endswith(phrase):
                yield kind


def _begins(text: str) -> str:
    """The kind of the phrase that this short line starts with, or nothing."""
    if len(text) > LONGEST_LINE:
        return ""
    match = _any_of("prefix").match(text)
    return dict(phrases()["prefix"])[match.group()] if match else ""


def _all_furniture(text: str, at_least: int) -> bool:
    """Whether furniture phrases, digits and separators make up the whole line."""
    rest, found = _any_of("part").subn(" ", text)
    return found >= at_least and not _FILLER.sub("", rest)


@functools.cache
def _any_of(match: Match) -> re.Pattern[str]:
    """Any phrase that is matched in this way, the longest first."""
    return re.compile("|".join(re.escape(phrase) for phrase, _ in phrases()[match]))


def _is_advert(line: Line, text: str) -> bool:
    """An address of no public body on a line that is no sentence."""
    urls = _URL.findall(text)
    if not urls or all(_OFFICIAL.match(url) for url in urls):
        return False
    rest = _URL.sub("", text)
    return len(rest) <= LONGEST_LINE and "。" not in rest and (line.edge or not re.search(r"[，,；;]", rest))


def _breadcrumb(text: str) -> int:
    """How many leading characters of the line are a breadcrumb; the title at its end is not among them."""
    steps = list(_STEP.finditer(text))
    root = re.split(r"[:：\s]", text[: steps[0].start()].strip())[0] if steps else ""
    roots = {phrase for phrase, _ in phrases()["root"]}
    if root not in roots or len(text) > 3 * LONGEST_LINE or _has_long_step(steps):
        return 0
    last = text[steps[-1].end() :]
    leaves = {phrase for phrase, _ in phrases()["leaf"]}
    return len(text) if last in leaves or len(last) < SHORTEST_TITLE else steps[-1].end()


def _has_long_step(separators: Sequence[re.Match[str]]) -> bool:
    """Whether a step between two separators is too long for a page's name."""
    return any(after.start() - before.end() > LONGEST_NAME for before, after in pairwise(separators))
