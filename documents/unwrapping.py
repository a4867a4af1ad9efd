"""Sentences that a PDF broke into lines of one width, put together again to be read."""

from collections.abc import Iterator
from itertools import pairwise

from documents.lines import BLANK
from documents.numbering import match_label
from documents.statements import Joined

MIN_WIDTH, MAX_WIDTH = 16, 60
"""Characters of the widest line of a clause whose lines may be broken by their width."""
SLACK = 3
"""Characters that a broken line may lack of the widest: Latin letters and stops are narrower."""

_ENDS = "。；;：:！!？?）)】"


def unwrapped(joined: Joined) -> Joined | None:
    """The clause's words without the breaks between its full lines; None where no line is broken."""
    lines = list(_lines(joined.words))
    width = max((end - start for start, end in lines), default=0)
    if len(lines) < 2 or not MIN_WIDTH <= width <= MAX_WIDTH:
        return None
    gone = {place for pair in pairwise(lines) if _goes_on(joined.words, *pair, width) for place in _between(*pair)}
    kept = [place for place in range(len(joined.words)) if place not in gone]
    words = "".join(joined.words[place] for place in kept)
    return Joined(words, [joined.places[place] for place in kept]) if gone else None


def _lines(words: str) -> Iterator[tuple[int, int]]:
    """What is visible of each line, as `[start, end)`."""
    position = 0
    for line in words.split("\n"):
        if line.strip(BLANK):
            start = position + len(line) - len(line.lstrip(BLANK))
            yield start, position + len(line.rstrip(BLANK))
        position += len(line) + 1


def _goes_on(words: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    full = line[1] - line[0] >= width - SLACK and words[line[1] - 1] not in _ENDS
    below = words[slice(*following)]
    return full and match_label(below) is None and not {"\t", "|"} & set(words[slice(*line)] + below)


def _between(line: tuple[int, int], following: tuple[int, int]) -> range:
    return range(line[1], following[0])
