"""A table's rows as records of a test set: headers and cells as evaluators write them.

`columns.toml` holds the headers and words that count. What a table leaves out follows from what it has: the id from
the line, the language from the question's letters, the category from the gold; a question is answerable unless its
row says otherwise.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, zip_longest
from pathlib import Path

from evals.question import Problem
from evals.set_lines import Numbered

HEADER_ROWS = 10
"""Filled rows in which the header is looked for: titles and instructions may stand above it."""
COLUMNS_FILE = Path(__file__).parent / "columns.toml"
REMARK = re.compile(r"\s*\([^()]*\)$")
UNITS = re.compile(r"[、,，;\n]")
"""What parts the units of one cell."""
LOCATORS = re.compile(r"[,，;\n]")
"""What parts the clauses of one cell; 、 belongs to a label."""
PARTS = re.compile(r"[;\n]")
"""What parts the strings that must all stand in an answer; a text's own enumeration comma parts nothing."""
ALTERNATIVES = re.compile(r"\|")
HAN = re.compile(r"[㐀-鿿]")
LABEL_END = re.compile(r"(?<=[一二三四五六七八九十百)])[、.](?=.)|(?<=\d)、(?=.)")
"""Where a label ends inside a clause's name; 2.1.3 is one label."""
Row = tuple[int, Sequence[str]]
"""The line on which a row of a table begins (from 1), and its cells as text."""


def table_records(rows: Iterable[Row]) -> Iterator[Numbered]:
    """A record for each row below the header, the first row among the first ten that names the question's column.

    A row right below it that has headers only completes it (责任 over 责任单位 and 牵头单位). A row without a question
    and without gold is a remark.
    """
    fields: list[str | None] | None = None
    below_header = False
    for line, cells in _from_header(rows):
        if fields is None or (below_header and _completes(fields, cells)):
            fields = [_field(cell) or upper or None for cell, upper in zip_longest(cells, fields or [], fillvalue="")]
            below_header = not below_header
            problem = _header_problem(fields, cells)
            if problem:
                yield line, problem
                return
            continue
        below_header = False
        if any(cell.strip() for cell, field in zip(cells, fields, strict=False) if field not in (None, "id")):
            try:
                yield line, _record(fields, cells, line)
            except Problem as problem:
                yield line, problem


def names_questions(cells: Sequence[str]) -> bool:
    """Whether a row of cells is a header: it names the question's column."""
    return "question" in map(_field, cells)


def _from_header(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows with something in them, from the header on; from the first one where no header is found."""
    filled = (row for row in rows if any(cell.strip() for cell in row[1]))
    first = list(islice(filled, HEADER_ROWS))
    start = next((place for place, (_, cells) in enumerate(first) if names_questions(cells)), 0)
    yield from first[start:]
    yield from filled


def _completes(fields: Sequence[str | None], cells: Sequence[str]) -> bool:
    """Whether a row below a header is its second half: headers, and only where the first has none."""
    below = [(field, cell) for field, cell in zip_longest(fields, cells, fillvalue="") if cell]
    return bool(below) and all(not field and _field(cell) for field, cell in below)


def _header_problem(fields: Sequence[str | None], cells: Sequence[str]) -> Problem | None:
    """What makes a first row no header."""
    named = [field for field in fields if field]
    twice = next((field for field in named if named.count(field) > 1), None)
    if twice:
        headers = [cell for cell, field in zip(cells, fields, strict=False) if field == twice]
        return Problem(f"a field has one column, {twice!r} has {len(headers)} ({', '.join(headers)}): keep one")
    if "question" not in named:
        return Problem("the first row must name a column 问题 or question, it names none: add the headers")
    return None


def _record(fields: Sequence[str | None], cells: Sequence[str], line: int) -> dict[str, object]:
    written = {field: cell.strip() for field, cell in zip(fields, cells, strict=False) if field and cell.strip()}
    record: dict[str, object] = {"id": written.get("id", f"row-{line}"), "question": written.get("question", "")}
    record["lang"] = _word(written, "lang", "languages") or ("zh" if HAN.search(str(record["question"])) else "en")
    record["answerable"] = _answerable(written)
    for name, separator, read in _LISTS:
        if name in written:
            record[name] = [read(entry) for entry in _split(separator, written[name])]
    record |= {name: written[name] for name in ("document", "lead") if name in written}
    if "answer" in written:
        record["answer"] = [_split(ALTERNATIVES, part) for part in _split(PARTS, written["answer"])]
    if "history" in written:
        record["history"] = [{"role": "user", "content": said} for said in written["history"].split("\n")]
    record["category"] = _word(written, "category", "categories") or _category(record)
    return record


def _category(record: Mapping[str, object]) -> str:
    """The category of a question whose row names none, by the gold it has."""
    if not record["answerable"]:
        return "unanswerable"
    if record.get("history"):
        return "followup"
    return next((name for field, name in (("units", "units"), ("lead", "lead_unit")) if record.get(field)), "fact")


def _answerable(written: Mapping[str, str]) -> bool:
    if "answerable" not in written:
        return _word(written, "category", "categories") != "unanswerable"
    found = _word(written, "answerable", "truth").lower()
    if found not in ("true", "false"):
        raise Problem(f"answerable must be 是 or 否, this is {written['answerable']!r}: choose one")
    return found == "true"


def _word(written: Mapping[str, str], field: str, table: str) -> str:
    """What the cell means by `columns.toml`; a word that it does not know is left to the schema to judge."""
    word = written.get(field, "")
    meant = (name for name, words in columns()[table].items() if _folded(word) in words)
    return next(meant, word)


def _split(separator: re.Pattern[str], cell: str) -> list[str]:
    return [part.strip() for part in separator.split(cell.translate(_NARROW)) if part.strip()]


def locator(written: str) -> str:
    """A clause as an evaluator writes it → its locator: `二、（一）4.` → `二/(一)/4`, `第三章第十五条` → …/…"""
    narrow = "".join(unicodedata.normalize("NFKC", written).split())
    if "/" in narrow:
        return narrow
    apart = re.sub(r"(?<=[章节编条款])(?=第)", "/", LABEL_END.sub("/", narrow.strip(".、")))
    apart = re.sub(r"(?<=[^/(])(?=\()", "/", apart)
    return re.sub(r"(?<=\))(?=[^/])", "/", apart)


def _field(header: str) -> str | None:
    folded = REMARK.sub("", _folded(header)).strip().replace(" ", "_")
    spaced = folded.replace("_", " ")
    return next((name for name, words in columns()["headers"].items() if folded == name or spaced in words), None)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


_NARROW = str.maketrans("；｜", ";|")
_LISTS: tuple[tuple[str, re.Pattern[str], Callable[[str], str]], ...] = (
    ("units", UNITS, str),
    ("forbidden", PARTS, str),
    ("clauses", LOCATORS, locator),
    ("clauses_any", LOCATORS, locator),
)
"""Field, what parts its entries, and how one is read."""


@cache
def columns() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """`columns.toml` as it stands."""
    return tomllib.loads(COLUMNS_FILE.read_text(encoding="utf-8"))
