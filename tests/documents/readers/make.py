"""Makes the same policy text as txt, docx (numbers as list properties), pdf and web page, for the readers' tests.

The labels of the text are written out by `numbered`, which knows nothing of the readers' own counting.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, cast

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph as WordParagraph
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
SIZE, LEADING = 16.0, 28.0
LEFT, RIGHT, TOP, BOTTOM = 79.0, 523.0, 731.0, 110.0
_NEVER_FIRST = "，。、；：！？）》”」】%"
HAN = "零一二三四五六七八九十"


@dataclass(frozen=True)
class Level:
    """One level of automatic numbering, as Word writes it down."""

    style: str
    pattern: str
    suffix: str = "tab"
    restarts: bool = True


@dataclass(frozen=True)
class Item:
    """A paragraph; `level` is its depth in the numbering, None for one without a number."""

    text: str
    level: int | None = None
    centred: bool = False


@dataclass(frozen=True)
class Rows:
    """A table."""

    cells: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = field(default=())


@dataclass(frozen=True)
class Policy:
    """A document by its blocks."""

    title: str
    blocks: tuple[Item | Rows, ...]
    levels: tuple[Level, ...]


def han(number: int) -> str:
    """1 to 99 as Chinese counts."""
    tens, ones = divmod(number, 10)
    return ("" if tens <= 1 else HAN[tens]) + ("十" if tens else "") + (HAN[ones] if ones else "")


_WRITERS: dict[str, Callable[[int], str]] = {
    "chineseCounting": han,
    "chineseCountingThousand": han,
    "japaneseCounting": han,
    "decimal": str,
    "decimalEnclosedCircle": lambda number: chr(ord("①") + number - 1),
}


def numbered(policy: Policy) -> Iterator[str | Rows]:
    """Every block, labels written in front of the numbered ones."""
    counts = [0] * len(policy.levels)
    for block in policy.blocks:
        if isinstance(block, Rows):
            yield block
        elif block.level is None:
            yield block.text
        else:
            counts[block.level] += 1
            for deeper in range(block.level + 1, len(counts)):
                counts[deeper] = 0 if policy.levels[deeper].restarts else counts[deeper]
            label = policy.levels[block.level].pattern
            for depth, level in enumerate(policy.levels):
                label = label.replace(f"%{depth + 1}", _WRITERS[level.style](counts[depth]))
            spaced = policy.levels[block.level].suffix != "nothing" and label[-1] not in "、．.）)⑴①②③④⑤⑥⑦⑧⑨⑩"
            yield f"{label} {block.text}" if spaced else label + block.text


def as_lines(policy: Policy) -> list[str]:
    """The text, a paragraph or table row a line."""
    lines: list[str] = []
    for block in numbered(policy):
        lines += ["\t".join(row) for row in block.cells] if isinstance(block, Rows) else [block]
    return lines


def as_text(policy: Policy) -> bytes:
    return "\n".join(as_lines(policy)).encode()


# Word ---------------------------------------------------------------------------------------------------------------

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
    return cast(str, qn(name))


# PDF ----------------------------------------------------------------------------------------------------------------


@dataclass
class Printer:
    """Sets text on pages as a government office does: lines full, first lines set in by two characters."""

    head: str = ""
    numbers: bool = False
    columns: int = 1
    indent: float = 2.0
    bottom: float = BOTTOM
    size: float = SIZE
    gutter: float = 30.0
    rotate: int = 0
    ruled: bool = True

    def __post_init__(self) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self._stream = io.BytesIO()
        self._canvas = Canvas(self._stream, pagesize=(WIDTH, HEIGHT), invariant=1)
        self._page = 0
        self._column = 0
        self._start_page()

    def print(self, policy: Policy) -> bytes:
        """`policy` as a PDF."""
        for place, block in enumerate(numbered(policy)):
            source = policy.blocks[place]
            if isinstance(block, Rows):
                self.table(block)
            elif isinstance(source, Item) and source.centred:
                self.line(block, centred=True)
            else:
                self.paragraph(block)
        return self.finish()

    def finish(self) -> bytes:
        self._end_page()
        self._canvas.save()
        return self._stream.getvalue()

    def paragraph(self, text: str) -> None:
        for place, line in enumerate(broken(text, self.column_width / self.size, self.indent)):
            self.line(line, indent=self.indent if place == 0 else 0.0)

    def line(self, text: str, *, indent: float = 0.0, centred: bool = False, size: float = 0.0) -> None:
        self._make_room()
        size = size or self.size
        self._canvas.setFont(FONT, size)
        left = self.left + indent * size
        if centred:
            self._canvas.drawCentredString(self.left + self.column_width / 2, self._y, text)
        else:
            self._canvas.drawString(left, self._y, text)
        self._y -= LEADING

    def table(self, rows: Rows) -> None:
        """Cells of several lines, ruled unless the printer is told otherwise."""
        widths = rows.widths or (self.column_width / len(rows.cells[0]),) * len(rows.cells[0])
        self._canvas.setFont(FONT, self.size)
        for row in rows.cells:
            cells = [list(broken(c, w / self.size - 1, 0)) for c, w in zip(row, widths, strict=True)]
            height = max(map(len, cells)) * LEADING
            if self._y - height < self.bottom:
                self._next()
            self._table_row(cells, widths, height)
            self._y -= height

    def _table_row(self, cells: Sequence[Sequence[str]], widths: Sequence[float], height: float) -> None:
        left, top = self.left, self._y + self.size
        for lines, width in zip(cells, widths, strict=True):
            if self.ruled:
                self._canvas.rect(left, top - height, width, height)
            for place, line in enumerate(lines):
                self._canvas.drawString(left + self.size / 3, self._y - place * LEADING, line)
            left += width

    @property
    def column_width(self) -> float:
        return (RIGHT - LEFT - self.gutter * (self.columns - 1)) / self.columns

    @property
    def left(self) -> float:
        return LEFT + self._column * (self.column_width + self.gutter)

    def page_break(self) -> None:
        self._end_page()
        self._start_page()

    def _make_room(self) -> None:
        if self._y < self.bottom:
            self._next()

    def _next(self) -> None:
        if self._column + 1 < self.columns:
            self._column += 1
            self._y = TOP
        else:
            self.page_break()

    def _start_page(self) -> None:
        self._page += 1
        self._column = 0
        self._y = TOP
        if self.rotate:
            self._canvas.setPageRotation(self.rotate)

    def _end_page(self) -> None:
        self._canvas.setFont(FONT, 10)
        if self.head:
            self._canvas.drawString(LEFT, 790, self.head)
        if self.numbers:
            self._canvas.drawCentredString(WIDTH / 2, 60, f"— {self._page} —")
        self._canvas.showPage()


def broken(text: str, width: float, indent: float) -> Iterator[str]:
    """`text` in lines of `width` full-width characters, no closing sign at a line's beginning."""
    line, used = "", indent
    for sign in text:
        wide = 0.5 if sign.isascii() else 1.0
        if used + wide > width and sign not in _NEVER_FIRST and line:
            yield line
            line, used = "", 0.0
        line += sign
        used += wide
    yield line


