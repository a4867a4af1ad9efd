"""A PDF's text in the author's paragraphs and order, its pages known, its furniture gone."""

import io
from dataclasses import replace
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from documents.errors import UnreadableFile
from documents.readers.pdf import read
from documents.readers.reading import Reading
from documents.settings import ReaderLimits
from tests.documents.readers.make import Item, Policy, Rows, as_lines
from tests.documents.readers.make_pdf import FONT, Printer, as_pdf
from tests.documents.readers.policies import OPINION, POLICIES, TABLE

LIMITS = ReaderLimits()
LONG = (
    "坚持规划引领、项目支撑，统筹推进基础设施建设，加快补齐短板弱项，建成布局合理、功能完备、衔接顺畅的服务网络。" * 4
)


def pdf(policy: Policy, **options: Any) -> Reading:
    return read(as_pdf(policy, **options), "文件.pdf", LIMITS)


def lines(printer: Printer) -> list[str]:
    return read(printer.finish(), "文件.pdf", LIMITS).text.splitlines()


@pytest.mark.parametrize("options", [{}, {"indent": 0.0}, {"head": "某市公报", "numbers": True}, {"size": 12.0}])
@pytest.mark.parametrize("name", POLICIES)
def test_paragraphs_are_whole_again(name: str, options: dict[str, Any]) -> None:
    reading = pdf(POLICIES[name], **options)
    on_one_page = len(reading.pages) == 1  # nothing tells a running head there from a line of the text
    head = [options["head"]] if on_one_page and "head" in options else []
    assert reading.text.splitlines() == head + as_lines(POLICIES[name])


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_are_read_one_after_the_other(columns: int) -> None:
    body = tuple(Item(f"{place}、{LONG}") for place in "一二三四五六七八九十")
    policy = Policy("", body, ())
    assert pdf(policy, columns=columns, size=9.0).text.splitlines() == as_lines(policy)


def test_a_title_over_two_columns_comes_first() -> None:
    printer = Printer(columns=2, size=12.0)
    printer._canvas.setFont(FONT, 20)
    printer._canvas.drawCentredString(297, 770, "关于加快城乡融合发展的若干意见通知")
    for place in "一二三四五六":
        printer.paragraph(f"{place}、{LONG}")
    assert lines(printer) == ["关于加快城乡融合发展的若干意见通知", *(f"{place}、{LONG}" for place in "一二三四五六")]


def test_a_name_broken_across_lines_columns_and_pages_is_whole() -> None:
    text = "统筹推进各项工作（责任单位：" + "、".join(["市人力资源和社会保障局"] * 400) + "）。"
    reading = pdf(Policy("", (Item(text),), ()), columns=2, size=12.0)
    assert reading.text == text + "\n"
    assert len(reading.pages) >= 3
    assert any(reading.text[start - 1] not in "、，" for start in reading.pages[1:]), "no page broke inside a name"


def test_pages_begin_where_they_begin() -> None:
    printer = Printer(numbers=True)
    for place in "一二三":
        printer.paragraph(f"第{place}页的文字。")
        printer.page_break()
    reading = read(printer.finish(), "x", LIMITS)
    assert reading.text == "第一页的文字。\n第二页的文字。\n第三页的文字。\n"
    assert reading.pages == (0, 8, 16, 24)


def test_a_page_that_begins_inside_a_paragraph() -> None:
    printer = Printer()
    printer.paragraph("某" * 1000)
    reading = read(printer.finish(), "x", LIMITS)
    assert reading.text == "某" * 1000 + "\n"
    on_first = reading.pages[1]
    assert 500 < on_first < 1000
    assert reading.pages == (0, on_first)


