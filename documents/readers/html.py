"""Web pages: the document's own text out of a portal's page, paragraph by paragraph, tables row by row.

Which part of the page is the document is decided in html_body.py. Here markup becomes lines: what a browser shows as
a block is a line, the numbers of an ordered list are written out, and what a browser hides is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml import html as markup

from documents.errors import UnreadableFile
from documents.numbering import match_label
from documents.readers.html_body import PageLine, document_lines
from documents.readers.plain import decode
from documents.readers.reading import Reading, collapsed, table_row, text_of
from documents.settings import ReaderLimits

_UNSEEN = frozenset(
    "script style noscript template iframe object embed applet svg math canvas audio video map head select option"
    " button input textarea datalist nav aside dialog link meta rp rt".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q ruby rb s samp small span"
    " strike strong sub sup time tt u var wbr o:p st1:chsdate st1:personname".split()
)
_LAYOUT_CELL_LINES = 12
"""A table with a cell of more lines than this holds a page's layout and not data."""
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_ONES = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_SPAN = 100
"""Columns that one cell may claim."""

Element = etree._Element


@dataclass
class _Block:
    """A line as it grows: its text, and how much of that is links."""

    text: str = ""
    linked: str = ""

    def add(self, text: str | None, *, linked: bool) -> None:
        if text:
            self.text += text
            self.linked += text if linked else ""


def read(data: bytes, name: str, limits: ReaderLimits) -> Reading:  # noqa: ARG001 (every reader takes the limits)
    """The document in a web page. Raises UnreadableFile."""
    source, encoding = decode(data, name)
    parser = markup.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = markup.document_fromstring(source.encode("utf-8"), parser=parser)
    except etree.ParserError as error:
        raise UnreadableFile(f"{name}: the page holds no text; give a page with at least one paragraph") from error
    if not any(element.tag not in ("html", "body", "p") for element in root.iter()):
        return Reading(text_of(source.splitlines()), encoding)
    titles = [collapsed(title) for title in _announced_titles(root) if title.strip()]
    return Reading(text_of(document_lines(list(page_lines(root)), titles)), encoding)


def _announced_titles(root: Element) -> Iterator[str]:
    """The page's own title as its head says it, the exact one (Chinese portals' ArticleTitle) first."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() in ("articletitle", "og:title"):
            yield meta.get("content") or ""
    for title in root.iter("title"):
        yield title.text or ""


def page_lines(root: Element) -> Iterator[PageLine]:
    """Every line that a browser shows of `root`, in reading order."""
    block, links = _Block(), 0
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = _tag(element)
        if event == "start" and _is_hidden(element, tag):
            walker.skip_subtree()
            continue
        if event == "end" and _is_hidden(element, tag):
            block.add(element.tail, linked=links > 0)
            continue
        if tag not in _INLINE:
            yield from _finished(block, element if event == "end" else element.getparent())
            block = _Block()
        links += (tag == "a") * (1 if event == "start" else -1)
        if event == "start" and tag == "table" and (rows := _data_rows(element)):
            yield from (PageLine(row, element, linked=0) for row in rows)
            walker.skip_subtree()
        elif event == "start":
            block.add(_list_label(element, tag), linked=False)
            block.add(element.text, linked=links > 0)
        elif element is not root:
            block.add(_broken(element.tail, element.getparent()), linked=links > 0)
        if event == "start" and tag == "table" and rows:
            block = _Block()
    yield from _finished(block, root)


def _finished(block: _Block, element: Element | None) -> Iterator[PageLine]:
    text = collapsed(block.text)
    if text and element is not None:
        yield PageLine(text, element, linked=len(collapsed(block.linked)))
