"""The lines of a text as the parser sees them: what is visible of each once noise is left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.model import Noise, overlapping

BLANK = " \t\r\n\f\u3000\u00a0\ufeff"


@dataclass(frozen=True)
class Line:
    """`[start, end)` of the visible characters of one line, white space and noise at both ends left out."""

    start: int
    end: int
    text: str


def visible_lines(text: str, noise: Sequence[Noise]) -> list[Line]:
    """Every line with something to read, in order. A line inside noise is left out; noise inside a line stays in."""
    lines: list[Line] = []
    position = 0
    for raw in text.splitlines(keepends=True):
        start, end = _trim(text, position, position + len(raw), noise)
        if start < end:
            lines.append(Line(start, end, text[start:end]))
        position += len(raw)
    return lines


def _trim(text: str, start: int, end: int, noise: Sequence[Noise]) -> tuple[int, int]:
    """Shrinks `[start, end)` until neither end is white space or noise."""
    touching = list(overlapping(noise, start, end))
    while start < end:
        covering = next((gone for gone in touching if gone.start <= start < gone.end), None)
        if covering is not None:
            start = min(covering.end, end)
        elif text[start] in BLANK:
            start += 1
        else:
            break
    while start < end:
        covering = next((gone for gone in touching if gone.start < end <= gone.end), None)
        if covering is not None:
            end = max(covering.start, start)
        elif text[end - 1] in BLANK:
            end -= 1
        else:
            break
    return start, end