@pytest.mark.parametrize(
    "number", ["1", "- 1 -", "— 1 —", "－1－", "第 1 页", "第1页 共9页", "1/9", "· 1 ·", "iv", "Page 1 of 9"]
)
def test_a_page_number_is_left_out_even_on_a_single_page(number: str) -> None:
    printer = Printer()
    printer.paragraph("一、总体要求")
    printer._canvas.setFont(FONT, 10)
    printer._canvas.drawCentredString(297, 50, number)
    assert lines(printer) == ["一、总体要求"]


@pytest.mark.parametrize("text", ["2021年3月1日", "第1条", "共3项任务", "12项", "附件1"])
def test_a_short_last_line_is_no_page_number(text: str) -> None:
    printer = Printer(bottom=40.0)
    printer.paragraph("一、总体要求")
    printer._canvas.setFont(FONT, 16)
    printer._canvas.drawString(400, 60, text)
    assert lines(printer) == ["一、总体要求", text]


def test_a_number_in_the_text_stays() -> None:
    printer = Printer()
    printer.paragraph("一、总体要求")
    printer.line("3")
    printer.paragraph("二、保障措施")
    assert lines(printer) == ["一、总体要求", "3", "二、保障措施"]


def test_a_head_that_names_the_page_and_one_of_every_other_page() -> None:
    printer = Printer()
    for place in range(8):
        printer._canvas.setFont(FONT, 10)
        printer._canvas.drawString(79, 800, f"某市人民政府公报 第{place}号" if place % 2 else "2021年")
        printer._canvas.setFont(FONT, 16)
        printer.paragraph(f"第{place}段文字在这里。")
        if place < 7:
            printer.page_break()
    assert lines(printer) == [f"第{place}段文字在这里。" for place in range(8)]


def test_the_same_words_at_the_top_of_one_page_only_stay() -> None:
    printer = Printer()
    printer._canvas.setFont(FONT, 10)
    printer._canvas.drawString(79, 800, "某市人民政府文件")
    printer._canvas.setFont(FONT, 16)
    printer.paragraph("一、总体要求")
    assert lines(printer) == ["某市人民政府文件", "一、总体要求"]


def test_a_ruled_tables_cells_are_whole_and_apart() -> None:
    policy = replace(OPINION, blocks=(*OPINION.blocks[:9], TABLE, *OPINION.blocks[9:12]))
    assert pdf(policy).text.splitlines() == as_lines(policy)


def test_a_ruled_table_with_a_merged_cell() -> None:
    printer = Printer()
    canvas = printer._canvas
    canvas.setFont(FONT, 12)
    for left, bottom, width, height, text in (
        (80, 600, 100, 80, "重点任务"),
        (180, 640, 200, 40, "建设供水工程"),
        (180, 600, 200, 40, "整治背街小巷"),
        (380, 640, 100, 40, "市水务局"),
        (380, 600, 100, 40, "市财政局"),
    ):
        canvas.rect(left, bottom, width, height)
        canvas.drawString(left + 6, bottom + height / 2 - 4, text)
    assert lines(printer) == ["重点任务\t建设供水工程\t市水务局", "\t整治背街小巷\t市财政局"]


def test_a_cell_with_a_name_a_line_keeps_the_names_apart() -> None:
    printer = Printer()
    canvas = printer._canvas
    canvas.setFont(FONT, 12)
    for left, width, cell in ((80, 100, ["1"]), (180, 300, ["市水务局", "市财政局"])):
        canvas.rect(left, 600, width, 80)
        for place, text in enumerate(cell):
            canvas.drawString(left + 6, 660 - 20 * place, text)
    assert lines(printer) == ["1\t市水务局 市财政局"]


