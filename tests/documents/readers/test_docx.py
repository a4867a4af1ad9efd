"""What a reader of the printed page sees of a Word document, and nothing else."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from documents.errors import UnreadableFile
from documents.readers.docx import read
from documents.settings import ReaderLimits
from tests.documents.readers.make import Level, Policy, as_lines
from tests.documents.readers.make_docx import (
    LIST,
    add_list,
    another_list,
    append,
    as_docx,
    hide,
    merged,
    number,
    saved,
    tag,
    text_box,
)
from tests.documents.readers.policies import OPINION, TABLE

LIMITS = ReaderLimits()
COUNTED = (Level("chineseCounting", "%1、"), Level("decimal", "%2.", suffix="nothing"), Level("decimal", "%1.%2.%3"))


def lines(document: WordDocument) -> list[str]:
    return read(saved(document), "文件.docx", LIMITS).text.splitlines()


def document_with(*paragraphs: str) -> WordDocument:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return document


def listed(*paragraphs: tuple[str, int, int], extra: str = "") -> list[str]:
    """(text, level, list): list 77 is the first, 78 shares its definition and holds `extra`."""
    document = docx.Document()
    add_list(document, COUNTED)
    document.part.numbering_part.element.append(another_list(78, extra))
    for text, level, list_id in paragraphs:
        number(document.add_paragraph(text), level, list_id)
    return lines(document)


def test_paragraphs_are_lines() -> None:
    assert lines(document_with("甲", "", "  乙　丙\t丁 ", "戊\n己")) == ["甲", "乙　丙 丁", "戊", "己"]


def test_automatic_numbers_become_labels() -> None:
    assert read(as_docx(OPINION), "x", LIMITS).text.splitlines() == as_lines(OPINION)


def test_deeper_levels_begin_anew_and_show_the_levels_above() -> None:
    found = listed(("甲", 0, LIST), ("乙", 1, LIST), ("丙", 2, LIST), ("丁", 0, LIST), ("戊", 1, LIST), ("己", 2, LIST))
    assert found == ["一、甲", "1.乙", "一.1.1 丙", "二、丁", "1.戊", "二.1.1 己"]


def test_a_level_above_that_never_came_shows_its_start() -> None:
    assert listed(("甲", 2, LIST)) == ["一.1.1 甲"]


def test_lists_of_one_definition_share_their_count() -> None:
    assert listed(("甲", 0, LIST), ("乙", 0, 78), ("丙", 0, LIST)) == ["一、甲", "二、乙", "三、丙"]


def test_a_list_may_start_its_own_count_once() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    found = listed(("甲", 0, LIST), ("乙", 0, LIST), ("丙", 0, 78), ("丁", 0, 78), extra=override)
    assert found == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_a_list_may_write_a_level_its_own_way() -> None:
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%1"/></w:lvl>'
    )
    assert listed(("甲", 0, 78), extra=f'<w:lvlOverride w:ilvl="0">{level}</w:lvlOverride>') == ["③甲"]


def test_list_zero_and_a_list_that_is_missing_number_nothing() -> None:
    assert listed(("甲", 0, 0), ("乙", 0, 99), ("丙", 12, LIST)) == ["甲", "乙", "丙"]


def test_all_digits_where_the_level_says_so() -> None:
    level = (
        '<w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:isLgl/><w:suff w:val="space"/>'
        '<w:lvlText w:val="%1.%2.%3"/></w:lvl>'
    )
    assert listed(("甲", 2, 78), extra=f'<w:lvlOverride w:ilvl="2">{level}</w:lvlOverride>') == ["1.1.1 甲"]


def test_bullets_are_no_labels() -> None:
    document = docx.Document()
    add_list(document, (Level("bullet", "\uf0b7"),))
    number(document.add_paragraph("甲"), 0)
    assert lines(document) == ["甲"]


def test_numbers_of_a_style_and_of_the_style_it_is_based_on() -> None:
    document = docx.Document()
    add_list(document, COUNTED)
    for name, base in (("条目", "Normal"), ("小条目", "条目")):
        style = document.styles.add_style(name, 1)
        style.base_style = document.styles[base]
    properties = document.styles["条目"].element.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="{LIST}"/></w:numPr>'))
    document.add_paragraph("甲", style="条目")
    document.add_paragraph("乙", style="小条目")
    number(document.add_paragraph("丙", style="条目"), 0, 0)  # list 0 takes the style's number away
    document.add_paragraph("丁", style="条目")
    assert lines(document) == ["一、甲", "二、乙", "丙", "三、丁"]


def test_an_empty_numbered_paragraph_counts_and_shows_nothing() -> None:
    assert listed(("甲", 0, LIST), ("", 0, LIST), ("乙", 0, LIST)) == ["一、甲", "三、乙"]


def _deleted(document: WordDocument) -> None:
    paragraph = document.add_paragraph("留")
    append(paragraph, f"<w:del {nsdecls('w')}><w:r><w:delText>删</w:delText><w:t>删</w:t></w:r></w:del>")
    append(paragraph, f"<w:ins {nsdecls('w')}><w:r><w:t>添</w:t></w:r></w:ins>")
    append(paragraph, f"<w:moveFrom {nsdecls('w')}><w:r><w:t>移走</w:t></w:r></w:moveFrom>")


def _hidden_run(document: WordDocument) -> None:
    document.add_paragraph("留").add_run("藏").font.hidden = True
    document.paragraphs[-1].add_run("添")


def _hidden_style(document: WordDocument) -> None:
    style = document.styles.add_style("隐藏", 2)
    style.font.hidden = True
    document.add_paragraph("留").add_run("藏").style = style
    document.paragraphs[-1].add_run("添")


def _field(document: WordDocument) -> None:
    paragraph = document.add_paragraph("留")
    append(paragraph, f'<w:r {nsdecls("w")}><w:instrText>HYPERLINK "http://x"</w:instrText></w:r>')
    append(paragraph, f"<w:hyperlink {nsdecls('w')}><w:r><w:t>添</w:t></w:r></w:hyperlink>")


def _comment(document: WordDocument) -> None:
    paragraph = document.add_paragraph("留添")
    document.add_comment(paragraph.runs, "批注", author="某人")


def _header(document: WordDocument) -> None:
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    document.add_paragraph("留添")


@pytest.mark.parametrize("make", [_deleted, _hidden_run, _hidden_style, _field, _comment, _header])
def test_only_what_the_page_shows_is_text(make: Callable[[WordDocument], None]) -> None:
    document = docx.Document()
    make(document)
    assert lines(document) == ["留添"]


def test_a_hidden_paragraph_neither_shows_nor_counts() -> None:
    document = docx.Document()
    add_list(document, COUNTED)
    for text in ("甲", "乙", "丙"):
        number(document.add_paragraph(text), 0)
    hide(document.paragraphs[1])
    assert lines(document) == ["一、甲", "二、丙"]


def test_a_deleted_end_of_paragraph_joins_the_next() -> None:
    document = document_with("前半", "后半")
    mark = f"<w:rPr {nsdecls('w')}><w:del/></w:rPr>"
    document.paragraphs[0]._p.get_or_add_pPr().append(parse_xml(mark))
    assert lines(document) == ["前半后半"]


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    document = document_with("前")
    append(document.add_paragraph("中"), text_box("框里的话"))
    document.add_paragraph("后")
    assert lines(document) == ["前", "中", "框里的话", "后"]


def test_content_controls_are_looked_into() -> None:
    document = document_with("前")
    inside = "<w:sdtContent><w:p><w:r><w:t>控件里</w:t></w:r></w:p></w:sdtContent>"
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr><w:alias w:val='名'/></w:sdtPr>{inside}</w:sdt>")
    document.element.body.insert(1, control)
    assert lines(document) == ["前", "控件里"]


def test_a_table_keeps_its_cells_apart() -> None:
    policy = Policy("", (OPINION.blocks[5], TABLE, OPINION.blocks[7]), OPINION.levels)
    found = read(as_docx(policy), "x", LIMITS).text.splitlines()
    assert found == as_lines(policy)
    assert found[2].split("\t") == list(TABLE.cells[1])


def test_merged_cells_stand_once_and_columns_stay_in_place() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for row, texts in enumerate((("项目", "措施", "单位"), ("甲", "乙", "丙"), ("甲", "丁\n戊", "己"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    merged(table.cell(1, 0), "restart")
    merged(table.cell(2, 0), "continue")
    table.cell(0, 0).merge(table.cell(0, 1))
    assert lines(document) == ["项目 措施\t\t单位", "甲\t乙\t丙", "\t丁 戊\t己"]


def test_a_frame_of_one_column_holds_paragraphs() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "某市人民政府文件"
    cell.add_paragraph("某政发〔2021〕8号")
    assert lines(document) == ["某市人民政府文件", "某政发〔2021〕8号"]


def test_numbers_count_inside_tables() -> None:
    document = docx.Document()
    add_list(document, (Level("decimal", "%1"),))
    table = document.add_table(2, 2)
    for row, text in zip(table.rows, ("甲", "乙"), strict=True):
        number(row.cells[0].paragraphs[0], 0)
        row.cells[0].paragraphs[0].add_run("项")
        row.cells[1].text = text
    assert lines(document) == ["1 项\t甲", "2 项\t乙"]


def test_a_deleted_row_is_gone() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for row, text in zip(table.rows, ("留", "删"), strict=True):
        for cell in row.cells:
            cell.text = text
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {nsdecls('w')}/>"))
    assert lines(document) == ["留\t留"]


def rewritten(data: bytes, replaced: dict[str, bytes]) -> bytes:
    """The archive with members replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, replaced.get(entry.filename, old.read(entry)))
    return stream.getvalue()


