"""Clauses → passages within a token budget, each knowing its clause and its span.

The passages of a clause tile its span: they follow each other without a hole or an overlap, so no character is lost.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from documents.model import Clause, Document
from index.encoding import count_tokens, policy_encoding
from index.model import Passage

SENTENCE_END = re.compile(r"(?:[。！？；;!?]|(?<=[A-Za-z])\.(?=\s)|\n)+[”’」』）)\]】》\s]*")
COMMA = re.compile(r"[，、,：:]+[”’」』）)\]】》\s]*")
UNIT_LABEL = r"(?:责任|牵头|配合|主办|协办|承办|参加|参与|落实|实施|主管)"
UNIT_LINE = re.compile(rf"[（(]?[ \t]*{UNIT_LABEL}(?:单位|部门)[ \t]*[:：][^\n]*")
"""The line that lists a clause's units, from its label to the end of the line."""
UNIT_LINE_BUDGETS = 8
"""A line of units is kept whole up to this many budgets."""

Span = tuple[int, int]


def split_clause(document: Document, clause: Clause, budget: int) -> tuple[Passage, ...]:
    """The passages of `clause`, in order, tiling `[clause.start, clause.end)`.

    Whole sentences are packed up to `budget` tokens; a longer sentence is cut at commas, a longer part between
    tokens. A line of units is not cut (up to UNIT_LINE_BUDGETS budgets) and joins the passage before it. Each
    passage shows at least one character; a clause that shows none has no passage.

    Raises: ValueError where `budget` is below 1.
    """
    if budget < 1:
        raise ValueError(f"A passage budget is at least 1 token, not {budget}.")
    spans = visible_spans(document, packed(document, list(pieces(document, clause.start, clause.end, budget)), budget))
    return tuple(
        Passage(document.name, clause.locator, clause.title, start, end, document.quote(start, end))
        for start, end in spans
    )


def searchable(text: str) -> str:
    """What of a passage's text is embedded: the text less the line that lists the units.

    Units are found through the ledger; names of bureaus in a vector draw every question about a bureau to it.
    A passage of units alone keeps its text.
    """
    return UNIT_LINE.sub("", text).strip() or text.strip()


def pieces(document: Document, start: int, end: int, budget: int) -> Iterator[Span]:
    """Spans that tile `[start, end)`: sentences, or parts of those over `budget` tokens."""
    for sentence in cut_after(SENTENCE_END, document.text, start, end):
        allowed = UNIT_LINE_BUDGETS * budget if is_unit_line(document, sentence) else budget
        if tokens(document, sentence) <= allowed:
            yield sentence
            continue
        for part in cut_after(COMMA, document.text, *sentence):
            yield from hard_cut(document.text, *part, budget)


def cut_after(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Span]:
    """Tile `[start, end)` by cutting after each match of `pattern`."""
    cuts = [start, *(match.end() for match in pattern.finditer(text, start, end)), end]
    return ((left, right) for left, right in pairwise(cuts) if left < right)


def hard_cut(text: str, start: int, end: int, budget: int) -> Iterator[Span]:
    """Tile `[start, end)` in parts of at most `budget` tokens, never inside a character.

    One character of many bytes may take more tokens than a very small budget; it stays whole.
    """
    encoding = policy_encoding()
    part, used = start, 0
    _, offsets = encoding.decode_with_offsets(encoding.encode_ordinary(text[start:end]))
    for offset in offsets:
        if used >= budget and start + offset > part:
            yield part, start + offset
            part, used = start + offset, 0
        used += 1
    if part < end:
        yield part, end


def packed(document: Document, spans: list[Span], budget: int) -> list[Span]:
    """Join neighbours while they fit into `budget` together; a line of units joins what it belongs to."""
    joined: list[Span] = []
    for span in spans:
        both = (joined[-1][0], span[1]) if joined else span
        if joined and (tokens(document, both) <= budget or is_unit_line(document, span)):
            joined[-1] = both
        else:
            joined.append(span)
    return joined


def visible_spans(document: Document, spans: list[Span]) -> list[Span]:
    """Give each span that shows nothing (spaces, noise) to a neighbour; nothing remains where none shows anything."""
    kept: list[Span] = []
    waiting: int | None = None
    for start, end in spans:
        if document.quote(start, end).strip():
            kept.append((start if waiting is None else waiting, end))
            waiting = None
        elif kept:
            kept[-1] = (kept[-1][0], end)
        elif waiting is None:
            waiting = start
    return kept


def is_unit_line(document: Document, span: Span) -> bool:
    return UNIT_LINE.match(document.quote(*span).strip()) is not None


def tokens(document: Document, span: Span) -> int:
    return count_tokens(document.quote(*span))
