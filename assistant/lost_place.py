"""Whether the copy lost what is asked for, at the very place where the answer stood."""

import re

from assistant.answer_span import kind_of, span_of, words_of
from assistant.desk import Desk
from assistant.extract import asked_enumeration
from assistant.grammar import Kind
from assistant.question import asked
from assistant.retrieve import Hit
from assistant.text import Sentence
from assistant.turn import Turn
from documents.model import Gap
from index.keys import search_key

SHOWN_AROUND_GAP = 16
"""Characters shown on either side of a lost place."""
GAP_KINDS: dict[Kind, frozenset[str]] = {
    Kind.DATE: frozenset({"year", "date", "brackets"}),
    Kind.NUMBER: frozenset({"number", "year", "brackets"}),
    Kind.COUNT: frozenset({"number"}),
}
QUESTION_WORD = re.compile(r"哪(?:一)?(?:家|个|些|几个|所|座|条)?|多少|几(?:个|家|所|条)?|什么")


def lost_here(turn: Turn, hit: Hit, sentence: Sentence, desk: Desk) -> Gap | None:
    """The gap in the answering sentence where what is asked for stood, if the copy lost it.

    It is the one asked for when the question has its question word where the text has the gap (`世界多少强企业` and
    `世界强企业`), or when the sentence holds nothing of the asked kind and the gap is of that kind.
    """
    question = asked(turn)
    _, gaps = hit.place.document.damage(sentence.start, sentence.end)
    beside = next(
        (gap for gap in gaps if _asked_in_place(question, hit, gap) or _asked_in_english(question, hit, gap, desk)),
        None,
    )
    if beside is not None:
        return beside
    kind = kind_of(turn)
    listed = asked_enumeration(sentence.text, words_of(turn)) if kind is Kind.LIST else None
    if listed is not None:
        text = hit.place.document.text
        return next((gap for gap in gaps if text[gap.start : gap.end] in listed.items), None)
    wanted = [gap for gap in gaps if gap.kind in GAP_KINDS.get(kind, frozenset())]
    words = words_of(turn)
    if not wanted or span_of(kind, question, sentence, words) is not None:
        return None
    return wanted[0]


def _asked_in_place(question: str, hit: Hit, gap: Gap) -> bool:
    """Whether the question word stands between the same characters as the gap."""
    text = hit.place.document.text
    before, after = search_key(text[max(0, gap.start - 4) : gap.start]), search_key(text[gap.end : gap.end + 4])
    inside = search_key(text[gap.start : gap.end])
    for found in QUESTION_WORD.finditer(question):
        left, right = question[: found.start()], question[found.end() :]
        if inside and gap.kind == "number" and left.endswith(inside):
            return True
        if right[:2] and (inside + after).startswith(right[:2]) and (gap.kind != "year" or left[-1:] == before[-1:]):
            return True
        if (
            len(left) >= 2
            and before
            and left.endswith(before[-2:])
            and len(before) >= 2
            and right[:1] == (inside + after)[:1]
        ):
            return True
    return False


def _asked_in_english(question: str, hit: Hit, gap: Gap, desk: Desk) -> bool:
    """`which hospital`: whether the noun asked for stands for what follows the gap."""
    after = search_key(hit.place.document.text[gap.end : gap.end + 2] or "") or ""
    inside = search_key(hit.place.document.text[gap.start : gap.end])
    found = re.match(r"(?:which|what) (?P<noun>[a-z]+)", question)
    return found is not None and (inside + after)[:2] in desk.searcher.terms(found["noun"])


def shown(hit: Hit, gap: Gap) -> str:
    """The gap's surroundings, verbatim, within its line."""
    start = max(hit.place.clause.start, gap.start - SHOWN_AROUND_GAP)
    end = min(hit.place.clause.end, gap.end + SHOWN_AROUND_GAP)
    before, after = hit.place.document.quote(start, gap.start), hit.place.document.quote(gap.start, end)
    return before.rpartition("\n")[2] + after.partition("\n")[0]
