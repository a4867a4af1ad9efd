"""Sentences of a clause as spans, without what only names units."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.library import Place
from documents.model import Document
from documents.numbering import match_label
from documents.responsibility import responsibility_spans

_SENTENCE = re.compile(r"[^。！？!?；;\n]+(?:[。！？!?；;]+[”’」』）)]*|\n|$)")


@dataclass(frozen=True)
class Sentence:
    """`[start, end)` of one sentence and its quote."""

    start: int
    end: int
    text: str


def sentences(place: Place) -> list[Sentence]:
    """The clause's sentences in order: its label left out, its responsibility statements too."""
    return [
        *_split(
            place.document,
            *body_span(place),
            responsibility_spans(place.document.text, place.clause.start, place.clause.end),
        )
    ]


def body_span(place: Place) -> tuple[int, int]:
    """The clause less its numbering label and the space after it."""
    start, text = place.clause.start, place.document.text
    label = match_label(text[start : place.clause.end].lstrip("# "))
    if label is not None and place.clause.label:
        start += label.length
        while start < place.clause.end - 1 and text[start].isspace():
            start += 1
    return start, place.clause.end


def statement_span(place: Place) -> tuple[int, int] | None:
    """From the first to the end of the last statement that names the clause's units; None when it names none."""
    spans = responsibility_spans(place.document.text, place.clause.start, place.clause.end)
    return (spans[0][0], spans[-1][1]) if spans else None


def _split(document: Document, start: int, end: int, left_out: tuple[tuple[int, int], ...]) -> Iterator[Sentence]:
    position = start
    for first, last in (*left_out, (end, end)):
        for found in _SENTENCE.finditer(document.text, position, max(position, first)):
            left = found.start() + len(found.group()) - len(found.group().lstrip())
            right = left + len(found.group().strip())
            quote = document.quote(left, right)
            if quote.strip("。；;.，,）)（( "):
                yield Sentence(left, right, quote)
        position = max(position, last)
