"""The lines of a text as the parser sees them: what is visible of each once noise is left out."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from documents.model import Noise

BLANK = " \t\r\n\f\u3000\u00a0\u200b\u200c\u200d\u2060\ufeff"
"""White space and what shows as nothing, as copies from web pages hold it."""


@dataclass(frozen=True)
class Line:
    """`[start, end)` of the visible characters of one line, white space and noise at both ends left out."""

    start: int
    end: int
    text: str


def visible_lines(text: str, noise: Sequence[Noise]) -> list[Line]:
    """Every line with something to read, in order. A line inside noise is left out; noise inside a line stays in."""
    lines: list[Line] = []
    ranges = sorted(noise, key=lambda gone: gone.start)
    starts, ends = [gone.start for gone in ranges], [gone.end for gone in ranges]
    position = 0
    for raw in text.splitlines(keepends=True):
        following = position + len(raw)
        touching = ranges[bisect_right(ends, position) : bisect_left(starts, following)]
        start, end = _trim(text, position, following, touching)
        if start < end:
            lines.append(Line(start, end, text[start:end]))
        position = following
    return lines


def _trim(text: str, start: int, end: int, touching: Sequence[Noise]) -> tuple[int, int]:
    """Shrinks `[start, end)` until neither end is white space or noise."""
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