def as_pdf(policy: Policy, **options: Any) -> bytes:
    return Printer(**options).print(policy)


# Web pages ----------------------------------------------------------------------------------------------------------

NAVIGATION = ("首页", "政务公开", "政务服务", "互动交流", "走进我市")


def _paragraphs(policy: Policy, paragraph: str) -> str:
    parts = []
    for block in numbered(policy):
        if isinstance(block, Rows):
            rows = "".join(
                f"<tr>{''.join(f'<td><p>{escape(cell)}</p></td>' for cell in row)}</tr>" for row in block.cells
            )
            parts.append(f'<table border="1"><tbody>{rows}</tbody></table>')
        else:
            parts.append(paragraph.format(escape(block)))
    return "\n".join(parts)


def _links(names: Sequence[str]) -> str:
    return "".join(f'<li><a href="/{place}/index.html">{name}</a></li>' for place, name in enumerate(names))


def as_modern_page(policy: Policy) -> bytes:
    """A publishing system's page: content in a container known by name, tools, downloads, related news, footer."""
    paragraph = '<p style="text-indent: 2em"><span style="font-size: 16pt">{}</span></p>'
    body = _paragraphs(policy, paragraph)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{policy.title}_某市人民政府</title>
<meta name="ArticleTitle" content="{policy.title}"><script>var a = "一、脚本。不是正文，也不应当出现在正文里面，绝对不应该。";</script>
<style>.TRS_Editor p {{ margin: 0 }}</style></head><body>
<div class="header"><ul class="nav">{_links(NAVIGATION)}</ul><form><input value="请输入关键字"><button>搜索</button></form></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/z/">政策文件</a></div>
<div class="main"><table class="xxgk"><tr><td>索 引 号：</td><td>000014349/2021-00001</td><td>发布机构：</td><td>市政府办公室</td></tr>
<tr><td>主题分类：</td><td>综合政务</td><td>发布日期：</td><td>2021-03-01</td></tr></table>
<div class="info">发布时间：2021-03-01 10:20 来源：本站 <span>字体：[大 中 小]</span>
<a href="javascript:window.print()">打印</a> <a href="javascript:window.close()">关闭</a></div>
<div class="article"><div class="TRS_Editor">
{body}
</div></div>
<div class="fujian"><p>相关附件：</p><a href="P020.docx">{policy.title}.docx</a> <a href="P021.pdf">{policy.title}.pdf</a></div>
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
<div class="related"><h3>相关阅读</h3><ul>{_links(["关于另一件事情的通知", "一图读懂：本文件"])}</ul></div></div>
<div class="footer"><p>主办：某市人民政府办公室 承办：某市大数据中心。未经书面许可不得转载本网站内容，违者必究，特此声明。</p>
<p>网站标识码：3700000001 备案序号：00000000</p></div></body></html>""".encode()


def as_plain_page(policy: Policy) -> bytes:
    """A page with nothing named: one section among others, `aside` and `nav`, tools in the text's own container."""
    body = _paragraphs(policy, "<div>\n    　　{}\n</div>")
    return f"""<html><head><meta charset="utf-8"><title>{policy.title} - 某县人民政府门户网站</title></head><body>
<nav><ul>{_links(NAVIGATION)}</ul></nav><div id="a1"><ul>{_links(NAVIGATION)}</ul></div>
<aside><p>这里是网站的侧栏，介绍本地的风土人情，同正文没有任何关系，不应当被读进文件里。</p></aside>
<section><div><a href="javascript:void(0)" onclick="print()">打印</a> <a href="javascript:close()">关闭</a></div>
{body}
<div style="display:none">一、这是隐藏的文字，页面上没有人看得见，因此也不是文件的内容。</div>
<p><a href="javascript:void(0)">分享</a> <a href="javascript:void(0)">打印</a> <a href="javascript:void(0)">关闭</a></p>
<p>上一篇：<a href="1.html">关于前一件事情的通知</a></p><p>下一篇：<a href="2.html">关于后一件事情的通知</a></p>
</section><div>版权所有 某县人民政府</div></body></html>""".encode()


