"""A document's sentences, for whoever reads statements in them: compact to match on, with their place in the text."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cached_property

from documents.dates import plain
from documents.lines import BLANK
from documents.model import Document
from documents.numbering import match_label

_ENDS = "。！；;!"
_CLOSES = _ENDS + "：:"
_SHORTEST_BROKEN = 20
"""A line with fewer characters is a heading or an entry of a list, not the first part of a broken line."""
_LINE_ENDS = "\n\r\f\v\u0085\u2028\u2029"
_ZEROS = "○〇"
_OPENS, _SHUTS = "“「『", "”」』"


@dataclass(frozen=True)
class Sentence:
    """`text` is what stands at `places` of the document's restored text: no white space, no noise, digits half-width.

    A table's cells are kept apart by a tab.
    """

    text: str
    places: tuple[int, ...]
    document: Document

    @property
    def start(self) -> int:
        return self.places[0]

    @property
    def end(self) -> int:
        return self.places[-1] + 1

    @cached_property
    def evidence(self) -> str:
        """The sentence as the document has it."""
        return self.document.quote(self.start, self.end).strip()

    def is_whole(self, start: int, end: int) -> bool:
        """Whether nothing of `text[start:end]` was lost, masked or restored; a circle that stands is a zero."""
        if start >= end:
            return True
        repairs, gaps = self.document.damage(self.places[start], self.places[end - 1] + 1)
        return not gaps and all(repair.before in _ZEROS and not repair.restored for repair in repairs)

    def is_quoted(self, start: int) -> bool:
        """Whether `text[start]` stands inside quotation marks, as the words of an amended text do."""
        before = self.text[:start]
        return sum(map(before.count, _OPENS)) > sum(map(before.count, _SHUTS))


def sentences(document: Document) -> Iterator[Sentence]:
    """In reading order. A sentence may run on over line ends, as hard-wrapped copies have them."""
    hidden = {place for gone in document.noise for place in range(gone.start, gone.end)}
    for clause in document.clauses:
        held: list[int] = []
        last: list[int] = []
        for line in _lines(document.text, clause.start, clause.end, hidden):
            if held and _begins_anew(document.text, last, line):
                yield _made(document, held)
                held = []
            for place in line:
                held.append(place)
                if document.text[place] in _ENDS:
                    yield _made(document, held)
                    held = []
            last = line
        if held:
            yield _made(document, held)


def _lines(text: str, start: int, end: int, hidden: Set[int]) -> Iterator[list[int]]:
    """The places of the visible characters of each line of `[start, end)`."""
    line: list[int] = []
    for place in range(start, end):
        character = text[place]
        if character in _LINE_ENDS:
            if line:
                yield line
            line = []
        elif place not in hidden and (character == "\t" or not (character.isspace() or character in BLANK)):
            line.append(place)
    if line:
        yield line


def _begins_anew(text: str, last: list[int], line: list[int]) -> bool:
    """Whether `line` does not go on with the line before it."""
    written = "".join(text[place] for place in line[:_SHORTEST_BROKEN])
    after_entry = text[last[-1]] in "》)）】|" and (written[0] in "（(【|本" or "《" in written)
    labelled = match_label(written) is not None
    return len(last) < _SHORTEST_BROKEN or text[last[-1]] in _CLOSES or "\t" in written or labelled or after_entry


def _made(document: Document, held: list[int]) -> Sentence:
    return Sentence(plain("".join(document.text[place] for place in held)), tuple(held), document)
