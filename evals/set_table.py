"""The rows of a table file: CSV as Excel and WPS save it (UTF-8 or GB18030), XLSX with its first sheet of questions."""

import csv
import datetime
import io
from collections.abc import Iterator, Sequence

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from documents.errors import PolicyError
from documents.readers.archive import check_archive
from documents.settings import ReaderLimits
from evals.errors import InvalidTestSet
from evals.set_columns import HEADER_ROWS, Row, names_questions

MAX_COLUMNS = 100
"""Cells of a row that are read; a sheet may claim sixteen thousand."""


def csv_rows(data: bytes, name: str) -> Iterator[Row]:
    """The rows of a CSV file, each with its first line. Raises InvalidTestSet for bytes that are no text."""
    text = _decoded(data, name)
    separator = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text.partition("\n")[0] else separator)
    line = 1
    try:
        for cells in reader:
            yield line, cells[:MAX_COLUMNS]
            line = reader.line_num + 1
    except csv.Error as error:
        raise InvalidTestSet(f"{name}: line {line}: the row is no CSV ({error}): save the table anew") from error


def xlsx_rows(data: bytes, name: str) -> Iterator[Row]:
    """The rows of a workbook's first sheet that has a header, each with its number; of the first where none has.

    Raises InvalidTestSet for what is no workbook.
    """
    try:
        check_archive(data, name, ReaderLimits())
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except PolicyError as error:
        raise InvalidTestSet(str(error)) from error
    except (InvalidFileException, KeyError, ValueError, OSError) as error:
        raise InvalidTestSet(f"{name}: holds no workbook ({error}): save it as .xlsx anew") from error
    try:
        sheets = [sheet for sheet in book.worksheets if any(map(names_questions, _cells(sheet, HEADER_ROWS)))]
        yield from enumerate(_cells((sheets or book.worksheets)[0], None), start=1)
    finally:
        book.close()


def _decoded(data: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
    raise InvalidTestSet(f"{name}: line {line}: a table is UTF-8 or GB18030, this is neither: save it as UTF-8")


def _cells(sheet: ReadOnlyWorksheet, rows: int | None) -> Iterator[Sequence[str]]:
    """The first `rows` rows as a person reads them, all for None."""
    for row in sheet.iter_rows(max_row=rows, max_col=MAX_COLUMNS):
        yield [_text(cell.value, str(cell.number_format or "")) for cell in row]


def _text(value: object, number_format: str) -> str:
    """A cell as a person reads it: 3.0 is 3, 0.3 shown as a share is 30%, a day is 2025年3月1日."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in number_format:
        return f"{value * 100:.10g}%"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
