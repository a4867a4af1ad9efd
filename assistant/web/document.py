"""A document as inert HTML: its clauses in reading order, the damage of the copy marked, the cited words highlighted.

Each character of the text is painted with what is known about it; a line is then written out run by run. Nothing of
the text reaches the page but through `escape`. Noise (a forum's header, an advertisement) is left out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from assistant.web.escape import escape
from assistant.web.page_words import Words
from assistant.web.standing_words import Shown
from documents.model import Clause, Document

NOISE, QUOTED, REPAIR, GAP, HEADING = 1, 2, 4, 8, 16
WINDOW = 120_000
"""Characters of a long document shown around the cited words."""
CONTENTS = 400
"""Entries of the table of contents shown at most."""


@dataclass(frozen=True)
class View:
    """What the document pane shows: a document, and the words `[start, end)` to highlight (none where equal)."""

    document: str
    start: int = 0
    end: int = 0


Address = Callable[[Clause], str]
"""Where a clause can be opened, as a path of this server."""


def render_document(
    document: Document, view: View, words: Words, standing: Shown | None = None, address: Address | None = None
) -> str:
    """A document with its standing, on one line of HTML.

    Its contents are buttons, for the pane beside the chat; with `address` they are links, for a page of its own.
    """
    body = "".join(_Page(document, view, words).lines())
    about = f'<p class="facts">{escape(_facts(document))}</p>{_standing(standing, words)}{_damage(document, words)}'
    return (
        f'<article class="paper" lang="zh"><header><h2>{escape(document.title or document.name)}</h2>{about}</header>'
        f"{_contents(document, view, words, address)}{body}</article>"
    )


def window(text: str, view: View) -> tuple[int, int]:
    """The `[start, end)` of a text that is shown around the highlighted words: all of it, or half WINDOW either way."""
    start = max(0, text.rfind("\n", 0, max(0, view.start - WINDOW // 2)) + 1)
    return start, min(len(text), max(view.end, start) + (WINDOW // 2 if start else WINDOW))


class _Page:
    """One rendering: the document's text painted with what is known about each character."""

    def __init__(self, document: Document, view: View, words: Words) -> None:
        self.document = document
        self.words = words
        self.view = view
        self.paint = _painted(document, view)
        self.repairs = {repair.start: repair for repair in document.repairs}
        self.anchors: dict[int, list[int]] = {}
        for number, clause in enumerate(document.clauses):
            self.anchors.setdefault(clause.start, []).append(number)
        self.marked = False
        self.repeated = _title_lines(document.text, document.title)

    def lines(self) -> Iterator[str]:
        """Each line of text as a paragraph; neighbouring lines of noise as one sign that something is left out."""
        omitted = False
        for start, end in _lines(self.document.text, self.view):
            shown = [at for at in range(start, end) if not self.document.text[at].isspace()]
            if not shown:
                continue
            if all(self.paint[at] & NOISE for at in shown):
                if not omitted:
                    yield f'<p class="omitted-line">{self._omitted()}</p>'
                omitted = True
                continue
            omitted = False
            yield self._paragraph(start, end)

    def _paragraph(self, start: int, end: int) -> str:
        opened = [number for at in range(start, end) for number in self.anchors.get(at, ())]
        level = self.document.clauses[opened[0]].level if opened else 0
        style = f' class="level-{min(level, 4)}"' if level else ""
        if start in self.repeated and not any(self.paint[start:end]):
            style = ' class="repeated"'  # the heading above has it; where it is cited or damaged it is shown again
        anchors = "".join(f'<span id="clause-{number}"></span>' for number in opened)
        groups = groupby(range(start, end), key=lambda at: self.paint[at] & QUOTED)
        text = "".join(self._marked(list(group)) if quoted else self._runs(group) for quoted, group in groups)
        return f"<p{style}>{anchors}{text}</p>"

    def _marked(self, positions: list[int]) -> str:
        first = "" if self.marked else ' id="quote"'
        self.marked = True
        return f"<mark{first}>{self._runs(positions)}</mark>"

    def _runs(self, positions: Iterator[int] | list[int]) -> str:
        return "".join(self._run(paint, list(run)) for (paint, _), run in groupby(positions, key=self._kind))

    def _kind(self, at: int) -> tuple[int, int]:
        """What sets a character apart from its neighbour: its paint, and for a repair its place."""
        return self.paint[at], at if at in self.repairs else -1

    def _run(self, paint: int, run: list[int]) -> str:
        if paint & NOISE:
            return self._omitted()
        html = escape(self.document.text[run[0] : run[-1] + 1])
        if paint & REPAIR:
            html = self._repaired(run[0], html)
        if paint & GAP:
            html = f'<span class="lost" title="{escape(self.words.lost_title)}">{html}</span>'
        if paint & HEADING:
            html = f"<strong>{html}</strong>"
        return html

    def _repaired(self, at: int, html: str) -> str:
        repair = self.repairs[at]
        if not repair.restored:
            return f'<span class="masked" title="{escape(self.words.masked_title)}">{html}</span>'
        title = self.words.restored_title.format(
            before=repair.before, after=repair.after, confidence=round(100 * repair.confidence)
        )
        return f'<span class="restored" title="{escape(title)}">{html}</span>'

    def _omitted(self) -> str:
        return f'<span class="omitted" title="{escape(self.words.omitted_title)}">⋯</span>'


