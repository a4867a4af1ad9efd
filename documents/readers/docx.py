"""Word documents: what a reader of the printed page sees, paragraph by paragraph, automatic numbers written out.

Left out are deleted and hidden text, comments, notes, headers and footers. A text box follows the paragraph that it is
anchored in. A table's row is a line with its cells apart by tabs.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import docx as word
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree
from lxml.etree import _Element as Element

from documents.errors import UnreadableFile
from documents.readers.archive import check_archive
from documents.readers.docx_numbering import Numbering
from documents.readers.docx_styles import Styles, is_on
from documents.readers.reading import Reading, collapsed, table_row, text_of
from documents.settings import ReaderLimits

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_RUN, _TEXT, _BOX = qn("w:r"), qn("w:t"), qn("w:txbxContent")
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_FORMULA_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_UNSEEN = frozenset(
    qn(name)
    for name in "w:del w:moveFrom w:pPr w:rPr w:tblPr w:tblGrid w:trPr w:tcPr w:sdtPr w:sdtEndPr w:sectPr w:instrText"
    " w:delText w:delInstrText w:fldData w:rt w:rubyPr w:footnoteReference w:endnoteReference w:annotationRef".split()
)
_SIGNS = {
    qn("w:tab"): " ",
    qn("w:ptab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
"""Elements of a run that stand for characters. A tab is a space here: tabs keep the cells of a table apart."""


def read(data: bytes, name: str, limits: ReaderLimits) -> Reading:
    """The text of a Word document. Raises UnreadableFile."""
    check_archive(data, name, limits)
    document = _open(data, name)
    return Reading(text_of(list(_Body(document).lines())))


def _open(data: bytes, name: str) -> WordDocument:
    try:
        document = word.Document(io.BytesIO(data))
    except (OpcError, zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise UnreadableFile(f"{name}: is damaged or no Word document; save it as .docx anew and try again") from error
    for root in (document.element, _part(document, "NUMBERING"), _part(document, "STYLES")):
        if root is not None and root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableFile(f"{name}: declares XML entities, as no Word document does; save it anew")
    return document


def _part(document: WordDocument, kind: str) -> Element | None:
    """The root element of a part that belongs to the document; None where it has none."""
    try:
        part = document.part.part_related_by(getattr(RELATIONSHIP_TYPE, kind))
    except KeyError:
        return None
    element: Element | None = getattr(part, "element", None)
    return etree.fromstring(part.blob, _parser()) if element is None else element


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


@dataclass
class _Inside:
    """What one paragraph holds: its visible characters, and its text boxes."""

    text: str = ""
    boxes: list[Element] = field(default_factory=list)


class _Body:
    """Reads a document's body in order; keeps the count of its automatic numbers."""

    def __init__(self, document: WordDocument) -> None:
        self._root = document.element.body
        self._styles = Styles(_part(document, "STYLES"))
        self._numbering = Numbering(_part(document, "NUMBERING"), self._styles)
        self._carried = ""
        """Text of a paragraph whose own end was deleted: it goes on in the next one."""

    def lines(self) -> Iterator[str]:
        """Every line of the body."""
        yield from self._blocks(self._root)
        yield from self._carried.split("\n")

    def _blocks(self, container: Element) -> Iterator[str]:
        for element in container:
            if element.tag == _PARAGRAPH:
                yield from self._paragraph(element)
            elif element.tag == _TABLE:
                yield from self._table(element)
            elif element.tag == _ALTERNATE:
                yield from self._blocks(_chosen(element))
            elif element.tag not in _UNSEEN:
                yield from self._blocks(element)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        inside = _Inside(self._carried)
        self._carried = ""
        style = self._styles.of_paragraph(paragraph)
        self._collect(paragraph, inside, hidden=self._styles.hides(style))
        mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
        if mark is not None and mark.find(qn("w:del")) is not None:
            self._carried = inside.text
        elif inside.text.strip() or not is_on(mark, "w:vanish"):
            label = self._numbering.label(paragraph, style)
            lines = [collapsed(line) for line in inside.text.split("\n")]
            first = next((place for place, line in enumerate(lines) if line), None)
            if first is not None:
                lines[first] = label + lines[first]
            yield from lines
        for box in inside.boxes:
            yield from self._blocks(box)

    def _collect(self, element: Element, inside: _Inside, *, hidden: bool) -> None:
        """Adds to `inside` what a reader of the page sees of `element`."""
        for child in element:
            tag = child.tag
            if tag == _BOX:
                inside.boxes.append(child)
            elif tag == _ALTERNATE:
                self._collect(_chosen(child), inside, hidden=hidden)
            elif tag == _RUN:
                self._collect(child, inside, hidden=self._styles.hides_run(child, inherited=hidden))
            elif tag in _SIGNS or tag in (_TEXT, _FORMULA_TEXT):
                inside.text += "" if hidden else _SIGNS.get(tag, child.text or "")
            elif tag not in _UNSEEN:
                self._collect(child, inside, hidden=hidden)

    def _table(self, table: Element) -> Iterator[str]:
        """One line a row; a table of a single column is a frame around paragraphs."""
        rows = [row for row in _children(table, _ROW) if not _is_gone(row)]
        cells = [_children(row, _CELL) for row in rows]
        if max(map(len, cells), default=0) < 2:
            for row in cells:
                for cell in row:
                    yield from self._blocks(cell)
            return
        for row, inside in zip(rows, cells, strict=True):
            yield self._row(row, inside)

    def _row(self, row: Element, cells: list[Element]) -> str:
        """A merged cell stands once, where it begins; the places it covers are empty cells."""
        texts = [""] * _number(row, f"{qn('w:trPr')}/{qn('w:gridBefore')}", 0)
        for cell in cells:
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            below = merged is not None and merged.get(qn("w:val"), "continue") == "continue"
            lines = [line.replace("\t", " ") for line in self._blocks(cell)]
            texts.append("" if below else " ".join(filter(None, lines)))
            texts += [""] * (_number(cell, f"{qn('w:tcPr')}/{qn('w:gridSpan')}", 1) - 1)
        return table_row(texts)


def _children(element: Element, tag: str) -> list[Element]:
    """The children of that tag, also inside content controls and tracked insertions."""
    found: list[Element] = []
    for child in element:
        if child.tag == tag:
            found.append(child)
        elif child.tag not in _UNSEEN and child.tag not in (_PARAGRAPH, _TABLE, _ROW, _CELL):
            found += _children(child, tag)
    return found


def _is_gone(row: Element) -> bool:
    properties = row.find(qn("w:trPr"))
    return properties is not None and (properties.find(qn("w:del")) is not None or is_on(properties, "w:hidden"))


def _number(element: Element, path: str, default: int) -> int:
    """The value at `path`, at most Word's 63 columns."""
    found = element.find(path)
    value = found.get(qn("w:val"), "") if found is not None else ""
    return min(int(value), 63) if value.isascii() and value.isdigit() and len(value) <= 3 else default


def _chosen(alternate: Element) -> Element:
    """Of content written twice for newer and older programs, the newer."""
    found = next((child for child in alternate if child.tag == _CHOICE), None)
    if found is None:
        found = next((child for child in alternate if child.tag == _FALLBACK), None)
    return etree.Element("empty") if found is None else found