def test_a_table_without_rules_is_a_line_a_row() -> None:
    printer = Printer(ruled=False, size=12.0)
    rows = Rows((("任务", "单位", "时限"), ("供水", "市水务局", "2025年"), ("整治", "市城管局", "2023年")))
    printer.table(rows)
    assert lines(printer) == ["\t".join(row) for row in rows.cells]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(rotation: int) -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842), invariant=1)
    canvas.setPageRotation(rotation)
    wide = 842 if rotation != 180 else 595
    high = 595 if rotation != 180 else 842
    canvas.translate(*{90: (595, 0), 180: (595, 842), 270: (0, 842)}[rotation])
    canvas.rotate({90: 90, 180: 180, 270: 270}[rotation])
    Printer()
    canvas.setFont(FONT, 16)
    canvas.drawString(80, high - 120, "一、总体要求")
    canvas.drawString(80, high - 150, "二、保障")
    canvas.drawString(wide - 200, high - 150, "市水务局")
    canvas.save()
    assert read(stream.getvalue(), "x", LIMITS).text.splitlines() == ["一、总体要求", "二、保障\t市水务局"]


def test_a_slanted_watermark_is_left_out() -> None:
    printer = Printer()
    printer.paragraph("一、总体要求")
    canvas = printer._canvas
    canvas.saveState()
    canvas.translate(200, 300)
    canvas.rotate(45)
    canvas.setFont(FONT, 40)
    canvas.drawString(0, 0, "内部资料")
    canvas.restoreState()
    assert lines(printer) == ["一、总体要求"]


def test_spaces_between_latin_words_stay_and_none_come_into_chinese() -> None:
    printer = Printer()
    printer.line("建设 5G base station 二期工程（Phase 2）")
    assert lines(printer) == ["建设 5G base station 二期工程（Phase 2）"]


def test_letters_set_apart_are_one_word() -> None:
    printer = Printer()
    for place, sign in enumerate("通知"):
        printer._canvas.setFont(FONT, 16)
        printer._canvas.drawString(250 + 32 * place, 700, sign)
    assert lines(printer) == ["通知"]


def _image_page(canvas: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)
    canvas.showPage()


def scan(pages: int) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    for _ in range(pages):
        _image_page(canvas)
    canvas.save()
    return stream.getvalue()


def test_a_scan_is_refused_with_that_reason() -> None:
    with pytest.raises(UnreadableFile, match=r"3 of 3 pages are images without a text layer \(a scan\).*OCR"):
        read(scan(3), "扫描.pdf", LIMITS)


def test_one_page_of_image_among_text_is_no_scan() -> None:
    printer = Printer()
    printer.paragraph("一、总体要求")
    printer.page_break()
    _image_page(printer._canvas)
    printer.paragraph("二、保障措施")
    assert lines(printer) == ["一、总体要求", "二、保障措施"]


def _blank() -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def locked(password: str) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt=StandardEncryption(password, "owner", strength=128))
    canvas.drawString(100, 700, "Text that anyone may read")
    canvas.save()
    return stream.getvalue()


NO_PAGES = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R/Size 3>>\n%%EOF"
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_blank(), "hold no text"),
        (locked("secret"), "is encrypted"),
        (NO_PAGES, "has no pages|is damaged"),
        (b"MZ\x90\x00 not a pdf", "holds no PDF"),
        (b"<html>%PD</html>", "holds no PDF"),
        (b"%PDF-1.7\n", "is damaged or cut short"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason) as caught:
        read(data, "文件.pdf", LIMITS)
    assert str(caught.value).startswith("文件.pdf: ")


def test_a_password_that_only_forbids_printing_is_no_hindrance() -> None:
    assert read(locked(""), "x", LIMITS).text == "Text that anyone may read\n"


def test_more_pages_than_the_limit() -> None:
    with pytest.raises(UnreadableFile, match="3 pages is over the limit of 2; split the file"):
        read(scan(3), "x", replace(LIMITS, pages=2))


def test_cut_short_at_every_tenth_it_is_read_or_refused() -> None:
    data = as_pdf(OPINION)
    for tenth in range(1, 10):
        try:
            assert read(data[: len(data) * tenth // 10], "x", LIMITS).text
        except UnreadableFile as error:
            assert str(error).startswith("x: ")
