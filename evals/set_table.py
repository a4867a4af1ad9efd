"""The rows of a table file: CSV as Excel and WPS save it (UTF-8 or GB18030), XLSX with its first sheet."""

import csv
import io
from collections.abc import Iterator

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from documents.errors import PolicyError
from documents.readers.archive import check_archive
from documents.settings import ReaderLimits
from evals.errors import InvalidTestSet
from evals.set_columns import Row

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
    """The rows of a workbook's first sheet, each with its number. Raises InvalidTestSet for what is no workbook."""
    try:
        check_archive(data, name, ReaderLimits())
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except PolicyError as error:
        raise InvalidTestSet(str(error)) from error
    except (InvalidFileException, KeyError, ValueError, OSError) as error:
        raise InvalidTestSet(f"{name}: holds no workbook ({error}): save it as .xlsx anew") from error
    try:
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True, max_col=MAX_COLUMNS), start=1):
            yield number, [_text(value) for value in row]
    finally:
        book.close()


def _decoded(data: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
    raise InvalidTestSet(f"{name}: line {line}: a table is UTF-8 or GB18030, this is neither: save it as UTF-8")


def _text(value: object) -> str:
    """A cell as a person reads it: 3.0 is 3."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