def with_body(body: bytes) -> bytes:
    return rewritten(saved(document_with("甲")), {"word/document.xml": body})


ENTITY_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "哈哈哈哈哈哈哈哈">'
    + '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
    + '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">'
    + '<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">]>'
    + '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&g;'
    + "</w:t></w:r></w:p></w:body></w:document>"
).encode()
EXTERNAL = (
    b'<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&x;'
    b"</w:t></w:r></w:p></w:body></w:document>"
)


@pytest.mark.parametrize("body", [ENTITY_BOMB, EXTERNAL, EXTERNAL.decode().encode("utf-16")])
def test_entities_are_refused(body: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"declares XML entities|is damaged"):
        read(with_body(body), "x", LIMITS)


def test_entities_in_the_numbering_are_refused() -> None:
    numbering = EXTERNAL.replace(b"w:document", b"w:numbering").replace(b"<w:body><w:p><w:r><w:t>", b"<w:num>")
    numbering = numbering.replace(b"</w:t></w:r></w:p></w:body>", b"</w:num>")
    data = rewritten(as_docx(OPINION), {"word/numbering.xml": numbering})
    with pytest.raises(UnreadableFile, match="declares XML entities"):
        read(data, "x", LIMITS)


def test_a_package_that_is_no_word_document() -> None:
    data = saved(document_with("甲"))
    types = zipfile.ZipFile(io.BytesIO(data)).read("[Content_Types].xml")
    sheet = types.replace(b"wordprocessingml.document.main", b"spreadsheetml.sheet.main")
    with pytest.raises(UnreadableFile, match="no Word document"):
        read(rewritten(data, {"[Content_Types].xml": sheet}), "x", LIMITS)


@pytest.mark.parametrize("body", [b"", b"<a>", b"not xml", b"\xff\xfe\x00"])
def test_a_damaged_body(body: bytes) -> None:
    with pytest.raises(UnreadableFile, match="is damaged"):
        read(with_body(body), "x", LIMITS)


def test_the_list_tag_is_the_one_word_writes() -> None:
    """Guards the maker: a docx whose labels were typed would prove nothing."""
    data = zipfile.ZipFile(io.BytesIO(as_docx(OPINION))).read("word/document.xml").decode()
    assert "总体要求" not in data or "一、总体要求" not in data
    assert tag("w:numPr").rpartition("}")[2] in data
