"""Web pages: the document's own text out of a portal's page, paragraph by paragraph, tables row by row.

Which part of the page is the document is decided in html_body.py. Here markup becomes lines: what a browser shows as
a block is a line, the numbers of an ordered list are written out, and what a browser hides is left out.
"""

from collections.abc import Iterator, Sequence

from lxml import etree
from lxml import html as markup
from lxml.etree import _Element as Element

from documents.errors import UnreadableFile
from documents.numbering import match_label
from documents.readers.html_body import PageLine, document_lines
from documents.readers.numerals import written
from documents.readers.plain import decode
from documents.readers.reading import Reading, collapsed, table_row, text_of
from documents.settings import ReaderLimits

_UNSEEN = frozenset(
    "script style noscript template iframe object embed applet svg math canvas audio video map head select option"
    " button input textarea datalist nav aside dialog link meta rp rt".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q ruby rb s samp small span"
    " strike strong sub sup time tt u var wbr o:p".split()
)
_CELLS, _ROW_GROUPS = ("td", "th"), ("thead", "tbody", "tfoot")
_LAYOUT_CELL_LINES = 12
"""A table with a cell of more lines than this holds a page's layout and not data."""
_MAX_SPAN = 100
"""Columns or rows that one cell may claim."""
_LIST_STYLES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "decimal": "decimal",
    "cjk-ideographic": "chineseCountingThousand",
    "simp-chinese-informal": "chineseCountingThousand",
    "trad-chinese-informal": "chineseCountingThousand",
    "cjk-decimal": "ideographDigital",
    "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "none": "none",
}


def read(data: bytes, name: str, limits: ReaderLimits) -> Reading:  # noqa: ARG001 (every reader takes the limits)
    """The document in a web page. Raises UnreadableFile."""
    source, encoding = decode(data, name)
    if "<" not in source:
        return Reading(text_of(source.splitlines()), encoding)
    parser = markup.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = markup.document_fromstring(source.encode("utf-8"), parser=parser)
    except etree.ParserError as error:
        raise UnreadableFile(f"{name}: the page holds no text; give a page with at least one paragraph") from error
    titles = [title for title in map(collapsed, _announced_titles(root)) if title]
    return Reading(text_of(document_lines(page_lines(root), titles)), encoding)


def _announced_titles(root: Element) -> Iterator[str]:
    """The page's own title as its head says it, the exact one (Chinese portals' ArticleTitle) first."""
    for meta in root.iter("meta"):
        if (meta.get("name") or meta.get("property") or "").lower() in ("articletitle", "og:title"):
            yield meta.get("content") or ""
    for title in root.iter("title"):
        yield title.text or ""


def page_lines(root: Element) -> list[PageLine]:
    """Every line that a browser shows of `root`, in reading order."""
    return _Page(root).lines


class _Page:
    """Walks a tree without recursion (a page may nest as deep as it likes) and collects its lines."""

    def __init__(self, root: Element) -> None:
        self.lines: list[PageLine] = []
        self._root = root
        self._text = ""
        self._linked = ""
        self._depth_of_links = 0
        self._skipped: Element | None = None
        self._counts: dict[Element, int] = {}
        """Ordered list → the number of its last item."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._close(element)
            elif not self._open(element):
                self._skipped = element
                walker.skip_subtree()

    def _open(self, element: Element) -> bool:
        """Whether what is inside `element` is still to be read."""
        if _is_hidden(element):
            return False
        if element.tag not in _INLINE:
            self._finish(element.getparent())
        if element.tag == "table" and element is not self._root and (rows := _data_rows(element)):
            self.lines.extend(rows)
            return False
        self._depth_of_links += element.tag == "a"
        self._add(self._list_label(element))
        if element.tag == "pre":
            self._add_lines(element)
        else:
            self._add(element.text)
        return True

    def _close(self, element: Element) -> None:
        if element is self._skipped:
            self._skipped = None
        else:
            self._depth_of_links -= element.tag == "a"
            if element.tag not in _INLINE:
                self._finish(element)
        if element is not self._root:
            self._add(element.tail)
        else:
            self._finish(element)

    def _add(self, text: str | None) -> None:
        self._text += text or ""
        self._linked += (text or "") if self._depth_of_links else ""

    def _add_lines(self, preformatted: Element) -> None:
        for line in (preformatted.text or "").splitlines():
            self._add(line)
            self._finish(preformatted)

    def _finish(self, element: Element | None) -> None:
        """Ends the line that has grown so far; `element` is what it stood in."""
        text = collapsed(self._text)
        if text and element is not None:
            self.lines.append(PageLine(text, element, len(collapsed(self._linked))))
        self._text = self._linked = ""

    def _list_label(self, element: Element) -> str:
        """What a browser writes in front of an ordered list's item; nothing where the item brings its own label."""
        ordered = element.getparent()
        if element.tag != "li" or ordered is None or ordered.tag != "ol":
            return ""
        following = self._counts[ordered] + 1 if ordered in self._counts else _whole(ordered.get("start"), 1)
        number = self._counts[ordered] = _whole(element.get("value"), following)
        style = _LIST_STYLES.get(_list_style(ordered), "decimal")
        if style == "none" or match_label(collapsed("".join(_first_words(element)))):
            return ""
        return written(number, style) + ("、" if style.startswith("chinese") else ".")


