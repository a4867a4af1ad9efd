"""Word documents for the readers' tests: numbers are list properties, and no label stands in the file's text."""

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph as WordParagraph

from tests.documents.readers.make import Level, Policy, Rows

LIST, DEFINITION = 77, 77


def as_docx(policy: Policy) -> bytes:
    """Numbers are list properties: no label stands in the text of the file."""
    document = docx.Document()
    add_list(document, policy.levels)
    for block in policy.blocks:
        if isinstance(block, Rows):
            table = document.add_table(len(block.cells), len(block.cells[0]))
            for row, cells in zip(table.rows, block.cells, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
        else:
            paragraph = document.add_paragraph()
            # Split in the middle, as Word does wherever it likes.
            for run in (block.text[: len(block.text) // 2], block.text[len(block.text) // 2 :]):
                paragraph.add_run(run)
            if block.level is not None:
                number(paragraph, block.level)
    return saved(document)


def saved(document: WordDocument) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def add_list(document: WordDocument, levels: Sequence[Level], *, list_id: int = LIST, extra: str = "") -> None:
    """Adds a list definition, and a list of that definition. `extra`: XML inside the list, such as overrides."""
    written = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{level.style}"/>'
        + ("" if level.restarts else '<w:lvlRestart w:val="0"/>')
        + f'<w:suff w:val="{level.suffix}"/><w:lvlText w:val="{level.pattern}"/></w:lvl>'
        for depth, level in enumerate(levels)
    )
    root = document.part.numbering_part.element
    definition = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{DEFINITION}">{written}</w:abstractNum>'
    root.insert(0, parse_xml(definition))
    root.append(another_list(list_id, extra))


def another_list(list_id: int, extra: str = "") -> Any:
    """A list that shares the definition of `add_list`."""
    inside = f'<w:abstractNumId w:val="{DEFINITION}"/>{extra}'
    return parse_xml(f'<w:num {nsdecls("w")} w:numId="{list_id}">{inside}</w:num>')


def number(paragraph: WordParagraph, level: int, list_id: int = LIST) -> None:
    """Gives `paragraph` an automatic number."""
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')
    )


def append(paragraph: WordParagraph, xml: str) -> Any:
    """Adds raw WordprocessingML to a paragraph."""
    element = parse_xml(xml)
    paragraph._p.append(element)
    return element


def hide(paragraph: WordParagraph) -> None:
    """Hides the runs of `paragraph` and its mark."""
    for run in paragraph.runs:
        run.font.hidden = True
    mark = parse_xml(f"<w:rPr {nsdecls('w')}><w:vanish/></w:rPr>")
    paragraph._p.get_or_add_pPr().append(mark)


def merged(cell: Any, value: str) -> None:
    """Marks a table's cell as the first (`restart`) or a further one (`continue`) of a vertical merger."""
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:vMerge {nsdecls("w")} w:val="{value}"/>'))


TEXT_BOX = (
    '<w:r {ns} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
    "<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def text_box(text: str) -> str:
    """A text box as Word writes it: once for newer programs and once for older ones."""
    return TEXT_BOX.format(ns=nsdecls("w"), text=text)


def tag(name: str) -> str:
    return qn(name)