def _painted(document: Document, view: View) -> bytearray:
    paint = bytearray(len(document.text))

    def cover(start: int, end: int, colour: int) -> None:
        for at in range(max(0, start), min(end, len(paint))):
            paint[at] |= colour

    for noise in document.noise:
        cover(noise.start, noise.end, NOISE)
    for gap in document.gaps:
        cover(gap.start, max(gap.end, gap.start + 1), GAP)
    for repair in document.repairs:
        cover(repair.start, repair.end, REPAIR)
    with_titles = _titled_levels(document)
    for clause in document.clauses:
        if clause.part != "numbered":
            continue
        cover(clause.start, min(clause.start + len(clause.label), clause.end), HEADING)
        titled = document.text.find(clause.title, clause.start, clause.end) if clause.title else -1
        if titled >= 0 and clause.level in with_titles:
            cover(clause.start, titled + len(clause.title), HEADING)
    cover(view.start, view.end, QUOTED)
    return paint


def _title_lines(text: str, title: str) -> set[int]:
    """Where the lines begin at the head of a text that write out its title and nothing else; empty where none do."""
    wanted, found, starts, at = "".join(title.split()), "", set(), 0
    for line in text.split("\n", 12)[:12]:
        found += "".join(line.split())
        if not found or not wanted.startswith(found):
            return set()
        starts.add(at)
        if found == wanted:
            return starts
        at += len(line) + 1
    return set()


def _titled_levels(document: Document) -> set[int]:
    """The levels whose clauses mostly have titles: clauses of one rank look alike, whichever of them has one."""
    numbered = [clause for clause in document.clauses if clause.part == "numbered"]
    levels = {clause.level for clause in numbered}
    shares = {level: [bool(clause.title) for clause in numbered if clause.level == level] for level in levels}
    return {level for level, titled in shares.items() if 2 * sum(titled) > len(titled)}


def _lines(text: str, view: View) -> Iterator[tuple[int, int]]:
    """The `[start, end)` of each line that begins in the window."""
    position, last = window(text, view)
    while position < last:
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        yield position, end
        position = end + 1


def _facts(document: Document) -> str:
    return " · ".join(fact for fact in (document.issuer, document.number, document.date) if fact)


def _damage(document: Document, words: Words) -> str:
    if not (document.repairs or document.gaps):
        return ""
    restored = sum(repair.restored for repair in document.repairs)
    count = words.damage_count.format(masks=len(document.repairs), restored=restored, gaps=len(document.gaps))
    return (
        f'<p class="damage" lang="{words.language}">{escape(count)} {escape(words.legend)}: '
        f'<span class="restored">{escape(words.legend_restored)}</span> '
        f'<span class="masked">{escape(words.legend_masked)}</span> '
        f'<span class="lost">{escape(words.legend_lost)}</span></p>'
    )


def _standing(standing: Shown | None, words: Words) -> str:
    if standing is None:
        return ""
    by = f"{standing.by_lead}{standing.by_title}" if standing.by_title else ""
    told = " · ".join(part for part in (standing.label, standing.since, by) if part)
    style = ' class="good"' if standing.good else ""
    return f'<p class="standing" lang="{words.language}"><span{style}>{escape(told)}</span></p>'


def _contents(document: Document, view: View, words: Words, address: Address | None) -> str:
    start, end = window(document.text, view)
    numbered = [(number, clause) for number, clause in enumerate(document.clauses) if clause.part == "numbered"]
    entries = "".join(
        f'<li class="level-{min(clause.level, 4)}">{_entry(number, clause, address, start <= clause.start < end)}</li>'
        for number, clause in numbered[:CONTENTS]
    )
    if not entries:
        return ""
    return f'<details class="contents"><summary>{escape(words.contents)}</summary><ul>{entries}</ul></details>'


def _entry(number: int, clause: Clause, address: Address | None, shown: bool) -> str:
    label = escape(f"{clause.label} {clause.title}")
    if address is None:
        return f'<button type="button" class="act goto" id="goto-{number}">{label}</button>'
    return f'<a href="{f"#clause-{number}" if shown else escape(address(clause))}">{label}</a>'