def as_old_page(policy: Policy) -> bytes:
    """A page of the 2000s in GB2312: laid out by tables, paragraphs parted by <br>."""
    body = _paragraphs(policy, "&nbsp;&nbsp;&nbsp;&nbsp;{}<br><br>")
    links = "".join(f'<td><a href="{place}.asp">{name}</a></td>' for place, name in enumerate(NAVIGATION))
    return f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312">
<TITLE>{policy.title}</TITLE></HEAD><BODY><TABLE width=980><TBODY><TR>{links}</TR></TBODY></TABLE>
<TABLE width=980><TR><TD width=200><TABLE><TR><TD><A href=a.asp>通知公告</A></TD></TR><TR><TD><A href=b.asp>领导信箱</A></TD></TR>
</TABLE></TD><TD><TABLE width="100%"><TR><TD align=center>【字体：大 中 小】【打印】【关闭】</TD></TR>
<TR><TD class=content><FONT size=3>{body}</FONT></TD></TR>
<TR><TD align=right>【打印】【关闭】</TD></TR></TABLE></TD></TR></TABLE>
<TABLE width=980><TR><TD align=center>版权所有：某区人民政府 技术支持：某某科技</TD></TR></TABLE></BODY></HTML>""".encode(
        "gb18030"
    )


PORTALS: dict[str, Callable[[Policy], bytes]] = {
    "modern": as_modern_page,
    "plain": as_plain_page,
    "old": as_old_page,
}
