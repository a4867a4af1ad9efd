"""PDF files with a text layer: their text in reading order, paragraphs whole, with a map of pages."""

from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from documents.errors import UnreadableFile
from documents.readers.pdf_layout import reading_order
from documents.readers.pdf_page import Page, read_page
from documents.readers.pdf_paragraphs import rejoin
from documents.readers.reading import Reading
from documents.settings import ReaderLimits

_MARK = b"%PDF-"
_MARK_WITHIN = 1024
"""The mark stands among the first bytes, as readers of PDF take it."""
_EMPTY_PAGE = 5
"""A page with fewer characters has no text worth the name."""
_SCANNED_SHARE = 0.5
"""A document with more pages than this share that are images without text is a scan."""
_UNKNOWN_SHARE = 0.3
"""A text with more characters than this share that stand for nothing has fonts that do not say what they show."""


def read(data: bytes, name: str, limits: ReaderLimits) -> Reading:
    """The text of a PDF. Raises UnreadableFile."""
    if _MARK not in data[:_MARK_WITHIN]:
        raise UnreadableFile(f"{name}: holds no PDF, whatever its name says; give the document itself")
    pages = list(_pages(_open(data, name), name, limits))
    _check_for_text(pages, name)
    text, starts = rejoin(reading_order(pages), len(pages))
    return Reading(text, "", starts)


def _open(data: bytes, name: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise UnreadableFile(f"{name}: is encrypted; take its password off and try again") from error
        raise UnreadableFile(f"{name}: is damaged or cut short; save it anew and try again") from error


def _pages(document: pdfium.PdfDocument, name: str, limits: ReaderLimits) -> Iterator[Page]:
    count = len(document)
    if not count:
        raise UnreadableFile(f"{name}: has no pages; give a PDF with at least one")
    if count > limits.pages:
        raise UnreadableFile(f"{name}: {count:,} pages is over the limit of {limits.pages:,}; split the file")
    for number in range(count):
        try:
            yield read_page(document[number], number)
        except pdfium.PdfiumError as error:
            raise UnreadableFile(f"{name}: page {number + 1} is damaged; save it anew and try again") from error


def _check_for_text(pages: Sequence[Page], name: str) -> None:
    empty = [page for page in pages if page.characters < _EMPTY_PAGE]
    scanned = sum(page.has_images for page in empty)
    if scanned > _SCANNED_SHARE * len(pages):
        raise UnreadableFile(
            f"{name}: {scanned} of {len(pages)} pages are images without a text layer (a scan); "
            "have its text recognised (OCR) and give that"
        )
    if not any(page.characters for page in pages):
        raise UnreadableFile(f"{name}: its pages hold no text; give a PDF whose text can be selected")
    text = "".join(piece.text for page in pages for piece in page.pieces)
    unknown = sum("\ue000" <= sign <= "\uf8ff" or sign == "\ufffd" or sign < " " for sign in text)
    if unknown > _UNKNOWN_SHARE * len(text):
        raise UnreadableFile(
            f"{name}: its fonts do not say which characters they show; make the PDF anew from the document"
        )
