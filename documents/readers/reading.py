"""What every reader gives back, and how the text of any format is made into plain lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.lines import BLANK

_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_OTHER_BREAKS = re.compile("[\r\n\x0b\x0c\x85\u2028\u2029]+")
"""What str.splitlines takes for an end of line, so that a line of ours stays one line for every later reader."""
_WIDE = "\u2e80-\u9fff\uff00-\uffef"
_BROKEN_BY_LAYOUT = re.compile(rf"(?<=[{_WIDE}\u3000-\u303f])[ \t]*\n\s*(?=[{_WIDE}])")
_SPACES = re.compile("[ \t\n\r\f\x0b\xa0]+")


@dataclass(frozen=True)
class Reading:
    """A file's text. `pages`: where each page begins in it (characters, not decreasing), empty without pages."""

    text: str
    encoding: str = ""
    """Of the file's bytes; empty where the format keeps characters itself."""
    pages: tuple[int, ...] = ()


def one_text_line(text: str) -> str:
    """`text` without characters that are none, its breaks made spaces, white space at its ends gone; tabs stay."""
    return _OTHER_BREAKS.sub(" ", _NOT_TEXT.sub("", text)).strip(BLANK + "\x0b\x85")


def collapsed(text: str) -> str:
    """White space as a page shows it: a run is one space, and a line break inside Chinese is nothing."""
    return _SPACES.sub(" ", _BROKEN_BY_LAYOUT.sub("", text.replace("\r\n", "\n"))).strip(BLANK)


def text_of(lines: Sequence[str]) -> str:
    """The lines that hold anything, each on one line. Leading tabs (a table's empty first cells) stay."""
    cleaned = (_leading_tabs(line) + one_text_line(line) for line in lines)
    kept = [line for line in cleaned if line.strip(BLANK)]
    return "\n".join(kept) + "\n" if kept else ""


def _leading_tabs(line: str) -> str:
    return line[: len(line) - len(line.lstrip("\t"))]


def table_row(cells: Sequence[str]) -> str:
    """One line of a table: cells apart by tabs, none lost, so that the n-th cell is always that of the n-th column."""
    return "\t".join(collapsed(cell) for cell in cells)


def joined(pieces: Sequence[str]) -> str:
    """Lines of one paragraph as the author wrote it: nothing between them in Chinese, a space between Latin words."""
    text = ""
    for piece in pieces:
        text += gap_between(text, piece) + piece
    return text


def gap_between(before: str, after: str) -> str:
    """What belongs between two lines of a paragraph: a space between Latin words, else nothing."""
    if not before or not after:
        return ""
    last, first = before[-1], after[0]
    words = last.isascii() and first.isascii() and (last.isalnum() or last in ",;:.)") and first.isalnum()
    return " " if words and not (last.isdigit() and first.isdigit()) else ""
