"""What a heading is called: the words beside its label, without the statement and the sentences that run on."""

import re
from collections.abc import Sequence

from documents.lines import Line
from documents.numbering import TITLE, Label
from documents.unit_lists import looks_like_unit

MAX_TITLE_LENGTH = 48
MAX_RUN_IN_TITLE = 20
"""Characters of a title that only a space divides from the paragraph behind it."""

MIN_TITLED = 0.6
"""Share of a text's articles that must open with what could be a title, for any to have one outside brackets."""

MIN_BROKEN_TITLE = 18
"""Characters beside the label of a heading that fills its line, at least."""
MAX_TITLE_REST = 12
"""Characters of the rest of a heading on the next line, at most."""

_STOP = re.compile("[。，；：:;,！!？?\t|]")
SENTENCE_END = re.compile(r"[。！!？?；;]|(?<=[^\d])[:：]")
_STATEMENT = re.compile(
    r"[(（【〔［](?:[^()（）】〕］。]|[(（][^()（）]*[)）])*?(?:责任|牵头|配合|负责|主办|参与|参加)|\s(?:责任|牵头)(?:单位|部门)[:：]"
)
_NO_TITLE = re.compile(
    "本(?:办法|条例|规定|细则|意见|方案|措施|法|通知|预案|制度|规则)|应当|不得|可以|负责|会同|有权|是指|依照|按照|依法|进行|予以|自.{2,20}起"
)
"""What makes an article's only sentence a rule and no title."""
_ARTICLE_TITLE = re.compile(r"^[【〔\[(（](?P<title>[^【】〔〕\[\]()（）]{2,30})[】〕\])）]")
_STATES_UNITS = re.compile("[:：、，,]|(?P<unit>.+)(?:负责|牵头|配合|落实|参与|参加)$")
"""In a bracket: who is responsible (`市教育局负责`), where `法律责任` and `社会参与` are titles."""
_RUN_IN = re.compile(
    rf"(?P<title>[^\s，。；;：:！？,、]{{2,{MAX_RUN_IN_TITLE}}})(?<![A-Za-z\d％%的和与及到至在自从将为把])[ \t\u3000]+"
    r"(?=[^\s，。；;：:、]{0,40}[，。；;：:、])(?P<rest>[^A-Za-z\d\s，。；;：:][^，。；;：:]{3,}[，。；;：:].*)",
    re.DOTALL,
)
_PAIRS = ("“”", "《》", "（）", "()", "「」")
_TITLED_FAMILIES = ("annex", "part", "chapter", "section")
"""Families whose title may stand on the line below the label."""


def read_title(label: Label, rest: str, below: Sequence[Line]) -> str:
    """The words after `label` on its line, or as much of them as a run-in heading's first sentence.

    Of a chapter or an annex with nothing beside its label they are the first line `below`.
    """
    rest = rest.lstrip(" \t　:：")
    if label.family == TITLE:
        return label.text.strip("【】") if not rest.strip() or SENTENCE_END.search(rest) else rest.strip()
    if not rest and below and label.family.name in _TITLED_FAMILIES:
        rest = "" if SENTENCE_END.search(below[0].text) or "\t" in below[0].text else below[0].text
    if len(below) == 1 and _goes_on(rest, below[0].text):
        rest += below[0].text
    return _article_title(rest) if label.family.name == "article" else first_sentence(rest)


def _goes_on(rest: str, below: str) -> bool:
    """Whether a heading's only other line is the end of it, which a PDF broke off."""
    return (
        len(rest) >= MIN_BROKEN_TITLE
        and len(below) <= MAX_TITLE_REST
        and not _STOP.search(rest + below)
        and _STATEMENT.search(rest + below) is None
    )


def _article_title(rest: str) -> str:
    named = _ARTICLE_TITLE.match(rest)
    if named and not (_STATEMENT.match(rest) and _states_units(named["title"])):
        return named["title"].strip()
    title = first_sentence(rest)
    is_rule = len(title) < len(rest) and ("，" in title or "," in title)
    return "" if is_rule or _NO_TITLE.search(title) else title


def _states_units(inside: str) -> bool:
    found = _STATES_UNITS.search(inside)
    return found is not None and (found["unit"] is None or looks_like_unit(found["unit"]))


def are_rules(titles: Sequence[str]) -> bool:
    """Whether what was read as the titles of a text's articles are rules: too few of them could be a title."""
    return sum(map(bool, titles)) < MIN_TITLED * len(titles)


def has_bracketed_title(rest: str) -> bool:
    """Whether an article's line begins with words in a bracket, as only titles do (`【立法目的】`)."""
    return _ARTICLE_TITLE.match(rest.lstrip()) is not None


def first_sentence(words: str) -> str:
    """What a heading says before its statement of who is responsible or its first full stop; empty when too long."""
    statement = _STATEMENT.search(words)
    words = words[: statement.start()] if statement else words
    run_in = _run_in(words)
    if run_in:
        return run_in
    end = SENTENCE_END.search(words)
    title = words[: end.start()] if end else words
    return "" if len(title) > MAX_TITLE_LENGTH else title.strip().strip("*")


def _run_in(words: str) -> str:
    """The title of `完善网格体系 全县划分网格1460个，…`, which a space divides from a sentence; else empty."""
    found = _RUN_IN.match(words)
    if found is None or any(found["title"].count(pair[0]) != found["title"].count(pair[1]) for pair in _PAIRS):
        return ""
    return found["title"].strip("*")