def _is_hidden(element: Element) -> bool:
    style = "".join((element.get("style") or "").lower().split())
    hidden = element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style
    return hidden or element.tag in _UNSEEN


def _list_style(ordered: Element) -> str:
    declarations = (ordered.get("style") or "").split(";")
    named = dict(part.split(":", 1) for part in declarations if ":" in part)
    named = {key.strip().lower(): value.strip().lower() for key, value in named.items()}
    return named.get("list-style-type") or named.get("list-style") or ordered.get("type") or "1"


def _first_words(element: Element) -> Iterator[str]:
    for words in element.itertext():
        yield words
        if words.strip():
            return


def _whole(written_number: str | None, default: int) -> int:
    text = (written_number or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else default


def _data_rows(table: Element) -> list[PageLine]:
    """The rows of a table that holds data, each cell in its column; nothing for one that only lays out a page."""
    if table.get("role") == "presentation" or next(table.iterdescendants("table"), None) is not None:
        return []
    rows = [[cell for cell in row if cell.tag in _CELLS] for row in _rows(table)]
    read_rows = [[(cell, page_lines(cell)) for cell in row] for row in rows]
    if max((len(row) for row in rows), default=0) < 2:
        return []
    if any(len(lines) > _LAYOUT_CELL_LINES for row in read_rows for _, lines in row):
        return []
    captions = [line for caption in table if caption.tag == "caption" for line in page_lines(caption)]
    linked = [sum(line.linked for _, lines in row for line in lines) for row in read_rows]
    return captions + [PageLine(row, table, links) for row, links in zip(_grid(read_rows), linked, strict=True)]


def _rows(table: Element) -> Iterator[Element]:
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in _ROW_GROUPS:
            yield from (row for row in part if row.tag == "tr")


def _grid(rows: Sequence[Sequence[tuple[Element, list[PageLine]]]]) -> list[str]:
    """A merged cell stands once, where it begins; the places it covers beside and below are empty cells."""
    covered: dict[int, int] = {}
    lines: list[str] = []
    for row in rows:
        cells: list[str] = []
        for cell, inside in row:
            cells += _covered_places(covered, len(cells))
            width = min(max(_whole(cell.get("colspan"), 1), 1), _MAX_SPAN)
            height = min(max(_whole(cell.get("rowspan"), 1), 1), _MAX_SPAN)
            covered.update((len(cells) + place, height - 1) for place in range(width) if height > 1)
            cells += [" ".join(line.text for line in inside), *[""] * (width - 1)]
        cells += _covered_places(covered, len(cells))
        lines.append(table_row(cells))
    return lines


def _covered_places(covered: dict[int, int], column: int) -> list[str]:
    """Empty cells for the columns from `column` on that a cell further up still covers."""
    first = column
    while covered.get(column, 0) > 0:
        covered[column] -= 1
        column += 1
    return [""] * (column - first)
